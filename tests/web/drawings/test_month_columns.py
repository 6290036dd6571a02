"""Months as columns: each where its figure puts it, parts hatched, gaps named, a finding that the months bear out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.figures import MonthFigure
from portal.web.drawings.month_columns import (
    YearOfMonths,
    month_columns,
    monthly_mean,
    months_finding,
    to_two_figures,
    years_of_months,
)
from tests.web.small_account import small


def months(*counts: int | None, first: int = 4, status: str = "value") -> list[MonthFigure]:
    return [MonthFigure(month=f"2018-{first + at:02}", searches=count,
                        status=status if count is not None else "missing")
            for at, count in enumerate(counts)]  # fmt: skip


def test_a_column_is_as_high_as_its_figure_of_the_scale() -> None:
    """The scale ends at the gridline above the highest: 500 here, of steps of 100 or 200."""
    found = month_columns([YearOfMonths("2018-19", months(100, 400, 0), True)])
    top = int(found.gridlines[-1].label)
    assert [each.height for each in found.columns] == [pytest.approx(100 * count / top) for count in (100, 400, 0)]
    assert [each.label for each in found.gridlines] == [str(value) for value in range(0, top + 1, top // 4)]


def test_a_month_without_a_file_is_a_gap_and_one_in_part_is_hatched() -> None:
    own = [*months(5, None), *months(3, first=6, status="partial")]
    found = month_columns([YearOfMonths("2018-19", own, True)])
    assert [each.kind for each in found.columns] == ["now", "gap", "part"]
    assert [each.says for each in found.columns] == [
        "April 2018: 5 searches", "May 2018: no file", "June 2018: 3 searches, part of the month"]  # fmt: skip


def test_the_mean_is_of_full_months_alone() -> None:
    assert monthly_mean([*months(4, 8), *months(100, first=7, status="partial"), *months(None, first=8)]) == 6
    assert monthly_mean(months(None)) is None


def test_the_year_before_is_pale_and_left_out_where_nothing_is_known_of_it() -> None:
    now = small(3)
    before = small(2, monthly=[{"month": "2017-04", "searches": 2, "status": "value"}])
    nothing = small(2, monthly=[{"month": "2017-04", "searches": None, "status": "missing"}])
    assert [year.is_own for year in years_of_months(now, before)] == [False, True]
    assert [year.is_own for year in years_of_months(now, nothing)] == [
        year.is_own for year in years_of_months(now, None)
    ]
    assert [each.kind for each in month_columns(years_of_months(now, before)).columns] == ["was", "now"]


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (5270, 4616, "Searches rose from about 420 to about 480 a month"),
        (4616, 5270, "Searches fell from about 480 to about 420 a month"),
        (5270, 5269, "About 480 searches a month, as in the year before"),
    ],
)
def test_the_finding_compares_the_months_that_both_years_have(now: int, then: int, said: str) -> None:
    compared = {"measure": "searches", "now": now, "then": then, "status": "value"}
    account = small(comparison={"months": [f"2018-{at:02}" for at in range(1, 12)], "with_year_before": [compared]})
    assert months_finding(account) == said


def test_without_a_year_before_the_finding_is_the_mean() -> None:
    assert months_finding(small(3)) == "About 3 searches a month"
    part = small(3, monthly=[{"month": "2018-04", "searches": 3, "status": "partial"}])
    assert months_finding(part) == "Searches each month"


@given(st.floats(0, 10**6))
def test_two_figures_are_within_a_twentieth(mean: float) -> None:
    told = int(to_two_figures(mean).replace(",", ""))
    assert abs(told - mean) <= max(1, mean / 20)
    assert told > 0 or mean <= 0.5


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**6)), min_size=1, max_size=36))
def test_no_column_leaves_the_paper(counts: list[int | None]) -> None:
    own = [MonthFigure(month=f"20{at // 12:02}-{at % 12 + 1:02}", searches=count,
                       status="value" if count is not None else "missing")
           for at, count in enumerate(counts)]  # fmt: skip
    found = month_columns([YearOfMonths("x", own, True)])
    assert all(each.x >= 0 and each.x + each.width <= 100.1 for each in found.columns)
    assert all(
        each.y >= 0 and each.height >= 0 and each.y + each.height == pytest.approx(100) for each in found.columns
    )
