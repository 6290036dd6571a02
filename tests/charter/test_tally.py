"""Rates and verdicts: numbers known beforehand, and what hiding a column can never do."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from portal.charter import rules, tally
from portal.charter.definitions import Check, Target
from portal.charter.tally import Tally, Z, judge, wilson_bounds
from portal.charter.validation import published_charter
from tests.charter.rows import BESIDE, NAMES, NP, Row, as_frame, likely_row, row
from tests.charter.tallies import tallies, whole_tally
from tests.conftest import examples

CHECKS = [check for check in published_charter().checks if check.measured]
USED = sorted({name for check in CHECKS for name in (*check.fields, *check.also)})


def aiming(check: str, value: float) -> Check:
    return replace(published_charter().named(check), target=Target(value, "a test", date(2026, 1, 1)))


def counts(passed: int = 0, fail: int = 0, **others: int) -> Tally:
    return Tally(passed=passed, fail=fail, **others)


# how many failures of n still allow "Kept", and how many it takes for "Not kept", by the Wilson interval
PLAN = [
    (30, 0.85, 0, 9), (40, 0.85, 1, 11), (40, 0.9, 0, 8), (60, 0.85, 3, 15), (60, 0.9, 1, 11), (80, 0.95, 0, 8),
    (100, 0.85, 8, 22), (100, 0.9, 4, 16), (100, 0.95, 0, 10), (200, 0.9, 11, 29), (400, 0.95, 11, 29),
]  # fmt: skip


@pytest.mark.parametrize(("n", "target", "allowed", "needed"), PLAN)
def test_a_sample_of_n_allows_so_many_failures(n: int, target: float, allowed: int, needed: int) -> None:
    verdicts = [judge(aiming("C01", target), counts(n - failed, failed)).verdict for failed in range(n + 1)]
    assert verdicts.count("Kept") == allowed + 1
    assert verdicts.index("Not kept") == needed
    assert set(verdicts) == {"Kept", "Too close to call", "Not kept"}


@pytest.mark.parametrize(("part", "whole", "low", "high"), [(12, 80, 0.087940, 0.244132), (0, 50, 0, 0.071348),
                                                            (54, 60, 0.799, 0.953)])  # fmt: skip
def test_wilson(part: int, whole: int, low: float, high: float) -> None:
    assert wilson_bounds(part, whole) == pytest.approx((low, high), abs=6e-4)


def test_where_every_record_was_looked_at_there_is_no_interval() -> None:
    found = judge(aiming("R07", 0.9), counts(36, 2, not_recorded=2))
    assert (found.rate, found.low, found.high, found.verdict) == (0.9, 0.9, 0.9, "Kept")
    assert judge(aiming("R07", 0.9), counts(35, 2, not_recorded=3)).verdict == "Not kept"


def test_a_blank_counts_as_not_met_where_to_write_it_down_is_the_duty() -> None:
    written = judge(published_charter().named("R12"), counts(60, 0, not_recorded=40, cannot_tell=100, not_applicable=7))
    assert (written.rate, written.lowest, written.highest) == (0.6, 0.3, 0.8)
    for check in ("C05", "C01"):
        done = judge(published_charter().named(check), counts(60, 20, not_recorded=20))
        assert (done.rate, done.lowest, done.highest, done.unknown) == (0.75, 0.6, 0.8, 20)


def test_a_record_that_nobody_graded_is_outside_the_sample() -> None:
    graded = judge(published_charter().named("R05"), counts(60, 20, not_recorded=900, cannot_tell=20))
    assert (graded.rate, graded.lowest, graded.highest) == (0.75, 0.6, 0.8)
    assert (graded.low, graded.high) == (wilson_bounds(60, 100)[0], wilson_bounds(80, 100)[1])


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (counts(50, 50), "No target set"),
        (counts(not_published=5), "Not published"),
        (counts(not_published=5, not_applicable=1), "Not published"),
        (counts(not_applicable=3), "Does not apply"),
        (counts(), "Does not apply"),
        (counts(not_recorded=9, not_published=4), "Too few checked to say"),
    ],
)
def test_the_verdict_without_a_target_or_without_a_rate(found: Tally, verdict: str) -> None:
    judged = judge(published_charter().named("C05"), found)
    assert judged.verdict == verdict
    assert (judged.rate is None) == (verdict != "No target set")


def test_a_verdict_needs_thirty() -> None:
    assert judge(aiming("C05", 0.5), counts(29, 0)).verdict == "Too few checked to say"
    assert judge(aiming("C05", 0.5), counts(30, 0)).verdict == "Kept"
    assert judge(aiming("C05", 0.5), counts(30, 0, not_recorded=40)).verdict == "Too close to call"


def test_tallies_by_group_add_up_to_those_of_all() -> None:
    rows = [row(area=area, object=thing) for area in ("E09000012", "E09000033") for thing in ("firearms", "fireworks")]
    frame = as_frame(rows)
    found = rules.states(published_charter(), BESIDE, frame)
    by_area = tallies(found, frame.select("area"))
    assert by_area.columns == ["area", "check", "not_published", "not_applicable", "not_recorded", "cannot_tell",
                               "fail", "pass"]  # fmt: skip
    whole = {one["check"]: tally.of_row(one) for one in tallies(found).iter_rows(named=True)}
    for check, counted in whole.items():
        parts = [tally.of_row(one) for one in by_area.filter(pl.col("check") == check).iter_rows(named=True)]
        assert sum(part.fail for part in parts) == counted.fail
        assert sum(part.records for part in parts) == counted.records == 4
        assert counted == whole_tally(found, check)


def hidden(rows: list[Row], column: str) -> list[Row]:
    """The same supply with the column left out, or blank on every row, which is the same."""
    return [{**one, column: NP} for one in rows]


@given(st.data())
@settings(max_examples=examples(25))
def test_hiding_a_column_never_improves_a_rate_or_a_verdict(data: st.DataObject) -> None:
    """At worst, nothing is better than before; and no verdict becomes Kept."""
    gone = data.draw(st.sets(st.sampled_from(NAMES), max_size=2))
    rows = data.draw(st.lists(likely_row(gone), min_size=1, max_size=12)) * 5
    before = rules.states(published_charter(), BESIDE, as_frame(rows))
    for column in data.draw(st.sets(st.sampled_from(USED), min_size=1, max_size=5)):
        after = rules.states(published_charter(), BESIDE, as_frame(hidden(rows, column)))
        for check in CHECKS:
            no_better(check, column, before, after)


def no_better(check: Check, column: str, before: pl.DataFrame, after: pl.DataFrame) -> None:
    aimed = aiming(check.id, 0.6)
    was, became = (judge(aimed, whole_tally(one, check.id)) for one in (before, after))
    assert became.verdict != "Kept" or was.verdict in ("Kept", "Too few checked to say"), (check.id, column)
    if became.lowest is not None and was.lowest is not None:
        assert became.lowest <= was.lowest, (check.id, column)
    if check.counts_not_recorded and became.rate is not None:
        assert became.rate <= (was.rate or 0), (check.id, column)
    if column in check.fields:
        assert (became.rate, became.verdict) == (None, "Not published"), (check.id, column)


def test_the_z_of_the_intervals_is_that_of_scipy_to_the_last_bit() -> None:
    assert float(ndtri(0.975)) == Z
