"""Numbers and dates in words, at nought, one, many and missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.periods import Period
from portal.web.presentation import formatting


@pytest.mark.parametrize(
    ("count", "said"), [(0, "no searches"), (1, "1 search"), (70196, "70,196 searches"), (None, "no figure")]
)
def test_searches(count: int | None, said: str) -> None:
    assert formatting.format_searches(count) == said


def test_a_small_share_is_not_rounded_to_nothing_nor_a_large_one_to_all() -> None:
    assert [formatting.format_share(value) for value in (0.0, 0.0001, 0.25, 0.99999, 1.0)] == [
        "0.0%", "under 0.1%", "25.0%", "over 99.9%", "100.0%"]  # fmt: skip


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_only_a_true_nought_or_whole_reads_so(part: int, more: int) -> None:
    assert formatting.format_share(part / (part + more)) not in ("0.0%", "100.0%")
    assert formatting.format_percent(part / (part + more)) not in ("0%", "100%")


def test_a_share_in_whole_percent() -> None:
    assert [formatting.format_percent(value) for value in (None, 0.0, 0.004, 0.285, 0.999, 1.0)] == [
        "", "0%", "under 1%", "28%", "over 99%", "100%"]  # fmt: skip


def test_dates_and_years() -> None:
    assert formatting.format_day("2018-04-01") == "1 April 2018"
    assert formatting.format_day("2026-11-21T15:00:00+00:00") == "21 November 2026"
    assert formatting.year(Period.named("2018-19")) == "April 2018 to March 2019"
    assert formatting.join_names(["a", "b", "c"]) == "a, b and c"
