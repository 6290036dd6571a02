"""A place's searches as counts by whatever columns are asked: all that an account tells is drawn from these.

The searches of a year are gone through once for each set of columns, for all places together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

ColumnValues = tuple[Any, ...]
"""A value for each of the columns that searches are counted by."""
ALL_PLACES = "everywhere"
"""The place of searches that are not told apart by place."""


@dataclass(frozen=True)
class Condition:
    """Which searches are counted: those of whose values in the columns it `holds`."""

    columns: tuple[str, ...]
    holds: Callable[..., bool]


@dataclass(frozen=True)
class CountTable:
    """`stops`: a row a search (store.frames.stops), with the place that counts it under `place`."""

    stops: pl.LazyFrame
    counted: dict[tuple[str, ...], dict[str, dict[ColumnValues, int]]] = field(default_factory=dict, repr=False)

    def by(self, columns: tuple[str, ...]) -> Mapping[str, Mapping[ColumnValues, int]]:
        """Place -> values of the columns -> searches."""
        if columns not in self.counted:
            rows = self.stops.select("place", *columns).group_by("place", *columns).len().collect().iter_rows()
            found: dict[str, dict[ColumnValues, int]] = {}
            for place, *values, searches in rows:
                found.setdefault(place, {})[tuple(values)] = searches
            self.counted[columns] = found
        return self.counted[columns]


@dataclass(frozen=True)
class PlaceCounts:
    """The searches of some places of a table, None for all of them, that meet every condition."""

    table: CountTable
    places: tuple[str, ...] | None = None
    conditions: tuple[Condition, ...] = ()

    @classmethod
    def of(cls, stops: pl.DataFrame) -> "PlaceCounts":
        """Of all rows of a frame."""
        return cls(CountTable(stops.lazy().with_columns(place=pl.lit(ALL_PLACES))))

    def among(self, condition: Condition) -> "PlaceCounts":
        """Those of them that meet the condition, too."""
        return PlaceCounts(self.table, self.places, (*self.conditions, condition))

    def by(self, *columns: str) -> dict[ColumnValues, int]:
        """Values of the columns -> searches, none of them 0, in no order."""
        needed = tuple(sorted({*columns, *(name for each in self.conditions for name in each.columns)}))
        at = {name: place for place, name in enumerate(needed)}
        kept = [at[name] for name in columns]
        asked = [(each.holds, [at[name] for name in each.columns]) for each in self.conditions]
        found: dict[ColumnValues, int] = {}
        table = self.table.by(needed)
        for place in table if self.places is None else self.places:
            for values, searches in table.get(place, {}).items():
                if all(holds(*(values[place] for place in places)) for holds, places in asked):
                    key = tuple(values[place] for place in kept)
                    found[key] = found.get(key, 0) + searches
        return found

    def by_one(self, column: str) -> dict[Any, int]:
        """Value of the column -> searches."""
        return {value: searches for (value,), searches in self.by(column).items()}

    @property
    def searches(self) -> int:
        """How many they are."""
        return sum(self.by().values())
