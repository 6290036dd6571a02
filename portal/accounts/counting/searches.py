"""A period as it is held: its searches, its supplies, and which source answers which figure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from portal import places, sources
from portal.accounts.counting.grouped import Returns, counts_for_london, group_return_searches, in_groups, is_return
from portal.accounts.counting.place_counts import CountTable, ForceShares, PlaceCounts
from portal.documents.supplies import SupplyFinding
from portal.periods import Period
from portal.places import Kind, Place
from portal.records import Supply
from portal.vocabulary import NO_GROUP

Answers = Callable[[Supply, str], bool]
BASE = ""
"""The field of totals: what any source answers."""


class Year:
    """A period's searches, and what was counted of them once.

    `stops`: store.searches.stops of all `supplies`, whatever their source, in groups (accounts.counting.grouped).
    `answers`: store.return_columns.has_check_field. `returns`: which forces' returns are told; none if not given.
    """

    def __init__(
        self,
        period: Period,
        stops: pl.DataFrame,
        supplies: tuple[Supply, ...],
        answers: Answers,
        returns: Returns | None = None,
    ) -> None:
        self.period = period
        self.stops = stops
        self.supplies = supplies
        self.answers = answers
        self.returns = returns or Returns()
        self._chosen: dict[tuple[str, ...], frozenset[str]] = {}  # fields -> the supplies that answer them
        self._tables: dict[tuple[str, frozenset[str]], CountTable] = {}  # column of places, supplies -> counts

    @classmethod
    def of(cls, period: Period, stops: pl.DataFrame, supplies: Iterable[Supply], answers: Answers) -> "Year":
        """From searches as they are held."""
        held = tuple(supplies)
        in_place, returns = group_return_searches(period, stops, held)
        return cls(period, in_place.cast({pl.String: pl.Categorical}), held, answers, returns)

    @property
    def forces(self) -> list[places.Force]:
        sent = {supply.force for supply in self.supplies}
        return [force for force in places.forces_by_id().values() if force.id in sent]

    def chosen(self, *fields: str) -> frozenset[str]:
        """One supply for every force and month: the best ranked that answers the fields, else the best ranked.

        Searches are never added across sources.
        """
        if fields not in self._chosen:
            self._chosen[fields] = self.pick(fields)
        return self._chosen[fields]

    def pick(self, fields: tuple[str, ...]) -> frozenset[str]:
        best: dict[tuple[str, str], Supply] = {}
        for supply in sorted(self.supplies, key=lambda supply: sources.rank(supply.source)):
            held = best.setdefault((supply.force, supply.month), supply)
            if not self.can(held, fields) and self.can(supply, fields):
                best[supply.force, supply.month] = supply
        return frozenset(supply.public_id for supply in best.values())

    def searches_of(self, supply: Supply, month: str) -> int:
        """The searches that a supply has of a month by London's date; each row of an extract stands for its count."""
        own = (pl.col("supply") == supply.public_id) & (pl.col("month") == month)
        return self.stops.filter(own & counts_for_london()).height

    def can(self, supply: Supply, fields: Iterable[str]) -> bool:
        return all(self.answers(supply, name) for name in fields if name != BASE)

    def counted(self, *fields: str) -> pl.LazyFrame:
        """London's searches in the sources that answer the fields."""
        return self.stops.lazy().filter(pl.col("supply").is_in(list(self.chosen(*fields))) & counts_for_london())

    def by_force(self, *fields: str) -> CountTable:
        """London's searches in the sources that answer the fields, by force."""
        return self.table("force", *fields)

    def by_borough(self, *fields: str) -> CountTable:
        """Searches by borough, in the sources that say where they were and answer the fields.

        The team is told of those that its return counts under this borough: not where that stands with others.
        """
        return self.table("borough", "borough", *fields)

    def by_team(self, *fields: str) -> CountTable:
        """Searches by team, wherever they were, in the sources that name teams and answer the fields: in groups."""
        return self.table("team", "team", *fields)

    def table(self, place: str, *fields: str) -> CountTable:
        """`place`: the column of those that searches are told apart by; each table is made once."""
        key = (place, self.chosen(*fields))
        if key not in self._tables:
            stops = self.counted(*fields)
            if place == "team":
                stops = in_groups(stops, "borough", "self_defined_ethnicity", "age")
            elif place == "borough" and self.returns.told:
                own = pl.when(pl.col("borough_group") == pl.col("borough")).then("team").otherwise(pl.lit(NO_GROUP))
                stops = stops.with_columns(own.alias("team"))
            self._tables[key] = CountTable(stops.with_columns(place=pl.col(place)))
        return self._tables[key]

    @property
    def teams(self) -> list[places.Place]:
        """Listed teams of the forces that name teams, if they existed in the period or are named in it.

        Of a force that names them in its return only, those that are counted by themselves.
        """
        named = PlaceCounts(self.by_force("team")).by_one("team")
        days = (self.period.start.isoformat(), self.period.end.isoformat())
        naming = {supply.force for supply in self.naming if not is_return(supply)}
        known = places.listed_teams()
        return [
            place
            for place in places.all_of(places.Kind.TEAM)
            if place.code in named or (known[place.code].force in naming and known[place.code].existed(*days))
        ]

    @property
    def naming(self) -> list[Supply]:
        """The supplies that say which team made a search."""
        chosen = self.chosen("team")
        return [supply for supply in self.supplies if supply.public_id in chosen and self.can(supply, ["team"])]

    @property
    def is_naming_teams_later(self) -> bool:
        """Whether a return names teams that are not told yet."""
        return self.returns.tells_teams and any(
            is_return(supply) and supply.force in self.returns.waiting for supply in self.naming
        )

    @property
    def is_naming_teams_in_returns(self) -> bool:
        """Whether teams are told from a return."""
        return self.returns.tells_teams and any(
            is_return(supply) and supply.force in self.returns.told for supply in self.naming
        )

    @property
    def is_keeping_teams(self) -> bool:
        """Whether a return names teams that the operator will not have told."""
        return not self.returns.tells_teams and any(map(is_return, self.naming))

    @cached_property
    def force_shares(self) -> ForceShares:
        return ForceShares.of(PlaceCounts(self.by_force("borough")).by("force", "borough"))

    @cached_property
    def elsewhere(self) -> dict[str, int]:
        """Force of the whole country -> its searches that were not in London."""
        outside = self.stops.filter(pl.col("supply").is_in(list(self.chosen())) & ~counts_for_london())
        return dict(outside["force"].value_counts().iter_rows())


# One place's part of a year: its searches in the sources that can answer, and the supplies they come from.


@dataclass(frozen=True)
class View:
    year: Year
    place: Place

    def searches(self, *fields: str) -> PlaceCounts:
        """The place's searches in the sources that can answer the fields; of all it has where none is given."""
        asked = [field for field in fields if field != BASE]
        if self.place.kind.is_area:
            return PlaceCounts(self.year.by_borough(*asked), tuple(places.boroughs_within(self.place)))
        match self.place.kind:
            case Kind.FORCE:
                return PlaceCounts(self.year.by_force(*asked), (self.place.code,))
            case Kind.TEAM:
                return PlaceCounts(self.year.by_team(*asked), (self.place.code,))
            case _:
                return PlaceCounts(self.year.by_force(*asked))

    @property
    def force(self) -> str | None:
        """The one force that a force's or a team's account is of."""
        return self.place.force

    @cached_property
    def supplies(self) -> list[Supply]:
        """Every supply of the year that has to do with the place."""
        return [supply for supply in self.year.supplies if self.force in (None, supply.force)]

    @cached_property
    def counted(self) -> list[Supply]:
        """The supplies that its total is drawn from."""
        named_by = "borough" if self.place.kind.is_area else "team" if self.place.kind is Kind.TEAM else None
        needed = (named_by,) if named_by else ()
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
    def found(self) -> Iterator[tuple[Supply, SupplyFinding]]:
        """Every finding about a counted supply that touches the place."""
        for supply in self.counted:
            if supply.force in self.bearing:
                yield from ((supply, finding) for finding in supply.found)

    def without_groups(self, field: str) -> dict[str, list[str]]:
        """Month -> the keys of the field's answers that are known to be missing from a file of that month."""
        found: dict[str, list[str]] = {}
        for supply, finding in self.found:
            is_certain = finding.is_serious  # beside one old file, an answer may well have ended
            if finding.id == "category_vanished" and is_certain and finding.field == field:
                found.setdefault(supply.month, []).extend(finding.figures.get("keys", []))
        return found
