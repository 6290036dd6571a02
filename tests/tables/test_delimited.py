"""CSV cells: plain whatever a source wrote, and the same rows again when read."""

import csv
import io
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.tables.csv_format import body, csv_bytes, csvw
from portal.tables.definitions import FIGURES, Column, Table
from portal.tables.plain_cells import NotPlain, is_changed, plain_figure, safe_cell_text
from portal.tables.rows import figure_row
from tests.tables.manners import DAY_LIKE, RUN


@given(st.text())
def test_a_text_of_somebody_else_becomes_plain(text: str) -> None:
    told = safe_cell_text(text)
    assert told.isascii()
    assert not RUN.match(told)
    assert not is_changed(told)
    assert "\n" not in told
    assert "\r" not in told
    assert safe_cell_text(told) == told


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    if not is_changed(text):
        assert safe_cell_text(text) == text


@given(st.lists(st.lists(st.text(alphabet=st.characters(codec="ascii", exclude_characters="\r\n\0")), min_size=2)))
def test_rows_are_read_back_as_they_were(rows: list[list[str]]) -> None:
    raw = csv_bytes(rows).decode("ascii")
    assert list(csv.reader(io.StringIO(raw, newline=""))) == rows
    assert raw.count("\r\n") == len(rows)


@pytest.mark.parametrize("cell", ["10-17", "2011-12", "1/2", "Mar-18", "2018-04", "May"])
def test_what_a_spreadsheet_takes_for_a_day_is_known(cell: str) -> None:
    assert DAY_LIKE.match(cell)


@pytest.mark.parametrize("cell", ["10 to 17", "2018-19", "month_2018-04", "hour_14", "over_34"])
def test_what_it_leaves_alone_is_known_too(cell: str) -> None:
    assert not DAY_LIKE.match(cell)


DAYS = ["Mar-24", "mar 24", "24 March 2024", "March 3, 2019", "1/2", "10-17", "3-4-2019", "1.2.18", "2018-04",
        "2018-04-01", "10:30", "1-Apr-18 10:00", "1/4/2018 10:00 pm", "May", " 1/2 "]  # fmt: skip


@pytest.mark.parametrize("text", DAYS)
def test_what_a_spreadsheet_takes_for_a_day_is_made_plain(text: str) -> None:
    assert safe_cell_text(text) == f"<{text}>"


NO_DAYS = ["10 to 17", "2018-19", "Marijuana", "Mark", "month_2018-04", "Operation 1/2", "S.1-2", "18-24 years",
           "May be", "3 searches", "1.0 to 2", "E09000012", "police-uk-x-2018-04-ab"]  # fmt: skip


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_it_leaves_alone_stays(text: str) -> None:
    assert safe_cell_text(text) == text


CODES = ["007", "12E3", "1.5e-3", "TRUE", "true", "False", "1234567890123456789", "#N/A!", "#REF!", "null", "NULL",
         "NA", "<NA>", "N/A", "n/a", "None", "nan", "NaN", "inf", "-Infinity", "Infinity", "=1+1", "1,234", "1,234.50",
         "(12)", "5%", "$5", "1 1/2", "8 pm", "1:2", ".5", "5.", "1.0", "12"]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_what_a_program_takes_for_something_else_stands_between_quotes(code: str) -> None:
    assert safe_cell_text(code) in (f"<{code}>", f"<<{code}>>", f"<{code}")
    assert code in safe_cell_text(code)
    assert safe_cell_text(safe_cell_text(code)) == safe_cell_text(code)


KEYS = ["yes", "no", "not_recorded", "not_published", "none", "hour_14", "10_to_17", "month_2018-04", "E09000012",
        "w1", "unlisted_12e3", "metropolitan-tsg", "2018-19", "CE", "Operation 7", "7 teams", "T", "Inference",
        "a1e5"]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_keys_of_ours_and_ordinary_codes_stay(key: str) -> None:
    assert safe_cell_text(key) == key


@given(st.lists(st.one_of(st.sampled_from(CODES), st.text(), st.floats().map(str), st.integers().map(str),
                          st.from_regex(r"[0-9]{1,3}[ ,.:/eE-][0-9]{1,3}", fullmatch=True)), min_size=1))  # fmt: skip
def test_pandas_reads_every_text_back_as_it_was(texts: list[str]) -> None:
    """Each in a table of its own too: pandas guesses by the whole column."""
    table = Table("small", "Small", "One", (Column("code", ""), Column("n", "", "integer")))
    told = [safe_cell_text(text) for text in texts if safe_cell_text(text).strip()]
    for cells in [told, *([one] for one in told)]:
        raw = csv_bytes([table.header]) + body(table, [[cell, 1] for cell in cells])
        assert pd.read_csv(io.BytesIO(raw))["code"].to_list() == cells


def test_a_figure_as_the_page_shows_it_may_be_a_number() -> None:
    assert [plain_figure(text) for text in ("1,234", "5%", "=1+1", "Mar-24")] == ["1,234", "5%", "<=1+1>", "<Mar-24>"]


def test_a_table_with_a_cell_like_a_day_is_not_made_and_the_cell_is_named() -> None:
    table = Table("small", "Small", "One", (Column("key", ""), Column("month", "", "month"), Column("edition", "")))
    assert body(table, [["10 to 17", "2018-04", "1.10"]]) == b"10 to 17,2018-04,1.10\r\n"
    with pytest.raises(NotPlain, match=r"table small, column key, row 2: a spreadsheet would change 'Mar-24'"):
        body(table, [["a", "2018-04", "1.0"], ["Mar-24", "2018-04", "1.0"]])
    with pytest.raises(NotPlain, match="=1"):
        body(table, [["=1+1", "2018-04", "1.0"]])


def test_a_team_that_was_sent_with_a_code_like_a_day_stands_between_quotes() -> None:
    assert figure_row(("searches", "team", "mar-24"), "value", searches=3).key == "<mar-24>"
    assert figure_row(("searches", "month", "month_2018-04"), "value", searches=3).key == "month_2018-04"


def test_made_up_records_have_no_licence_and_say_that_they_are_made_up() -> None:
    """What describes a table of real records names its licence and its sources; of invented ones, neither."""
    real, invented = (json.loads(csvw(FIGURES, "A title", "a.csv", invented=made_up)) for made_up in (False, True))
    assert real["dc:license"].startswith("https://www.nationalarchives.gov.uk/doc/open-government-licence")
    assert "data.police.uk" in real["dc:rights"]
    assert "dc:license" not in invented
    assert "not police data" in invented["dc:rights"]
