"""A table as CSV: RFC 4180, ASCII, a header row and nothing but the table."""

import csv
import io
from collections.abc import Iterable

from portal.accounts.files.columns import Row, Table
from portal.accounts.files.plainness import held_plain


def head(table: Table) -> bytes:
    return lines([table.header])


def body(table: Table, rows: Iterable[Row]) -> bytes:
    """Rows without a header. NotPlain for a cell that a spreadsheet would change."""
    return lines(held_plain(table, rows))


def lines(rows: Iterable[Row]) -> bytes:
    """UnicodeEncodeError for a text that is not ASCII: texts of others go through `plain`."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("ascii")
