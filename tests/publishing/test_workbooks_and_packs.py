"""Workbooks and packs of a published year: the same figures as its tables."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import openpyxl
import pytest
from PIL import Image

from portal.charter.validation import published_charter as charter
from portal.editions.archive import Shelf
from portal.tables.definitions import CHECKED, FIGURES
from tests.conftest import LivingIn
from tests.publishing.tabled_town import YEAR, published, table


@pytest.fixture(scope="module")
def whole_shelf(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Shelf]:
    yield from published(tmp_path_factory, living_in, whole=True)


@pytest.mark.full
def test_the_workbook_has_the_figures_of_the_csv(whole_shelf: Shelf) -> None:
    edition = whole_shelf.newest(YEAR)
    lines = table(edition, "boroughs/hackney.csv")
    book = openpyxl.load_workbook(edition.directory / "boroughs/hackney.xlsx", read_only=True)
    rows = list(book[FIGURES.title].iter_rows(values_only=True))
    names = [str(name) for name in rows[0]]
    assert names == [column.name for column in FIGURES.columns if not column.of_file]
    for line, cells in zip(lines, rows[1:], strict=True):
        for name, cell in zip(names, cells, strict=True):
            assert (float(line[name]) if isinstance(cell, (int, float)) else line[name]) == (
                "" if cell is None else cell
            )
    book.close()


@pytest.mark.full
@pytest.mark.parametrize("name", ["compliance.xlsx", "checks/R07.xlsx", "checks/P01.xlsx"])
def test_a_workbook_of_checks_is_as_declared_and_says_of_how_many_months_it_is(whole_shelf: Shelf, name: str) -> None:
    book = openpyxl.load_workbook(whole_shelf.newest(YEAR).directory / name)
    notes = {row[0].value: row[1].value for row in book["Notes"].iter_rows()}
    header = [cell.value for cell in book[CHECKED.title][1]]
    assert [*(each for each in CHECKED.header if each not in notes)] == header
    assert {"period", "edition", "complete", "invented"} <= notes.keys()
    assert {"months_supplied", "months_expected"} <= notes.keys() | set(header)
    assert "Not complete" in notes
    assert {f"Status {cell.value}" for cell in book[CHECKED.title][column(header, "status")][1:]} <= notes.keys()


def column(header: list[str], name: str) -> str:
    return str(openpyxl.utils.get_column_letter(header.index(name) + 1))


@pytest.mark.full
def test_every_workbook_opens_and_none_has_a_formula(whole_shelf: Shelf) -> None:
    edition = whole_shelf.newest(YEAR)
    names = [name for name in edition.manifest.files if name.endswith(".xlsx")]
    assert {"london.xlsx", "compliance.xlsx", "boroughs.xlsx", "checks/R07.xlsx", "section-60.xlsx"} <= set(names)
    for name in names:
        with zipfile.ZipFile(edition.directory / name) as whole:
            sheets = [whole.read(part) for part in whole.namelist() if part.startswith("xl/worksheets/")]
        assert not any(b"<f>" in sheet for sheet in sheets), name


@pytest.fixture(scope="module")
def pack(whole_shelf: Shelf) -> dict[str, bytes]:
    with zipfile.ZipFile(whole_shelf.newest("series").directory / "packs/hackney.zip") as held:
        return {name.removeprefix("stop-and-search-hackney/"): held.read(name) for name in held.namelist()}


@pytest.mark.full
def test_the_pack_of_a_borough_has_all_that_a_committee_needs(whole_shelf: Shelf, pack: dict[str, bytes]) -> None:
    path = whole_shelf.newest("series").directory / "packs/hackney.zip"
    with zipfile.ZipFile(path) as held:
        assert {entry.date_time for entry in held.infolist()} == {(2019, 3, 31, 0, 0, 0)}  # the end of the year told
    assert set(pack) == {
        "README.txt", "method.txt", "hackney-report.pdf", "hackney-report.txt", "hackney-workbook.xlsx",
        "charts/hackney-months.png", "data/hackney-every-period.csv", "data/hackney-checks.csv",
        "data/hackney-teams.csv",
    }  # fmt: skip
    # hardly a borough has a figure, so no map is drawn; no month is whole, so there is no rate by residents
    every = whole_shelf.newest("series").directory / "data/boroughs/hackney.csv"
    assert pack["data/hackney-every-period.csv"] == every.read_bytes()
    teams = list(csv.DictReader(io.StringIO(pack["data/hackney-teams.csv"].decode())))
    assert {line["breakdown"] for line in teams} == {"team"}
    checks = list(csv.DictReader(io.StringIO(pack["data/hackney-checks.csv"].decode())))
    assert {line["measure"] for line in checks} == {"check", "check_rate", "check_verdict"}
    assert {line["period"] for line in checks} == {"2018", "2018-19"}
    assert pack["method.txt"].isascii()
    assert "All searches: 10" in pack["hackney-report.txt"].decode()


@pytest.mark.full
def test_the_labelled_workbook_says_in_words_what_the_table_says(whole_shelf: Shelf, pack: dict[str, bytes]) -> None:
    """Every number of its breakdowns, beside the table of the edition."""
    book = openpyxl.load_workbook(io.BytesIO(pack["hackney-workbook.xlsx"]))
    assert book.sheetnames[0] == "Summary"
    assert book.sheetnames[-1] == "Notes"
    lines = table(whole_shelf.newest(YEAR), "boroughs/hackney.csv")
    told = {(row[0].value, row[1].value) for sheet in book for row in sheet.iter_rows() if len(row) > 1}
    counted = [line for line in lines if line["breakdown"] in ("outcome", "age", "gender", "object", "day")]
    assert counted
    numbers = {str(number) for _, number in told}
    assert {line["searches"] for line in counted if line["searches"]} <= numbers
    assert ("All searches", 10) in told
    shares = [cell for row in book["Results"].iter_rows() for cell in row if cell.number_format == "0.0%"]
    assert shares
    assert all(isinstance(cell.value, (int, float)) and 0 <= cell.value <= 1 for cell in shares)


@pytest.mark.full
def test_the_report_has_the_figures_on_pages_with_numbers(pack: dict[str, bytes]) -> None:
    raw = pack["hackney-report.pdf"]
    assert raw.startswith(b"%PDF-")
    text = b"".join(map(inflated, re.findall(rb"stream\n(.*?)\nendstream", raw, re.DOTALL)))
    for words in (b"All searches", b"(10)", b"Searches that led to police action", b"Page 1 of ", b"Charter", b"Notes"):
        assert words in text, words


def inflated(stream: bytes) -> bytes:
    """The words of a page; nothing of a picture."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


@pytest.mark.full
def test_the_pictures_are_pictures(pack: dict[str, bytes]) -> None:
    assert Image.open(io.BytesIO(pack["charts/hackney-months.png"])).size == (1600, 900)


@pytest.mark.full
def test_the_readme_of_a_pack_says_what_each_file_is_and_which_years_are_in_part(pack: dict[str, bytes]) -> None:
    lines = pack["README.txt"].decode("ascii").split("\r\n")
    told = dict(re.split(r"\s{2,}", line.strip()) for line in lines if re.match(r"  \S+\s{2,}\S", line))
    assert set(pack) == told.keys()
    assert "start here" in told["hackney-report.pdf"]
    assert "  2018-19 edition 1.0: 0 of 12 months, not a whole year" in lines
    assert "  2018 edition 1.0: 0 of 12 months, not a whole year" in lines
    titles = {check.id: check.title for check in charter().checks}
    assert {f"  {check} {title}" for check, title in titles.items()} <= set(lines)
