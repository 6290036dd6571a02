"""The catalogue of the tables below /data: a Data Package that names each CSV with its hash, size and schema.

Source: Data Package, version 2 (datapackage.org, 2024). It makes a line of editions of its own, drawn from the
newest edition of every other.
"""

from collections.abc import Iterator
from typing import Any

from portal.documents import canonical
from portal.editions.archive import BULKY, CATALOGUE, SERIES, Edition, Shelf
from portal.editions.freeze import Draft
from portal.editions.history import History
from portal.places import LONDON
from portal.tables.csv_format import CSV
from portal.tables.definitions import FIGURES, OF_YEAR, PACKAGE, SEARCHES, TABLES, Column, Table
from portal.tables.dictionary import ATTRIBUTION, INVENTED, LICENCE

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
