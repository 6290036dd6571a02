"""Finding a place by its name or part of it: without any script."""

import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from flask import Blueprint, Response, current_app, redirect, render_template, request, send_file
from werkzeug.wrappers import Response as BaseResponse

from portal import places, shipped
from portal.places import LONDON, Kind, Place, UnknownPlace, all_of, find_place
from portal.web.gazetteer import Gazetteer
from portal.web.pages.accounts import shelf

# Which places a reader means: by name or part of it, by a team's short name, or by a name much like one.

KINDS = (Kind.BOROUGH, Kind.BCU, Kind.TEAM, Kind.FORCE)
POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?( ?\d[a-z]{2})?", re.IGNORECASE)
ALIKE = 0.75
SHORTEST = 4
"""Of a word that is looked for among words much like it."""


def matching(text: str) -> list[Place]:
    """The place that the whole text is a short name of, else places with every word of it, boroughs first."""
    words = split_words(text)
    short = short_names().get(" ".join(words))
    if short or not words:
        return [short] if short else []
    if " ".join(words) == LONDON.name.casefold():
        return [LONDON]
    return [place for kind in KINDS for place in all_of(kind) if is_meant(place, words)]


def near(text: str) -> list[Place]:
    """Places with words much like those of the text; for a text that matches none."""
    words = [word for word in split_words(text) if len(word) >= SHORTEST]
    likely = [get_close_matches(word, known_words(), n=1, cutoff=ALIKE) for word in words]
    return matching(" ".join(found[0] for found in likely)) if likely and all(likely) else []


def is_postcode(text: str) -> bool:
    return POSTCODE.fullmatch(" ".join(split_words(text))) is not None


def is_meant(place: Place, words: list[str]) -> bool:
    """Every word is part of one of the place's names, or is one of a team's short names."""
    if any(all(word in name.casefold() for word in words) for name in full_names(place)):
        return True
    return any(set(words) <= set(alias.split("-")) for alias in team_aliases(place))


def full_names(place: Place) -> Iterator[str]:
    yield place.name
    if place.kind is Kind.TEAM:
        team = places.listed_teams()[place.code]
        yield f"{team.full_name} {place.name}" if team.bcu else team.full_name


def team_aliases(place: Place) -> tuple[str, ...]:
    return places.listed_teams()[place.code].aliases if place.kind is Kind.TEAM else ()


def split_words(text: str) -> list[str]:
    return text.casefold().replace(",", " ").split()


@cache
def known_words() -> list[str]:
    names = (name for kind in KINDS for place in all_of(kind) for name in full_names(place))
    return sorted({word for name in names for word in split_words(name) if len(word) >= SHORTEST})


@cache
def short_names() -> dict[str, Place]:
    with shipped.data("places", "short_names.toml").open("rb") as file:
        return {name: place_from_address(address) for name, address in tomllib.load(file).items()}


def place_from_address(text: str) -> Place:
    """`london`, `boroughs/hackney`. UnknownPlace where there is none."""
    if text == "london":
        return LONDON
    if "/" not in text:
        return borough_called(text)
    plural, _, name = text.partition("/")
    kinds = {kind.plural: kind for kind in KINDS}
    if plural not in kinds:
        raise UnknownPlace(f"There is no {plural!r}.")
    return find_place(kinds[plural], name)


def borough_called(name: str) -> Place:
    """A borough by its name in addresses alone: `hackney`."""
    return find_place(Kind.BOROUGH, name)


finding = Blueprint("finding", __name__)
LONGEST = 80


def is_place_published(place: Place) -> bool:
    return any(shelf().newest(period).has(place) for period in shelf().periods())


def gazetteer() -> Gazetteer:
    """What the operator has given; empty where nothing was."""
    found = current_app.extensions["gazetteer"]
    assert isinstance(found, Gazetteer)
    return found


@finding.get("/find")
def find() -> str | BaseResponse:
    """The only place that matches, else a list to choose from; where none does, those with names much like it."""
    asked = request.args.get("q", "")[:LONGEST].strip()
    places = [place for place in matching(asked) if is_place_published(place)]
    if len(places) == 1:
        return redirect(places[0].address, 302)
    named = [] if places else [entry for entry in gazetteer().look_up(asked) if is_place_published(entry.borough)]
    if len({entry.borough for entry in named}) == 1:
        return redirect(named[0].borough.address, 302)
    likely = [] if places or named else [place for place in near(asked) if is_place_published(place)]
    return render_template(
        "find.html",
        asked=asked,
        places=places,
        likely=likely,
        named=named,
        is_postcode=is_postcode(asked),
        boroughs=[place for place in all_of(Kind.BOROUGH) if is_place_published(place)],
    )


@finding.get("/outlines.geojson")
def outlines_file() -> Response:
    """The outlines that the map is drawn from, for a reader's own device to find its borough with."""
    return send_file(shipped.data("boundaries", "draw.geojson"), mimetype="application/geo+json")
