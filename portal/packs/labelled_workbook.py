"""An account as a workbook for people: a sheet a theme, words in place of codes, percentages, fit to be printed.

The account's own table (xlsx_format) has the same figures one a row, for programs. The same account, the same bytes.
"""

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from portal.packs.report_themes import Block, Cell, Number, Theme
from portal.tables.xlsx_format import MADE, OPTIONS, WIDEST

FORMATS_SHOWN = {"count": "#,##0", "share": "0.0%", "decimal": "#,##0.0"}
PAPER_A4 = 9


def labelled_workbook(title: str, told: Sequence[Theme]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": title, "created": MADE})
        bold, wrapped = (
            book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        shown = {kind: book.add_format({"num_format": form, "valign": "top"}) for kind, form in FORMATS_SHOWN.items()}
        for theme in told:
            page = book.add_worksheet(theme.title)
            page.set_paper(PAPER_A4)
            page.set_landscape()
            page.fit_to_pages(1, 0)
            page.set_footer(f"&L{title.replace('&', '&&')}&RPage &P of &N")
            write_theme(page, theme, bold, wrapped, shown)
    return file.getvalue()


def write_theme(
    page: Worksheet, theme: Theme, bold: CellFormat, wrapped: CellFormat, shown: dict[str, CellFormat]
) -> None:
    """One block below the other, an empty row between them."""
    down = 0
    for block in theme.blocks:
        page.write_string(down, 0, block.title, bold)
        for across, heading in enumerate(block.header):
            page.write_string(down + 1, across, heading, bold)
        for row in block.rows:
            for across, cell in enumerate(row):
                write_cell(page, (down + 2, across), cell, wrapped, shown)
            down += 1
        down += 3
        if block.note:
            page.write_string(down - 1, 0, block.note)
            down += 1
    for across, wide in enumerate(widths(theme.blocks)):
        page.set_column(across, across, wide)


def write_cell(
    page: Worksheet, at: tuple[int, int], cell: Cell, wrapped: CellFormat, shown: dict[str, CellFormat]
) -> None:
    if isinstance(cell, Number):
        page.write_number(*at, cell.value, shown[cell.kind])
    elif cell:
        page.write_string(*at, cell, wrapped)


def widths(blocks: Sequence[Block]) -> list[int]:
    """Of every column in letters: as wide as its longest word or number, the first as its longest text."""
    columns = max(len(block.header) for block in blocks)
    found = [12] * columns
    for block in blocks:
        for row in block.rows:
            for across, cell in enumerate(row):
                if isinstance(cell, str):
                    found[across] = max(found[across], min(len(cell) + 2, WIDEST if across == 0 else 24))
    return found
