"""Every record's state under every check, and how often each state stands in a group of records."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from portal import sources, standard
from portal.accounts.year import Year, counts_for_london
from portal.charter.definitions import Charter, Check
from portal.charter.states import STATES

States = dict[str, int]
"""State -> records; every state is there."""
BY = ("supply", "force", "borough", "team", "self_defined_ethnicity", "age")
"""What records may be counted by: columns of store.frames.stops."""


@dataclass(frozen=True)
class Measures:
    """`frame`: a row a record of every supply of the year: BY and `placed`, then a column of states a check."""

    charter: Charter
    frame: pl.DataFrame
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
    """Whether the check looks at what only a return has, and a return that is not public can answer it."""
    ours = {one.name for one in standard.facts()} | {"team"}
    if not ours & {*check.fields, *check.also}:
        return False
    known, chosen = sources.known(), year.chosen(*check.fields)
    return any(
        not known[supply.source].public
        for supply in year.supplies
        if supply.public_id in chosen and year.can(supply, check.fields)
    )


def public_forces(year: Year, check: Check) -> frozenset[str]:
    """Forces whose supplies that are counted under the check are all public."""
    known, chosen = sources.known(), year.chosen(*check.fields)
    counted = [supply for supply in year.supplies if supply.public_id in chosen]
    closed = {supply.force for supply in counted if not known[supply.source].public}
    return frozenset({supply.force for supply in counted} - closed)


def added(every: Sequence[States]) -> States:
    return {state: sum(each[state] for each in every) for state in STATES}
