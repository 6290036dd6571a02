"""The forms that tables come in: each with an ending and a media type of its own, and the same bytes every time."""

import pytest

from portal.accounts.finishing.finish import DoesNotAddUp
from portal.running.outcomes import DEFECT, exit_code
from portal.tables.definitions import Column, Format, Sheet, Table
from portal.tables.formats import FORMATS, formats_among, saved_formats, sheet_files
from portal.tables.plain_cells import NotPlain

SMALL = Table("small", "Small", "One thing", (Column("key", "What"), Column("searches", "How many", "integer")))
SHEET = Sheet(SMALL, "A title", [["a", 3], ["b", None]])


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_a_form_gives_the_same_bytes_of_the_same_sheet(form: Format) -> None:
    assert form.write(SHEET) == form.write(SHEET)
    assert form.of_account
    assert form.title in form.in_words


def test_forms_are_told_apart_by_ending_and_media_type() -> None:
    assert list(FORMATS) == [each.ending for each in FORMATS.values()]
    assert len({each.media for each in FORMATS.values()}) == len(FORMATS)


def test_every_table_is_saved_as_csv_and_one_that_a_page_shows_in_every_form() -> None:
    saved = {f"folder/small.{each.ending}" for each in saved_formats()}
    assert set(sheet_files("folder/small", SHEET)) == {"folder/small.csv", "folder/small.csv-metadata.json"}
    shown = sheet_files("folder/small", SHEET, is_shown=True)
    assert set(shown) == saved | {"folder/small.csv-metadata.json"}
    assert all(shown[f"folder/small.{each.ending}"] == each.write(SHEET) for each in saved_formats())


def test_an_edition_without_a_form_offers_it_not() -> None:
    assert [each.ending for each in formats_among(["london.csv", "boroughs.xlsx"], "london")] == ["csv"]


@pytest.mark.parametrize("kind", [NotPlain, DoesNotAddUp])
def test_what_is_not_fit_to_be_published_is_a_defect_of_ours(kind: type[Exception]) -> None:
    assert exit_code(kind("12")) == DEFECT
    assert not issubclass(kind, AssertionError)
