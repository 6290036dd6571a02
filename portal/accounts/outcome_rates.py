"""Of the searches whose outcome is known: how many led to a formal action, how many to an arrest.

A blank outcome is unknown: outside the rate, counted beside it. Intervals: Wilson, 95% (docs/method.md).
"""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import polars as pl

from portal import vocabulary
from portal.accounts import statistics
from portal.accounts.breakdowns import PERSONAL, in_order_of, labels
from portal.accounts.figures import OutcomeRate
from portal.accounts.rates import rounded
from portal.vocabulary import LABELS, NOT_PUBLISHED, NOT_RECORDED, UNLISTED

By = Literal["all", "object", "self_defined_ethnicity"]
UNKNOWN = (NOT_RECORDED, NOT_PUBLISHED)
ARREST = "arrest"


def actions() -> list[str]:
    """Keys of outcomes that are a formal action (data/vocabulary/outcome.toml)."""
    return vocabulary.of("outcome").keys_where(lambda term: term.action)


def known() -> pl.Expr:
    """A label that nobody has listed says nothing of whether anything was done: it is unknown, as a blank is."""
    return ~pl.col("outcome").is_in(UNKNOWN) & ~pl.col("outcome").str.starts_with(UNLISTED)


def acted() -> pl.Expr:
    return pl.col("outcome").is_in(actions())


def outcome_rates(searches: Callable[..., pl.DataFrame]) -> list[OutcomeRate]:
    """Of all searches, by object, and by self-defined ethnicity (person searches)."""
    found = [*of_frame(searches("outcome"))]
    for by in ("object", "self_defined_ethnicity"):
        found += by_field(searches(by, "outcome"), by)
    return found


def of_frame(stops: pl.DataFrame) -> Iterator[OutcomeRate]:
    if stops.is_empty():
        nothing: dict[str, Any] = {"key": "all", "of": 0, "action": 0, ARREST: 0, "all": 0, "silent": False}
        yield rate("action", "all", nothing, "All searches")
        yield rate("arrest", "all", nothing, "All searches")
        return
    yield from counted(stops.with_columns(pl.lit("all").alias("key")), "all", {"all": "All searches"})


def by_field(stops: pl.DataFrame, by: Literal["object", "self_defined_ethnicity"]) -> Iterator[OutcomeRate]:
    if stops.is_empty():
        return
    over = stops.filter(pl.col("person")) if by in PERSONAL else stops
    yield from counted(over.with_columns(pl.col(by).alias("key")), by, labels(by) | LABELS)


def counted(stops: pl.DataFrame, by: By, names: dict[str, str]) -> Iterator[OutcomeRate]:
    """Two rates a key, in the order of pages; a key of which no field is published is left out."""
    rows = (
        stops.filter(pl.col("key") != NOT_PUBLISHED)
        .group_by("key")
        .agg(
            known().sum().alias("of"),
            acted().sum().alias("action"),
            (pl.col("outcome") == ARREST).sum().alias(ARREST),
            (pl.col("outcome") == NOT_PUBLISHED).all().alias("silent"),
        )
        .join(stops.group_by("key").agg(pl.len().alias("all")), on="key")
    )
    order = in_order_of(list(names))
    for row in sorted(rows.iter_rows(named=True), key=lambda row: order(row["key"])):
        for measure in ("action", "arrest"):
            yield rate(measure, by, row, names.get(row["key"], row["key"]))


def rate(measure: Literal["action", "arrest"], by: By, row: dict[str, Any], label: str) -> OutcomeRate:
    """`silent`: no file of these searches has the column. Where it has, and every cell is blank, nothing is known."""
    found = statistics.wilson(row[measure], row["of"])
    return OutcomeRate(
        measure=measure,
        by=by,
        key=str(row["key"]),
        label=label,
        searches=row[measure] if found else None,
        of=row["of"],
        unknown=row["all"] - row["of"],
        rate=rounded(found.value) if found else None,
        low=rounded(found.low) if found else None,
        high=rounded(found.high) if found else None,
        status="value" if found else "not_published" if row["silent"] else "too_few",
    )
