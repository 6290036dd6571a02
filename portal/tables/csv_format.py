"""A table as CSV (RFC 4180, ASCII, a header row and nothing but the table), and what stands beside it."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from portal.documents import canonical
from portal.tables.definitions import Cells, Column, Format, Sheet, Table
from portal.tables.dictionary import ATTRIBUTION, INVENTED, LICENCE
from portal.tables.plain_cells import held_plain


def csv_of_sheet(sheet: Sheet) -> bytes:
    return head(sheet.table) + body(sheet.table, sheet.rows)


def head(table: Table) -> bytes:
    return csv_bytes([table.header])


def body(table: Table, rows: Iterable[Cells]) -> bytes:
    """Rows without a header. NotPlain for a cell that a spreadsheet would change."""
    return csv_bytes(held_plain(table, rows))


def csv_bytes(rows: Iterable[Cells]) -> bytes:
    """UnicodeEncodeError for a text that is not ASCII: texts of others go through `plain`."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("ascii")


# What stands beside a CSV: its columns, types and licence as CSV on the Web tells them.
#
# Source: W3C, Metadata Vocabulary for Tabular Data (2015); `<file>-metadata.json` is where readers look first.

TYPES: dict[str, Any] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": {"base": "boolean", "format": "true|false"},
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "datetime": "dateTime",
    "month": {"base": "gYearMonth"},
}


def csvw(table: Table, title: str, name: str, *, invented: bool) -> bytes:
    """The metadata of the CSV called `name`, which stands in the same folder. Invented records are nobody's."""
    return canonical.as_bytes(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "url": name,
            "dc:title": title,
            "dc:description": f"{table.title}. One row: {table.row[:1].lower()}{table.row[1:]}.",
            **({"dc:rights": INVENTED} if invented else {"dc:license": LICENCE, "dc:rights": ATTRIBUTION}),
            "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True, "delimiter": ","},
            "tableSchema": {"columns": [column_of(column) for column in table.columns]},
        }
    )


def column_of(column: Column) -> dict[str, Any]:
    return {
        "name": name_of(column),
        "titles": column.name,
        "dc:description": column.means,
        "datatype": TYPES[column.type],
        "required": column.required,
    }


def name_of(column: Column) -> str:
    """A name that needs no quoting, also for the columns of others: `Age range` is `age_range`."""
    return "".join(letter if letter.isalnum() else "_" for letter in column.name.lower())


METADATA = ".csv-metadata.json"


def with_metadata(stem: str, table: Table, title: str, rows: bytes, *, invented: bool) -> dict[str, bytes]:
    """`rows`: the body as CSV."""
    path, metadata = metadata_of(stem, table, title, invented=invented)
    return {f"{stem}.csv": head(table) + rows, path: metadata}


def metadata_of(stem: str, table: Table, title: str, *, invented: bool) -> tuple[str, bytes]:
    """Path and bytes of what stands beside the CSV."""
    name = f"{stem.rsplit('/', maxsplit=1)[-1]}.csv"
    return f"{stem}{METADATA}", csvw(table, title, name, invented=invented)


CSV = Format(
    "csv",
    "text/csv",
    "CSV",
    csv_of_sheet,
    of_account="opens in Excel and LibreOffice, one row a figure",
)
