"""Of the searches whose outcome is known: how many led to a formal action, how many to an arrest.

A blank outcome is unknown, and so is a label that nobody has listed: outside the rate, counted beside it. Intervals:
Wilson, 95% (docs/method.md).
"""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import polars as pl

from portal import vocabulary
from portal.accounts import statistics
from portal.accounts.breakdowns import PERSONAL, in_order_of, known_enough, label_of, labels, may_be_persons
from portal.accounts.figures import FigureStatus, OutcomeRate
from portal.accounts.knowledge import Knowledge, unanswered, unlisted, worse
from portal.accounts.rates import rounded
from portal.vocabulary import NOT_PUBLISHED, is_unknown

By = Literal["all", "object", "self_defined_ethnicity"]
ARREST = "arrest"
COUNTS = ("of", "action", ARREST, "silent", "unlisted", "all")


def actions() -> list[str]:
    """Keys of outcomes that are a formal action (data/vocabulary/outcome.toml)."""
    return vocabulary.of("outcome").keys_where(lambda term: term.action)


def known() -> pl.Expr:
    """A label that nobody has listed says nothing of whether anything was done: it is unknown, as a blank is."""
    return ~unanswered("outcome")


def acted() -> pl.Expr:
    return pl.col("outcome").is_in(actions())


def outcome_rates(searches: Callable[..., pl.DataFrame], status: FigureStatus = "value") -> list[OutcomeRate]:
    """Of all searches, by object, and by self-defined ethnicity (person searches). `status`: as in breakdowns."""
    found = [*of_frame(searches("outcome"), status)]
    for by in ("object", "self_defined_ethnicity"):
        found += by_field(searches(by, "outcome"), by, status)
    return found


def of_frame(stops: pl.DataFrame, status: FigureStatus = "value") -> Iterator[OutcomeRate]:
    if stops.is_empty():
        nothing: dict[str, Any] = {"key": "all", **dict.fromkeys(COUNTS, 0)}
        yield from both("all", nothing, "All searches", 0, status)
        return
    yield from counted(stops.with_columns(pl.lit("all").alias("key")), "all", {"all": "All searches"}, status)


def by_field(
    stops: pl.DataFrame, by: Literal["object", "self_defined_ethnicity"], status: FigureStatus = "value"
) -> Iterator[OutcomeRate]:
    """Where too few searches say what they were for, or who was searched, the rates of those that do say little."""
    if stops.is_empty():
        return
    over = may_be_persons(stops) if by in PERSONAL else stops
    by_key = over.with_columns(pl.col(by).alias("key"))
    if by in PERSONAL:  # a search of unknown kind may be one of a person of any group
        by_key = by_key.with_columns(pl.when("person").then("key").otherwise(pl.lit("unlisted_kind")).alias("key"))
    yield from counted(by_key, by, labels(by), worse(known_enough(stops, by), status))


def counted(stops: pl.DataFrame, by: By, names: dict[str, str], status: FigureStatus) -> Iterator[OutcomeRate]:
    """Two rates a key, in the order of pages; a key of which no field is published is left out."""
    rows = stops.group_by("key").agg(
        known().sum().alias("of"),
        acted().sum().alias("action"),
        (pl.col("outcome") == ARREST).sum().alias(ARREST),
        (pl.col("outcome") == NOT_PUBLISHED).sum().alias("silent"),
        unlisted("outcome").sum().alias("unlisted"),
        pl.len().alias("all"),
    )
    order, found = in_order_of(list(names)), list(rows.iter_rows(named=True))
    anywhere = sum(row["all"] for row in found if by != "all" and is_unknown(row["key"]))
    for row in sorted(found, key=lambda row: order(row["key"])):
        if row["key"] not in (NOT_PUBLISHED, "unlisted_kind"):
            elsewhere = 0 if is_unknown(row["key"]) else anywhere
            yield from both(by, row, label_of(row["key"], names), elsewhere, status)


def both(by: By, row: dict[str, Any], label: str, elsewhere: int, status: FigureStatus) -> Iterator[OutcomeRate]:
    yield rate("action", by, row, label, elsewhere, status)
    yield rate("arrest", by, row, label, elsewhere, status)


def rate(
    measure: Literal["action", "arrest"], by: By, row: dict[str, Any], label: str, elsewhere: int, status: FigureStatus
) -> OutcomeRate:
    """`elsewhere`: searches whose key is unknown, so that they may belong here: with those here whose outcome is

    unknown they make the range.
    """
    unknown = row["all"] - row["of"]
    why = why_there_is_none(row, status) or ("unknown" if row["unlisted"] > row[measure] else None)
    found = None if why else statistics.wilson(row[measure], row["of"])
    open_ = unknown + elsewhere
    return OutcomeRate(
        measure=measure,
        by=by,
        key=str(row["key"]),
        label=label,
        searches=row[measure] if found else None,
        of=row["of"],
        unknown=unknown,
        rate=rounded(found.value) if found else None,
        low=rounded(found.low) if found else None,
        high=rounded(found.high) if found else None,
        if_unknown_low=rounded(row[measure] / (row["of"] + open_)) if found else None,
        if_unknown_high=rounded((row[measure] + open_) / (row["of"] + open_)) if found else None,
        status=why or status,
    )


def why_there_is_none(row: dict[str, Any], status: FigureStatus) -> FigureStatus | None:
    """Why a key has no rate: no file of its searches has the column, nobody filled it in, or too little is known."""
    if row["all"] and row["silent"] == row["all"]:
        return "not_published"
    if not row["of"]:
        return "unknown" if row["unlisted"] else "too_few"
    if status == "unknown":
        return status
    own = Knowledge(row["all"], row["all"] - row["of"], row["unlisted"], row["silent"]).status
    return None if own == "value" else own
