"""Workbooks and packs of a published year: the same figures as its tables."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest

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


@pytest.mark.full
def test_the_pack_of_a_borough_has_all_that_a_committee_needs(whole_shelf: Shelf) -> None:
    edition = whole_shelf.newest(YEAR)
    path = whole_shelf.newest("series").directory / "packs/hackney.zip"
    with zipfile.ZipFile(path) as pack:
        inside = {name.removeprefix("stop-and-search-hackney/"): pack.read(name) for name in pack.namelist()}
        assert {entry.date_time for entry in pack.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    assert inside["2018-19/hackney-2018-19.csv"] == (edition.directory / "boroughs/hackney.csv").read_bytes()
    assert inside["2018-19/hackney-2018-19.xlsx"] == (edition.directory / "boroughs/hackney.xlsx").read_bytes()
    teams = list(csv.DictReader(io.StringIO(inside["2018-19/hackney-2018-19-teams.csv"].decode())))
    assert {line["breakdown"] for line in teams} == {"team"}
    checks = list(csv.DictReader(io.StringIO(inside["2018-19/hackney-2018-19-compliance.csv"].decode())))
    assert {line["measure"] for line in checks} == {"check", "check_rate", "check_verdict"}
    assert "2018-19/map-2018-19.svg" not in inside  # hardly a borough has a figure, so no map is drawn
    assert inside["method.txt"].isascii()
    assert "All searches: 10" in inside["2018-19/account.txt"].decode()


@pytest.mark.full
def test_the_readme_of_a_pack_says_what_each_file_is_and_which_years_are_in_part(whole_shelf: Shelf) -> None:
    with zipfile.ZipFile(whole_shelf.newest("series").directory / "packs/hackney.zip") as pack:
        names = [name.removeprefix("stop-and-search-hackney/") for name in pack.namelist()]
        lines = pack.read("stop-and-search-hackney/README.txt").decode("ascii").split("\r\n")
    told = dict(re.split(r"\s{2,}", line.strip()) for line in lines if re.match(r"  \S+\s{2,}\S", line))
    assert set(names) == told.keys()
    assert "start here" in told["2018-19/account.txt"]
    assert "  2018-19 edition 1.0: 0 of 12 months, not a whole year" in lines
    assert "  2018 edition 1.0: 0 of 12 months, not a whole year" in lines
    titles = {check.id: check.title for check in charter().checks}
    assert {f"  {check} {title}" for check, title in titles.items()} <= set(lines)
