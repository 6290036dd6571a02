"""The files that one table becomes: CSV, its metadata, and where asked a workbook."""

from collections.abc import Iterable

from portal.accounts.files import workbook
from portal.accounts.files.columns import Row, Sheet, Table
from portal.accounts.files.delimited import body, head
from portal.accounts.files.metadata import csvw

METADATA = ".csv-metadata.json"


def files_of(stem: str, sheet: Sheet, *, with_workbook: bool = False) -> dict[str, bytes]:
    """`stem`: the path without its ending."""
    found = with_metadata(stem, sheet.table, sheet.title, body(sheet.table, sheet.rows), invented=sheet.invented)
    return {**found, f"{stem}.xlsx": workbook.as_xlsx(sheet)} if with_workbook else found


def with_metadata(stem: str, table: Table, title: str, rows: bytes, *, invented: bool) -> dict[str, bytes]:
    """`rows`: the body as CSV."""
    path, metadata = metadata_of(stem, table, title, invented=invented)
    return {f"{stem}.csv": head(table) + rows, path: metadata}


def metadata_of(stem: str, table: Table, title: str, *, invented: bool) -> tuple[str, bytes]:
    """Path and bytes of what stands beside the CSV."""
    name = f"{stem.rsplit('/', maxsplit=1)[-1]}.csv"
    return f"{stem}{METADATA}", csvw(table, title, name, invented=invented)


def joined(parts: Iterable[Iterable[Row]]) -> list[Row]:
    return [row for part in parts for row in part]
