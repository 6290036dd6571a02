"""A table as CSV: RFC 4180, ASCII, a header row and nothing but the table."""

import csv
import io
import re
from collections.abc import Iterable

from portal.accounts.files.columns import Row, Table

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
RUN_BY_SPREADSHEETS = "=+-@"


def head(table: Table) -> bytes:
    return body([table.header])


def body(rows: Iterable[Row]) -> bytes:
    """Rows without a header. UnicodeEncodeError for a text that is not ASCII: texts of others go through `plain`."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("ascii")


def plain(text: str) -> str:
    """A text of somebody else's: ASCII, one line, and where a spreadsheet would run it, between angle quotes."""
    told = CONTROL.sub(" ", text.encode("ascii", "backslashreplace").decode())
    return f"<{told}>" if told.strip()[:1] in RUN_BY_SPREADSHEETS and told.strip() else told
