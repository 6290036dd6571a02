"""A table as an Excel workbook: the figures, and a sheet of notes. The same rows give the same bytes."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from portal.tables.definitions import Cells, Column, Format, Sheet
from portal.tables.dictionary import columns_apart, sheet_notes

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
        kept, same = columns_apart(sheet)
        figures = book.add_worksheet(sheet.table.title[:31])
        write_figures_page(figures, sheet, kept, bold)
        write_notes_page(book.add_worksheet("Notes"), sheet, same, bold)
    return file.getvalue()


def write_figures_page(page: Worksheet, sheet: Sheet, kept: list[int], bold: CellFormat) -> None:
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


def width(column: Column, place: int, rows: Sequence[Cells]) -> int:
    longest = max((len(str(row[place])) for row in rows[:200] if row[place] is not None), default=0)
    return min(max(longest, len(column.name)) + 3, WIDEST)


def write_notes_page(page: Worksheet, sheet: Sheet, same: list[int], bold: CellFormat) -> None:
    """What the table is, what holds for all its rows, and what each column and word means."""
    for down, (name, text) in enumerate(sheet_notes(sheet, same)):
        page.write_string(down, 0, name, bold)
        page.write_string(down, 1, text)
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 100)


XLSX = Format(
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "XLSX",
    as_xlsx,
    program="Excel",
    of_account="with a sheet of notes",
)
