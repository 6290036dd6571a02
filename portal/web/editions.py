"""Editions as they were published, also those replaced since; and what was corrected."""

import mimetypes

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts.compliance_document import Compliance
from portal.accounts.difference_document import DOCUMENT, Differences, read
from portal.accounts.document import Account
from portal.accounts.shelf import Edition, NotPublished, Withdrawn, opened
from portal.periods import Period
from portal.places import LONDON, Kind, Place, named
from portal.web.charter import check_page, compliance_page, is_live, is_newest
from portal.web.pages import account_of, series_of, shelf
from portal.web.prepared import JSON, MANIFEST, prepared

editions = Blueprint("editions", __name__)


def edition_of(period: Period, number: str) -> Edition:
    if number not in shelf().numbers(period):
        raise NotPublished(f"There is no edition {number} of {period.id}.")
    return opened(shelf().root / period.id / number)


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
    return render_template(
        "edition.html",
        edition=edition,
        manifest=edition.manifest,
        account=account_or_none(edition),
        newest=shelf().newest(period).manifest.number,
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
