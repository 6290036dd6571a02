"""How much of a place's usual searches each force makes, so that a finding darkens only the places it can touch.

A file without points tells of no borough, so where a force searched is estimated from all its searches of the year:
spread as those of them that have a place, or over its area where hardly any has one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from portal import places, shipped
from portal.accounts.place_counts import ColumnValues
from portal.places import Kind, Place

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
        return {force: spread(force, counts) for force, counts in self.searched.items()}

    def share(self, force: str, place: Place) -> float:
        """The force's share (0 to 1) of the place's usual searches; where none is known, all in its own area."""
        own = {each: self.within(each, place) for each in self.expected}
        if whole := sum(own.values()):
            return own.get(force, 0.0) / whole
        codes = places.within(place) or list(places.boroughs())
        return 1.0 if set(codes) & set(places.forces()[force].area) else 0.0

    def within(self, force: str, place: Place) -> float:
        match place.kind:
            case Kind.BOROUGH | Kind.BCU:
                return sum(self.expected[force].get(code, 0.0) for code in places.within(place))
            case _:
                return float(sum(self.searched[force].values()))

    def bearing(self, place: Place) -> frozenset[str]:
        """The forces that make up enough of a place's usual searches; of a force or a team, its own file always does.

        A force without a search in the year bears on everything: nobody can say that it is small.
        """
        if place.kind in (Kind.FORCE, Kind.TEAM):
            return frozenset(places.forces())
        least = bearing_limits()["least_share"]
        return frozenset(
            force for force in places.forces() if force not in self.expected or self.share(force, place) >= least
        )


def spread(force: str, counts: Counts) -> Counts:
    """All searches of a force over boroughs, in the proportions of those that have one."""
    located = {code: rows for code, rows in counts.items() if code in places.boroughs()}
    whole, found = sum(counts.values()), sum(located.values())
    if found < bearing_limits()["fewest_located"]:
        area = places.forces()[force].area
        return {code: whole / len(area) for code in area}
    return {code: whole * rows / found for code, rows in located.items()}
