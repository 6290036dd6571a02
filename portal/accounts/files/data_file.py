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
    return whole_with_metadata(stem, table, title, head(table) + rows, invented=invented)


def whole_with_metadata(stem: str, table: Table, title: str, whole: bytes, *, invented: bool) -> dict[str, bytes]:
    """`whole`: the CSV with its header, which may be large: it is not copied."""
    name = f"{stem.rsplit('/', maxsplit=1)[-1]}.csv"
    return {f"{stem}.csv": whole, f"{stem}{METADATA}": csvw(table, title, name, invented=invented)}


def joined(parts: Iterable[Iterable[Row]]) -> list[Row]:
    return [row for part in parts for row in part]
