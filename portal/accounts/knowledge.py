"""How much is known of some searches under a field, and whether that is enough for a figure.

A label that nobody has listed, a blank, "not stated", and a column that the file lacks are all unknown: no figure
counts them as an answer. Where they are too many (data/limits.toml), a figure has a status in place of a value.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import and_, or_

import polars as pl

from portal import shipped
from portal.accounts.figures import FigureStatus
from portal.vocabulary import NO_ANSWER, NOT_PUBLISHED, UNLISTED, is_unknown


@cache
def limits() -> Mapping[str, float]:
    """`unlisted` and `unknown`: the largest shares (0 to 1) that leave a figure its value (data/limits.toml)."""
    found: dict[str, float] = tomllib.loads(shipped.data("limits.toml").read_text("utf-8"))["unknown"]
    return found


@dataclass(frozen=True)
class Knowledge:
    """Of `of` searches: `silent` stand in files without the column, `unlisted` have a label that nobody knows.

    `unknown`: all whose answer is not known, those two among them.
    """

    of: int
    unknown: int = 0
    unlisted: int = 0
    silent: int = 0

    @property
    def known(self) -> int:
        return self.of - self.unknown

    @property
    def status(self) -> FigureStatus:
        """`value` where enough is known; of nothing, everything is."""
        if self.unknown > limits()["unknown"] * self.of:
            return "not_published" if 2 * self.silent > self.unknown else "unknown"
        return "unknown" if self.unlisted > limits()["unlisted"] * (self.of - self.silent) else "value"


def unlisted(field: str) -> pl.Expr:
    """Whether the search has a label under the field that the vocabulary does not list."""
    return pl.col(field).str.starts_with(UNLISTED)


def unanswered(field: str) -> pl.Expr:
    """Whether the search's answer is unknown (vocabulary.is_unknown)."""
    return pl.col(field).is_in(NO_ANSWER) | unlisted(field)


def knowledge(stops: pl.DataFrame, *fields: str) -> Knowledge:
    """Of searches under one field or more: known is what has an answer under every one of them."""
    if stops.is_empty():
        return Knowledge(0)
    counts = stops.select(
        reduce(or_, map(unanswered, fields)).sum().alias("unknown"),
        (reduce(or_, map(unlisted, fields)) & said_everywhere(fields)).sum().alias("unlisted"),
        (~said_everywhere(fields)).sum().alias("silent"),
    ).row(0, named=True)
    return Knowledge(stops.height, **counts)


def said_everywhere(fields: tuple[str, ...]) -> pl.Expr:
    """Whether the search's file has the column of every field."""
    return reduce(and_, (pl.col(field) != NOT_PUBLISHED for field in fields))


def of_counts(counts: Mapping[str, int]) -> Knowledge:
    """The same from a key's counts."""
    return Knowledge(
        of=sum(counts.values()),
        unknown=sum(count for key, count in counts.items() if is_unknown(key)),
        unlisted=sum(count for key, count in counts.items() if key.startswith(UNLISTED)),
        silent=counts.get(NOT_PUBLISHED, 0),
    )


def worse(first: FigureStatus, second: FigureStatus) -> FigureStatus:
    """The status of a figure that needs two things: of a status without a value and one with, the former."""
    order: tuple[FigureStatus, ...] = ("not_published", "unknown", "partial", "value")
    return min(first, second, key=lambda each: order.index(each) if each in order else -1)
