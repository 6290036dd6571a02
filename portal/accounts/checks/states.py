"""Every record's state under every check, and how often each state stands in a group of records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from portal.accounts.counting.grouped import DIMENSIONS, STANDS, UNTOLD, counts_for_london, in_groups, is_return
from portal.accounts.counting.searches import Year
from portal.charter.definitions import NOT_PUBLISHED, STATES, Charter, Check
from portal.charter.functions import FINER
from portal.records import Supply
from portal.vocabulary import NO_GROUP

States = dict[str, int]
"""State -> records; every state is there."""
BY = ("supply", "force", *DIMENSIONS)
"""What records may be counted by: columns of store.searches.stops."""


@dataclass(frozen=True)
class Measures:
    """`cells`: the year's records of every supply by BY, `placed` and how they stand in groups, a row each that there

    is, numbered by `cell`. `states`: check -> cell, state, records.
    """

    charter: Charter
    cells: pl.DataFrame
    states: Mapping[str, pl.DataFrame]

    @classmethod
    def from_states(cls, charter: Charter, year: Year, measured: pl.DataFrame) -> "Measures":
        """`measured`: a column of states a check, in the order of the year's rows."""
        standing = [STANDS, *(f"{name}_group" for name in DIMENSIONS)]
        by = year.stops.select(*BY, "placed", *(name for name in standing if name in year.stops.columns))
        cells = by.unique(maintain_order=True).with_row_index("cell")
        numbers = by.join(cells, on=by.columns, how="left", nulls_equal=True, maintain_order="left")["cell"]
        states = {
            column.name: pl.DataFrame([numbers, column.alias("state")]).group_by("cell", "state").len("records")
            for column in measured
        }
        return cls(charter, cells, states)

    def rows(self, year: Year, check: Check, *also: str) -> pl.DataFrame:
        """London's records in the sources that can answer the check and say what it is to be told by: so many

        `records` in a `state` a row.
        """
        ids = list(year.chosen(*also, *check.fields))
        own = self.cells.filter(pl.col("supply").is_in(ids) & counts_for_london())
        return own.join(self.states[check.id].cast({"state": pl.String}), on="cell")

    def of(self, year: Year, check: Check, *also: str) -> pl.DataFrame:
        """The same in groups, where only a return tells them."""
        rows = self.rows(year, check, *also)
        if STANDS not in rows.columns or not (also or is_protected(year, check)):
            return rows
        return in_groups(rows.filter(pl.col(STANDS) != NO_GROUP), *DIMENSIONS).with_columns(
            pl.when(pl.col(STANDS) == UNTOLD).then(pl.lit(NOT_PUBLISHED)).otherwise("state").alias("state")
        )

    def by(self, year: Year, check: Check, *names: str, also: Sequence[str] = ()) -> dict[tuple[str, ...], States]:
        """Key -> states; with no name, all records under the empty key. `also`: fields that the source has to have."""
        counts = self.of(year, check, *also).group_by(*names, "state").agg(pl.col("records").sum())
        found: dict[tuple[str, ...], States] = {}
        for *key, state, records in sorted(counts.rows()):
            found.setdefault(tuple(key), dict.fromkeys(STATES, 0))[state] = records
        return found


def is_protected(year: Year, check: Check) -> bool:
    """Whether a return that is not public answers the check with a column that no public file of its month has."""
    return any(
        supply_tells(year, supply, name)
        for supply in closed_supplies(year, check)
        for name in (*check.fields, *check.also)
    )


def closed_supplies(year: Year, check: Check) -> list[Supply]:
    """Supplies that are not public and answer the check."""
    chosen = year.chosen(*check.fields)
    return [
        supply
        for supply in year.supplies
        if supply.public_id in chosen and is_return(supply) and year.can(supply, check.fields)
    ]


def supply_tells(year: Year, supply: Supply, name: str) -> bool:
    """Whether the supply says under this column what no public file of the same force and month does."""
    if name in FINER:
        return year.can(supply, [name])
    return year.can(supply, [name]) and not any(
        year.can(other, [name])
        for other in year.supplies
        if (other.force, other.month) == (supply.force, supply.month) and not is_return(other)
    )


def sum_states(every: Sequence[States]) -> States:
    return {state: sum(each[state] for each in every) for state in STATES}
