"""Places that have an account: London, its forces, BCUs, boroughs and teams, alike but for their kind."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from portal import shipped

# The teams that may search, as dated data: data/teams/*.toml (its README says what the keys mean).
#
# A code that no file lists is no team of ours: it counts under the code itself and is listed as unlisted.

KINDS = ("response", "neighbourhood", "proactive", "central", "other")


@dataclass(frozen=True)
class Team:
    """`bcu`: slug of its home command; None for one that works anywhere. Days are ISO, blank where none is known."""

    id: str
    name: str
    full_name: str
    kind: str
    force: str
    bcu: str | None
    first_day: str
    last_day: str
    aliases: tuple[str, ...]
    source: str
    verified: bool

    def existed(self, first_day: str, last_day: str) -> bool:
        """Whether it existed on any day between the two."""
        return self.first_day <= last_day and (not self.last_day or first_day <= self.last_day)


@cache
def command_names() -> dict[str, str]:
    """Slug of a basic command unit -> its name."""
    with shipped.data("places", "bcus.csv").open(encoding="utf-8", newline="") as file:
        return {row["slug"]: row["name"] for row in csv.DictReader(file)}


@cache
def listed_teams() -> dict[str, Team]:
    """Every team by its id, in the order of the files."""
    found: dict[str, Team] = {}
    for path in sorted(shipped.data("teams").glob("*.toml")):
        raw = tomllib.loads(path.read_text("utf-8"))
        for row in raw["team"]:
            for team in of_unit(raw["force"], row):
                assert team.kind in KINDS, f"{path.name}: {team.id} is of no known kind"
                assert team.id not in found, f"{path.name}: {team.id} stands twice"
                found[team.id] = team
    return found


def of_unit(force: str, row: dict[str, Any]) -> Iterator[Team]:
    """One team, or one a command."""
    whole = f"{force}-{row['id']}"
    if not row.get("each_bcu"):
        yield as_team(row, whole, force, row["name"], None)
        return
    for slug, name in command_names().items():
        yield as_team(row, f"{whole}-{slug}", force, f"{row['name']}, {name}", slug)


def as_team(row: dict[str, Any], identity: str, force: str, name: str, bcu: str | None) -> Team:
    aliases = tuple(f"{alias}-{bcu}" if bcu else alias for alias in row.get("aliases", ()))
    return Team(
        id=identity,
        name=name,
        full_name=row["full_name"],
        kind=row["kind"],
        force=force,
        bcu=bcu,
        first_day=row.get("from", ""),
        last_day=row.get("until", ""),
        aliases=aliases,
        source=row["source"],
        verified=row["verified"],
    )


def relation_to_bcu(team: str, bcu: str | None) -> str:
    """How a team stands to a place in `bcu`: local, london_wide, elsewhere (another command's), or unlisted."""
    known = listed_teams().get(team)
    if known is None:
        return "unlisted"
    if known.bcu is None:
        return "london_wide"
    return "local" if known.bcu == bcu else "elsewhere"


NO_POINT = "no_point"
OUTSIDE_LONDON = "outside_london"
HOW_PLACED = {"outside London": 0, "inside an outline": 1, "by nearness": 2, "no point": 3, "as supplied": 4}
"""How a search came to its borough; the first three are geo.locate's own numbers."""


class Kind(StrEnum):
    LONDON = "london"
    FORCE = "force"
    BCU = "bcu"
    BOROUGH = "borough"
    TEAM = "team"

    @property
    def plural(self) -> str:
        """The word in addresses: /boroughs/hackney; London stands alone."""
        return self.value if self is Kind.LONDON else f"{self.value}s"

    @property
    def heading(self) -> str:
        """Places of the kind, as a heading: `Commands`."""
        return KIND_FACTS[self].heading

    @property
    def word(self) -> str:
        """One of the kind, in a sentence: `police force`."""
        return KIND_FACTS[self].word

    @property
    def one(self) -> str:
        """One of the kind, as something that another is not: `a police force`."""
        return self.word if self is Kind.LONDON else f"a {self.word}"

    @property
    def is_area(self) -> bool:
        """Whether its searches are those made inside it, whoever made them: it is made of boroughs."""
        return KIND_FACTS[self].is_area

    @property
    def has_residents(self) -> bool:
        """Whether people live there: not in a force or a team, which search wherever they are."""
        return KIND_FACTS[self].has_residents


@dataclass(frozen=True)
class KindFacts:
    """What is true of every place of a kind; Kind says what each means."""

    heading: str
    word: str
    is_area: bool
    has_residents: bool


KIND_FACTS = {
    Kind.LONDON: KindFacts("London", "all of London", is_area=False, has_residents=True),
    Kind.FORCE: KindFacts("Forces", "police force", is_area=False, has_residents=False),
    Kind.BCU: KindFacts("Police areas", "police area", is_area=True, has_residents=True),
    Kind.BOROUGH: KindFacts("Boroughs", "borough", is_area=True, has_residents=True),
    Kind.TEAM: KindFacts("Teams", "team", is_area=False, has_residents=False),
}


class UnknownPlace(LookupError):
    """No place of that kind has that name."""


@dataclass(frozen=True)
class Place:
    """`code` is what the data say (a GSS code, a force or team id); `slug` is what addresses say."""

    kind: Kind
    code: str
    slug: str
    name: str

    @property
    def stem(self) -> str:
        """Where it stands among the places, in addresses and in folders: `london`, `boroughs/hackney`."""
        return self.slug if self.kind is Kind.LONDON else f"{self.kind.plural}/{self.slug}"

    @property
    def address(self) -> str:
        return f"/{self.stem}"

    @property
    def force(self) -> str | None:
        """The one force that a force's or a team's account is of."""
        if self.kind is Kind.TEAM:
            return listed_teams()[self.code].force
        return self.code if self.kind is Kind.FORCE else None


@dataclass(frozen=True)
class Force:
    """`expected`: a period needs its files. `located_only`: only its rows inside London count."""

    id: str
    name: str
    expected: bool
    located_only: bool
    area: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        return Place(Kind.FORCE, self.id, self.id, self.name)


LONDON = Place(Kind.LONDON, "E12000007", "london", "London")


@cache
def forces_by_id() -> dict[str, Force]:
    with shipped.data("places", "forces.toml").open("rb") as file:
        rows = tomllib.load(file)["force"]
    return {row["id"]: Force(**{**row, "area": tuple(row.get("area", boroughs()))}) for row in rows}


@cache
def boroughs() -> dict[str, Place]:
    """The 33 areas by GSS code, in the order of their codes."""
    with shipped.data("places", "boroughs.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: Place(Kind.BOROUGH, row["code"], row["slug"], row["name"]) for row in csv.DictReader(file)}


@cache
def bcus_by_borough() -> dict[str, str]:
    """GSS code of a borough -> slug of the Met's basic command unit; none for the City of London."""
    with shipped.data("places", "boroughs.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["bcu"] for row in csv.DictReader(file) if row["bcu"]}


@cache
def bcus() -> dict[str, Place]:
    """The Met's basic command units by slug, which is their code too: they have no GSS code."""
    return {slug: Place(Kind.BCU, slug, slug, name) for slug, name in command_names().items()}


def boroughs_of(bcu: str) -> list[str]:
    """GSS codes of a command's boroughs."""
    return [code for code, slug in bcus_by_borough().items() if slug == bcu]


def boroughs_within(place: Place) -> list[str]:
    """GSS codes of the boroughs that a borough or command is; none for what has no outline of its own."""
    match place.kind:
        case Kind.BOROUGH:
            return [place.code]
        case Kind.BCU:
            return boroughs_of(place.code)
        case _:
            return []


def bcu_of(borough: str) -> str | None:
    return bcus_by_borough().get(borough)


def find_place(kind: Kind, name: str) -> Place:
    """The place an address means, by slug or by code. UnknownPlace if there is none."""
    for place in all_of(kind):
        if name in (place.slug, place.code):
            return place
    raise UnknownPlace(f"There is no {kind.value} called {name!r}.")


def all_of(kind: Kind) -> list[Place]:
    match kind:
        case Kind.LONDON:
            return [LONDON]
        case Kind.BOROUGH:
            return sorted(boroughs().values(), key=lambda place: place.name)
        case Kind.FORCE:
            return [force.place for force in forces_by_id().values()]
        case Kind.BCU:
            return list(bcus().values())
        case Kind.TEAM:
            return [Place(Kind.TEAM, team.id, team.id, team.name) for team in listed_teams().values()]
