"""One place's part of a year: its searches in the sources that can answer, and the supplies they come from."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from portal import places, teams
from portal.accounts.year import BASE, Year
from portal.places import Kind, Place
from portal.records import Supply


@dataclass(frozen=True)
class View:
    year: Year
    place: Place

    def searches(self, *fields: str) -> pl.DataFrame:
        """The place's searches in the sources that can answer the fields; of all it has where none is given."""
        asked = [field for field in fields if field != BASE]
        match self.place.kind:
            case Kind.BOROUGH:
                return self.year.in_borough(self.place.code, *asked)
            case Kind.BCU:
                boroughs = places.boroughs_of(self.place.code)
                return pl.concat([self.year.in_borough(code, *asked) for code in boroughs])
            case Kind.FORCE:
                return self.year.counted(*asked).filter(pl.col("force") == self.place.code)
            case Kind.TEAM:
                return self.year.of_team(self.place.code, *asked)
            case _:
                return self.year.counted(*asked)

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

    def lacks(self, *affected: str) -> set[str]:
        """Months of which a counted supply carries a serious finding that affects one of these."""
        return {
            supply.month
            for supply in self.counted
            for finding in supply.findings
            if finding["severity"] == "serious" and finding["affects"] in affected
        }
