"""The list of supplies and a page for each, read from the newest edition of the list."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from portal import sources
from portal.documents.supplies import ListedSupply, SupplyDocument, SupplyList
from portal.editions.archive import SUPPLIES, Edition, NotPublished
from portal.tables.csv_format import CSV
from portal.tables.definitions import SUPPLIES as SUPPLY
from portal.tables.definitions import Sheet
from portal.tables.formats import FORMATS, formats_among
from portal.tables.sheets import listed_supply_rows
from portal.web.pages.accounts import shelf
from portal.web.responses import files
from portal.web.responses.files import ENDINGS, JSON, MADE_ENDINGS, METADATA, edition_metadata, form, prepared

supplies = Blueprint("supplies", __name__)
NO_SUPPLY = "There is no supply {}."
NO_REJECTED = "No rejected rows of {} are published."


@dataclass(frozen=True)
class Matrix:
    """Months (newest first) beside forces, each with every source it is sent through.

    A cell holds the supply that counts or waits, and whether it is missing where there is none.
    """

    columns: list[tuple[str, str]]
    rows: list[tuple[str, list[tuple[ListedSupply | None, bool]]]]


def supplies_edition() -> Edition:
    return shelf().newest(SUPPLIES)


def the_list() -> SupplyList:
    raw = supplies_edition().read("supplies.json", "No supply has been published.")
    return SupplyList.model_validate_json(raw)


def read_supply_document(supply: str) -> SupplyDocument:
    """NotPublished if there is no such supply, Withdrawn if its document was taken away."""
    raw = supplies_edition().read(file_of(supply), NO_SUPPLY.format(supply))
    return SupplyDocument.model_validate_json(raw)


def file_of(supply: str) -> str:
    """Its document; the list of all lies beside it and is no supply. NotPublished where that is meant."""
    if supply == SUPPLIES:
        raise NotPublished(NO_SUPPLY.format(supply))
    return f"{supply}.json"


SHOWN = ("current", "held", "refused")


def coverage_matrix(found: SupplyList) -> Matrix:
    """One table of all sources. Force and the source's title head each column."""
    known = list(sources.known_sources())
    shown = [supply for supply in found.supplies if supply.state in SHOWN]
    gaps = {(gap.force, gap.source, gap.month) for gap in found.missing if gap.source in {s.source for s in shown}}
    keys = {(s.force, s.source) for s in shown} | {(force, source) for force, source, _ in gaps}
    columns = sorted(keys, key=lambda key: (key[0], known.index(key[1])))
    ordered = sorted(shown, key=lambda supply: supply.state == "current")  # what counts hides what waits
    cells = {(s.force, s.source, s.month): s for s in ordered}
    months = sorted({s.month for s in shown} | {month for _, _, month in gaps}, reverse=True)
    rows = [(month, [(cells.get((*key, month)), (*key, month) in gaps) for key in columns]) for month in months]
    return Matrix([(force, sources.known_sources()[source].title) for force, source in columns], rows)


def wanting_attention(found: SupplyList) -> list[tuple[ListedSupply, str]]:
    """What waits, was refused, or has a serious problem and counts; newest first, each with why."""
    told = []
    for supply in found.supplies:
        serious = [finding.sentence for finding in supply.findings if finding.severity == "serious"]
        if supply.state in ("held", "refused") or (supply.state == "current" and serious):
            told.append((supply, (serious or [supply.note or ""])[0]))
    return sorted(told, key=lambda each: each[0].month, reverse=True)


@supplies.get("/supplies")
def supplies_index() -> str:
    """Every month of every force: what came, what is missing, and what is wrong with it."""
    found, edition = the_list(), supplies_edition()
    return render_template(
        "supplies.html",
        account=found,
        matrix=coverage_matrix(found),
        attention=wanting_attention(found),
        arrived=max(edition.manifest.arrived.values(), default=None),
        found=found,
        formats=formats_among(edition.manifest.files, SUPPLIES),
    )


@supplies.get("/supplies/all")
def every_supply() -> str:
    """Every file, also those that were replaced."""
    found, edition = the_list(), supplies_edition()
    return render_template(
        "every_supply.html", account=found, found=found, formats=formats_among(edition.manifest.files, SUPPLIES)
    )


@supplies.get("/supplies/<name:supply>")
def supply_page(supply: str) -> str:
    found, edition = read_supply_document(supply), supplies_edition()
    source = sources.known_sources()[found.source]
    arrived = edition.manifest.arrived.get(supply)
    return render_template(
        "supply.html", account=found, supply=found, source=source, arrived=arrived, formats=FORMATS.values()
    )


@supplies.get(f"/supplies.<{ENDINGS}:ending>")
def index_file(ending: str) -> Response:
    return form(supplies_edition(), "supplies", ending, "No supply has been published.")


@supplies.get(f"/supplies.{METADATA}")
def index_described() -> Response:
    return form(supplies_edition(), "supplies", METADATA, "No supply has been published.")


@supplies.get("/supplies/<name:supply>.json")
def one_json(supply: str) -> Response:
    return prepared(supplies_edition(), file_of(supply), NO_SUPPLY.format(supply), JSON)


@supplies.get(f"/supplies/<name:supply>.<{MADE_ENDINGS}:ending>")
def supply_file(supply: str, ending: str) -> Response:
    """Its row of the table of all supplies."""
    return files.sheet_response(one_supply_sheet(read_supply_document(supply)), ending, supply)


@supplies.get(f"/supplies/<name:supply>.{METADATA}")
def supply_metadata(supply: str) -> Response:
    return files.sheet_metadata(one_supply_sheet(read_supply_document(supply)), supply)


def one_supply_sheet(found: SupplyDocument) -> Sheet:
    return Sheet(SUPPLY, f"Supply {found.id}", listed_supply_rows([found]), found.invented)


@supplies.get("/supplies/<name:supply>/rejected.csv")
def rejected_rows_file(supply: str) -> Response:
    """Rejected rows, of public sources only."""
    name = f"{supply}-rejected.csv"
    return prepared(supplies_edition(), name, NO_REJECTED.format(supply), CSV.media, save_as=name)


@supplies.get(f"/supplies/<name:supply>/rejected.{METADATA}")
def rejected_described(supply: str) -> Response:
    return edition_metadata(supplies_edition(), f"{supply}-rejected", "rejected", NO_REJECTED.format(supply))
