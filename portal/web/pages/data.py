"""The tables: what there is to download, each file of it, and the dictionary of their columns."""

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import places
from portal.editions.archive import BULKY, CATALOGUE, SERIES, SUPPLIES, Edition, stem
from portal.periods import Period
from portal.places import LONDON, Kind, Place, find_place
from portal.tables import dictionary
from portal.tables.definitions import PACKAGE, TABLES
from portal.tables.dictionary import ATTRIBUTION
from portal.web.pages.accounts import shelf
from portal.web.pages.tables import ASSEMBLED
from portal.web.responses.files import JSON, METADATA, form, prepared
from portal.web.responses.permanent import frozen_address
from portal.web.responses.structured_data import site_dataset

data = Blueprint("data", __name__)
NO_TABLE = "There is no such table. The data page lists all there are."
NO_SEARCHES = (
    "The searches themselves are published only where their source is public; of this place and period there are none."
)
NOWHERE = {"no-point": "Searches without a point", "outside-london": "Searches outside London"}


@dataclass(frozen=True)
class Listed:
    """One file to download: its address below `/data`, the one that never changes, what it is, its size in bytes."""

    path: str
    frozen: str
    title: str
    size: int


@dataclass(frozen=True)
class YearOfTables:
    period: Period
    number: str
    tables: list[Listed]
    searches: list[Listed]


def size(edition: Edition, name: str) -> int | None:
    """Bytes; None where the edition has no such file, or it was withdrawn."""
    return (edition.directory / name).stat().st_size if edition.holds(name) else None


def year_of_tables(period: Period) -> YearOfTables:
    edition = shelf().newest(period)
    names = {place.slug: place.name for place in places.all_of(Kind.BOROUGH)} | NOWHERE
    found = [
        Listed(
            f"{period.id}/{name}.csv", frozen_address(period.id, edition.manifest.number, f"{name}.csv"), titles, held
        )
        for name, titles in {**TITLES, **{f"{BULKY}{slug}": title for slug, title in names.items()}}.items()
        if (held := size(edition, f"{name}.csv")) is not None
    ]
    searches = [each for each in found if BULKY in each.path]
    tables = [each for each in found if BULKY not in each.path]
    return YearOfTables(period, edition.manifest.number, tables, searches)


TITLES = {
    "accounts": "Every figure of every account",
    "rates": "Every rate and ratio of every account",
    "compliance": "What every check found in every place",
    "supplies": "The files that the year is drawn from",
    "findings": "What is odd about them",
    "differences": "What this edition changed in the one before, and why",
}


@data.get("/data")
def data_index() -> str:
    """All there is to download."""
    account = shelf().newest(shelf().best_period(LONDON)).account(LONDON)
    boroughs = [place for place in places.all_of(Kind.BOROUGH) if place_size(place) is not None]
    return render_template(
        "data.html",
        account=account,
        years=[year_of_tables(period) for period in shelf().periods()],
        boroughs=boroughs,
        lines=[(line, numbers[-1]) for line in (SERIES, SUPPLIES, CATALOGUE) if (numbers := shelf().numbers(line))],
        london=place_size(LONDON) is not None,
        dataset=site_dataset(invented=account.invented),
        attribution=ATTRIBUTION,
    )


def place_size(place: Place) -> int | None:
    return size(shelf().newest(SERIES), f"data/{stem(place)}.csv") if shelf().numbers(SERIES) else None


@data.get("/data/dictionary")
def data_dictionary() -> str:
    """Every table, column, measure and status, as declared."""
    return render_template(
        "dictionary.html",
        tables=TABLES | ASSEMBLED,
        measures=dictionary.defined_measures(),
        units=dictionary.units(),
        statuses=dictionary.statuses(),
    )


@data.get(f"/data/{PACKAGE}")
def download_package() -> Response:
    return prepared(shelf().newest(CATALOGUE), PACKAGE, NO_TABLE, JSON)


@data.get("/data/schemas/<name:table>.json")
def download_schema(table: str) -> Response:
    return prepared(shelf().newest(CATALOGUE), f"schemas/{table}.json", NO_TABLE, JSON)


@data.get("/data/<period:period>/<table:table>.csv", defaults={"ending": "csv"})
@data.get(f"/data/<period:period>/<table:table>.{METADATA}", defaults={"ending": METADATA})
def download_table(period: Period, table: str, ending: str) -> Response:
    otherwise = NO_SEARCHES if table.startswith(BULKY) else NO_TABLE
    return form(shelf().newest(period), table, ending, otherwise, f"{table}-{period.id}")


@data.get("/data/london.csv", defaults={"kind": None, "name": "", "ending": "csv"})
@data.get(f"/data/london.{METADATA}", defaults={"kind": None, "name": "", "ending": METADATA})
@data.get("/data/<kind:kind>/<name:name>.csv", defaults={"ending": "csv"})
@data.get(f"/data/<kind:kind>/<name:name>.{METADATA}", defaults={"ending": METADATA})
def download_place(kind: Kind | None, name: str, ending: str) -> BaseResponse:
    """One place, every period."""
    place = find_place(kind, name) if kind else LONDON
    if kind and name != place.slug:
        return redirect(url_for(".download_place", kind=kind, name=place.slug, ending=ending), 301)
    otherwise = f"Nothing has been published for {place.name}."
    return form(shelf().newest(SERIES), f"data/{stem(place)}", ending, otherwise, f"{place.slug}-every-period")


@data.get("/data/boroughs/<name:name>.zip")
def download_pack(name: str) -> BaseResponse:
    """The councillor's pack: all that a committee needs of one borough."""
    place = find_place(Kind.BOROUGH, name)
    if name != place.slug:
        return redirect(url_for(".download_pack", name=place.slug), 301)
    edition = shelf().newest(SERIES)
    save_as = f"stop-and-search-{place.slug}.zip"
    otherwise = f"There is no pack of {place.name}."
    return prepared(edition, f"packs/{place.slug}.zip", otherwise, "application/zip", save_as)
