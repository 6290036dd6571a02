"""The pages: an address names a document, the template shows it. Each is drawn once an edition."""

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import places
from portal.accounts.shelf import Edition, NotPublished, Shelf
from portal.periods import Period
from portal.places import LONDON, Kind, Place, all_of, named
from portal.web.charts import month_chart

pages = Blueprint("pages", __name__)


def shelf() -> Shelf:
    found = current_app.extensions["shelf"]
    assert isinstance(found, Shelf)
    return found


@pages.get("/")
def home() -> str:
    """London's newest figures: the map, every borough, and where to go on."""
    try:
        edition = shelf().newest(shelf().best_period(LONDON))
    except NotPublished:
        return render_template("nothing_yet.html")
    return render_template("home.html", account=edition.account(LONDON), map=edition.map(), boroughs=places.boroughs())


@pages.get("/<kind:kind>")
def places_of(kind: Kind) -> str:
    """Every place of one kind in the newest period, as a table."""
    edition = shelf().newest(shelf().best_period(LONDON))
    accounts = [(place, edition.account(place)) for place in all_of(kind) if edition.has(place)]
    return render_template("places.html", kind=kind, account=edition.account(LONDON), accounts=accounts)


@pages.get("/london", defaults={"period": None})
@pages.get("/london/<period:period>")
def london(period: Period | None) -> str:
    return account_page(LONDON, period)


@pages.get("/<kind:kind>/<name:name>", defaults={"period": None})
@pages.get("/<kind:kind>/<name:name>/<period:period>")
def place(kind: Kind, name: str, period: Period | None) -> str | BaseResponse:
    found = named(kind, name)
    if name != found.slug:
        return redirect(url_for(".place", kind=kind, name=found.slug, period=period), 301)
    return account_page(found, period)


def account_page(place: Place, period: Period | None) -> str:
    """One place's account for one year; without a year the best there is, and always the list of all."""
    edition = chosen(place, period)
    account = edition.account(place)
    return render_template(
        "account.html",
        account=account,
        place=place,
        chart=month_chart(account.monthly),
        map=edition.map() if place.kind is Kind.LONDON else None,
        years=[other for other in shelf().periods() if shelf().newest(other).has(place)],
    )


def chosen(place: Place, period: Period | None) -> Edition:
    return shelf().newest(period or shelf().best_period(place))


@pages.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@pages.get("/readyz")
def readyz() -> Response:
    """There is something to show."""
    ready = bool(shelf().periods())
    return Response("ready\n" if ready else "nothing published\n", 200 if ready else 503, mimetype="text/plain")
