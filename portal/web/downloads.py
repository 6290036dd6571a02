"""The same account as CSV and JSON, at the page's address with an ending."""

from flask import Blueprint, Response, redirect, send_file, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.accounts import canonical
from portal.periods import Period
from portal.places import LONDON, Kind, Place, named
from portal.web.pages import chosen

downloads = Blueprint("downloads", __name__)
ENDINGS = "any(csv, json)"


@downloads.get(f"/london.<{ENDINGS}:ending>", defaults={"period": None})
@downloads.get(f"/london/<period:period>.<{ENDINGS}:ending>")
def london(period: Period | None, ending: str) -> Response:
    return account_file(LONDON, period, ending)


@downloads.get(f"/<kind:kind>/<name:name>.<{ENDINGS}:ending>", defaults={"period": None})
@downloads.get(f"/<kind:kind>/<name:name>/<period:period>.<{ENDINGS}:ending>")
def place(kind: Kind, name: str, period: Period | None, ending: str) -> BaseResponse:
    found = named(kind, name)
    if name != found.slug:
        return redirect(url_for(".place", kind=kind, name=found.slug, period=period, ending=ending), 301)
    return account_file(found, period, ending)


def account_file(place: Place, period: Period | None, ending: str) -> Response:
    """The JSON has its edition joined; the CSV was written when the edition was."""
    edition = chosen(place, period)
    if ending == "json":
        raw = canonical.as_bytes(edition.account(place).as_json())
        return Response(raw, mimetype="application/json")
    name = f"{place.slug}-{edition.manifest.period}-edition-{edition.manifest.number}.csv"
    return send_file(edition.file(place, "csv"), mimetype="text/csv", download_name=name, as_attachment=True)
