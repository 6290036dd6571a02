"""The pages: an address names a document, the template shows it. Each is drawn once an edition."""

import json
import re
from dataclasses import replace

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import places, standard
from portal.accounts.difference_document import Differences, read_or_none
from portal.accounts.document import Account
from portal.accounts.map_document import Map
from portal.accounts.series_document import Series
from portal.accounts.shelf import SERIES, Altered, Edition, NotPublished, Withdrawn, stem
from portal.periods import Period
from portal.places import LONDON, Kind, Place, all_of, named
from portal.web import redirects
from portal.web.answers import boroughs_searched
from portal.web.charts import funnel_chart, month_chart
from portal.web.listing import Listed, grouped, listed
from portal.web.mapping import asked_layer, can_be_drawn, not_offered
from portal.web.shown import Shown

CHECK = re.compile(r"[CRVSP]\d\d")
MAPPED = {Kind.LONDON: "searches", Kind.BOROUGH: "per_1000", Kind.BCU: "per_1000"}
"""Kinds of place whose account has a map, and what colours it unless the reader asks for something else."""

pages = Blueprint("pages", __name__)


def shelf() -> Shown:
    found = current_app.extensions["shelf"]
    assert isinstance(found, Shown)
    return found


def left_out(wrong: Altered) -> None:
    """Part of a page is missing, as a file is not what was published: the page says so at its head."""
    noted(wrong)
    g.setdefault("left_out", []).append(str(wrong))


def noted(wrong: Exception) -> None:
    """For the operator: in the log, and counted by /metrics."""
    if str(wrong) not in altered():
        altered().add(str(wrong))
        current_app.logger.error("what is published cannot be read: %s", wrong)


def altered() -> set[str]:
    """What this worker met so far that is not what was published."""
    found: set[str] = current_app.extensions.setdefault("altered", set())
    return found


@pages.get("/")
def home() -> str:
    """London's newest figures: the map, every borough, and where to go on."""
    try:
        edition = shelf().newest(shelf().best_period(LONDON))
    except NotPublished:
        return render_template("nothing_yet.html")
    drawn = map_of(edition)
    asked = {field.name: field for field in standard.fields()}
    series, titles = series_of(LONDON), titles_of(edition)
    return render_template(
        "home.html",
        account=edition.account(LONDON),
        map=drawn,
        layer=asked_layer(drawn, request.args.get("show", "")) if drawn else None,
        not_offered=not_offered(drawn, request.args.get("show")) if drawn else "",
        boroughs=places.boroughs(),
        histories=series.fields if series else [],
        senders=senders(series) if series else [],
        titles={name: field.title for name, field in asked.items()},
        serves={name: [one for one in CHECK.findall(field.serves) if one in titles] for name, field in asked.items()},
    )


def changes_of(edition: Edition) -> Differences | None:
    """What changed since the edition before; None of a first one, and where nothing can be told of it."""
    try:
        return read_or_none(edition)
    except Altered as wrong:
        left_out(wrong)
        return None


def senders(series: Series) -> list[str]:
    """Forces of whose files the histories of fields tell: those with a row in the newest financial year."""
    years = [year.period for year in series.years if Period.named(year.period).is_financial]
    try:
        account = shelf().newest(Period.named(years[-1])).account(LONDON)
    except (IndexError, NotPublished, Withdrawn):
        return []
    except Altered as wrong:
        left_out(wrong)
        return []
    return list(dict.fromkeys(supply.force for supply in account.supplies if supply.rows))


@pages.get("/<kind:kind>")
def places_of(kind: Kind) -> str:
    """Every place of one kind in the newest period, as a table."""
    edition = listing_edition(kind)
    rows = [row for place in all_of(kind) if edition.has(place) for row in row_of(edition, place)]
    london = edition.account(LONDON)
    return render_template(
        "places.html",
        kind=kind,
        account=london,
        joined=together(london) if kind is Kind.TEAM else {},
        groups=grouped(kind, rows),
        years=[period for period in shelf().periods() if shelf().newest(period).has(LONDON)],
    )


def listing_edition(kind: Kind) -> Edition:
    """Of the newest period: of teams, of the newest that tells of any, as a return is told of whole financial years."""
    if kind is Kind.TEAM:
        return shelf().kept(("newest with teams",), newest_with_teams)
    return shelf().newest(shelf().best_period(LONDON))


def newest_with_teams() -> Edition:
    every = (shelf().newest(period) for period in shelf().periods())
    found = (edition for edition in every if any(edition.has(team) for team in all_of(Kind.TEAM)))
    return next(found, None) or shelf().newest(shelf().best_period(LONDON))


def together(london: Account) -> dict[str, list[str]]:
    """Group of small teams -> the teams that are counted in it, by name."""
    found: dict[str, list[str]] = {}
    for each in london.joined:
        if each.by == Kind.TEAM:
            found.setdefault(each.group_name, []).append(each.name)
    return found


def row_of(edition: Edition, place: Place) -> list[Listed]:
    """Its row; none where its account is not what was published."""
    try:
        if place.kind is Kind.TEAM:
            account = edition.account(place)
            return [listed(place, account, boroughs_searched(account))]
        return [listed(place, edition.summary(place))]
    except Altered as wrong:
        left_out(wrong)
        return []


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
    return account_of(place, chosen(place, period))


def account_of(place: Place, edition: Edition) -> str:
    account = edition.account(held_as(edition, place))
    newest = shelf().newest(edition.manifest.period)
    series = series_of(place)
    held = {year.period: year for year in series.years} if series else {}
    years = [other for other in shelf().periods() if shelf().newest(other).has(place)]
    drawn = map_of(edition) if place.kind in MAPPED else None
    return render_template(
        "account.html",
        account=account,
        place=place,
        chart=month_chart(account.monthly),
        funnels=[funnel_chart(funnel) for funnel in account.funnels],
        team_funnels=[funnel_chart(funnel) for funnel in account.team_funnels],
        map=drawn,
        layer=asked_layer(drawn, request.args.get("show", MAPPED[place.kind])) if drawn else None,
        not_offered=not_offered(drawn, request.args.get("show")) if drawn else "",
        own=places.within(place),
        years=years,
        held=held,
        best=next((year for year in years if year.id in held and held[year.id].complete), years[0] if years else None),
        series=series,
        titles=titles_of(edition),
        newer=newest.manifest if newest.manifest.number != edition.manifest.number else None,
    )


def held_as(edition: Edition, place: Place) -> Place:
    """The place under the name that the edition has it under: it may have been renamed since."""
    names = [place.address, *redirects.former(place.address, redirects.known())]
    places = [replace(place, slug=name.rsplit("/", maxsplit=1)[-1]) for name in names]
    return next((each for each in places if f"{stem(each)}.json" in edition.manifest.files), place)


def map_of(edition: Edition) -> Map | None:
    """None where the edition has none, it was withdrawn, or most boroughs have no figure: the page stands without."""
    try:
        found = edition.map()
    except (NotPublished, Withdrawn):
        return None
    except Altered as wrong:
        left_out(wrong)
        return None
    return found if can_be_drawn(found) else None


def titles_of(edition: Edition) -> dict[str, str]:
    """Check -> its title, as the edition's charter has it."""
    if "charter.json" not in edition.manifest.files:
        return {}
    try:
        charter = json.loads(edition.read("charter.json", ""))
    except Altered as wrong:
        left_out(wrong)
        return {}
    return {check["id"]: check["title"] for check in charter["checks"]}


def series_of(place: Place) -> Series | None:
    """The place over all years; None before the first series is published, or while it is withdrawn."""
    try:
        raw = shelf().newest(SERIES).read(f"{stem(place)}.json", "There is no series of this place.")
    except (NotPublished, Withdrawn):
        return None
    except Altered as wrong:
        left_out(wrong)
        return None
    return Series.model_validate_json(raw)


def chosen(place: Place, period: Period | None) -> Edition:
    return shelf().newest(period or shelf().best_period(place))


@pages.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@pages.get("/readyz")
def readyz() -> Response:
    """There is something to show; below it stands what keeps newer figures from being shown."""
    try:
        shelf().newest(shelf().best_period(LONDON)).summary(LONDON)
        said, status = "ready", 200
    except NotPublished:
        said, status = "nothing published", 503
    except Altered:
        said, status = "not ready", 503
    told = "".join(f"{line}\n" for line in (said, *shelf().faults()))
    return Response(told, status, mimetype="text/plain")
