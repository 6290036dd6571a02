"""What a check found, in words: a rate with its bounds and its two counts, a state, a rule, a funnel."""

import math
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import scipy.stats

from portal.accounts.counting.funnels import Share, funnel
from portal.charter.definitions import STATES, flags
from portal.charter.validation import published_charter
from portal.documents import canonical, charter
from portal.documents.account import Compliance
from portal.documents.checks import CheckedPlace
from portal.documents.figures import Funnel
from portal.web.drawings import charts
from portal.web.drawings.charts import funnel_spread, funnel_words
from portal.web.presentation import checks
from portal.web.presentation.checks import (
    counts_and_bounds,
    format_check,
    judged,
    moment,
    rate_and_bounds,
    rate_rule,
    ruling,
    state_label,
    two_counts,
)
from tests.web.small_account import check as entry

RULES = charter.build_charter_document(published_charter(), flags()).by_id
DUTY, OPEN = (replace(RULES["C06"], counts_not_recorded=each) for each in (True, False))
RANGES = {"pass": (93, 101), "fail": (13, 17), "not_recorded": (2, 4)}


def found(**told: Any) -> Compliance:
    return Compliance.model_validate(entry("C06", **told))


EXACT: dict[str, Any] = {"pass": 8, "fail": 1, "not_recorded": 1, "judged": 9, "rate": 8 / 9}
BETWEEN: dict[str, Any] = {"pass": 2344, "fail": 0, "judged": 2344, "rate": 1.0, "low": 0.989447, "high": 1.0}


@pytest.mark.parametrize(
    ("told", "figure", "counts"),
    [
        (EXACT, "88.9%", "8 of 9"),
        (EXACT | {"judged": None}, "88.9%", "8 of 9"),
        (EXACT | {"low": 0.8886, "high": 0.8894}, "88.9%", "8 of 9"),
        (BETWEEN, "100.0%", "2,344 of 2,344 (98.9% to 100.0%)"),
        ({"low": 0.8454, "high": 0.8859, "status": "rounded", "ranges": RANGES}, "84.5% to 88.6%",
         "93 to 101 of 106 to 118"),
        ({"low": 0.98395, "high": 0.98417, "status": "rounded", "ranges": RANGES}, "98.4%", "93 to 101 of 106 to 118"),
        ({"pass": 0, "fail": 0, "judged": 0, "status": "too_few"}, "Nothing to judge", ""),
        ({"status": "withheld"}, "Hidden", ""),
        ({}, "A figure, not a check", ""),
    ],
)  # fmt: skip
def test_a_rate_stands_with_its_bounds_and_its_two_counts(told: dict[str, Any], figure: str, counts: str) -> None:
    assert (format_check(found(**told)), counts_and_bounds(found(**told), OPEN)) == (figure, counts)


def test_a_rate_in_a_line_of_its_own_has_its_bounds_behind_it() -> None:
    assert rate_and_bounds(found(**BETWEEN)) == "100.0% (98.9% to 100.0%)"
    assert [rate_and_bounds(found(**told)) for told in (EXACT, {"status": "withheld", "low": 0.1, "high": 0.2})] == [
        "88.9%",
        "Hidden",
    ]


def test_a_blank_is_judged_where_to_write_it_down_is_the_duty() -> None:
    ranged = found(low=0.8, high=0.9, status="rounded", ranges=RANGES)
    assert judged(ranged, OPEN) == (106, 118)
    assert judged(ranged, DUTY) == (108, 122)
    assert two_counts(ranged, None) == "93 to 101 done"  # an edition whose charter was withdrawn


def test_a_verdict_is_said_only_where_there_is_a_target() -> None:
    assert [ruling(found(**EXACT, verdict=each)) for each in ("Kept", "Too close to call", "No target set")] == [
        "Kept",
        "Too close to call",
        "",
    ]
    assert ruling(found(status="withheld", verdict="Too few checked to say")) == ""


def test_whose_figure_it_is_not_is_said_with_it() -> None:
    told = found(without=["city-of-london"], partly=["metropolitan"])
    assert checks.forces_missing(told) == "without City of London Police, Metropolitan Police for some months only"
    assert checks.forces_missing(found()) == ""


def test_the_checks_of_the_document_are_those_of_the_charter() -> None:
    assert [*RULES] == [check.id for check in published_charter().checks]
    for check in published_charter().checks:
        assert RULES[check.id].leaves_open is check.leaves_open


def test_the_document_of_a_charter_is_written_as_it_is_read() -> None:
    document = charter.build_charter_document(published_charter(), flags())
    raw = canonical.as_bytes(document.as_json())
    assert charter.CharterDocument.model_validate_json(raw) == document
    assert canonical.as_bytes(charter.CharterDocument.model_validate_json(raw).as_json()) == raw


def test_a_blank_has_the_charters_own_words_where_it_has_any() -> None:
    own = replace(RULES["R05"], means={"not_recorded": "Nobody graded the record."})
    assert state_label(own, "not_recorded") == "Nobody graded the record"
    assert state_label(replace(RULES["C05"], means={}), "not_recorded") == "Blank"
    assert state_label(None, "not_recorded") == "Blank"
    assert [state_label(own, state) for state in STATES if state != "not_recorded"] == [
        checks.LABELS[state] for state in STATES if state != "not_recorded"
    ]


@pytest.mark.parametrize(
    ("check", "said", "blank"),
    [
        ("C05", "The range shows what the blanks could change.", "it makes the range wider"),
        ("C01", "so the range allows for chance too.", "it makes the range wider"),
        ("R05", "Percent: done, of done and not done. Blank is left out. Only some", "outside the sample"),
        ("R02", "not done and blank. Officers must write this down.", "counts as not done"),
    ],
)
def test_the_rule_says_what_becomes_of_a_blank(check: str, said: str, blank: str) -> None:
    assert said in rate_rule(RULES[check])
    assert ("blanks could change" in rate_rule(RULES[check])) is published_charter().named(check).leaves_open
    assert blank in checks.state_means(RULES[check], "not_recorded")


def drawn_of(measure: str) -> Funnel:
    made = funnel(measure, [Share("E1", "East", 300, 1000), Share("E2", "West", 280, 1000)])
    assert made is not None
    return made


def test_a_funnel_says_what_is_drawn() -> None:
    assert funnel_words(drawn_of("arrest"), "").what == "Searches that led to an arrest"
    assert funnel_words(drawn_of("action"), "").part == "Led to action"
    told = funnel_words(drawn_of("R02"), "What they were looking for is written down")
    assert told.what == "Records where what they were looking for is written down"
    assert (told.whole, told.part) == ("Records judged", "Done")
    assert charts.lower_first_letter("A receipt was given") == "a receipt was given"
    assert charts.lower_first_letter("PACE was named") == "PACE was named"


@pytest.mark.parametrize(
    ("phi", "says"),
    [
        (0.6, "could be chance"),
        (1.0, "could be chance"),
        (1.0175, "slightly more than chance"),
        (5.9, "(by 5.9 times as"),
    ],
)
def test_a_spread_is_never_one_times_as_much(phi: float, says: str) -> None:
    told = funnel_spread(drawn_of("arrest").model_copy(update={"phi": phi}))
    assert says in told
    assert "1.0 times" not in told


def test_a_moment_is_read_by_people() -> None:
    assert moment(datetime(2024, 8, 26, 14)) == "26 August 2024, 14:00"


def placed(passed: int, whole: int) -> CheckedPlace:
    place = {"kind": "borough", "code": "E09000012", "name": "Hackney"}
    counts: dict[str, Any] = {"pass": passed, "fail": whole - passed, "judged": whole, "rate": passed / whole}
    one = entry("C05", **counts)
    return CheckedPlace.model_validate({"place": place, "found": [one]})


def test_the_scale_of_a_check_begins_below_its_lowest_interval_and_marks_london() -> None:
    """Beside the Wilson intervals that SciPy gives."""
    rows = [placed(170, 200), placed(90, 100)]
    least = min(scipy.stats.binomtest(k, n).proportion_ci(method="wilson").low for k, n in ((170, 200), (90, 100)))
    scale = checks.check_scale(rows, found(**EXACT))
    assert scale is not None
    assert (scale.least, scale.most, scale.low, scale.high) == (math.floor(10 * least) / 10, 1.0, "70", "100")
    assert scale.reference == pytest.approx(100 * (8 / 9 - 0.7) / 0.3, abs=0.01)
    mark = checks.check_mark(rows[1].found[0], scale)
    ends = scipy.stats.binomtest(90, 100).proportion_ci(method="wilson")
    assert mark is not None
    assert mark.at == pytest.approx(100 * (0.9 - 0.7) / 0.3, abs=0.01)
    assert (mark.left, mark.left + mark.width) == pytest.approx(
        (100 * (ends.low - 0.7) / 0.3, 100 * (ends.high - 0.7) / 0.3), abs=0.02
    )


def test_a_check_without_a_rate_has_no_scale_and_no_mark() -> None:
    none = found(status="not_published", verdict="Not published")
    empty = CheckedPlace.model_validate({"place": {"kind": "borough", "code": "E09000012", "name": "Hackney"},
                                         "found": [none.model_dump(by_alias=True)]})  # fmt: skip
    assert checks.check_scale([empty], none) is None
    assert checks.check_mark(none, checks.check_scale([placed(1, 2)], none)) is None


def test_rates_near_all_keep_a_scale_of_a_tenth() -> None:
    scale = checks.check_scale([placed(10_000, 10_000)], found(**EXACT))
    assert scale is not None
    assert (scale.low, scale.high, scale.reference) == ("90", "100", 0.0)
