"""Editions as they were published, also those replaced since, and the list of all."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.difference_document import DOCUMENT
from portal.accounts.document import Account
from portal.accounts.manifest import Manifest
from portal.accounts.shelf import Altered, Edition, NotPublished, Stone, Withdrawn, as_period
from portal.periods import Period
from portal.places import LONDON, Kind, Place, named
from portal.web.charter import check_page
from portal.web.compliance import compliance_page
from portal.web.forms import SAVED, media_of
from portal.web.measured import is_live, is_newest
from portal.web.pages import account_of, changes_of, left_out, shelf
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
    stone: Stone | None

    @property
    def is_whole(self) -> bool:
        return self.withdrawn < len(self.manifest.files)


def edition_of(line: Period | str, number: str) -> Edition:
    """An edition of a period, or of a line that is of no single year."""
    return shelf().edition(line, number)


@editions.get("/editions")
def index() -> str:
    """Every edition of every line, newest first: what was published once can always be found."""
    found = sorted(listed(), key=lambda each: (each.manifest.published_at, each.manifest.period), reverse=True)
    return render_template("editions.html", found=found)


def listed() -> Iterator[Listed]:
    """Of each line its editions, newest first."""
    for line in shelf().lines():
        numbers = shelf().numbers(line)
        for number in reversed(numbers):
            edition = edition_of(line, number)
            stones = edition.tombstones
            last = max(stones.values(), key=lambda stone: stone["when"], default=None)
            yield Listed(edition.manifest, numbers[-1] if number != numbers[-1] else None, len(stones), last)


@editions.get("/editions/<line:line>/<number:number>")
def one(line: str, number: str) -> str:
    """What an edition is made of: its files with their hashes, and the supplies it is drawn from."""
    edition = edition_of(line, number)
    numbers = shelf().numbers(line)
    return render_template(
        "edition.html",
        edition=edition,
        manifest=edition.manifest,
        account=account_or_none(edition),
        newest=numbers[-1],
        before=next((earlier for earlier, later in pairwise(numbers) if later == number), None),
        changed=changes_of(edition),
        gone=edition.tombstones,
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


@editions.get("/editions/<period:period>/<number:number>/charter/<name:check>")
def check(period: Period, number: str, check: str) -> str | BaseResponse:
    """What a check found as that edition had it; the live page where that is drawn from this edition.

    The live page shows one year. The newest edition of any other year is drawn here, without a banner.
    """
    if check != check.upper():
        return redirect(url_for(".check", period=period, number=number, check=check.upper()), 301)
    edition = edition_of(period, number)
    return redirect(f"/charter/{check}", 302) if is_live(edition) else check_page(edition, check)


@editions.get("/editions/<period:period>/<number:number>/compliance")
def compliance(period: Period, number: str) -> str | BaseResponse:
    """Every place under every check as that edition had it, under a banner where a newer one has replaced it."""
    edition = edition_of(period, number)
    return redirect(f"/compliance/{period.id}", 302) if is_newest(edition) else compliance_page(edition)


@editions.get("/editions/<line:line>/<number:number>/manifest.json")
def manifest(line: str, number: str) -> Response:
    return prepared(edition_of(line, number), MANIFEST, NO_FILE, JSON)


@editions.get("/editions/<period:period>/<number:number>/differences.json")
def differences(period: Period, number: str) -> Response:
    return prepared(edition_of(period, number), DOCUMENT, "This edition follows none.", JSON)


@editions.get("/editions/<period:period>/<number:number>/map.json")
def map_document(period: Period, number: str) -> Response:
    return prepared(edition_of(period, number), "map.json", "This edition has no map.", JSON)


@editions.get("/editions/<line:line>/<number:number>/<file:path>")
def file(line: str, number: str, path: str) -> Response:
    """A file of the edition, byte for byte; a table is saved under a name that says which edition it is of."""
    stem, _, ending = path.rsplit("/", maxsplit=1)[-1].partition(".")
    save_as = f"{stem}-{line}-edition-{number}.{ending}" if ending in SAVED else None
    return prepared(edition_of(line, number), path, NO_FILE, media_of(path), save_as)


def account_or_none(edition: Edition) -> Account | None:
    """London's account, for what is said of all of an edition; None where it was withdrawn.

    Of a line that is of no single year, the newest: its records are of the same sort.
    """
    try:
        if as_period(edition.manifest.period):
            return edition.account(LONDON)
        return shelf().newest(shelf().best_period(LONDON)).account(LONDON)
    except (NotPublished, Withdrawn):
        return None
    except Altered as wrong:
        left_out(wrong)
        return None


NO_FILE = "This edition has no such file. Its manifest lists all it has."
