"""Every record's state under every check, and how often each state stands in a group of records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from portal import sources
from portal.accounts.year import Year, counts_for_london
from portal.charter.columns import FINER
from portal.charter.definitions import Charter, Check
from portal.charter.states import STATES
from portal.records import Supply

States = dict[str, int]
"""State -> records; every state is there."""
BY = ("supply", "force", "borough", "team", "self_defined_ethnicity", "age")
"""What records may be counted by: columns of store.frames.stops."""


@dataclass(frozen=True)
class Measures:
    """`frame`: a row a record of every supply of the year: BY and `placed`, then a column of states a check.

    `excusing`: check -> columns that say which records it is not for.
    """

    charter: Charter
    frame: pl.DataFrame
    excusing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    counted: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)

    def of(self, year: Year, check: Check) -> pl.DataFrame:
        """Counts by force, borough, team, ethnicity, age and state, in the sources that can answer the check."""
        if check.id not in self.counted:
            ids = list(year.chosen(*check.fields))
            rows = self.frame.filter(pl.col("supply").is_in(ids) & counts_for_london())
            state = pl.col(check.id).cast(pl.String).alias("state")
            self.counted[check.id] = rows.group_by(*BY[1:], state).len("records").sort(pl.all())
        return self.counted[check.id]

    def by(self, year: Year, check: Check, *names: str) -> dict[tuple[str, ...], States]:
        """Key -> states; with no name, all records under the empty key."""
        counts = self.of(year, check).group_by(*names, "state").agg(pl.col("records").sum())
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


def excused_is_public(year: Year, measures: Measures, check: Check) -> bool:
    """Whether everybody can count the records that the check is not for."""
    columns = measures.excusing.get(check.id)
    return columns is not None and not any(
        supply_tells(year, supply, name) for supply in closed_supplies(year, check) for name in columns
    )


def closed_supplies(year: Year, check: Check) -> list[Supply]:
    """Supplies that are not public and answer the check."""
    known, chosen = sources.known(), year.chosen(*check.fields)
    return [
        supply
        for supply in year.supplies
        if supply.public_id in chosen and not known[supply.source].public and year.can(supply, check.fields)
    ]


def supply_tells(year: Year, supply: Supply, name: str) -> bool:
    """Whether the supply says under this column what no public file of the same force and month does."""
    if name in FINER:
        return year.can(supply, [name])
    return year.can(supply, [name]) and not any(
        year.can(other, [name])
        for other in year.supplies
        if (other.force, other.month) == (supply.force, supply.month) and sources.known()[other.source].public
    )


def public_forces(year: Year, check: Check) -> frozenset[str]:
    """Forces whose supplies that are counted under the check are all public."""
    known, chosen = sources.known(), year.chosen(*check.fields)
    counted = [supply for supply in year.supplies if supply.public_id in chosen]
    closed = {supply.force for supply in counted if not known[supply.source].public}
    return frozenset({supply.force for supply in counted} - closed)


def added(every: Sequence[States]) -> States:
    return {state: sum(each[state] for each in every) for state in STATES}
