"""One account's figures wherever they stand: page, map, chart, alternative text, CSV, JSON, and the workbook."""

import csv
import io
import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import html5lib
import openpyxl
import pytest

from portal.tables import dictionary

pytestmark = pytest.mark.full
ACCOUNT = "/boroughs/hackney/2024-25"


@pytest.fixture(scope="module")
def document(demo: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(read(f"{demo}{ACCOUNT}.json"))
    return found


def read(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        raw: bytes = answer.read()
        return raw


def test_one_total_in_seven_places(demo: str, document: dict[str, object]) -> None:
    page, london = read(f"{demo}{ACCOUNT}").decode(), read(f"{demo}/london/2024-25/where").decode()
    shown = re.search(r"<strong>Police searched people or vehicles in Hackney ([\d,]+) times", page)
    assert shown
    total = int(shown[1].replace(",", ""))
    assert document["totals"]["searches"] == total  # type: ignore[index]
    assert f'aria-label="Hackney: {total:,} searches"' in london  # the map
    title = re.search(r'<title id="columns-title">([^<]*)</title>', page)
    assert title
    assert f"2024-25: {round(total / 12):,} a month" in title[1]  # the chart's alternative text
    assert sum(column for column in columns(page)) == total  # the chart's columns
    lines = list(csv.DictReader(io.StringIO(read(f"{demo}{ACCOUNT}.csv").decode())))
    own = [line for line in lines if (line["measure"], line["breakdown"]) == ("searches", "")]
    assert [line["searches"] for line in own] == [str(total)]
    assert workbook(read(f"{demo}{ACCOUNT}.xlsx"))["searches", None, None] == total


def columns(page: str) -> Iterator[int]:
    """The heights of the month chart's columns, read back against the axis."""
    start = page.index('<svg class="columns')
    chart = page[start : page.index("</figure>", start)]
    top = max(int(text.replace(",", "")) for text in re.findall(r'text-anchor="end">([\d,]+)</text>', chart))
    heights = re.findall(r'<rect class="now"[^>]*height="([\d.]+)%"', chart)
    assert len(heights) == 12
    yield from (round(float(height) / 100 * top) for height in heights)


def workbook(raw: bytes) -> dict[tuple[object, object, object], object]:
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    at = {name: place for place, name in enumerate(rows[0])}
    return {tuple(row[at[name]] for name in ("measure", "breakdown", "key")): row[at["searches"]] for row in rows[1:]}


def test_every_month_of_the_chart_is_that_of_the_json_and_of_the_table(demo: str, document: dict[str, object]) -> None:
    page = read(f"{demo}{ACCOUNT}").decode()
    months = [month["searches"] for month in document["monthly"]]  # type: ignore[attr-defined]
    assert list(columns(page)) == months
    tree = html5lib.parse(read(f"{demo}{ACCOUNT}/when").decode(), namespaceHTMLElements=False)
    table = next(each for each in tree.iter("table") if "Searches each month" in "".join(each.itertext()))
    cells = ["".join(row[1].itertext()).strip() for row in table.iterfind(".//tbody/tr")]
    assert [int(cell.replace(",", "")) for cell in cells] == months


def test_every_share_of_the_outcomes_stands_with_its_two_counts(demo: str, document: dict[str, object]) -> None:
    page = read(f"{demo}{ACCOUNT}/results").decode()
    for figure in document["breakdowns"]["outcome"]:  # type: ignore[index]
        assert f">{figure['searches']:,}<" in page, figure["label"]


def test_the_dictionary_has_the_measures_of_the_tables_and_no_other(demo_environ: dict[str, str]) -> None:
    """The demo shows every kind of figure."""
    shelf = Path(demo_environ["PORTAL_PUBLISHED_DIR"])
    tables = [*shelf.glob("2*/1.0/accounts.csv"), *shelf.glob("series/1.0/**/*.csv")]
    assert len(tables) > 50
    assert {line["measure"] for table in tables for line in rows(table)} == set(dictionary.defined_measures())


def rows(table: Path) -> Iterator[dict[str, str]]:
    with table.open(encoding="ascii", newline="") as file:
        yield from csv.DictReader(file)
