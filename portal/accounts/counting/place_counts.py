"""A place's searches as counts by whatever columns are asked: all that an account tells is drawn from these.

The searches of a year are gone through once for each set of columns, for all places together.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import polars as pl

from portal import places, shipped
from portal.places import Place

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
    """`stops`: a row a search (store.searches.stops), with the place that counts it under `place`."""

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


# How much of a place's usual searches each force makes, so that a finding darkens only the places it can touch.
#
# A file without points tells of no borough, so where a force searched is estimated from all its searches of the year:
# spread as those of them that have a place, or over its area where hardly any has one.

Counts = Mapping[str, float]


@cache
def bearing_limits() -> Mapping[str, float]:
    """`least_share` (0 to 1) and `fewest_located` (searches), from data/limits.toml."""
    found: dict[str, float] = tomllib.loads(shipped.data("limits.toml").read_text("utf-8"))["bearing"]
    return found


@dataclass(frozen=True)
class ForceShares:
    """`searched`: force -> borough (or `no_point`, `outside_london`) -> searches of the year, one source a month."""

    searched: Mapping[str, Counts]

    @classmethod
    def of(cls, counts: Mapping[ColumnValues, int]) -> "ForceShares":
        """From a year's searches by force and borough."""
        found: dict[str, dict[str, float]] = {}
        for (force, borough), searches in sorted(counts.items()):
            found.setdefault(force, {})[borough] = searches
        return cls(found)

    @cached_property
    def expected(self) -> Mapping[str, Counts]:
        """Force -> borough -> the searches it is taken to have made there, those without a place spread."""
        return {force: spread_over_boroughs(force, counts) for force, counts in self.searched.items()}

    def share(self, force: str, place: Place) -> float:
        """The force's share (0 to 1) of the place's usual searches; where none is known, all in its own area."""
        own = {each: self.within(each, place) for each in self.expected}
        if whole := sum(own.values()):
            return own.get(force, 0.0) / whole
        codes = places.boroughs_within(place) or list(places.boroughs())
        return 1.0 if set(codes) & set(places.forces_by_id()[force].area) else 0.0

    def within(self, force: str, place: Place) -> float:
        if place.kind.is_area:
            return sum(self.expected[force].get(code, 0.0) for code in places.boroughs_within(place))
        return float(sum(self.searched[force].values()))

    def bearing(self, place: Place) -> frozenset[str]:
        """The forces that make up enough of a place's usual searches; of a force or a team, its own file always does.

        A force without a search in the year bears on everything: nobody can say that it is small.
        """
        if place.force:
            return frozenset(places.forces_by_id())
        least = bearing_limits()["least_share"]
        return frozenset(
            force for force in places.forces_by_id() if force not in self.expected or self.share(force, place) >= least
        )


def spread_over_boroughs(force: str, counts: Counts) -> Counts:
    """All searches of a force over boroughs, in the proportions of those that have one."""
    located = {code: rows for code, rows in counts.items() if code in places.boroughs()}
    whole, found = sum(counts.values()), sum(located.values())
    if found < bearing_limits()["fewest_located"]:
        area = places.forces_by_id()[force].area
        return {code: whole / len(area) for code in area}
    return {code: whole * rows / found for code, rows in located.items()}
