"""One place's part of a year: its searches in the sources that can answer, and the supplies they come from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portal import places, teams
from portal.accounts.place_counts import PlaceCounts
from portal.accounts.year import BASE, Year
from portal.places import Kind, Place
from portal.records import Supply


@dataclass(frozen=True)
class View:
    year: Year
    place: Place

    def searches(self, *fields: str) -> PlaceCounts:
        """The place's searches in the sources that can answer the fields; of all it has where none is given."""
        asked = [field for field in fields if field != BASE]
        match self.place.kind:
            case Kind.BOROUGH:
                return PlaceCounts(self.year.by_borough(*asked), (self.place.code,))
            case Kind.BCU:
                return PlaceCounts(self.year.by_borough(*asked), tuple(places.boroughs_of(self.place.code)))
            case Kind.FORCE:
                return PlaceCounts(self.year.by_force(*asked), (self.place.code,))
            case Kind.TEAM:
                return PlaceCounts(self.year.by_team(*asked), (self.place.code,))
            case _:
                return PlaceCounts(self.year.by_force(*asked))

    @property
    def force(self) -> str | None:
        """The one force that a force's or a team's account is of."""
        if self.place.kind is Kind.TEAM:
            return teams.listed()[self.place.code].force
        return self.place.code if self.place.kind is Kind.FORCE else None

    @cached_property
    def supplies(self) -> list[Supply]:
        """Every supply of the year that has to do with the place."""
        return [supply for supply in self.year.supplies if self.force in (None, supply.force)]

    @cached_property
    def counted(self) -> list[Supply]:
        """The supplies that its total is drawn from."""
        needed: tuple[str, ...]
        match self.place.kind:
            case Kind.BOROUGH | Kind.BCU:
                needed = ("borough",)
            case Kind.TEAM:
                needed = ("team",)
            case _:
                needed = ()
        base = self.year.chosen(*needed)
        return [
            supply
            for supply in self.supplies
            if supply.public_id in base and (self.place.kind is not Kind.TEAM or self.year.can(supply, needed))
        ]

    @cached_property
    def bearing(self) -> frozenset[str]:
        """The forces whose findings touch the place: they make up enough of its usual searches."""
        return self.year.force_shares.bearing(self.place)

    @property
    def found(self) -> Iterator[tuple[Supply, dict[str, Any]]]:
        """Every finding about a counted supply that touches the place."""
        for supply in self.counted:
            if supply.force in self.bearing:
                yield from ((supply, finding) for finding in supply.findings)

    def without_groups(self, field: str) -> dict[str, list[str]]:
        """Month -> the keys of the field's answers that are known to be missing from a file of that month."""
        found: dict[str, list[str]] = {}
        for supply, finding in self.found:
            is_certain = finding["severity"] == "serious"  # beside one old file, an answer may well have ended
            if finding["id"] == "category_vanished" and is_certain and finding["figures"].get("field") == field:
                found.setdefault(supply.month, []).extend(finding["figures"].get("keys", []))
        return found
