"""The day of a search, as the number 20180401 of London's calendar."""

from datetime import date

import polars as pl


def number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def between(first: date | None, last: date | None) -> pl.Expr:
    """Whether the search was on one of the days, both included; an end that is None is open."""
    day = pl.col("london_date")
    after = day >= number(first) if first else pl.lit(True)
    return after & (day <= number(last)) if last else after
