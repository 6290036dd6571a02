"""Claims: under which condition a record has a state. What no claim is true of has passed.

A rule never claims `pass`: it says what stands in the way of it, so that a value nobody thought of is never a pass.
Conditions are never null.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from operator import or_

import polars as pl

from portal.charter import functions
from portal.charter.definitions import NOT_PUBLISHED, NOT_RECORDED, PASS, STATES
from portal.vocabulary import UNLISTED

# The day of a search, as the number 20180401 of London's calendar.


def date_to_int(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def is_between_days(first: date | None, last: date | None) -> pl.Expr:
    """Whether the search was on one of the days, both included; an end that is None is open."""
    day = pl.col("london_date")
    after = day >= date_to_int(first) if first else pl.lit(True)
    return after & (day <= date_to_int(last)) if last else after


Claims = dict[str, pl.Expr]
"""State -> when a record is claimed for it."""

RETURN = "charter-return"
"""The one source that has the charter's own columns."""


def is_not_published(name: str) -> pl.Expr:
    return pl.col(functions.state_column(name)) == NOT_PUBLISHED


def blank(name: str) -> pl.Expr:
    return pl.col(functions.state_column(name)) == NOT_RECORDED


def is_blank_or_unpublished(name: str) -> pl.Expr:
    """Blank, or not published."""
    return is_not_published(name) | blank(name)


def is_one_of(name: str, values: Sequence[str]) -> pl.Expr:
    return pl.col(name).is_in(list(values))


def is_unlisted_label(name: str) -> pl.Expr:
    """A label that the vocabulary does not have."""
    return pl.col(name).str.starts_with(UNLISTED)


def in_a_return() -> pl.Expr:
    return pl.col("source") == RETURN


def either(conditions: Iterable[pl.Expr]) -> pl.Expr:
    """Whether any holds; none holds of none."""
    return reduce(or_, conditions, pl.lit(False))


def merge_claims(every: Iterable[Claims]) -> Claims:
    """All claims as one: a state is claimed where anyone claims it."""
    parts = list(every)
    return {state: either(part[state] for part in parts if state in part) for state in STATES if state != PASS}


def first_claimed_state(claims: Claims) -> pl.Expr:
    """The first state, in order of precedence, that is claimed; `pass` where none is."""
    found = pl.lit(PASS)
    for one in reversed(STATES[:-1]):
        found = pl.when(claims[one]).then(pl.lit(one)).otherwise(found)
    return found
