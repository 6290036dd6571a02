"""What is usual is taken from sound months only: bad ones never become normal, and what ended is not missing."""

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.findings import baseline, cells, examine
from ingest.findings.baseline import Breaks, Retired, VolumeBreak
from portal import fields, vocabulary
from portal.places import forces_by_id
from tests.ingest.findings.series import month_at, plain_profile, series, serious, supplied


def months(*rows: int) -> list[dict[str, Any]]:
    return [plain_profile(each) for each in rows]


def with_keys(field: str, **keys: int) -> dict[str, Any]:
    return plain_profile(sum(keys.values()), {field: keys})


def test_fifteen_cut_months_after_twelve_whole_ones_are_all_serious() -> None:
    found = serious(series(months(*[1000] * 12, *[300] * 15)))
    assert [month for month, ids in found.items() if ids == {"low_volume": "rows"}] == [
        month_at(at) for at in range(12, 27)
    ]
    assert all(not found[month_at(at)] for at in range(12))


@given(
    whole=st.lists(st.integers(900, 1100), min_size=3, max_size=14),
    cut=st.lists(st.integers(0, 440), min_size=1, max_size=80),
)
def test_cut_months_never_fall_silent_however_long_the_row(whole: list[int], cut: list[int]) -> None:
    found = serious(series(months(*whole, *cut), first=2001))
    for at in range(len(whole), len(whole) + len(cut)):
        assert "rows" in found[month_at(at, 2001)].values(), at


@given(st.lists(st.tuples(st.booleans(), st.integers(900, 1100)), min_size=3, max_size=60))
def test_cut_months_among_whole_ones_are_serious_and_whole_ones_are_not(rows: list[tuple[bool, int]]) -> None:
    profiles = months(1000, 1000, 1000, *[size // 3 if is_cut else size for is_cut, size in rows])
    found = serious(series(profiles, first=2001))
    for at, (is_cut, _) in enumerate(rows, start=3):
        assert bool(found[month_at(at, 2001)]) == is_cut


def test_what_was_usual_over_three_years_ago_is_no_measure_unless_only_bad_months_came_since() -> None:
    old = series(months(*[1000] * 12), first=2010)
    assert not serious([*old, supplied("2016-01", plain_profile(300))])["2016-01"]
    assert serious([*old, supplied("2013-06", plain_profile(300))])["2013-06"] == {"low_volume": "rows"}


def test_months_before_a_declared_break_in_volume_are_no_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    lasting = Breaks(volume=(VolumeBreak("metropolitan", "2018-01", "Invented", "Invented"),))
    monkeypatch.setattr(baseline, "known_breaks", lambda: lasting)
    found = serious(series(months(*[1000] * 12, *[300] * 6, 100)))
    assert [month for month, ids in found.items() if ids] == ["2018-07"]
    assert serious(series(months(*[1000] * 12, 300), force="city-of-london"))["2018-01"] == {"low_volume": "rows"}


def test_the_newest_earlier_control_total_holds_where_there_is_none_for_the_year() -> None:
    found = serious([supplied("2025-04", plain_profile(3800)), supplied("2026-01", plain_profile(12_000))])
    assert found == {"2025-04": {"control_total_missed": "rows"}, "2026-01": {}}


def test_doubled_months_are_no_measure() -> None:
    doubled = {**plain_profile(2200), "doubled": {"distinct": 1100, "even": 1100}}
    found = serious(series([*months(1000, 1000, 1000), *[doubled] * 9, *months(900)]))
    assert not found["2018-01"]


def test_a_category_that_one_operation_brought_does_not_vanish() -> None:
    usual = with_keys("power", misuse_of_drugs_s23=200)
    operation = with_keys("power", misuse_of_drugs_s23=200, cjpoa_s60=100)
    assert not any(serious(series([usual, usual, usual, operation, usual])).values())
    assert not any(serious(series([operation, usual, usual])).values())


def test_labels_that_nobody_listed_never_vanish() -> None:
    old = plain_profile(300, {"self_defined_ethnicity": {"white_british": 200, "unlisted_x": 100}},
                        {"self_defined_ethnicity": {"X": 100}})  # fmt: skip
    found = serious(series([old, *months(300, 300)]))
    assert found == {"2017-01": {"unlisted_label": "column"}, "2017-02": {}, "2017-03": {}}


def test_one_old_file_alone_proves_nothing_but_a_collapse() -> None:
    old = supplied("2016-06", with_keys("outcome", no_further_action=800, caution=200))
    later = [supplied(f"2018-{month:02}", plain_profile(900)) for month in range(1, 9)]
    assert not any(serious([old, *later]).values())
    fallen = serious([old, supplied("2018-01", plain_profile(450))])
    assert fallen["2018-01"] == {"category_vanished": "rows"}


def test_those_who_did_not_state_it_are_missed_after_one_month_already() -> None:
    usual = with_keys("self_defined_ethnicity", white_british=300, not_stated=60)
    assert serious(series([usual, plain_profile(360)]))["2017-02"] == {"category_vanished": "column"}
    assert serious(series([usual, plain_profile(300)]))["2017-02"] == {"category_vanished": "rows"}


def test_the_keys_that_are_gone_stand_in_the_finding() -> None:
    usual = with_keys("self_defined_ethnicity", white_british=300, not_stated=60)
    found = next(
        each
        for each in examine.compute_findings(series([usual, plain_profile(360)]))[1][1]
        if "keys" in each["figures"]
    )
    assert found["figures"] == {"field": "self_defined_ethnicity", "keys": ["not_stated"], "share": 0.1667}
    assert "not_stated" not in found["sentence"]


LOOKED_FOR = fields.field_names_where(lambda field: field.looked_for)
VANISHING = [(field, term.key) for field in LOOKED_FOR for term in vocabulary.field_vocabulary(field).terms]


@given(
    which=st.sampled_from(VANISHING),
    force=st.sampled_from(sorted(forces_by_id())),
    rows=st.lists(st.integers(976, 1024), min_size=9, max_size=30),
    share=st.floats(0.02, 0.5),
    held=st.integers(1, 8),
)
def test_a_wording_that_ended_never_makes_a_month_partial(
    which: tuple[str, str], force: str, rows: list[int], share: float, held: int
) -> None:
    """Its rows are written in another way from some month on: the months have about as many rows as ever."""
    field, key = which
    profiles = []
    for at, each in enumerate(rows):
        own = round(each * share) if at < held else 0
        profiles.append(with_keys(field, another=each - own, **({key: own} if own else {})))
    found = serious(series(profiles, force=force))
    assert {affects for ids in found.values() for affects in ids.values()} <= {"column"}


@given(st.floats(0.02, 0.099), st.lists(st.integers(700, 1300), min_size=9, max_size=30))
def test_a_small_wording_that_ended_never_makes_a_month_partial_however_months_differ(
    share: float, rows: list[int]
) -> None:
    gone = [
        with_keys("outcome", no_further_action=each - round(each * share), caution=round(each * share)) for each in rows
    ]
    found = serious(series([*gone[:6], *months(*rows[6:])]))
    assert {affects for ids in found.values() for affects in ids.values()} <= {"column"}


@given(
    st.sampled_from(["", "unlisted_x"]), st.floats(0.1, 0.5), st.lists(st.integers(800, 1200), min_size=9, max_size=20)
)
def test_rows_that_are_there_under_another_label_or_none_are_not_missing(
    instead: str, share: float, rows: list[int]
) -> None:
    profiles = []
    for at, each in enumerate(rows):
        own = round(each * share)
        names = {"arrest": own} if at < 6 else ({instead: own} if instead else {})
        profiles.append(plain_profile(each, {"outcome": {"no_further_action": each - own, **names}}))
    found = serious(series(profiles))
    assert {affects for ids in found.values() for affects in ids.values()} == {"column"}


def test_a_wording_that_is_known_to_have_ended_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = Retired("outcome", "caution", "metropolitan", "2018-01", "Invented", "Invented", False)
    profiles = [*[with_keys("outcome", no_further_action=900, caution=100)] * 12, *months(1000, 1000)]
    assert serious(series(profiles))["2018-01"] == {"category_vanished": "column"}
    monkeypatch.setattr(cells, "known_breaks", lambda: Breaks(retired=(ended,)))
    assert not any(serious(series(profiles)).values())
    assert serious(series(profiles, force="city-of-london"))["2018-01"] == {"category_vanished": "column"}


DECIDING = fields.field_names_where(lambda field: field.decides)


@given(st.sampled_from(DECIDING), st.integers(1, 500), st.integers(0, 500), st.text(min_size=1, max_size=20))
def test_a_label_that_nobody_listed_is_serious_wherever_it_decides_a_figure(
    field: str, rows: int, more: int, written: str
) -> None:
    profile = plain_profile(rows + more, {field: {"unlisted_x": rows}}, {field: {f"{written} by nobody": rows}})
    assert serious(series([profile]))["2017-01"]["unlisted_label"] == "column"


def test_a_label_that_is_listed_by_now_is_no_finding_any_more() -> None:
    """Supplies keep what they were drawn with; the vocabulary grows."""
    came_first = plain_profile(300, {"age": {"unlisted_10_17": 200, "18_to_24": 100}}, {"age": {"10-17": 200}})
    assert serious(series([came_first, came_first])) == {"2017-01": {}, "2017-02": {}}
    assert serious(series([came_first, plain_profile(300)]))["2017-02"] == {}  # one month alone: a warning
    assert serious(series([*[came_first] * 3, plain_profile(300)]))["2017-04"] == {"category_vanished": "column"}


def test_many_labels_that_nobody_listed_are_told_together() -> None:
    labels = {f"{years} years": 20 for years in range(33)}
    found = examine.compute_findings(series([plain_profile(660, unlisted={"age": labels})]))[0][1]
    assert len(found) == 11
    assert "and 23 more labels" in found[-1]["sentence"]
    assert found[-1]["figures"] == {"field": "age", "labels": 23, "rows": 460}


def drawn_in(order: Sequence[Any]) -> dict[str, list[dict[str, Any]]]:
    return {f"{supply.force} {supply.month}": found for supply, found in examine.compute_findings(order)}


@given(
    st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 400), st.integers(0, 30)), min_size=1, max_size=24),
    st.randoms(use_true_random=False),
)
def test_findings_do_not_depend_on_the_order_in_which_files_came(
    sizes: list[tuple[int, int, int]], chance: random.Random
) -> None:
    profiles = [
        plain_profile(whole + part, {"outcome": {"no_further_action": whole, "arrest": part}})
        | {"links": {"stated": whole + part + odd, "none_but_linked": odd, "arrest_not_linked": 0}}
        for whole, part, odd in sizes
    ]
    supplies = [*series(profiles), *series(profiles[::-1], force="city-of-london")]
    told = drawn_in(supplies)
    chance.shuffle(supplies)
    assert drawn_in(supplies) == told


def test_every_declared_break_says_why_and_where_it_is_from() -> None:
    shipped = baseline.known_breaks()
    assert shipped.retired
    for each in shipped.retired:
        assert each.key in {term.key for term in vocabulary.field_vocabulary(each.field).terms}
        assert each.force in ("", *forces_by_id())
        assert each.why
        assert each.source
    for kind in shipped.occasional:
        assert kind.key in {term.key for term in vocabulary.field_vocabulary(kind.field).terms}


def test_fewer_categories_after_one_month_of_old_wordings_are_no_missing_rows() -> None:
    old = with_keys("self_defined_ethnicity", white_british=100, black_african=60, black_caribbean=40,
                    asian_indian=40, not_stated=40, other_any_other=20)  # fmt: skip
    new = with_keys("self_defined_ethnicity", white_british=75, black_african=75, white_other=75, not_stated=75)
    assert not any(serious(series([old, new, new, new])).values())
