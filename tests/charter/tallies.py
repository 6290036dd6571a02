"""States counted straight from a frame of states, as an account never does: an oracle, and a handy way to ask."""

import polars as pl

from portal.charter import definitions
from portal.charter.tally import Tally


def tallies(measured: pl.DataFrame, groups: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row a group and check: the group's columns, `check`, and a count under each of the six states.

    `measured`: rules.states; `groups`: columns of the same rows to count by, none for all rows together.
    """
    by = groups.columns if groups is not None else []
    rows = measured.hstack(groups) if groups is not None else measured
    checks = [name for name in measured.columns if name not in by]
    counted = [(pl.col(check) == one).sum().alias(f"{check} {one}") for check in checks for one in definitions.STATES]
    grouped = rows.group_by(by, maintain_order=True).agg(counted) if by else rows.select(counted)
    parts = [
        grouped.select(
            *by,
            pl.lit(check).alias("check"),
            *(pl.col(f"{check} {one}").cast(pl.Int64).alias(one) for one in definitions.STATES),
        )
        for check in checks
    ]
    return pl.concat(parts)


def whole_tally(measured: pl.DataFrame, check: str) -> Tally:
    """All rows together under one check."""
    counts = dict(measured[check].value_counts().iter_rows())
    return Tally(*(counts.get(one, 0) for one in definitions.STATES))
