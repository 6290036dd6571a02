"""Editions as they were published, also those replaced since; and what was corrected."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.compliance_document import Compliance
from portal.accounts.difference_document import DOCUMENT, Differences, read
from portal.accounts.document import Account
from portal.accounts.manifest import Manifest
from portal.accounts.shelf import Edition, NotPublished, Withdrawn, opened
from portal.periods import Period
from portal.places import LONDON, Kind, Place, named
from portal.web.pages import account_of, series_of, shelf
from portal.web.prepared import JSON, MANIFEST, prepared

editions = Blueprint("editions", __name__)


@dataclass(frozen=True)
class Listed:
    """An edition in the list of all. `newest`: the number that has replaced it, None if it is the newest itself.

    `withdrawn`: how many of its files were taken away; `stone`: when, and why, of the last of them.
    """

    manifest: Manifest
    newest: str | None
    withdrawn: int
    stone: dict[str, str] | None

    @property
    def is_whole(self) -> bool:
        return self.withdrawn < len(self.manifest.files)


def edition_of(period: Period, number: str) -> Edition:
    if number not in shelf().numbers(period):
        raise NotPublished(f"There is no edition {number} of {period.id}.")
    return opened(shelf().root / period.id / number)


@editions.get("/editions")
def index() -> str:
    """Every edition of every period, newest first: what was published once can always be found."""
    found = sorted(listed(), key=lambda each: (each.manifest.published_at, each.manifest.period), reverse=True)
    return render_template("editions.html", found=found)


def listed() -> Iterator[Listed]:
    """Of each period its editions, newest first."""
    for period in shelf().periods():
        numbers = shelf().numbers(period)
        for number in reversed(numbers):
            edition = edition_of(period, number)
            stones = edition.tombstones
            last = max(stones.values(), key=lambda stone: stone["when"], default=None)
            yield Listed(edition.manifest, numbers[-1] if number != numbers[-1] else None, len(stones), last)


@editions.get("/corrections")
def corrections() -> str:
    """Every edition that followed another, newest first, with what changed and why."""
    found = [
        (edition, changes(edition))
        for period in shelf().periods()
        for number in shelf().numbers(period)[1:]
        for edition in [edition_of(period, number)]
    ]
    found.sort(key=lambda pair: (pair[0].manifest.published_at, pair[0].manifest.period), reverse=True)
    return render_template("corrections.html", found=found, duties=duties())


def duties() -> list[Compliance]:
    """What is judged over all editions: check P05, that every correction says why."""
    try:
        series = series_of(LONDON)
    except Withdrawn:
        return []
    return series.duties if series else []


def changes(edition: Edition) -> Differences | None:
    try:
        return read(edition)
    except Withdrawn:
        return None


@editions.get("/editions/<period:period>/<number:number>")
def one(period: Period, number: str) -> str:
    """What an edition is made of: its files with their hashes, and the supplies it is drawn from."""
    edition = edition_of(period, number)
    numbers = shelf().numbers(period)
    return render_template(
        "edition.html",
        edition=edition,
        manifest=edition.manifest,
        stones=edition.tombstones,
        account=account_or_none(edition),
        newest=numbers[-1],
        before=next((earlier for earlier, later in pairwise(numbers) if later == number), None),
        period=period,
        changed=changes(edition),
    )


@editions.get("/editions/<period:period>/<number:number>/london", defaults={"kind": None, "name": ""})
@editions.get("/editions/<period:period>/<number:number>/<kind:kind>/<name:name>")
def account(period: Period, number: str, kind: Kind | None, name: str) -> str | BaseResponse:
    """A place's account as that edition had it, under a banner where a newer one has replaced it."""
    place: Place = named(kind, name) if kind else LONDON
    edition = edition_of(period, number)
    if number == shelf().newest(period).manifest.number:
        return redirect(f"{place.address}/{period.id}", 302)
    return account_of(place, edition)


@editions.get("/editions/<period:period>/<number:number>/manifest.json")
def manifest(period: Period, number: str) -> Response:
    return prepared(edition_of(period, number), MANIFEST, NO_FILE, JSON)


@editions.get("/editions/<period:period>/<number:number>/differences.json")
def differences(period: Period, number: str) -> Response:
    return prepared(edition_of(period, number), DOCUMENT, "This edition follows none.", JSON)


@editions.get("/editions/<period:period>/<number:number>/map.json")
def map_document(period: Period, number: str) -> Response:
    return prepared(edition_of(period, number), "map.json", "This edition has no map.", JSON)


@editions.get("/editions/<period:period>/<number:number>/<path:name>")
def file(period: Period, number: str, name: str) -> Response:
    """A file of the edition, byte for byte."""
    edition = edition_of(period, number)
    return prepared(edition, name, NO_FILE, mimetypes.guess_type(name)[0] or "application/octet-stream")


def account_or_none(edition: Edition) -> Account | None:
    """London's account, for what is said of all of an edition; None where it was withdrawn."""
    try:
        return edition.account(LONDON)
    except (NotPublished, Withdrawn):
        return None


NO_FILE = "This edition has no such file. Its manifest lists all it has."
