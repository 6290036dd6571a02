"""Workbooks: the same figures as the CSV, as numbers; nothing runs; the same rows give the same bytes."""

import io

import openpyxl
import pytest

from portal.tables.definitions import CHECKED, Cells, Column, Sheet, Table, Value
from portal.tables.xlsx_format import as_xlsx

TABLE = Table(
    "small",
    "Small",
    "One thing",
    (
        Column("place_code", "Where", of_file=True),
        Column("key", "What"),
        Column("searches", "How many", "integer"),
        Column("value", "A share", "number"),
    ),
)
ROWS: list[Cells] = [["E09000012", "a", 3, None], ["E09000012", "=1+1", None, 0.25], ["E09000012", "2018-19", 0, 1.0]]


@pytest.fixture
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(Sheet(TABLE, "A title", ROWS, invented=True))))


def test_the_figures_are_numbers_and_blanks_are_blank(book: openpyxl.Workbook) -> None:
    found = [[cell.value for cell in row] for row in book["Small"].iter_rows()]
    assert found == [["key", "searches", "value"], ["a", 3, None], ["=1+1", None, 0.25], ["2018-19", 0, 1]]


def test_a_text_is_never_a_formula(book: openpyxl.Workbook) -> None:
    assert book["Small"]["A3"].data_type == "s"


def test_what_all_rows_share_stands_among_the_notes(book: openpyxl.Workbook) -> None:
    notes = {row[0].value: row[1].value for row in book["Notes"].iter_rows()}
    assert notes["place_code"] == "E09000012"
    assert "not police data" in notes["Invented"]
    assert "Licence" not in notes
    assert notes["Column searches"] == "How many"


def noted(table: Table, rows: list[Cells]) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(Sheet(table, "A title", rows))))
    return {row[0].value: row[1].value for row in book["Notes"].iter_rows()}


def test_every_measure_unit_and_state_of_the_table_is_explained_and_no_other() -> None:
    names = ("measure", "searches", "unit", "status_before", "status_now")
    table = Table("words", "Words", "One", tuple(Column(name, "") for name in names))
    told = noted(table, [["rate", 3, "share", "value", "too_few"], ["acted", 3, "share", "value", "value"]])
    kinds = {name for name in told if name.split(" ")[0] in ("Measure", "Unit", "Status")}
    assert kinds == {"Measure rate", "Measure acted", "Unit share", "Status value", "Status too_few"}
    assert told["Measure rate"].endswith("x 1000.")


def test_a_workbook_of_another_shape_than_its_csv_says_so_and_marks_what_is_not_complete() -> None:
    blank: dict[str, Value] = dict.fromkeys(CHECKED.header)
    own: dict[str, Value] = {"period": "2018-19", "edition": "1.0", "months_supplied": 3, "months_expected": 12}
    row = [*(blank | own | {"complete": "false"}).values()]
    told = noted(CHECKED, [row])
    assert "CSV of the same address" in told["Its shape"]
    assert (told["months_supplied"], told["months_expected"], told["edition"]) == ("3", "12", "1.0")
    assert "never set these beside" in told["Not complete"]
    assert "Not complete" not in noted(CHECKED, [[*(blank | own | {"complete": "true"}).values()]])


def test_the_same_rows_give_the_same_bytes() -> None:
    sheet = Sheet(TABLE, "A title", ROWS)
    assert as_xlsx(sheet) == as_xlsx(sheet)


def test_a_table_without_rows_is_a_workbook_too() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(Sheet(TABLE, "A title", []))))
    assert [cell.value for cell in book["Small"][1]] == ["place_code", "key", "searches", "value"]
