"""CSV cells: plain whatever a source wrote, and the same rows again when read."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.files.declared import FIGURES
from portal.accounts.files.delimited import body, plain
from portal.accounts.files.metadata import csvw
from tests.accounts.files.manners import DAY_LIKE, RUN


@given(st.text())
def test_a_text_of_somebody_else_becomes_plain(text: str) -> None:
    told = plain(text)
    assert told.isascii()
    assert not RUN.match(told)
    assert "\n" not in told
    assert "\r" not in told
    assert plain(told) == told


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    if not RUN.match(text):
        assert plain(text) == text


@given(st.lists(st.lists(st.text(alphabet=st.characters(codec="ascii", exclude_characters="\r\n\0")), min_size=2)))
def test_rows_are_read_back_as_they_were(rows: list[list[str]]) -> None:
    raw = body(rows).decode("ascii")
    assert list(csv.reader(io.StringIO(raw, newline=""))) == rows
    assert raw.count("\r\n") == len(rows)


@pytest.mark.parametrize("cell", ["10-17", "2011-12", "1/2", "Mar-18", "2018-04", "May"])
def test_what_a_spreadsheet_takes_for_a_day_is_known(cell: str) -> None:
    assert DAY_LIKE.match(cell)


@pytest.mark.parametrize("cell", ["10 to 17", "2018-19", "month_2018-04", "hour_14", "over_34"])
def test_what_it_leaves_alone_is_known_too(cell: str) -> None:
    assert not DAY_LIKE.match(cell)


def test_made_up_records_have_no_licence_and_say_that_they_are_made_up() -> None:
    """What describes a table of real records names its licence and its sources; of invented ones, neither."""
    real, invented = (json.loads(csvw(FIGURES, "A title", "a.csv", invented=made_up)) for made_up in (False, True))
    assert real["dc:license"].startswith("https://www.nationalarchives.gov.uk/doc/open-government-licence")
    assert "data.police.uk" in real["dc:rights"]
    assert "dc:license" not in invented
    assert "not police data" in invented["dc:rights"]
