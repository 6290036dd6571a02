"""The teams that may search, as dated data: data/teams/*.toml (its README says what the keys mean).

A code that no file lists is no team of ours: it counts under the code itself and is listed as unlisted.
"""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from portal import shipped

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
def bcus() -> dict[str, str]:
    """Slug of a basic command unit -> its name."""
    with shipped.data("places", "bcus.csv").open(encoding="utf-8", newline="") as file:
        return {row["slug"]: row["name"] for row in csv.DictReader(file)}


@cache
def listed() -> dict[str, Team]:
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
    for slug, name in bcus().items():
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


def standing(team: str, bcu: str | None) -> str:
    """How a team stands to a place in `bcu`: local, london_wide, elsewhere (another command's), or unlisted."""
    known = listed().get(team)
    if known is None:
        return "unlisted"
    if known.bcu is None:
        return "london_wide"
    return "local" if known.bcu == bcu else "elsewhere"
