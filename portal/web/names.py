"""Which places a reader means: by name or part of it, by a team's short name, or by a name much like one."""

import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from portal import shipped, teams
from portal.places import LONDON, Kind, Place, UnknownPlace, all_of, named

KINDS = (Kind.BOROUGH, Kind.BCU, Kind.TEAM, Kind.FORCE)
POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?( ?\d[a-z]{2})?", re.IGNORECASE)
ALIKE = 0.75
SHORTEST = 4
"""Of a word that is looked for among words much like it."""


def matching(text: str) -> list[Place]:
    """The place that the whole text is a short name of, else places with every word of it, boroughs first."""
    words = words_of(text)
    short = short_names().get(" ".join(words))
    if short or not words:
        return [short] if short else []
    return [place for kind in KINDS for place in all_of(kind) if is_meant(place, words)]


def near(text: str) -> list[Place]:
    """Places with words much like those of the text; for a text that matches none."""
    words = [word for word in words_of(text) if len(word) >= SHORTEST]
    likely = [get_close_matches(word, known_words(), n=1, cutoff=ALIKE) for word in words]
    return matching(" ".join(found[0] for found in likely)) if likely and all(likely) else []


def is_postcode(text: str) -> bool:
    return POSTCODE.fullmatch(" ".join(words_of(text))) is not None


def is_meant(place: Place, words: list[str]) -> bool:
    """Every word is part of one of the place's names, or is one of a team's short names."""
    if any(all(word in name.casefold() for word in words) for name in full_names(place)):
        return True
    return any(set(words) <= set(alias.split("-")) for alias in aliases(place))


def full_names(place: Place) -> Iterator[str]:
    yield place.name
    if place.kind is Kind.TEAM:
        team = teams.listed()[place.code]
        yield f"{team.full_name} {place.name}" if team.bcu else team.full_name


def aliases(place: Place) -> tuple[str, ...]:
    return teams.listed()[place.code].aliases if place.kind is Kind.TEAM else ()


def words_of(text: str) -> list[str]:
    return text.casefold().replace(",", " ").split()


@cache
def known_words() -> list[str]:
    names = (name for kind in KINDS for place in all_of(kind) for name in full_names(place))
    return sorted({word for name in names for word in words_of(name) if len(word) >= SHORTEST})


@cache
def short_names() -> dict[str, Place]:
    with shipped.data("places", "short_names.toml").open("rb") as file:
        return {name: place_of(address) for name, address in tomllib.load(file).items()}


def place_of(text: str) -> Place:
    """`london`, `boroughs/hackney`. UnknownPlace where there is none."""
    if text == "london":
        return LONDON
    plural, _, name = text.partition("/")
    kinds = {kind.plural: kind for kind in KINDS}
    if plural not in kinds:
        raise UnknownPlace(f"There is no {plural!r}.")
    return named(kinds[plural], name)
