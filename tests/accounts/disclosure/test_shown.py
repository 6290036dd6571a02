"""The classes of counts, and what is made of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.disclosure.audit import GUARANTEE
from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shown import Shown, classed, rest_of, together

COUNTS = st.integers(0, 5000)


@pytest.mark.parametrize(
    ("count", "low", "high", "figure", "status"),
    [
        (0, 0, 0, 0, "value"),
        (1, 1, 7, None, "withheld"),
        (7, 1, 7, None, "withheld"),
        (8, 8, 12, 10, "rounded"),
        (12, 8, 12, 10, "rounded"),
        (13, 13, 17, 15, "rounded"),
        (1002, 998, 1002, 1000, "rounded"),
    ],
)
def test_classes(count: int, low: int, high: int, figure: int | None, status: str) -> None:
    shown = classed(count)
    assert (shown.low, shown.high, shown.figure, shown.status) == (low, high, figure, status)
    assert shown.is_small == (status == "withheld")
    assert shown.is_exact == (status == "value")


def test_a_public_total_is_its_own_figure() -> None:
    assert (Shown(1003, 1003).figure, Shown(1003, 1003).status) == (1003, "value")


@pytest.mark.parametrize(("low", "high"), [(4, 17), (9, 13), (3, 7), (0, 7), (8, 17)])
def test_a_wider_range_has_no_one_number(low: int, high: int) -> None:
    assert (Shown(low, high).figure, Shown(low, high).status, Shown(low, high).is_small) == (None, "rounded", False)


def test_what_shows_the_same_is_the_same() -> None:
    assert classed(3) == classed(6) == rest_of(Shown(7, 7), [Shown(0, 6)])
    assert classed(9) == Shown(8, 12)
    assert {classed(1), classed(2)} == {Shown(1, 7)}


@given(st.lists(COUNTS, max_size=40), COUNTS)
def test_the_truth_lies_in_sums_and_in_the_rest(counts: list[int], more: int) -> None:
    shown = [classed(count) for count in counts]
    whole, total = together(*shown), sum(counts) + more
    rest = rest_of(Shown(total, total), shown)
    assert whole.low <= sum(counts) <= whole.high
    assert rest.low <= more <= rest.high
    assert rest.low == max(0, total - whole.high)


def test_nothing_adds_up_to_nought() -> None:
    assert together() == Shown(0, 0)
    assert rest_of(classed(20), []) == classed(20)


@pytest.mark.parametrize(("low", "high"), [(-1, 3), (4, 3)])
def test_no_range_of_counts(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="No count lies from"):
        Shown(low, high)


def test_the_others_are_never_more_than_the_total() -> None:
    with pytest.raises(ValueError, match="No count"):
        rest_of(Shown(7, 7), [classed(8)])


def test_the_rule_as_published() -> None:
    assert (rule().smallest_masked, rule().largest_masked, rule().base) == (1, 7, 5)
    assert (rule().fewest_left, rule().fewest_searches) == (3, 100)
    assert rule().base % 2 == 1
    assert classed(rule().largest_masked + 1).low > rule().largest_masked
    assert "at least three" in GUARANTEE
    assert "1 to 7" in GUARANTEE


def test_the_base_tables() -> None:
    assert [(table.rows, table.columns, table.rest) for table in rule().tables] == [
        ("borough", "state", "pass"),
        ("team", "state", "pass"),
        ("ethnicity", "state", "pass"),
        ("age", "state", "pass"),
        ("team", "borough", "response"),
    ]
