"""What a table must not hold: cells that a spreadsheet would run or take for a day."""

import re

from portal.tables.definitions import Column, Table

RUN = re.compile(r"^\s*[=+\-@\t\r]")
DAY_LIKE = re.compile(
    r"^\d{1,2}[-/ ]\d{1,2}([-/ ]\d{2,4})?$"  # 10-17, 1/2, 1-2-18
    r"|^\d{1,2}\.\d{1,2}\.\d{2,4}$"  # 1.2.18
    r"|^\d{4}[-/]\d{1,2}[-/]\d{1,2}$"  # 2018-04-01
    r"|^\d{4}[-/](0?[1-9]|1[0-2])$"  # 2018-04, and 2011-12
    r"|^(\d{1,2}[- ])?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*([- ]\d{1,4})?$",
    re.IGNORECASE,
)
NUMBER_LIKE = re.compile(r"^\d+(\.\d+)?(e\d+)?$", re.IGNORECASE)
LABELS = ("edition", "since", "series_edition")
"""Texts that look like numbers and are declared as texts: 1.0."""


def fault(table: Table, column: Column, cell: str) -> str | None:
    """What is wrong with a cell; None if nothing is."""
    if not cell:
        return f"{column.name} is blank" if column.required else None
    if not cell.isascii() or (RUN.match(cell) and column.type == "string"):
        return f"{column.name}: {cell!r} is not plain"
    if column.type == "string" and DAY_LIKE.match(cell):
        return f"{table.id}.{column.name}: a spreadsheet takes {cell!r} for a day"
    if column.type == "string" and column.name not in LABELS and NUMBER_LIKE.match(cell):
        return f"{table.id}.{column.name}: a spreadsheet takes {cell!r} for a number"
    return None if is_typed(column, cell) else f"{column.name}: {cell!r} is no {column.type}"


TYPED = {
    "string": re.compile(r".*", re.DOTALL),
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?(e-?\d+)?"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"),
    "month": re.compile(r"\d{4}-\d\d"),
}


def is_typed(column: Column, cell: str) -> bool:
    return TYPED[column.type].fullmatch(cell) is not None
