"""How many rows of a year changed between two sets of supplies, by borough: the audit of disclosure needs to know."""

from collections.abc import Iterable, Sequence

import polars as pl
from sqlmodel import Session

from portal import sources
from portal.periods import Period
from portal.records import Supply
from portal.store import facts, return_key, writing


def rows_changed(
    session: Session, period: Period, before: Iterable[str], now: Sequence[Supply]
) -> dict[str, tuple[int, int]]:
    """Borough (also `no_point`, `outside_london`) -> rows gone and rows new, as multisets of whole rows.

    Only of sources that are not public: what a public file changed is known from it. `before`: public ids of the
    supplies of the earlier edition; one that was withdrawn since has no rows to compare.
    """
    old, kept = set(map(return_key.renamed(session).id_of, before)), {supply.public_id for supply in now}
    gone = [supply for supply in writing.all_supplies(session) if supply.public_id in old - kept and is_closed(supply)]
    new = [supply for supply in now if supply.public_id not in old and is_closed(supply)]
    if not gone and not new:
        return {}
    counts = pl.concat([counted(session, period, gone, -1), counted(session, period, new, 1)], how="vertical_relaxed")
    surplus = counts.group_by(pl.exclude("rows")).agg(pl.col("rows").sum())
    sums = surplus.group_by("borough").agg(
        (-pl.col("rows").filter(pl.col("rows") < 0).sum()).alias("gone"),
        pl.col("rows").filter(pl.col("rows") > 0).sum().alias("new"),
    )
    return {borough: (went, came) for borough, went, came in sums.sort("borough").rows() if went or came}


def is_closed(supply: Supply) -> bool:
    return not sources.known()[supply.source].public


def counted(session: Session, period: Period, supplies: list[Supply], sign: int) -> pl.DataFrame:
    """Every whole row, with all that a return says of it, and how often it stands there."""
    whole = facts.measuring_frame(session, period, supplies).drop("supply", "line", "month", "source")
    return whole.group_by(pl.all()).len("rows").with_columns(pl.col("rows").cast(pl.Int64) * sign)
