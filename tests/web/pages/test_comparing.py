"""Accounts side by side: what the page says is what its table says, and what is not alike is said."""

import csv
import io
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from portal.settings import Settings
from portal.web.app import create_app
from portal.web.pages.compare import Cell, beside_first, format_change, overlap
from tests.web.proofreading import Proofreader

Range = tuple[float, float] | None
TWO = "a=boroughs/hackney&a_year=2018-19&b=london&b_year=2018-19"


def test_the_newest_whole_year_is_chosen_before_anything_is_asked(reader: FlaskClient) -> None:
    page = Proofreader(reader).page("/compare")
    assert page.count('<option value="2018-19" selected>') == 4
    for name, label in (("a_year", "First year"), ("b_year", "Second year")):
        assert f'<label for="{name}">{label}</label>' in page
        assert f'<select id="{name}" name="{name}">' in page


def test_page_and_table_say_the_same(reader: FlaskClient) -> None:
    page = Proofreader(reader).page(f"/compare?{TWO}")
    link = f"/compare.csv?{TWO}"
    assert f'href="{link}"'.replace("&", "&amp;") in page
    rows = list(csv.DictReader(io.StringIO(reader.get(link).text)))
    assert [row["measure"] for row in rows][:4] == ["searches", "per_1000", "action_rate", "black_to_white"]
    assert (rows[0]["a_value"], rows[0]["b_value"], rows[0]["a_edition"]) == ("5", "9", "2.0")
    for row in rows:
        assert f'<td class="number">{row["a_says"]}' in page


def test_both_accounts_can_be_downloaded(reader: FlaskClient) -> None:
    page = reader.get(f"/compare?{TWO}").text
    for address in ("/boroughs/hackney/2018-19", "/london/2018-19"):
        for ending in ("csv", "json", "xlsx"):
            assert f'href="{address}.{ending}"' in page


def test_a_place_beside_itself_is_said_to_be_so(reader: FlaskClient) -> None:
    same = reader.get("/compare?a=london&a_year=2018-19&b=london&b_year=2018-19").text
    assert "Both are London in the same year" in same
    assert "The same twice" not in reader.get(f"/compare?{TWO}").text


def test_a_workbook_has_the_same_rows_and_the_same_bytes(reader: FlaskClient) -> None:
    first, again = (reader.get(f"/compare.xlsx?{TWO}").data for _ in range(2))
    assert first == again
    sheet = openpyxl.load_workbook(io.BytesIO(first)).worksheets[0]
    assert [cell.value for cell in sheet[2]][:2] == ["searches", None]


LONDON_TWICE = "?a=london&b=london"


@pytest.mark.parametrize(
    "asked",
    ["", "?a=london", "?a=boroughs/nowhere&b=london", f"{LONDON_TWICE}&b_year=1999", f"{LONDON_TWICE}&c=nowhere",
     f"{LONDON_TWICE}&d_year=1999", f"{LONDON_TWICE}&c=", "?a=nowhere&b=london&c=london"],
)  # fmt: skip
def test_what_cannot_be_compared_is_not_found(reader: FlaskClient, asked: str) -> None:
    answer = reader.get(f"/compare.csv{asked}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert reader.get(f"/compare{asked}").status_code == 200


def test_the_question_is_repeated_as_text_only(reader: FlaskClient) -> None:
    page = reader.get("/compare?a=london&b=london&a_year=2018-19&b_year=2018-19&x=%22%3E%3Cscript%3Eo").text
    assert not re.search(r"<script>o", page)


THREE = f"{TWO}&c=boroughs/hackney&c_year=2018-19"


def test_a_third_place_stands_in_columns_of_its_own(reader: FlaskClient) -> None:
    page = Proofreader(reader).page(f"/compare?{THREE}")
    rows = list(csv.DictReader(io.StringIO(reader.get(f"/compare.csv?{THREE}").text)))
    assert [row["c_says"] for row in rows] == [row["a_says"] for row in rows]
    assert {row["d_says"] for row in rows} == {""}
    two = csv.DictReader(io.StringIO(reader.get(f"/compare.csv?{TWO}").text))
    assert {row["c_place"] for row in two} == {""}
    assert page.count('<th scope="col" class="number"><a href="/boroughs/hackney/2018-19">') == 2


def test_only_beside_the_first_place_is_a_difference_called_chance() -> None:
    cells = [Cell("29%", interval=ends) for ends in ((0.28, 0.30), (0.29, 0.31), (0.31, 0.33), None)]
    assert [cell.could_be_chance for cell in beside_first(cells)] == [False, True, False, False]
    assert [cell.says for cell in beside_first(cells)] == ["29%"] * 4


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [((0.1, 0.2), (0.2, 0.3), True), ((0.1, 0.2), (0.21, 0.3), False), ((0.3, 0.4), (0.1, 0.35), True),
     (None, (0.1, 0.2), False), ((0.1, 0.2), None, False)],
)  # fmt: skip
def test_ranges_overlap(one: Range, other: Range, *, expected: bool) -> None:
    assert overlap(one, other) == expected
    assert overlap(other, one) == expected


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "same"), (0.14, "+14%"), (-0.03, "-3%"), (0.004, "+0.4%"), (-0.0021, "-0.2%"), (0.0096, "+1%"),
     (0.0004, "more by under 0.1%"), (-0.0004, "fewer by under 0.1%"), (None, "")],
)  # fmt: skip
def test_only_as_many_is_called_the_same(value: float | None, said: str) -> None:
    assert format_change(value) == said


def test_london_its_neighbours_and_the_year_before_are_suggested(reader: FlaskClient) -> None:
    page = reader.get("/compare?a=boroughs/hackney&a_year=2018-19&b=boroughs/hackney&b_year=2018-19").text
    assert ">Hackney and London</a>" in page
    assert ">Hackney and its neighbours</a>" in page
    link = re.search(r'href="(/compare\?[^"]+)">Hackney and its neighbours', page)
    assert link
    assert [f"{name}=boroughs/{slug}" in link[1] for name, slug in zip("abc", NEAR, strict=True)] == [True] * 3
    assert ">Hackney and London</a>" not in reader.get(f"/compare?{TWO}").text


NEAR = ("hackney", "islington", "tower-hamlets")


def test_a_borough_that_cannot_be_read_is_said_each_time(tmp_path: Path, shelf_root: Path) -> None:
    shutil.copytree(shelf_root, tmp_path / "shelf")
    damaged = max((tmp_path / "shelf" / "2018-19").glob("*/boroughs/hackney.json"))
    damaged.write_bytes(damaged.read_bytes().replace(b"Hackney", b"Hackn3y"))
    told = {"PORTAL_HOME": str(tmp_path), "PORTAL_PUBLISHED_DIR": str(tmp_path / "shelf")}
    site = create_app(Settings.from_environ(told)).test_client()
    for _ in range(2):
        page = site.get("/compare").text
        assert "Part of this page cannot be shown." in page
        assert 'href="/boroughs/hackney/2018-19">Hackney</a>' not in page
