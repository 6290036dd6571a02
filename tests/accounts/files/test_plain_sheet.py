"""A plain sheet is the same bytes as the library's own, cell by cell."""

import io
from datetime import UTC, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from portal.accounts.files.columns import Value
from portal.accounts.files.plain_sheet import PlainSheet

HEADERS = ("place", "searches", "share")
MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)
CELLS = st.none() | TEXTS | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)


def book(rows: list[list[Value]], kind: type[Worksheet]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": False}) as made:
        made.set_properties({"created": MADE})
        page = made.add_worksheet("Figures", worksheet_class=kind)
        for across, name in enumerate(HEADERS):
            page.write_string(0, across, name, made.add_format({"bold": True}))
        if isinstance(page, PlainSheet):
            page.below(rows, range(len(HEADERS)))
        else:
            by_the_library(page, rows)
        made.add_worksheet("Notes").write_string(0, 0, "place")
    return file.getvalue()


def by_the_library(page: Worksheet, rows: list[list[Value]]) -> None:
    for down, row in enumerate(rows, start=1):
        for across, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                page.write_string(down, across, cell)
            elif not isinstance(cell, str) and cell is not None:
                page.write_number(down, across, cell)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=40))
def test_the_bytes_are_those_of_the_library(rows: list[list[Value]]) -> None:
    assert book(rows, PlainSheet) == book(rows, Worksheet)


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), "a" * 20_000])
def test_what_no_cell_can_hold_is_said(cell: Value) -> None:
    with pytest.raises(ValueError, match="cell B2"):
        book([["a", cell, 1]], PlainSheet)
