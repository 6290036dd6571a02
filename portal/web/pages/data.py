"""The tables: what there is to download, each file of it, and the dictionary of their columns."""

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.documents import canonical
from portal.editions.archive import BULKY, CATALOGUE, DRAWS_LINE, SERIES, SUPPLIES, Edition, stem
from portal.periods import Period
from portal.places import LONDON, Kind, Place, all_of, find_place
from portal.tables import dictionary
from portal.tables.definitions import PACKAGE, TABLES
from portal.tables.dictionary import ATTRIBUTION
from portal.tables.selections import Selection
from portal.web.pages.accounts import choose_edition, listing_edition, shelf
from portal.web.responses.files import ENDINGS, JSON, METADATA, edition_metadata, form, json_response, prepared
from portal.web.responses.permanent import frozen_address
from portal.web.responses.structured_data import site_dataset
from portal.web.tables import ASSEMBLED

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
    names = {place.slug: place.name for place in all_of(Kind.BOROUGH)} | NOWHERE
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
    "accounts": "All figures of all places",
    "rates": "All rates and ratios",
    "compliance": "All checks, all places",
    "supplies": "The files used",
    "findings": "Problems with the files",
    "differences": "What changed since the last edition, and why",
    "review": "What independent reviewers saw on video",
}


@data.get("/data")
def data_index() -> str:
    """All there is to download."""
    account = shelf().newest(shelf().best_period(LONDON)).account(LONDON)
    boroughs = [place for place in all_of(Kind.BOROUGH) if place_size(place) is not None]
    return render_template(
        "data.html",
        account=account,
        years=[year_of_tables(period) for period in shelf().periods()],
        boroughs=boroughs,
        lines=[
            (line, numbers[-1])
            for line in (SERIES, SUPPLIES, DRAWS_LINE, CATALOGUE)
            if (numbers := shelf().numbers(line))
        ],
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


# A page's figures in other forms, at the page's address with an ending.

downloads = Blueprint("downloads", __name__)
NO_ACCOUNT_TABLE = "This edition has no such table."


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
    return edition_metadata(
        choose_edition(place, period), stem(place), period.id if period else place.slug, NO_ACCOUNT_TABLE
    )


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
        found = Selection.model_validate_json(edition.read(f"{name}.json", NO_ACCOUNT_TABLE))
        whole = found.model_copy(update={"edition": edition.part})
        return json_response(edition, canonical.as_bytes(whole.model_dump(mode="json", by_alias=True)))
    return form(
        edition, name, ending, NO_ACCOUNT_TABLE, f"{name}-{edition.manifest.period}-edition-{edition.manifest.number}"
    )
