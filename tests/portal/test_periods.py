"""Years: financial and calendar, their months and days, and texts that name neither."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.periods import (
    NoSuchPeriod,
    Period,
    calendar_year,
    financial_year,
    is_month,
    month_after,
    touching,
)

YEARS = st.integers(1901, 2098)


def test_the_two_kinds() -> None:
    financial, calendar = Period.named("2018-19"), Period.named("2018")
    assert (financial.months[0], financial.months[-1]) == ("2018-04", "2019-03")
    assert (calendar.months[0], calendar.months[-1]) == ("2018-01", "2018-12")
    assert (financial.start.isoformat(), financial.end.isoformat()) == ("2018-04-01", "2019-03-31")
    assert Period.named("1999-00").months[-1] == "2000-03"


def test_2011_12_is_a_financial_year_never_a_month() -> None:
    assert Period.named("2011-12").months[0] == "2011-04"


@pytest.mark.parametrize("text", ["", "2018-20", "2018-04", "2018-2019", "18-19", "2018/19", "٢٠١٨", "2018\n", "3018"])
def test_other_texts_name_no_year(text: str) -> None:
    with pytest.raises(NoSuchPeriod):
        Period.named(text)


@given(YEARS, st.booleans())
def test_a_year_has_twelve_months_in_order_and_its_name_names_it(year: int, financial: bool) -> None:
    period = financial_year(year) if financial else calendar_year(year)
    assert Period.named(period.id) == period
    assert len(set(period.months)) == 12
    assert list(period.months) == sorted(period.months)
    assert all(is_month(month) for month in period.months)
    assert (period.end - period.start) in (timedelta(364), timedelta(365))
    assert (period.end + timedelta(1)).isoformat()[:7] == month_after(period.months[-1])


@given(YEARS, st.integers(1, 12))
def test_a_month_touches_one_year_of_each_kind(year: int, number: int) -> None:
    month = f"{year}-{number:02}"
    found = touching([month])
    assert sorted(period.is_financial for period in found) == [False, True]
    assert all(month in period.months for period in found)
