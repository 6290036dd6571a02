"""The list of supplies and a page for each, read from the newest edition of the list."""

from collections.abc import Iterator
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
class SourceCoverage:
    """One source's table: a row a month (newest first), a cell a force (None: nothing held).

    `expected`: the forces of which a month without a supply is missing.
    """

    title: str
    forces: list[str]
    expected: set[str]
    rows: list[tuple[str, list[tuple[str, ListedSupply | None]]]]


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


def source_coverages(found: SupplyList) -> Iterator[SourceCoverage]:
    """A table a source, of supplies that count or wait."""
    for source in sources.known_sources().values():
        shown = [s for s in found.supplies if s.source == source.id and s.state in ("current", "held", "refused")]
        gaps = [gap for gap in found.missing if gap.source == source.id]
        if not shown:
            continue
        forces = sorted({s.force for s in shown} | {gap.force for gap in gaps})
        cells = {(s.month, s.force): s for s in sorted(shown, key=lambda s: s.state == "current")}
        months = sorted({s.month for s in shown} | {gap.month for gap in gaps}, reverse=True)
        rows = [(month, [(force, cells.get((month, force))) for force in forces]) for month in months]
        yield SourceCoverage(source.title, forces, {gap.force for gap in gaps}, rows)


@supplies.get("/supplies")
def supplies_index() -> str:
    found, edition = the_list(), supplies_edition()
    arrived = max(edition.manifest.arrived.values(), default=None)
    return render_template(
        "supplies.html",
        account=found,
        tables=list(source_coverages(found)),
        arrived=arrived,
        found=found,
        formats=formats_among(edition.manifest.files, SUPPLIES),
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
