"""The pages: an address names a document, the template shows it. Each is drawn once an edition."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Blueprint, Response, current_app, g, render_template, request

from portal import places, residents, return_standard
from portal.charter.definitions import check_ids_in
from portal.documents.account import Account, Summary
from portal.documents.charter import CHARTER, CharterDocument
from portal.documents.differences import Differences
from portal.documents.figures import Headline
from portal.documents.map import Map
from portal.documents.series import Series
from portal.editions.archive import SERIES, Altered, Edition, NotPublished, Withdrawn, stem
from portal.periods import Period
from portal.places import LONDON, Kind, Place, all_of, bcus
from portal.tables.formats import formats_among
from portal.web import redirects
from portal.web.drawings.maps import asked_layer, can_be_drawn, not_offered
from portal.web.presentation.figures import is_untold
from portal.web.presentation.first_screen import boroughs_searched
from portal.web.presentation.formatting import NOT_KNOWN
from portal.web.presentation.sentences import headline_of
from portal.web.published import Shown, read_or_none

# Every place of one kind beside each other, with the figures a resident asks for first. No ranking: by name.

ALL_OF_LONDON = "Teams that work anywhere in London"


@dataclass(frozen=True)
class Listed:
    """`where`: the boroughs a team searched in, for people. `per_1000`: searches of a person for every 1,000 residents;
    None where nobody lives or no month is whole.

    `found`: searches that led to a formal action; None where the account does not tell: then `untold` says why.
    """

    place: Place
    account: Summary | Account
    where: str
    per_1000: float | None
    found: Headline | None
    untold: str
    is_unfair: bool


def place_listing(place: Place, account: Summary | Account, where: str = "") -> Listed:
    found = headline_of(account, "action_rate")
    rate = next((each for each in account.comparison.with_london if each.measure == "per_1000"), None)
    return Listed(
        place=place,
        account=account,
        where=where,
        per_1000=rate.now if rate else None,
        found=found if found and found.value is not None else None,
        untold=missing_rate_reason(account, found),
        is_unfair=place.code in residents.unfair(),
    )


def missing_rate_reason(account: Summary | Account, found: Headline | None) -> str:
    """Why there is no share of searches that led to something."""
    if found is not None and is_untold(found, found.value):
        return NOT_KNOWN
    return "no search" if account.totals.searches == 0 else "not published"


def group_places(kind: Kind, rows: Iterable[Listed]) -> list[tuple[str, list[Listed]]]:
    """Teams by the command they belong to, those of all London first; other places as one group without a title."""
    if kind is not Kind.TEAM:
        return [("", list(rows))]
    groups: dict[str, list[Listed]] = {ALL_OF_LONDON: []}
    for row in rows:
        bcu = places.listed_teams()[row.place.code].bcu
        groups.setdefault(bcus()[bcu].name if bcu else ALL_OF_LONDON, []).append(row)
    return [(title, own) for title, own in groups.items() if own]


MAPPED = {Kind.LONDON: "searches", Kind.BOROUGH: "per_1000", Kind.BCU: "per_1000"}
"""Kinds of place whose account has a map, and what colours it unless the reader asks for something else."""

pages = Blueprint("pages", __name__)


def shelf() -> Shown:
    found = current_app.extensions["shelf"]
    assert isinstance(found, Shown)
    return found


def report_left_out(wrong: Altered) -> None:
    """Part of a page is missing, as a file is not what was published: the page says so at its head."""
    log_unreadable(wrong)
    g.setdefault("left_out", []).append(str(wrong))


def log_unreadable(wrong: Exception) -> None:
    """For the operator: in the log, and counted by /metrics."""
    if str(wrong) not in altered_files():
        altered_files().add(str(wrong))
        current_app.logger.error("what is published cannot be read: %s", wrong)


def altered_files() -> set[str]:
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
    asked = {field.name: field for field in return_standard.return_fields()}
    series, titles = place_series(LONDON), charter_check_titles(edition)
    return render_template(
        "home.html",
        account=edition.account(LONDON),
        formats=formats_among(edition.manifest.files, Kind.BOROUGH.plural),
        map=drawn,
        layer=asked_layer(drawn, request.args.get("show", "")) if drawn else None,
        not_offered=not_offered(drawn, request.args.get("show")) if drawn else "",
        boroughs=places.boroughs(),
        histories=series.fields if series else [],
        senders=field_senders(series) if series else [],
        titles={name: field.title for name, field in asked.items()},
        serves={name: [one for one in check_ids_in(field.serves) if one in titles] for name, field in asked.items()},
    )


def changes_of(edition: Edition) -> Differences | None:
    """What changed since the edition before; None of a first one, and where nothing can be told of it."""
    try:
        return read_or_none(edition)
    except Altered as wrong:
        report_left_out(wrong)
        return None


def field_senders(series: Series) -> list[str]:
    """Forces of whose files the histories of fields tell: those with a row in the newest financial year."""
    years = [year.period for year in series.years if Period.named(year.period).is_financial]
    try:
        account = shelf().newest(Period.named(years[-1])).account(LONDON)
    except (IndexError, NotPublished, Withdrawn):
        return []
    except Altered as wrong:
        report_left_out(wrong)
        return []
    return list(dict.fromkeys(supply.force for supply in account.supplies if supply.rows))


@pages.get("/<kind:kind>")
def places_page(kind: Kind) -> str:
    """Every place of one kind in the newest period, as a table."""
    edition = listing_edition(kind)
    rows = [row for place in all_of(kind) if edition.has(place) for row in row_of(edition, place)]
    london = edition.account(LONDON)
    return render_template(
        "places.html",
        kind=kind,
        account=london,
        joined=small_team_groups(london) if kind is Kind.TEAM else {},
        groups=group_places(kind, rows),
        formats=formats_among(edition.manifest.files, kind.plural),
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


def small_team_groups(london: Account) -> dict[str, list[str]]:
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
            return [place_listing(place, account, boroughs_searched(account))]
        return [place_listing(place, edition.summary(place))]
    except Altered as wrong:
        report_left_out(wrong)
        return []


def held_as(edition: Edition, place: Place) -> Place:
    """The place under the name that the edition has it under: it may have been renamed since."""
    names = [place.address, *redirects.former(place.address, redirects.known_redirects())]
    places = [replace(place, slug=name.rsplit("/", maxsplit=1)[-1]) for name in names]
    return next((each for each in places if f"{stem(each)}.json" in edition.manifest.files), place)


def map_of(edition: Edition) -> Map | None:
    """None where the edition has none, it was withdrawn, or most boroughs have no figure: the page stands without."""
    try:
        found = edition.map()
    except (NotPublished, Withdrawn):
        return None
    except Altered as wrong:
        report_left_out(wrong)
        return None
    return found if can_be_drawn(found) else None


def charter_check_titles(edition: Edition) -> dict[str, str]:
    """Check -> its title, as the edition's charter has it."""
    charter = charter_beside(edition)
    return {check.id: check.title for check in charter.checks} if charter else {}


def charter_beside(edition: Edition) -> CharterDocument | None:
    """The charter that the edition was measured by; None where it was measured by none, or it cannot be read."""
    if CHARTER not in edition.manifest.files:
        return None
    try:
        return edition.charter()
    except Altered as wrong:
        report_left_out(wrong)
        return None


def place_series(place: Place) -> Series | None:
    """The place over all years; None before the first series is published, or while it is withdrawn."""
    try:
        raw = shelf().newest(SERIES).read(f"{stem(place)}.json", "There is no series of this place.")
    except (NotPublished, Withdrawn):
        return None
    except Altered as wrong:
        report_left_out(wrong)
        return None
    return Series.model_validate_json(raw)


def choose_edition(place: Place, period: Period | None) -> Edition:
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
