"""The reviewer's return as published: columns, lists, empty files, and whom each column tells of."""

import csv
import re
from datetime import date

import pytest
from frictionless import Schema

from portal import shipped
from portal.places import LONDON, Kind, all_of
from portal.return_standard import PERSON, POLICE, PROGRAMME, as_field, return_fields
from portal.review import standard
from portal.review.reading import cell_problem, read_review_file

FIELDS = {field.name: field for field in standard.review_fields()}
OF_PERSON = {"force_used", "clothing", "vulnerability"}
OF_PROGRAMME = {"item", "panel", "reviewer", "role", "viewed_on", "borough"}


def test_the_columns_of_a_review_in_order() -> None:
    assert list(FIELDS) == [
        "item", "panel", "reviewer", "role", "viewed_on", "footage", "footage_reason", "borough", "search_seen",
        "record_found", "name_given", "shoulder_number_given", "grounds_told", "uniform", "said_grounds",
        "said_object", "said_warrant_card", "said_identity", "said_station", "said_entitlement", "said_legal_power",
        "said_detained", "receipt", "self_defined_asked", "grounds_grade", "grounds_strength", "handcuffs",
        "force_used", "clothing", "courtesy", "communication", "vulnerability", "review_result", "grade",
    ]  # fmt: skip
    assert [field.name for field in standard.question_fields()] == [
        "panel", "topic", "asked_on", "answered_on", "outcome",
    ]  # fmt: skip


def test_every_cell_is_a_code_a_grade_or_a_day_so_that_no_text_enters() -> None:
    for field in (*standard.review_fields(), *standard.question_fields()):
        assert field.enum or field.pattern or field.type == "date", field.name


def test_whom_each_column_tells_of() -> None:
    found = {name: field.about for name, field in FIELDS.items()}
    assert {name for name, whom in found.items() if whom == PERSON} == OF_PERSON
    assert {name for name, whom in found.items() if whom == PROGRAMME} == OF_PROGRAMME
    assert set(found.values()) == {POLICE, PERSON, PROGRAMME}
    for kind in standard.SCHEMAS:
        assert all("about" in raw for raw in standard.review_schema(kind)["fields"])


def test_no_column_of_the_charter_return_tells_of_the_review_itself() -> None:
    assert not [field.name for field in return_fields() if field.about == PROGRAMME]
    with pytest.raises(ValueError, match="x is about 'panel': write one of"):
        as_field({"name": "x", "title": "X", "description": "X.", "type": "string", "serves": "", "about": "panel"})


def test_panels_and_boroughs_are_those_of_the_portal() -> None:
    boroughs = all_of(Kind.BOROUGH)
    assert FIELDS["panel"].enum == (*(place.slug for place in boroughs), LONDON.slug)
    pattern = FIELDS["borough"].pattern
    assert all(re.fullmatch(pattern, place.code) for place in boroughs)
    assert sum(bool(re.fullmatch(pattern, f"E0900{number:04}")) for number in range(10_000)) == len(boroughs)


def test_answers_that_the_charter_return_asks_too_have_the_same_words_and_cannot_tell() -> None:
    shared = [field for field in return_fields() if field.name in FIELDS and field.enum]
    assert {field.name for field in shared} >= {"name_given", "shoulder_number_given", "grounds_told", "receipt"}
    for field in shared:
        assert set(FIELDS[field.name].enum) - set(field.enum) <= {"cannot_tell"}, field.name
        assert set(field.enum) <= set(FIELDS[field.name].enum), field.name


def test_footage_and_its_reasons_are_all_there_are() -> None:
    reasons = [reason for kind in standard.FOOTAGE_REASONS.values() for reason in kind]
    assert sorted(reasons) == sorted(FIELDS["footage_reason"].enum)
    assert set(standard.FOOTAGE_REASONS) == set(FIELDS["footage"].enum)


def test_each_letter_of_gowisely_has_a_column() -> None:
    assert "".join(standard.GOWISELY) == "GOWISELY"
    assert list(standard.GOWISELY.values()) == [name for name in FIELDS if name.startswith("said_")]
    for letter, name in standard.GOWISELY.items():
        assert FIELDS[name].title.startswith(f"{letter}: ")


def test_answers_are_all_columns_but_those_of_the_item() -> None:
    assert [field.name for field in standard.answer_fields()] == list(FIELDS)[len(standard.OF_THE_ITEM) :]


@pytest.mark.parametrize(("name", "kind"), [("template.csv", "reviews"), ("questions.csv", "questions")])
def test_an_empty_file_is_the_header_of_its_schema(name: str, kind: str) -> None:
    header, *rows = csv.reader(shipped.data("review_return", name).read_text("utf-8").splitlines())
    assert header == [field.name for field in standard.fields_of_kind(kind)]
    assert rows == []


def test_the_example_has_no_problem_and_shows_every_kind_of_row() -> None:
    header, *rows = csv.reader(shipped.data("review_return", "example.csv").read_text("utf-8").splitlines())
    found = read_review_file(header, enumerate(rows, start=2), date(2026, 12, 1))
    assert found.problems == ()
    assert {row.cells["item"][0] for row in found.rows} == {"R", "A", "N"}
    assert {row.cells["role"] for row in found.rows} == set(FIELDS["role"].enum)
    assert {row.cells["footage"] for row in found.rows} == set(FIELDS["footage"].enum)


@pytest.mark.parametrize("name", standard.SCHEMAS.values())
def test_a_schema_is_a_table_schema(name: str) -> None:
    schema = Schema.from_descriptor(str(shipped.data("review_return", name)))
    assert len(schema.fields) in (34, 5)


@pytest.mark.parametrize("name", FIELDS)
def test_another_program_judges_cells_by_the_schema_as_we_do(name: str) -> None:
    judge = Schema.from_descriptor(str(shipped.data("review_return", "schema.json"))).get_field(name)
    cells = ["", "yes", "cannot_tell", "Yes", "R2405-017", "R2405-0171", "R2405-01711", "B7", "ABC123", "b7", "hackney",
             "london", "E09000033", "E09000034", "2024-05-03", "2024-02-30", "03/05/2024", "full", "green"]  # fmt: skip
    wrong = [cell for cell in cells if judge.read_cell(cell)[1]]
    assert wrong == [cell for cell in cells if cell_problem(FIELDS[name], cell)]
