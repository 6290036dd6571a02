"""Every figure of an account is a row, and each row's status is told by its own cells."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.checks import entries
from portal.charter.definitions import STATES
from portal.charter.validation import published_charter as charter
from portal.documents.account import Account, Comparison, ComplianceBy, GroundsFlag
from portal.documents.figures import Apart, Compared, FigureStatus, OutcomeRate, Totals
from portal.tables import dictionary
from portal.tables.rows import Row, account_rows, compliance_rows, figure_row
from tests.accounts.years import account, gap, month
from tests.tables.states import contradiction

COUNTS = st.none() | st.integers(0, 500)


def found(of: Account) -> dict[tuple[str, str, str], Row]:
    return {each.name: each for each in account_rows(of)}


def as_line(each: Row) -> dict[str, str]:
    cells = {name: getattr(each, name) for name in Row.__dataclass_fields__}
    return {"place_code": "", **{name: "" if cell is None else str(cell) for name, cell in cells.items()}}


def checked(check: str, **states: int) -> list[Row]:
    return list(compliance_rows(entries.exact(charter().named(check), dict.fromkeys(STATES, 0) | states)))


def of_people(**published: int | None) -> list[Row]:
    return list(compliance_rows(entries.people_compliance(charter().named("S01"), published)))


@given(
    st.sampled_from(get_args(FigureStatus)),
    st.sampled_from([unit.id for unit in dictionary.units().values() if unit.column != "key"]),
    COUNTS,
    COUNTS,
    COUNTS,
    st.none() | st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted),
)
def test_a_status_never_contradicts_the_cells_beside_it(
    said: FigureStatus, unit: str, searches: int | None, of: int | None, value: int | None, ends: list[int] | None
) -> None:
    low, high = ends or (None, None)
    told = figure_row(("a", "b", "c"), said, searches=searches, of=of, value=value, low=low, high=high, unit=unit)
    if said == "withheld" and low is not None and searches is not None:
        return  # a number that is held back has none beside its range
    assert contradiction(as_line(told)) is None


def test_a_month_has_every_one_of_its_figures() -> None:
    blank = month("2018-05", 40, acted=None)
    unpublished = month("2018-07", 40, acted=None).model_copy(update={"outcomes": "not_published"})
    told = found(account([month("2018-04", 100, acted=20), blank, gap("2018-06"), unpublished]))
    assert told["person_searches", "month", "month_2018-04"].searches == 100
    acted = told["acted", "month", "month_2018-04"]
    assert (acted.searches, acted.of, acted.status) == (20, 100, "value")
    assert told["outcome_known", "month", "month_2018-04"].of == 100
    group = told["person_searches", "month_by_self_defined_ethnicity", "month_2018-04.black"]
    assert (group.searches, group.of) == (30, 100)
    silent = told["acted", "month", "month_2018-07"]
    assert (silent.searches, silent.of, silent.status) == (None, None, "not_published")
    assert told["acted", "month", "month_2018-05"].status == "too_few"
    assert told["acted", "month", "month_2018-06"].status == "missing"


def test_what_no_rate_knows_stands_beside_it() -> None:
    common: dict[str, Any] = {"by": "object", "key": "drugs", "label": "", "of": 8, "unknown": 2, "low": 0.1,
                              "high": 0.4, "status": "value"}  # fmt: skip
    rates = [OutcomeRate(measure=name, searches=part, rate=part / 8, **common)
             for name, part in (("action", 2), ("arrest", 1))]  # fmt: skip
    told = found(account([month("2018-04", 10)], outcome_rates=rates))
    unknown = told["outcome_unknown", "object", "drugs"]
    assert (unknown.searches, unknown.of, unknown.unit) == (2, 10, "searches")


def test_nothing_unpublished_is_0() -> None:
    silent = Apart(id="section_60", searches=0, of=9, unknown=9, share=None, status="not_published", breakdowns={},
                   outcome_rates=[])  # fmt: skip
    told = found(account([month("2018-04", 9)], apart=[silent]))
    assert (told["section_60", "", ""].searches, told["section_60", "", ""].status) == (None, "not_published")
    assert told["section_60_unknown", "", ""].searches == 9
    assert [each.searches for each in checked("C05")] == [None] * (len(STATES) + 2)


def test_a_check_of_a_group_is_told_apart_from_the_check_of_all() -> None:
    entry = entries.exact(charter().named("R07"), dict.fromkeys(STATES, 0) | {"pass": 3, "fail": 1})
    by = ComplianceBy(by="age", key="10_to_17", label="", compliance=entry)
    told = found(account([month("2018-04", 4)], compliance_by=[by]))
    assert told["check_by", "R07.age", "10_to_17.pass"].searches == 3
    rate = told["check_by_rate", "R07.age", "10_to_17"]
    assert (rate.searches, rate.of, rate.value) == (3, 4, 0.75)
    assert not any(name[0] in ("check", "check_rate") for name in told)


def test_the_share_of_a_flag_stands_with_what_it_is_made_of() -> None:
    exact = GroundsFlag(flag="G1", label="", searches=3, of=12, share=0.25, status="value")
    ends: dict[str, Any] = {"low": 8, "high": 12, "share_low": 0.08, "share_high": 0.12}
    ranged = GroundsFlag(flag="G2", label="", searches=10, status="rounded", **ends)
    told = found(account([month("2018-04", 12)], grounds=[exact, ranged]))
    share = told["grounds_share", "flag", "G1"]
    assert (share.searches, share.of, share.value, share.status) == (3, 12, 0.25, "value")
    assert told["grounds", "flag", "G1"].of == 12
    share = told["grounds_share", "flag", "G2"]
    assert (share.searches, share.of, share.value, share.low, share.high) == (None, None, None, 0.08, 0.12)
    assert share.status == "rounded"


def test_a_rate_of_a_check_stands_with_its_two_counts() -> None:
    rate = next(each for each in checked("C05", **{"pass": 9, "fail": 3}) if each.measure == "check_rate")
    assert (rate.searches, rate.of, rate.value) == (9, 12, 0.75)
    rate = next(each for each in of_people(**{"pass": 140, "fail": 60}) if each.measure == "check_rate")
    assert (rate.searches, rate.of, rate.value, rate.status) == (140, 200, 0.7, "rounded")


@pytest.mark.parametrize(
    ("check", "unit"),
    [("C05", "searches"), ("R05", "searches"), ("P01", "files"), ("P04", "files"), ("P03", "figures")],
)
def test_counts_are_of_what_the_check_is_asked_of(check: str, unit: str) -> None:
    told = checked(check, **{"pass": 9, "fail": 3})
    assert {each.unit for each in told if each.measure == "check"} == {unit}


def test_every_state_of_a_check_about_people_has_a_status_of_its_own() -> None:
    told = {each.key: each.status for each in of_people(**{"pass": 140, "fail": 60}) if each.measure == "check"}
    assert told == {"not_published": "withheld", "not_applicable": "withheld", "not_recorded": "withheld",
                    "cannot_tell": "withheld", "fail": "rounded", "pass": "rounded"}  # fmt: skip


def test_the_total_alone_of_a_protected_place_has_a_range() -> None:
    nothing = dict.fromkeys(("searches", "person_searches", "vehicle_only", "placed_by_nearness"))
    totals = Totals(**nothing, low=120, high=140, status="rounded")
    told = found(account([month("2018-04", 9)], totals=totals))
    assert told["searches", "", ""].status == "rounded"
    assert told["person_searches", "", ""].status == "withheld"


def test_each_side_of_a_comparison_has_a_status_and_a_unit_of_its_own() -> None:
    sides = [
        Compared(measure="per_1000", now=None, then=12.8, status="missing"),
        Compared(measure="action_rate", now=0.3, then=0.25, status="value"),
        Compared(measure="black_to_white", now=None, then=3.1, status="too_few"),
    ]
    year = [Compared(measure="searches", now=120.0, then=100.0, change=0.2, status="value")]
    told = found(account([month("2018-04", 9)], comparison=Comparison(with_london=sides, with_year_before=year)))
    statuses = {name[2]: (told[name].status, told["london_then", *name[1:]].status)
                for name in told if name[0] == "london_now"}  # fmt: skip
    assert statuses == {"per_1000": ("missing", "value"), "action_rate": ("value", "value"),
                        "black_to_white": ("too_few", "value")}  # fmt: skip
    assert told["london_now", "comparison", "action_rate"].unit == "share_without_counts"
    assert told["london_then", "comparison", "black_to_white"].unit == "ratio_without_counts"
    change = told["year_before_change", "comparison", "searches"]
    assert (change.searches, change.of, change.value, change.unit) == (120, 100, 0.2, "change")
    assert told["year_before_then", "comparison", "searches"].searches == 100
