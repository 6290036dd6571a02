"""Two accounts side by side: what the page says is what its table says, and what is not alike is said."""

import csv
import io
import re

import openpyxl
import pytest
from flask.testing import FlaskClient

from tests.web.proofreading import Proofreader

TWO = "a=boroughs/hackney&a_year=2018-19&b=london&b_year=2018-19"


def test_the_newest_whole_year_is_chosen_before_anything_is_asked(reader: FlaskClient) -> None:
    page = Proofreader(reader).page("/compare")
    assert page.count('<option value="2018-19" selected>') == 2
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


@pytest.mark.parametrize("asked", ["", "?a=london", "?a=boroughs/nowhere&b=london", "?a=london&b=london&b_year=1999"])
def test_what_cannot_be_compared_is_not_found(reader: FlaskClient, asked: str) -> None:
    answer = reader.get(f"/compare.csv{asked}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert reader.get(f"/compare{asked}").status_code == 200


def test_the_question_is_repeated_as_text_only(reader: FlaskClient) -> None:
    page = reader.get("/compare?a=london&b=london&a_year=2018-19&b_year=2018-19&x=%22%3E%3Cscript%3Eo").text
    assert not re.search(r"<script>o", page)
