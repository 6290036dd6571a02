"""What panels fill in: the workbook with its lists, the page of the standard, and the form on paper."""

import io
import re
from collections import Counter

import html5lib
import openpyxl
import pytest
from flask.testing import FlaskClient

from portal import shipped
from portal.places import Kind, all_of
from portal.review import form
from portal.review.standard import answer_words, question_fields, review_fields
from portal.settings import Settings
from portal.web.app import create_app
from tests.web.proofreading import HTML, Proofreader

FIELDS = {field.name: field for field in review_fields()}


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


# The workbook.


def rules() -> dict[str, openpyxl.worksheet.datavalidation.DataValidation]:
    """Column -> its rule, on all of the rows that have one."""
    page = openpyxl.load_workbook(io.BytesIO(form.review_template_xlsx()))["Reviews"]
    names = [cell.value for cell in page[1]]
    found = {}
    for rule in page.data_validations.dataValidation:
        (area,) = rule.sqref.ranges
        assert (area.min_row, area.max_row, area.min_col) == (2, form.ROWS + 1, area.max_col)
        found[names[area.min_col - 1]] = rule
    assert names == list(FIELDS)
    return found


def test_every_column_of_the_workbook_has_a_rule_that_is_the_standards() -> None:
    found = rules()
    assert list(found) == list(FIELDS)
    for name, field in FIELDS.items():
        if field.enum and name != "panel":
            assert (found[name].type, found[name].formula1) == ("list", f'"{",".join(field.enum)}"')
    assert {name: rule.type for name, rule in found.items() if not FIELDS[name].enum} == {
        "item": "textLength", "reviewer": "textLength", "viewed_on": "date", "borough": "list"}  # fmt: skip
    assert all(rule.promptTitle == name and rule.error for name, rule in found.items())


def test_long_lists_are_ranges_of_the_sheet_of_boroughs() -> None:
    book, found = openpyxl.load_workbook(io.BytesIO(form.review_template_xlsx())), rules()
    assert (found["panel"].formula1, found["borough"].formula1) == ("Boroughs!$A$2:$A$35", "Boroughs!$C$2:$C$34")
    assert tuple(cell.value for (cell,) in book["Boroughs"]["A2:A35"]) == FIELDS["panel"].enum
    assert [cell.value for (cell,) in book["Boroughs"]["C2:C34"]] == [place.code for place in all_of(Kind.BOROUGH)]


def test_the_second_sheet_says_what_every_column_means() -> None:
    page = openpyxl.load_workbook(io.BytesIO(form.review_template_xlsx())).worksheets[1]
    assert [row[0].value for row in page.iter_rows(min_row=2)] == list(FIELDS)
    assert all(str(row[1].value).endswith((".", "?")) for row in page.iter_rows(min_row=2))


def test_the_same_standard_gives_the_same_bytes() -> None:
    first = form.review_template_xlsx()
    form.review_template_xlsx.cache_clear()
    assert form.review_template_xlsx() == first


# The form on paper.


def test_every_column_is_on_the_form_once() -> None:
    ticked = [field.name for part in form.form_parts() for field in part.fields]
    assert Counter([*ticked, *form.WRITTEN]) == Counter(list(FIELDS))
    assert all(FIELDS[name].enum for name in ticked)


def test_the_form_has_a_box_for_every_word_and_needs_no_script(client: FlaskClient) -> None:
    text = Proofreader(client).page("/standard/review/form")
    tree = html5lib.parse(text)
    lists = [each for each in tree.iter(f"{HTML}ul") if each.get("class") == "boxes"]
    found = [["".join(item.itertext()) for item in each] for each in lists]
    expected = [
        [answer_words(field.name, word) for word in field.enum] for part in form.form_parts() for field in part.fields
    ]
    assert found == expected
    assert len([item for each in tree.iter(f"{HTML}ul") if each.get("class") == "lines" for item in each]) == len(
        form.WRITTEN
    )
    main = text[text.index("<main") : text.index("</main>")]
    assert "<script" not in main
    assert "<input" not in main


# The page and its files.


def test_the_page_has_every_column_and_leads_to_every_file(client: FlaskClient) -> None:
    reader = Proofreader(client)
    text = reader.page("/standard/review").replace("<wbr>", "")
    for field in (*review_fields(), *question_fields()):
        assert f"<code>{field.name}</code>" in text
    files = {path for path in reader.inner_links() if path.startswith("/standard/review/")}
    names = ["form", "template.xlsx", "template.csv", "example.csv", "schema.json", "questions.csv", "questions.json"]
    assert files == {f"/standard/review/{name}" for name in names}
    for path in files:
        reader.follow(path)


def test_the_two_standards_lead_to_each_other(client: FlaskClient) -> None:
    reader = Proofreader(client)
    assert 'href="/standard/review"' in reader.page("/standard")
    assert re.search(r'<main.*href="/standard".*</main>', reader.page("/standard/review"), re.DOTALL)


@pytest.mark.parametrize("name", ["schema.json", "questions.json", "template.csv", "example.csv", "questions.csv"])
def test_files_are_served_as_they_are_shipped(client: FlaskClient, name: str) -> None:
    assert Proofreader(client).download(f"/standard/review/{name}") == shipped.data("review_return", name).read_bytes()


def test_the_workbook_is_a_download(client: FlaskClient) -> None:
    with client.get("/standard/review/template.xlsx") as answer:
        assert answer.headers["Content-Disposition"] == "attachment; filename=review-template.xlsx"
        assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        assert answer.get_data() == form.review_template_xlsx()


def test_only_the_example_says_that_it_is_made_up(client: FlaskClient) -> None:
    for name, has_rights in (("template", False), ("questions", False), ("example", True)):
        with client.get(f"/standard/review/{name}.csv-metadata.json") as answer:
            assert ("dc:rights" in answer.get_json(force=True)) == has_rights
