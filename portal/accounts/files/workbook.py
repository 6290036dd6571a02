"""A table as an Excel workbook: the figures, and a sheet of notes. The same rows give the same bytes."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.accounts.files.columns import Column, Row, Sheet
from portal.accounts.files.notes import notes

MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
WIDEST = 40


def as_xlsx(sheet: Sheet) -> bytes:
    """What is the same on every row stands once, among the notes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": sheet.title, "created": MADE})
        bold = book.add_format({"bold": True})
        kept = [place for place, column in enumerate(sheet.table.columns) if not is_same(sheet, place)]
        figures = book.add_worksheet(sheet.table.title[:31])
        filled(figures, sheet, kept, bold)
        noted(book.add_worksheet("Notes"), sheet, kept, bold)
    return file.getvalue()


def is_same(sheet: Sheet, place: int) -> bool:
    """Whether a column that may be of the whole file has one value on all rows."""
    if not sheet.table.columns[place].of_file or not sheet.rows:
        return False
    return all(row[place] == sheet.rows[0][place] for row in sheet.rows)


def filled(page: Worksheet, sheet: Sheet, kept: list[int], bold: Format) -> None:
    for across, place in enumerate(kept):
        column = sheet.table.columns[place]
        page.write_string(0, across, column.name, bold)
        page.set_column(across, across, width(column, place, sheet.rows))
    for down, row in enumerate(sheet.rows, start=1):
        for across, place in enumerate(kept):
            cell = row[place]
            if isinstance(cell, str):
                if cell:
                    page.write_string(down, across, cell)
            elif cell is not None:
                page.write_number(down, across, cell)
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(kept) - 1)


def width(column: Column, place: int, rows: Sequence[Row]) -> int:
    longest = max((len(str(row[place])) for row in rows[:200] if row[place] is not None), default=0)
    return min(max(longest, len(column.name)) + 3, WIDEST)


def noted(page: Worksheet, sheet: Sheet, kept: list[int], bold: Format) -> None:
    """What the table is, what holds for all its rows, and what each column and word means."""
    same = [place for place in range(len(sheet.table.columns)) if place not in kept]
    for down, (name, text) in enumerate(notes(sheet, same)):
        page.write_string(down, 0, name, bold)
        page.write_string(down, 1, text)
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 100)
