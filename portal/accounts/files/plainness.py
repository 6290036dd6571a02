"""The one place that makes texts of others plain: nothing that a spreadsheet would run, or take for a day."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from portal.accounts.files.columns import LABELS, Row, Table

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@")
MONTH = (
    r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|"
    r"dec(ember)?)"
)
DAY_LIKE = re.compile(
    r"\d{1,2}\s*[-/ ]\s*\d{1,4}(\s*[-/ ]\s*\d{1,4})?"  # 10-17, 1/2, 3-4-2019, 3/2019
    r"|\d{1,2}\.\d{1,2}\.\d{2,4}"  # 1.2.18
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?"  # 2018-04-01
    r"|\d{4}[-/](0?[1-9]|1[0-2])"  # 2018-04
    r"|\d{1,2}:\d{2}(:\d{2})?(\s*[ap]m)?"  # 10:30
    rf"|(\d{{1,4}}[-/. ]*)?{MONTH}([-/., ]*\d{{1,4}}){{0,2}}",  # Mar-24, 1 May 2018, May
    re.IGNORECASE,
)


class NotPlain(AssertionError):
    """A table would hold a cell that a spreadsheet changes: a defect of ours, never published."""


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A text of somebody else's: ASCII, one line, and where a spreadsheet would change it, between angle quotes."""
    told = CONTROL.sub(" ", text.encode("ascii", "backslashreplace").decode())
    return f"<{told}>" if is_changed(told) else told


@lru_cache(maxsize=65536)
def is_changed(text: str) -> bool:
    """Whether a spreadsheet would run it, or take it for a day or a time."""
    told = text.strip()
    return told.startswith(RUN_BY_SPREADSHEETS) or DAY_LIKE.fullmatch(told) is not None


def held_plain(table: Table, rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows. NotPlain for a text that a spreadsheet would change; days, months and labels are declared so."""
    texts = texts_of(table)
    for number, row in enumerate(rows, start=1):
        for place, name in texts:
            cell = row[place]
            if isinstance(cell, str) and is_changed(cell):
                raise NotPlain(told(table, name, f"row {number}", cell))
        yield row


def texts_of(table: Table) -> list[tuple[int, str]]:
    """Place and name of each column whose cells have to be plain."""
    columns = enumerate(table.columns)
    return [(place, each.name) for place, each in columns if each.type == "string" and each.name not in LABELS]


def told(table: Table, column: str, where: str, cell: str) -> str:
    return f"table {table.id}, column {column}, {where}: a spreadsheet would change {cell!r}"
