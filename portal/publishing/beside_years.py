"""Editions beside the years: the catalogue of all tables, the series of every place, and the list of supplies.

Each is a line of editions of its own, drawn from the newest edition of every year or from the supplies.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from portal import sources
from portal.accounts import supplies as supply_gate
from portal.accounts.checks.duties import duty_state_counts
from portal.accounts.checks.entries import exact
from portal.accounts.finishing.series import series
from portal.charter.definitions import RATIONALE, Charter
from portal.charter.duties import corrections_explained
from portal.documents import canonical
from portal.documents.account import Account, Compliance, account_place
from portal.documents.charter import CHARTER
from portal.documents.references import EditionRef
from portal.documents.supplies import ListedSupply, RejectionReason, SupplyDocument, SupplyList
from portal.editions.archive import BULKY, CATALOGUE, SERIES, Edition, Shelf, is_document, stem
from portal.editions.archive import SUPPLIES as SUPPLY_LINE
from portal.editions.freeze import Draft, FilesInTurn
from portal.editions.history import History
from portal.packs import pack
from portal.places import LONDON, Kind
from portal.records import Supply
from portal.return_names import NOT_RENAMED, Renamed
from portal.tables.csv_format import CSV
from portal.tables.definitions import (
    FIGURES,
    FINDINGS,
    OF_YEAR,
    PACKAGE,
    REJECTED,
    SEARCHES,
    SUPPLIES,
    TABLES,
    Column,
    Sheet,
    Table,
)
from portal.tables.dictionary import ATTRIBUTION, INVENTED, LICENCE
from portal.tables.formats import sheet_files
from portal.tables.selections import every_period_table, series_table
from portal.tables.sheets import cell, finding_rows, listed_supply_rows

# The catalogue: a Data Package that names each CSV below /data with its hash, size and schema.
#
# Source: Data Package, version 2 (datapackage.org, 2024).

HOLDS = (
    "The tables below /data: of every year all figures, rates, checks, supplies, findings, differences and public "
    "searches, and every place over all its years. CSVs beside pages have rows of these. Only the list of all supplies "
    "(/supplies.csv) and rejected rows (beside each supply) stand elsewhere."
)
TYPES = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "date",
         "datetime": "datetime", "month": "yearmonth"}  # fmt: skip


def draft_catalogue(history: History, code: str) -> Draft | None:
    """None where nothing is published."""
    shelf = history.shelf
    resources = list(of_years(shelf)) + list(of_places(shelf))
    if not resources:
        return None
    documents = {PACKAGE: canonical.as_bytes(data_package(resources, invented=is_invented(history)))}
    documents |= {f"schemas/{table.id}.json": canonical.as_bytes(table_schema(table)) for table in TABLES.values()}
    lines = [shelf.newest(line).manifest for line in shelf.lines() if line != CATALOGUE]
    beside = {manifest.period: f"{manifest.number} {manifest.sha256}" for manifest in lines}
    return Draft(CATALOGUE, documents, lambda number: (), (), code, beside=beside)


def is_invented(history: History) -> bool:
    """Whether any year on the shelf is of made-up records."""
    newest = [history.shelf.newest(period) for period in history.shelf.periods()]
    accounts = [history.account(edition, LONDON) for edition in newest if edition.has(LONDON)]
    return any(account.invented for account in accounts if account)


def data_package(resources: list[dict[str, Any]], *, invented: bool) -> dict[str, Any]:
    """Made-up records are nobody's: they have no licence and nobody to name."""
    licence = {"name": "OGL-UK-3.0", "path": LICENCE, "title": "Open Government Licence v3.0"}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "stop-and-search-london",
        "title": "Stop and search in London: annual accounts, checks and searches",
        "description": f"{HOLDS} {INVENTED if invented else ATTRIBUTION}",
        **({} if invented else {"licenses": [licence]}),
        "resources": resources,
    }


def of_years(shelf: Shelf) -> Iterator[dict[str, Any]]:
    for period in sorted(shelf.periods()):
        edition = shelf.newest(period)
        for name, table in OF_YEAR.items():
            yield from resource(edition, f"{name}.csv", f"{period.id}/{name}.csv", table)
        for name in sorted(edition.manifest.files):
            if name.startswith(BULKY) and name.endswith(".csv"):
                yield from resource(edition, name, f"{period.id}/{name}", SEARCHES)


def of_places(shelf: Shelf) -> Iterator[dict[str, Any]]:
    """One place, every period."""
    if not shelf.numbers(SERIES):
        return
    edition = shelf.newest(SERIES)
    for name in sorted(edition.manifest.files):
        if name.startswith("data/") and name.endswith(".csv"):
            yield from resource(edition, name, name.removeprefix("data/"), FIGURES)


def resource(edition: Edition, name: str, path: str, table: Table) -> Iterator[dict[str, Any]]:
    """One table; none where the edition has it not, or it was withdrawn. `path`: below `/data`."""
    file = edition.directory / name
    if not edition.holds(name):
        return
    yield {
        "name": path.removesuffix(".csv").replace("/", "-").lower(),
        "type": "table",
        "path": path,
        "title": f"{table.title}: {path.removesuffix('.csv')}",
        "format": CSV.ending,
        "mediatype": CSV.media,
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{edition.manifest.files[name]}",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": f"schemas/{table.id}.json",
    }


def table_schema(table: Table) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [field(column) for column in table.columns],
        "missingValues": [""],
    }


def field(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.name, "type": TYPES[column.type], "description": column.means}
    if column.type == "boolean":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.required:
        found["constraints"] = {"required": True}
    return found


# The series of every place, drawn from the newest edition of every year, as a draft of an edition.

FOLDERS = tuple(kind.plural for kind in Kind if kind is not Kind.LONDON)


def draft_series(history: History, charter: Charter, code: str) -> Draft | None:
    """None where nothing is published. What it is drawn from stands in `beside`: year -> edition."""
    shelf = history.shelf
    editions = [shelf.newest(period) for period in shelf.periods()]
    held = accounts_by_place(history, editions)
    if not held:
        return None
    rationale = {edition.manifest.period: check for edition in editions if (check := rationale_check(edition))}
    found = {name: series(own, rationale) for name, own in held.items()}
    if "london" in found:
        found["london"] = found["london"].model_copy(update={"duties": over_all_editions(shelf, charter)})
    documents = {f"{name}.json": canonical.as_bytes(each.as_json()) for name, each in found.items()}

    def tables(number: str) -> FilesInTurn:
        for name, each in found.items():
            every = every_period_table(name, held[name])
            yield from {**series_table(name, each, number), **every}.items()
            if each.place.kind is Kind.BOROUGH:
                yield f"packs/{each_slug(name)}.zip", pack.borough_pack(each, held[name], every)

    manifests = [edition.manifest for own in held.values() for edition, _ in own]
    beside = {manifest.period: str(EditionRef(manifest.number, manifest.sha256)) for manifest in manifests}
    return Draft(SERIES, documents, tables, (), code, beside=beside)


def rationale_check(edition: Edition) -> str:
    """The id of the check, in the edition's charter, of which searches are for what was agreed; empty without one."""
    if not edition.holds(CHARTER):
        return ""
    return next((check.id for check in edition.charter().with_role(RATIONALE)), "")


def each_slug(name: str) -> str:
    return name.rsplit("/", maxsplit=1)[-1]


def over_all_editions(shelf: Shelf, charter: Charter) -> list[Compliance]:
    """Check P05: every edition that followed another says why."""
    reasons = {
        f"{period.id}/{number}": Edition(shelf.root / period.id / number).manifest.reason
        for period in shelf.periods()
        for number in shelf.numbers(period)[1:]
    }
    finding = corrections_explained(reasons)
    return [
        exact(check, duty_state_counts([finding]))
        for check in charter.checks
        if check.function == "corrections_explained"
    ]


def accounts_by_place(history: History, editions: list[Edition]) -> dict[str, list[tuple[Edition, Account]]]:
    """A place's stem -> its accounts; a withdrawn one is not among them."""
    found: dict[str, list[tuple[Edition, Account]]] = {}
    for edition in editions:
        for name in edition.manifest.files:
            if is_document(name) and is_account(name) and edition.holds(name):
                account = history.frozen(edition, name)
                found.setdefault(stem(account_place(account)), []).append((edition, account))
    return dict(sorted(found.items()))


def is_account(name: str) -> bool:
    return name == "london.json" or name.split("/", maxsplit=1)[0] in FOLDERS


# Supplies as documents: the list, a document each, and as CSV the list and the rejected rows of public sources.

Files = dict[str, bytes]


def draft_supplies(
    supplies: Sequence[Supply], rejections: Mapping[str, pl.DataFrame], code: str, renamed: Renamed = NOT_RENAMED
) -> Draft:
    """The edition of the list; `rejections`: public id -> store.searches.rejections; `renamed`: as in Draft."""
    whole = SupplyList(
        supplies=[supply_gate.published_supply(supply) for supply in supplies],
        missing=supply_gate.missing_supplies(supplies),
    )
    documents = {"supplies.json": canonical.as_bytes(whole.model_dump(mode="json", by_alias=True))}
    for supply in supplies:
        document = supply_document(supply, rejections[supply.public_id])
        documents[f"{supply.public_id}.json"] = canonical.as_bytes(document.model_dump(mode="json", by_alias=True))

    def csvs(_: str) -> Iterable[tuple[str, bytes]]:
        return supply_tables(supplies, whole.supplies, rejections).items()

    return Draft(SUPPLY_LINE, documents, csvs, supplies, code, renamed=renamed)


def supply_document(supply: Supply, rejections: pl.DataFrame) -> SupplyDocument:
    source = sources.known_sources()[supply.source]
    present = columns_told(supply)
    known = set(supply.profile.get("columns", [])) | set(source.expected)
    return SupplyDocument(
        **supply_gate.published_supply(supply).model_dump(),
        filename=supply.filename,
        columns_published=sorted(present),
        columns_not_published=sorted(known - present) if supply.state in ("current", "superseded", "held") else [],
        rejections=by_reason(rejections, with_rows=source.public),
        rejected_rows_public=source.public and not rejections.is_empty(),
    )


def columns_told(supply: Supply) -> set[str]:
    """The fields that its rows say anything under; of a return those that its file has a column for.

    In a month of few searches a column that is blank throughout, or is not, tells of a search: of one, whether somebody
    had to authorise it.
    """
    return set(supply.columns_present if supply_gate.has_public_source(supply) else supply.profile.get("columns", ()))


def by_reason(rejections: pl.DataFrame, *, with_rows: bool) -> list[RejectionReason]:
    """Reasons with their cells left out: most rows first, or by name where how many they are is not published."""
    told = rejections.with_columns(pl.col("reason").str.replace(r'^".*"', "the cell"))
    counts = told.group_by("column", "reason").len().sort("len", "column", "reason", descending=[True, False, False])
    if not with_rows:
        counts = counts.sort("column", "reason")
    return [
        RejectionReason(column=column, reason=reason, rows=rows if with_rows else None)
        for column, reason, rows in counts.iter_rows()
    ]


def supply_tables(
    supplies: Sequence[Supply], listed: Sequence[ListedSupply], rejections: Mapping[str, pl.DataFrame]
) -> Files:
    """The list and all findings as CSV and workbook; the rejected rows of public sources as CSV."""
    invented = any(supply.invented for supply in listed)
    whole = Sheet(SUPPLIES, "Every supply", listed_supply_rows(listed), invented)
    odd = Sheet(FINDINGS, "Findings of every supply", finding_rows(listed), invented)
    files = sheet_files("supplies", whole, is_shown=True) | sheet_files("findings", odd, is_shown=True)
    for supply in supplies:
        rows = rejections[supply.public_id]
        if sources.known_sources()[supply.source].public and not rows.is_empty():
            told = [[cell(each) for each in row] for row in rows.select(REJECTED.header).iter_rows()]
            sheet = Sheet(REJECTED, f"Rejected rows of {supply.public_id}", told, supply.invented)
            files |= sheet_files(f"{supply.public_id}-rejected", sheet)
    return files
