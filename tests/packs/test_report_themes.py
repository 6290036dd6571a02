"""An account as tables in words: every number is the document's, and where there is none a cell says why."""

import io

import openpyxl
import pytest

from portal.documents.account import Account, PeriodPart
from portal.packs.chart_pictures import months_picture, rates_picture
from portal.packs.labelled_workbook import labelled_workbook
from portal.packs.pack import year_rank
from portal.packs.report_themes import Number, Theme, themes
from tests.web.small_account import check, figure, headline, small

TITLES = {"C05": "A receipt was given or offered"}


def whole() -> Account:
    return small(
        12,
        headline=[headline("action_rate", 0.25, low=0.1, high=0.5), headline("change", None, "missing", reason="Why.")],
        breakdowns={"object": [figure("drugs", 9, 12), figure("not_recorded", 3, 12)], "outcome": [], "age": []},
        compliance=[
            {**check("C05"), "pass": 8, "judged": 10, "rate": 0.8},
            {**check("S01", "withheld"), "reason": "Told of London only."},
            check("S04", "not_published", "Not published"),
            check("P01", "missing", "Does not apply"),
        ],
    )


def by_title(told: list[Theme]) -> dict[str, Theme]:
    return {theme.title: theme for theme in told}


def test_a_theme_without_a_figure_is_left_out() -> None:
    assert list(by_title(themes(whole(), "1.0", TITLES))) == ["Summary", "Months", "Reasons", "Charter", "Notes"]


def test_numbers_are_those_of_the_document_with_what_they_are() -> None:
    found = by_title(themes(whole(), "1.0", TITLES))
    assert found["Summary"].blocks[0].rows[0][:2] == ["All searches", Number(12, "count")]
    action = found["Summary"].blocks[0].rows[3]
    assert action == ["Searches that led to police action", *(Number(value, "share") for value in (0.25, 0.1, 0.5))]
    assert found["Summary"].blocks[0].rows[4] == ["Change since the year before", "Why.", "", ""]
    assert [row[:2] for row in found["Reasons"].blocks[0].rows] == [
        ["Drugs", Number(9, "count")], ["Not_recorded", Number(3, "count")]]  # fmt: skip


def test_a_check_says_why_it_has_no_rate_and_one_that_does_not_apply_is_not_there() -> None:
    rows = by_title(themes(whole(), "1.0", TITLES))["Charter"].blocks[0].rows
    assert [row[2] for row in rows] == [Number(0.8, "share"), "Not told here", "Not published"]
    assert [row[0] for row in rows] == ["A receipt was given or offered", "", ""]


def test_the_workbook_has_a_sheet_a_theme_and_percent_as_percent() -> None:
    raw = labelled_workbook("A & B", themes(whole(), "1.0", TITLES))
    assert raw == labelled_workbook("A & B", themes(whole(), "1.0", TITLES))
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["Summary", "Months", "Reasons", "Charter", "Notes"]
    cell = next(cell for row in book["Charter"].iter_rows() for cell in row if cell.value == 0.8)
    assert cell.number_format == "0.0%"
    assert book["Charter"].oddFooter.left.text == "A && B"


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    account = small(1, breakdowns={"object": [{**figure("x", 1, 1), "label": "=1+1"}]})
    book = openpyxl.load_workbook(io.BytesIO(labelled_workbook("A", themes(account, "1.0", {}))))
    cell = next(cell for row in book["Reasons"].iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.data_type == "s"


def test_pictures_are_the_same_each_time_and_none_is_drawn_of_no_rate() -> None:
    assert months_picture(whole(), "x") == months_picture(whole(), "x")
    assert months_picture(small(None), "x")
    assert rates_picture(whole(), "x") is None


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("2018-19", "2019-03-31", 12, True), ("2018", "2018-12-31", 12, True)),
        (("2018", "2018-12-31", 12, True), ("2019-20", "2020-03-31", 5, False)),
        (("2017-18", "2018-03-31", 9, False), ("2018-19", "2019-03-31", 3, False)),
    ],
)
def test_the_year_that_is_told_is_complete_or_has_most_full_months(
    better: tuple[str, str, int, bool], worse: tuple[str, str, int, bool]
) -> None:
    assert year_rank(period(*better)) > year_rank(period(*worse))


def period(name: str, last: str, months: int, complete: bool) -> PeriodPart:
    told = {"id": name, "from": "2000-01-01", "to": last, "months_expected": 12, "months_supplied": months}
    return PeriodPart.model_validate({**told, "complete": complete})
