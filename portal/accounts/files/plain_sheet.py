"""A worksheet of texts and numbers, written faster than xlsxwriter does it cell by cell, to the same bytes.

It stands in for two steps inside xlsxwriter; tests/accounts/files/test_plain_sheet.py sets it beside the library's own.
"""

from collections.abc import Sequence
from math import isfinite

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from portal.accounts.files.columns import Row

BLOCK = 16
"""Rows that tell together from which column to which they have cells."""


class PlainSheet(Worksheet):  # type: ignore[misc]
    """Headers are written as to any sheet, in row 0 and in every column; then `below` takes all other rows at once."""

    dim_rowmax: int | None

    def __init__(self) -> None:
        super().__init__()
        self.plain: list[list[tuple[int, str]]] = []

    def below(self, rows: Sequence[Row], kept: Sequence[int]) -> None:
        """Rows 1 and on; `kept`: the places of a row that have a column. ValueError for what no cell can hold."""
        names = [xl_col_to_name(across) for across in range(len(kept))]
        for down, row in enumerate(rows, start=2):
            cells = []
            for across, place in enumerate(kept):
                cell = row[place]
                if cell is not None and cell != "":
                    cells.append((across, self.cell_of(f"{names[across]}{down}", cell)))
            self.plain.append(cells)
            if cells:
                self._check_dimensions(down - 1, cells[-1][0])

    def cell_of(self, at: str, cell: str | float) -> str:
        if not isinstance(cell, str):
            if not isfinite(cell):
                raise ValueError(f"cell {at}: {cell} is no number that a workbook can hold")
            return f'<c r="{at}"><v>{cell:.16G}</v></c>'
        if len(cell) > self.xls_strmax // 2:
            raise ValueError(f"cell {at}: a text of {len(cell):,} letters is longer than a workbook can hold")
        return f'<c r="{at}" t="s"><v>{self.str_table._get_shared_string_index(cell)}</v></c>'

    def _write_rows(self) -> None:
        last, self.dim_rowmax = self.dim_rowmax, 0
        super()._write_rows()
        self.dim_rowmax = last
        headed: list[list[tuple[int, str]]] = [[(across, "") for across in (self.dim_colmin, self.dim_colmax)]]
        every = headed + self.plain
        for first in range(0, len(every), BLOCK):
            block = every[first : first + BLOCK]
            ends = [across for cells in block if cells for across in (cells[0][0], cells[-1][0])]
            for down, cells in enumerate(block, start=first + 1):
                if cells and down > 1:
                    told = "".join(cell for _, cell in cells)
                    self.fh.write(f'<row r="{down}" spans="{min(ends) + 1}:{max(ends) + 1}">{told}</row>')
