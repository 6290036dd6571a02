"""Claims: under which condition a record has a state. What no claim is true of has passed.

A rule never claims `pass`: it says what stands in the way of it, so that a value nobody thought of is never a pass.
Conditions are never null.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

import polars as pl

from portal.charter import columns
from portal.charter.states import NOT_PUBLISHED, NOT_RECORDED, PASS, STATES
from portal.vocabulary import UNLISTED

Claims = dict[str, pl.Expr]
"""State -> when a record is claimed for it."""

RETURN = "charter-return"
"""The one source that has the charter's own columns."""


def unpublished(name: str) -> pl.Expr:
    return pl.col(columns.state_column(name)) == NOT_PUBLISHED


def blank(name: str) -> pl.Expr:
    return pl.col(columns.state_column(name)) == NOT_RECORDED


def missing(name: str) -> pl.Expr:
    """Blank, or not published."""
    return unpublished(name) | blank(name)


def is_one_of(name: str, values: Sequence[str]) -> pl.Expr:
    return pl.col(name).is_in(list(values))


def unlisted(name: str) -> pl.Expr:
    """A label that the vocabulary does not have."""
    return pl.col(name).str.starts_with(UNLISTED)


def in_a_return() -> pl.Expr:
    return pl.col("source") == RETURN


def either(conditions: Iterable[pl.Expr]) -> pl.Expr:
    """Whether any holds; none holds of none."""
    return reduce(or_, conditions, pl.lit(False))


def together(every: Iterable[Claims]) -> Claims:
    """All claims as one: a state is claimed where anyone claims it."""
    parts = list(every)
    return {state: either(part[state] for part in parts if state in part) for state in STATES if state != PASS}


def state(claims: Claims) -> pl.Expr:
    """The first state, in order of precedence, that is claimed; `pass` where none is."""
    found = pl.lit(PASS)
    for one in reversed(STATES[:-1]):
        found = pl.when(claims[one]).then(pl.lit(one)).otherwise(found)
    return found
