"""Workbooks: the rows they hold are the rows that the CSV holds, whatever Excel made of the cells."""

import contextlib
import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.reading import recognition, workbook
from ingest.reading.batch import Refused
from tests.conftest import Portal
from tests.ingest.reading.packed import Rows, book, of_lines, zipped
from tests.ingest.sources.rows_of_sources import RECORD, RECORDS
from tests.returns import NAMES, as_file, returned
from tests.samples import FIELDS, HEADER, month_file, police_uk, row

NAME = "2018-04-metropolitan-stop-and-search.xlsx"


def read(raw: bytes) -> list[list[str]]:
    found = recognition.in_workbook(raw)
    assert found is not None
    return list(csv.reader(io.StringIO(found[1].decode())))


def with_cell(column: str, cell: object) -> Rows:
    (cells,) = of_lines(row())
    cells[FIELDS.index(column)] = cell
    return [*of_lines(HEADER), cells]


@pytest.mark.parametrize(
    ("column", "cell", "text"),
    [
        ("Age range", datetime(2017, 10, 1), "Oct-17"),
        ("Age range", datetime(2026, 10, 17), "Oct-17"),
        ("Age range", "18-24", "18-24"),
        ("Date", datetime(2018, 4, 1, 8, 0), "2018-04-01T08:00:00+00:00"),
        ("Date", datetime(2018, 4, 1), "2018-04-01T00:00:00+00:00"),
        ("Date", "2018-04-01T08:00:00+01:00", "2018-04-01T08:00:00+01:00"),
        ("Latitude", 51.5471, "51.5471"),
        ("Longitude", 0, "0"),
        ("Part of a policing operation", False, "False"),
        ("Policing operation", 12.0, "12"),
        ("Policing operation", "007", "007"),
        ("Policing operation", "Operation\nNightjar", "Operation Nightjar"),
        ("Policing operation", None, ""),
    ],
)
def test_a_cell_becomes_the_text_that_the_csv_has(column: str, cell: object, text: str) -> None:
    assert read(book(with_cell(column, cell)))[1][FIELDS.index(column)] == text


def test_days_and_times_of_a_return() -> None:
    rows = of_lines(*as_file([returned()]).decode().splitlines())
    rows[1][NAMES.index("date")], rows[1][NAMES.index("time")] = date(2018, 4, 10), time(15, 30)
    rows[1][NAMES.index("minutes_to_record")] = 20
    found = dict(zip(*read(book(rows)), strict=True))
    assert (found["date"], found["time"], found["minutes_to_record"]) == ("2018-04-10", "15:30", "20")


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15) | st.booleans()
       | st.datetimes() | st.times() | st.timedeltas() | st.text())  # fmt: skip
def test_any_cell_becomes_a_text(cell: workbook.Cell) -> None:
    told = workbook.workbook_cell_text(cell)
    if isinstance(cell, float) and not cell.is_integer():
        assert float(told) == cell
    elif isinstance(cell, float | int) and not isinstance(cell, bool):
        assert int(told) == cell


def test_a_span_of_hours_is_a_time() -> None:
    assert workbook.workbook_cell_text(timedelta(hours=3)) == "03:00"


def test_the_first_sheet_that_a_source_knows_is_read_from_its_first_row(portal: Portal, tmp_path: Path) -> None:
    notes: Rows = [["About this file"], ["Sent in May"]]
    blank: Rows = [[None], *of_lines(HEADER, row()), [None], *of_lines(row(Latitude="abc")), [None, None]]
    (tmp_path / NAME).write_bytes(book(notes, blank))
    ran = portal("ingest", tmp_path / NAME)
    assert "1 of 2 rows kept, 1 rejected; the first: line 5, column Latitude" in ran.out + ran.err


def test_the_same_rows_as_csv_and_as_workbook_are_one_supply(portal: Portal, tmp_path: Path) -> None:
    rows = [row(), row(Age_range="10-17"), row(Policing_operation="007")]
    assert portal("ingest", month_file(tmp_path, rows)).code == 0
    (tmp_path / NAME).write_bytes(book(of_lines(HEADER, *rows)))
    ran = portal("ingest", tmp_path / NAME)
    assert (ran.code, ran.out) == (0, "nothing new (1 held already, 0 passed over)\n")
    (tmp_path / "books.zip").write_bytes(zipped({f"2018-04/Copy of {NAME}": book(of_lines(HEADER, *rows))}))
    assert portal("ingest", tmp_path / "books.zip").out == "nothing new (1 held already, 0 passed over)\n"


def test_an_extract_of_the_datastore_as_a_workbook(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "extract.xlsx").write_bytes(book(of_lines(RECORDS, RECORD)))
    assert "1 of 1 rows kept" in portal("ingest", tmp_path / "extract.xlsx").out


def test_a_force_can_check_a_return_as_a_workbook(portal: Portal, tmp_path: Path) -> None:
    rows = as_file([returned(), returned(gender="m")]).decode().splitlines()
    (tmp_path / "return.xlsx").write_bytes(book(of_lines(*rows)))
    ran = portal("return", "check", tmp_path / "return.xlsx")
    assert (ran.code, "line 3, column gender" in ran.err) == (3, True)


def test_a_column_for_personal_data_is_refused_in_a_workbook_too(portal: Portal, tmp_path: Path) -> None:
    raw = as_file([returned(officer_name="Zebedee")], [*NAMES, "officer_name"]).decode()
    (tmp_path / "return.xlsx").write_bytes(book(of_lines(*raw.splitlines())))
    ran = portal("ingest", tmp_path / "return.xlsx")
    assert (ran.code, "'officer_name' would hold" in ran.err, "Zebedee" in ran.err) == (3, True, False)


def test_a_workbook_of_something_else_is_refused_by_name(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(book([["Budget"], [12]]))
    (tmp_path / "budget.xlsx").write_bytes(book([["Budget"], [12]]))
    ran = portal("ingest", tmp_path / NAME)
    assert (ran.code, f"{NAME}: refused: no sheet of this workbook" in ran.err) == (3, True)
    assert portal("ingest", tmp_path / "budget.xlsx").code == 3
    (tmp_path / NAME).unlink()
    assert "passed over, a workbook without a sheet" in portal("ingest", tmp_path).out


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Office file"),
        (zipped({"mimetype": workbook.OPEN_DOCUMENT, "content.xml": b"<a/>"}), "an OpenDocument spreadsheet"),
        (zipped({"xl/workbook.bin": b"x"}), "of the kind .xlsb"),
        (zipped({"xl/workbook.xml": b"<broken"}), "cannot be read"),
        (zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"0" * 50_000_000}), "would unpack"),
        (zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b'<c r="A1"/><c r="XFD1048576"/>'}),
         "more than 20,000,000 cells"),
    ],
)  # fmt: skip
def test_a_workbook_that_cannot_be_read_is_refused_with_advice(
    portal: Portal, tmp_path: Path, raw: bytes, said: str
) -> None:
    (tmp_path / NAME).write_bytes(raw)
    ran = portal("ingest", tmp_path / NAME)
    assert (ran.code, said in ran.err, NAME in ran.err) == (3, True, True)


@given(st.binary(max_size=300), st.integers(0, 5000), st.binary(max_size=4))
def test_a_damaged_workbook_never_crashes(extra: bytes, at: int, with_: bytes) -> None:
    raw = GOOD[:at] + with_ + GOOD[at + len(with_) :] + extra
    if workbook.is_workbook(io.BytesIO(raw)):
        with contextlib.suppress(Refused):
            recognition.in_workbook(raw)


GOOD = book(of_lines(HEADER, row()))


def test_an_archive_is_no_workbook(tmp_path: Path) -> None:
    raw = zipped({"2018-04/2018-04-metropolitan-stop-and-search.csv": police_uk([row()])})
    assert not workbook.is_workbook(io.BytesIO(raw))
    with zipfile.ZipFile(io.BytesIO(GOOD)) as opened:
        assert "xl/workbook.xml" in opened.namelist()


def test_records_on_more_than_one_sheet_are_refused_by_name(portal: Portal, tmp_path: Path) -> None:
    """Only one could be read, and nobody would notice that the others were left out."""
    head, first, second = of_lines(HEADER), of_lines(row()), of_lines(row(Gender="Female"))
    notes: Rows = [["Made by", "us"], ["on", "Monday"], ["for", "you"]]
    for number, sheets in enumerate(([head + first, head + second], [head, head + first], [head + first, second * 3])):
        path = tmp_path / str(number) / NAME
        path.parent.mkdir()
        path.write_bytes(book(*sheets))
        ran = portal("ingest", path)
        assert ran.code == 3
        assert "more than one sheet" in ran.err
    (tmp_path / NAME).write_bytes(book(head + first, notes))
    assert portal("ingest", tmp_path / NAME).code == 0
