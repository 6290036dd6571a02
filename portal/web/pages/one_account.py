"""One place's account of a year: an overview, a page for each question, and the tables of each page.

A page is drawn from the account's document alone, and from what stands beside it in its edition. An edition that has
been replaced shows the same pages under its own address.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response as BaseResponse

from portal import places
from portal.documents import canonical
from portal.documents.account import Account
from portal.documents.manifest import YEAR_BEFORE
from portal.documents.map import Where, where_name
from portal.documents.references import EditionRef
from portal.editions.archive import Altered, Edition, NotPublished, Withdrawn
from portal.periods import Period
from portal.places import LONDON, Kind, Place, find_place
from portal.tables.definitions import FIGURES, Cells, Sheet
from portal.tables.definitions import WHERE as WHERE_CELLS
from portal.tables.formats import FORMATS
from portal.tables.plain_cells import safe_cell_text
from portal.tables.rows import account_rows
from portal.tables.sheets import figure_cells
from portal.web.drawings.charts import funnel_chart
from portal.web.drawings.heat_strip import heat_strip
from portal.web.drawings.maps import asked_layer, not_offered
from portal.web.drawings.month_columns import month_columns, years_of_months
from portal.web.drawings.where_map import WhereMap, where_map
from portal.web.measured import edition_links
from portal.web.pages.accounts import (
    MAPPED,
    charter_beside,
    choose_edition,
    held_as,
    map_of,
    place_series,
    report_left_out,
    shelf,
)
from portal.web.presentation.account_pages import (
    BY_ID,
    PAGES,
    WHERE,
    AccountPage,
    frames_of,
    heading,
    named_in,
    pages_of,
    pages_of_row,
)
from portal.web.presentation.formatting import year
from portal.web.presentation.questions import questions_to_ask
from portal.web.presentation.reviews import check_titles
from portal.web.responses import files
from portal.web.responses.files import JSON, METADATA
from portal.web.responses.permanent import account_files_address

one_account = Blueprint("one_account", __name__)
PAGE_NAMES = f"any({', '.join(page.id for page in PAGES)})"
"""In routes: the pages of an account that have tables of their own."""
PAGE_ENDINGS = f"any({', '.join([*FORMATS, 'json'])})"


@dataclass(frozen=True)
class Shown:
    """An account and where it is shown. `address`: of its overview, of this year and edition; pages hang on it.

    `newer`: the manifest of the edition that has replaced this one, None if none has.
    """

    place: Place
    edition: Edition
    account: Account
    address: str
    newer: Any

    @property
    def pages(self) -> list[AccountPage]:
        return pages_of(self.account)

    def where_documents(self) -> list[Where]:
        """Where in the boroughs that the place is made of searches were, as the edition has it."""
        names = [where_name(places.boroughs()[code].slug) for code in places.boroughs_within(self.place)]
        try:
            found = [self.edition.read(name, "") for name in names if self.edition.holds(name)]
        except Altered as wrong:
            report_left_out(wrong)
            return []
        return [Where.model_validate_json(raw) for raw in found]

    def where_drawn(self) -> WhereMap | None:
        drawn = where_map(self.where_documents(), self.account.totals.searches, named_in(self.account))
        if drawn is None or self.place.kind is not Kind.BOROUGH:
            return drawn
        line, number = self.edition.manifest.period, self.edition.manifest.number
        frozen = f"/editions/{line}/{number}/{where_name(self.place.slug)}".removesuffix(".json")
        return replace(drawn, files=((f"{frozen}.geojson", "Cells as GeoJSON"), (f"{frozen}.json", "Cells as JSON")))

    def context(self) -> dict[str, Any]:
        """What every page of an account is drawn with."""
        found = [other for other in shelf().periods() if shelf().newest(other).has(self.place)]
        return {
            "place": self.place,
            "name": self.account.only or self.place.name,
            "account": self.account,
            "address": self.address,
            "pages": self.pages,
            "years": found,
            "year_address": lambda period, page: year_address(self.place, period, page),
            "newer": self.newer,
            "crumbs": crumbs(self.place),
            "where": self.where_drawn(),
            "frozen": f"/editions/{self.account.period.id}/{self.edition.manifest.number}{self.place.address}",
        }


def year_address(place: Place, period: Period, page: str) -> str:
    """The same page of another year; its overview where the account of that year has no value for such a page."""
    address = f"{place.address}/{period.id}"
    if page not in BY_ID:  # every year has an overview, a report and changes
        return f"{address}/{page}".removesuffix("/")
    told = shelf().kept(("pages", period.id, place.address), lambda: told_in(place, period))
    return f"{address}/{page}" if page in told else address


def told_in(place: Place, period: Period) -> frozenset[str]:
    """None where the account cannot be read: its overview says why."""
    try:
        return frozenset(page.id for page in pages_of(shelf().newest(period).account(place)))
    except (Altered, ValidationError):
        return frozenset()


def crumbs(place: Place) -> list[tuple[str, str]]:
    """Address and words of what lies above the place: London, and the list of its kind."""
    if place.kind is Kind.LONDON:
        return []
    return [("/london", "London"), (f"/{place.kind.plural}", place.kind.heading)]


def account_shown(place: Place, edition: Edition) -> Shown:
    account = edition.account(held_as(edition, place))
    newest = shelf().newest(edition.manifest.period)
    newer = newest.manifest if newest.manifest.number != edition.manifest.number else None
    return Shown(place, edition, account, account_files_address(account, place.address), newer)


# The overview.


@one_account.get("/london", defaults={"period": None})
@one_account.get("/london/<period:period>")
def london_page(period: Period | None) -> str:
    return overview(LONDON, choose_edition(LONDON, period))


@one_account.get("/<kind:kind>/<name:name>", defaults={"period": None})
@one_account.get("/<kind:kind>/<name:name>/<period:period>")
def place_page(kind: Kind, name: str, period: Period | None) -> str | BaseResponse:
    found = find_place(kind, name)
    if name != found.slug:
        return redirect(url_for(".place_page", kind=kind, name=found.slug, period=period), 301)
    return overview(found, choose_edition(found, period))


def overview(place: Place, edition: Edition) -> str:
    """One screen or two of answers, each with the way to its page."""
    on = account_shown(place, edition)
    charter = charter_beside(edition)
    years = years_of_months(on.account, account_before(edition, place))
    drawn = map_of(edition) if place.kind in MAPPED else None
    return render_template(
        "account/overview.html",
        **on.context(),
        charter=charter,
        columns=month_columns(years),
        map=drawn,
        layer=asked_layer(drawn, request.args.get("show", MAPPED[place.kind])) if drawn else None,
        own=places.boroughs_within(place),
        best=shelf().best_period(place),
        reviews=edition_links(edition).reviews,
    )


def account_before(edition: Edition, place: Place) -> Account | None:
    """The place's account in the year before, of the edition that this one was compared with; None where it is gone."""
    line, _, number = EditionRef.parse(edition.manifest.beside.get(YEAR_BEFORE, "")).name.partition("/")
    return account_of_edition(line, number, place) if number else None


def account_of_edition(line: str, number: str, place: Place) -> Account | None:
    """None where the edition, or its account of the place, is gone or cannot be shown."""
    try:
        edition = shelf().edition(line, number)
        return edition.account(held_as(edition, place))
    except (NotPublished, Withdrawn):
        return None
    except Altered as wrong:
        report_left_out(wrong)
        return None


# A page for each question.


@one_account.get(f"/london/<{PAGE_NAMES}:page>", defaults={"period": None})
@one_account.get(f"/london/<period:period>/<{PAGE_NAMES}:page>")
def london_question(period: Period | None, page: str) -> str:
    return question_page(LONDON, choose_edition(LONDON, period), page)


@one_account.get(f"/<kind:kind>/<name:name>/<{PAGE_NAMES}:page>", defaults={"period": None})
@one_account.get(f"/<kind:kind>/<name:name>/<period:period>/<{PAGE_NAMES}:page>")
def place_question(kind: Kind, name: str, period: Period | None, page: str) -> str | BaseResponse:
    found = find_place(kind, name)
    if name != found.slug:
        return redirect(url_for(".place_question", kind=kind, name=found.slug, period=period, page=page), 301)
    return question_page(found, choose_edition(found, period), page)


def question_page(place: Place, edition: Edition, name: str) -> str:
    """NotPublished where the account has no value for that question: its other pages have no link to it either."""
    on = account_shown(place, edition)
    page = told_page(on, name)
    return render_template(
        f"account/{page.id}.html",
        **on.context(),
        page=page,
        heading=heading(page, on.account),
        frames=frames_of(page, on.account),
        **CONTEXTS[page.id](on),
    )


def told_page(on: Shown, name: str) -> AccountPage:
    page = BY_ID[name]
    if page not in on.pages:
        raise NotPublished(f"There are no figures on this for {on.place.name}, {year(on.account.period)}.")
    return page


def where_context(on: Shown) -> dict[str, Any]:
    drawn = map_of(on.edition) if on.place.kind in MAPPED else None
    asked = request.args.get("show")
    return {
        "map": drawn,
        "layer": asked_layer(drawn, asked or MAPPED[on.place.kind]) if drawn else None,
        "not_offered": not_offered(drawn, asked) if drawn else "",
        "own": places.boroughs_within(on.place),
    }


def results_context(on: Shown) -> dict[str, Any]:
    return {"funnels": [funnel_chart(funnel) for funnel in on.account.funnels]}


def teams_context(on: Shown) -> dict[str, Any]:
    return {"team_funnels": [funnel_chart(funnel) for funnel in on.account.team_funnels]}


def when_context(on: Shown) -> dict[str, Any]:
    years = years_of_months(on.account, account_before(on.edition, on.place))
    return {"columns": month_columns(years), "strip": heat_strip(on.account)}


def charter_context(on: Shown) -> dict[str, Any]:
    charter = charter_beside(on.edition)
    return {"titles": check_titles(charter), "reviews": edition_links(on.edition).reviews}


def fairness_context(on: Shown) -> dict[str, Any]:
    return {"series": place_series(on.place)}


def sources_context(on: Shown) -> dict[str, Any]:
    series = place_series(on.place)
    return {
        "held": {each.period: each for each in series.years} if series else {},
        "best": shelf().best_period(on.place),
    }


def no_context(_: Shown) -> dict[str, Any]:
    return {}


CONTEXTS: dict[str, Callable[[Shown], dict[str, Any]]] = {
    **{page.id: no_context for page in PAGES},
    WHERE.id: where_context,
    "results": results_context,
    "fairness": fairness_context,
    "teams": teams_context,
    "when": when_context,
    "charter": charter_context,
    "sources": sources_context,
}
"""Page -> what its template needs beside the account."""


# What a committee gets: the account on four pages of paper.


@one_account.get("/london/report", defaults={"period": None})
@one_account.get("/london/<period:period>/report")
def london_report(period: Period | None) -> str:
    return report_page(LONDON, choose_edition(LONDON, period))


@one_account.get("/<kind:kind>/<name:name>/report", defaults={"period": None})
@one_account.get("/<kind:kind>/<name:name>/<period:period>/report")
def place_report(kind: Kind, name: str, period: Period | None) -> str | BaseResponse:
    found = find_place(kind, name)
    if name != found.slug:
        return redirect(url_for(".place_report", kind=kind, name=found.slug, period=period), 301)
    return report_page(found, choose_edition(found, period))


def report_page(place: Place, edition: Edition) -> str:
    """What the other pages show, in the order that a meeting asks for it, with questions that go beyond chance."""
    on = account_shown(place, edition)
    charter = charter_beside(edition)
    london = london_beside(on)
    before = account_before(edition, place)
    return render_template(
        "account/report.html",
        **on.context(),
        charter=charter,
        london=london,
        columns=month_columns(years_of_months(on.account, before)),
        strip=heat_strip(on.account),
        asked=questions_to_ask(on.account, before, london, charter),
        base_url=current_app.config["BASE_URL"],
    )


def london_beside(on: Shown) -> Account | None:
    """London's account of the same edition; None of London itself, and where it cannot be shown."""
    if on.place.kind is Kind.LONDON or not on.edition.has(LONDON):
        return None
    try:
        return on.edition.account(LONDON)
    except Altered as wrong:
        report_left_out(wrong)
        return None


# The tables of a page: the rows of the account's own table that stand on it.


@one_account.get(f"/london/<{PAGE_NAMES}:page>.<{PAGE_ENDINGS}:ending>", defaults={"period": None})
@one_account.get(f"/london/<period:period>/<{PAGE_NAMES}:page>.<{PAGE_ENDINGS}:ending>")
@one_account.get(f"/london/<{PAGE_NAMES}:page>.{METADATA}", defaults={"period": None, "ending": METADATA})
@one_account.get(f"/london/<period:period>/<{PAGE_NAMES}:page>.{METADATA}", defaults={"ending": METADATA})
def london_tables(period: Period | None, page: str, ending: str) -> Response:
    return page_file(LONDON, choose_edition(LONDON, period), page, ending)


@one_account.get(f"/<kind:kind>/<name:name>/<{PAGE_NAMES}:page>.<{PAGE_ENDINGS}:ending>", defaults={"period": None})
@one_account.get(f"/<kind:kind>/<name:name>/<period:period>/<{PAGE_NAMES}:page>.<{PAGE_ENDINGS}:ending>")
@one_account.get(
    f"/<kind:kind>/<name:name>/<{PAGE_NAMES}:page>.{METADATA}", defaults={"period": None, "ending": METADATA}
)
@one_account.get(
    f"/<kind:kind>/<name:name>/<period:period>/<{PAGE_NAMES}:page>.{METADATA}", defaults={"ending": METADATA}
)
def place_tables(kind: Kind, name: str, period: Period | None, page: str, ending: str) -> BaseResponse:
    found = find_place(kind, name)
    if name != found.slug:
        return redirect(
            url_for(".place_tables", kind=kind, name=found.slug, period=period, page=page, ending=ending), 301
        )
    return page_file(found, choose_edition(found, period), page, ending)


def page_file(place: Place, edition: Edition, name: str, ending: str) -> Response:
    """The page's figures in any form; of the same edition always the same bytes."""
    on = account_shown(place, edition)
    sheet = page_sheet(on, told_page(on, name))
    save_as = f"{place.slug}-{name}-{edition.manifest.period}-edition-{edition.manifest.number}"
    if ending == METADATA:
        return files.sheet_metadata(sheet, request.path.rpartition("/")[2].removesuffix(f".{METADATA}"))
    if ending == "json":
        rows = [dict(zip(sheet.table.header, row, strict=True)) for row in sheet.rows]
        document = {"schema": "figures/1", "title": sheet.title, "invented": sheet.invented, "figures": rows}
        return Response(canonical.as_bytes(document), mimetype=JSON)
    return files.sheet_response(sheet, ending, save_as)


def page_sheet(on: Shown, page: AccountPage) -> Sheet:
    number = on.edition.manifest.number
    title = f"{heading(page, on.account)} {year(on.account.period)}, edition {number}"
    if page is WHERE and places.boroughs_within(on.place):
        return Sheet(WHERE_CELLS, title, list(cell_rows(on)), on.account.invented)
    rows = [(on.account, row) for row in account_rows(on.account) if page in pages_of_row(row)]
    return Sheet(FIGURES, title, figure_cells(rows, number), on.account.invented)


def cell_rows(on: Shown) -> Iterator[Cells]:
    """Every cell of the place's boroughs, also those without a search."""
    number, invented = on.edition.manifest.number, str(on.account.invented).lower()
    for document in on.where_documents():
        place = (document.place.kind.value, document.place.code, document.place.name, document.period, number)
        for cell in document.cells:
            street = safe_cell_text(document.streets.get(cell.id, ""))
            counts = (cell.searches, document.searches)
            yield [*place, cell.id, *counts, cell.latitude, cell.longitude, invented, street]
