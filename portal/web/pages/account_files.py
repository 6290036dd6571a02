"""A page's figures in other forms, at the page's address with an ending."""

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.documents import canonical
from portal.editions.archive import Edition, stem
from portal.periods import Period
from portal.places import LONDON, Kind, Place, find_place
from portal.tables.selections import Selection
from portal.web.pages.accounts import choose_edition, listing_edition, shelf
from portal.web.responses.files import ENDINGS, METADATA, edition_metadata, form, json_response

downloads = Blueprint("downloads", __name__)
NO_TABLE = "This edition has no such table."


@downloads.get(f"/london.<{ENDINGS}:ending>", defaults={"period": None})
@downloads.get(f"/london/<period:period>.<{ENDINGS}:ending>")
def london_file(period: Period | None, ending: str) -> Response:
    return account_file(LONDON, period, ending)


@downloads.get(f"/<kind:kind>/<name:name>.<{ENDINGS}:ending>", defaults={"period": None})
@downloads.get(f"/<kind:kind>/<name:name>/<period:period>.<{ENDINGS}:ending>")
def place_file(kind: Kind, name: str, period: Period | None, ending: str) -> BaseResponse:
    found = find_place(kind, name)
    if name != found.slug:
        return redirect(url_for(".place_file", kind=kind, name=found.slug, period=period, ending=ending), 301)
    return account_file(found, period, ending)


def account_file(place: Place, period: Period | None, ending: str) -> Response:
    """The JSON has its edition joined; the others were written when the edition was."""
    edition = choose_edition(place, period)
    if ending == "json":
        return json_response(edition, canonical.as_bytes(edition.account(place).as_json()))
    save_as = f"{place.slug}-{edition.manifest.period}-edition-{edition.manifest.number}"
    return form(edition, stem(place), ending, f"{place.name} has no such file for {edition.manifest.period}.", save_as)


@downloads.get(f"/london.{METADATA}", defaults={"period": None})
@downloads.get(f"/london/<period:period>.{METADATA}")
def london_described(period: Period | None) -> Response:
    return account_described(LONDON, period)


@downloads.get(f"/<kind:kind>/<name:name>.{METADATA}", defaults={"period": None})
@downloads.get(f"/<kind:kind>/<name:name>/<period:period>.{METADATA}")
def place_described(kind: Kind, name: str, period: Period | None) -> BaseResponse:
    found = find_place(kind, name)
    if name != found.slug:
        return redirect(url_for(".place_described", kind=kind, name=found.slug, period=period), 301)
    return account_described(found, period)


def account_described(place: Place, period: Period | None) -> Response:
    """What describes the CSV at the same address: it names the file as that address does."""
    return edition_metadata(choose_edition(place, period), stem(place), period.id if period else place.slug, NO_TABLE)


def selection_edition() -> Edition:
    return shelf().newest(shelf().best_period(LONDON))


@downloads.get(f"/<kind:kind>.<{ENDINGS}:ending>")
def places(kind: Kind, ending: str) -> Response:
    """Totals and rates of every place of the kind, in the period that the page shows."""
    return selection(kind.plural, ending, listing_edition(kind))


@downloads.get(f"/<kind:kind>.{METADATA}")
def places_described(kind: Kind) -> Response:
    return selection(kind.plural, METADATA, listing_edition(kind))


@downloads.get(f"/section-60.<{ENDINGS}:ending>")
def section_60(ending: str) -> Response:
    return selection("section-60", ending)


@downloads.get(f"/section-60.{METADATA}")
def section_60_described() -> Response:
    return selection("section-60", METADATA)


def selection(name: str, ending: str, listed: Edition | None = None) -> Response:
    """The JSON has its edition joined, as an account's has. `listed`: the edition, if it is not the newest."""
    edition = listed or selection_edition()
    if ending == "json":
        found = Selection.model_validate_json(edition.read(f"{name}.json", NO_TABLE))
        whole = found.model_copy(update={"edition": edition.part})
        return json_response(edition, canonical.as_bytes(whole.model_dump(mode="json", by_alias=True)))
    return form(edition, name, ending, NO_TABLE, f"{name}-{edition.manifest.period}-edition-{edition.manifest.number}")
