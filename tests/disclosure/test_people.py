"""Figures about people: London, ten-five, drawn once; what nobody counts is not told by what remains."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charter.definitions import FAIL, NOT_APPLICABLE, NOT_PUBLISHED, PASS, STATES
from portal.disclosure.people import TOLD_STATES, people_figures
from portal.disclosure.rounding import Rounding, published_count

TEN_FIVE = Rounding(base=5, fewest=10)


def states(**counts: int) -> pl.DataFrame:
    column = [state for state, count in counts.items() for _ in range(count)]
    return pl.DataFrame({"S01": pl.Series(column, dtype=pl.Enum(list(STATES)))})


@pytest.mark.parametrize(
    ("count", "said"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (84_953, 84_955)]
)
def test_ten_five(count: int, said: int | None) -> None:
    assert published_count(count, TEN_FIVE) == said


@given(st.integers(0, 10**7))
def test_exact_is_exact(count: int) -> None:
    assert published_count(count, Rounding()) == count


@given(st.integers(0, 10**6), st.integers(1, 50), st.integers(0, 100))
def test_a_published_count_is_the_nearest_of_its_base_and_never_a_small_one(count: int, base: int, more: int) -> None:
    said = published_count(count, Rounding(base, base + more))
    if said is None:
        assert count < base + more
    else:
        assert said % base == 0
        assert abs(said - count) * 2 <= base
        assert said > 0


def test_none_and_nine_look_alike_and_what_remains_of_a_public_total_is_not_told() -> None:
    few = people_figures(states(**{PASS: 12, FAIL: 9, NOT_APPLICABLE: 1000, NOT_PUBLISHED: 40}), ["S01"], TEN_FIVE)
    none = people_figures(states(**{PASS: 12, NOT_APPLICABLE: 1009, NOT_PUBLISHED: 40}), ["S01"], TEN_FIVE)
    assert few == none == {"S01": {state: 10 if state == PASS else None for state in TOLD_STATES}}


def test_a_figure_is_drawn_once_and_a_new_check_beside_it() -> None:
    first = people_figures(states(**{FAIL: 40}), ["S01"], TEN_FIVE)
    corrected = states(**{FAIL: 60}).with_columns(S02=pl.col("S01"))
    again = people_figures(corrected, ["S01", "S02"], TEN_FIVE, first)
    assert (again["S01"][FAIL], again["S02"][FAIL]) == (40, 60)
