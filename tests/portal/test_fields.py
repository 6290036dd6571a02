"""Every field is declared once, and what has to stand written out beside the declaration agrees with it."""

import csv
import json
import subprocess
import sys

import pytest
from sqlalchemy import Engine, inspect

from portal import return_standard, shipped, sources, vocabulary
from portal.accounts.counting.breakdowns import field_labels
from portal.fields import (
    Field,
    as_search_field,
    declared_fields,
    is_answered_by,
    published_search_fields,
    search_field,
    search_fields,
    title_of_field,
)
from portal.records import LABELLED, Fact, Stop
from portal.tables.definitions import SEARCHES
from portal.web.presentation.data_quality import page_sections
from tests.required import ROOT

OURS = {"supply", "line", "searches", "instant", "london_date", "london_hour", "latitude", "longitude", "borough",
        "placed"}  # fmt: skip
"""Columns of Stop that are no label as written: worked out from what was read."""
EVERY = pytest.mark.parametrize("field", search_fields(), ids=lambda field: field.name)


@EVERY
def test_a_field_says_what_it_is(field: Field) -> None:
    assert field.title
    assert field.title[0].isupper()
    assert field.means
    assert bool(field.header) == (field in published_search_fields())
    assert not field.in_api or field.header  # the JSON is of the same source as the CSV


@pytest.mark.parametrize("name", ["header", "in_api", "in_return", "title"])
def test_no_two_fields_are_called_the_same(name: str) -> None:
    said = [getattr(field, name) for field in search_fields() if getattr(field, name)]
    assert len(said) == len(set(said))


def test_the_database_has_a_column_for_every_label(engine: Engine) -> None:
    """Columns and migrations stand written out: a migration is history."""
    assert set(Stop.model_fields) == OURS | set(LABELLED)
    assert {column["name"] for column in inspect(engine).get_columns("stop")} == set(Stop.model_fields)
    assert set(Fact.model_fields) - {"supply", "line"} == {f.name for f in return_standard.return_fact_fields()}


def test_the_standard_has_the_columns_that_fields_have_in_it() -> None:
    names = [field.name for field in return_standard.return_fields()]
    assert {field.in_return for field in search_fields() if field.in_return} <= set(names)
    for form in ("template.csv", "example.csv"):
        with shipped.data("charter_return", form).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == names


def test_a_source_expects_fields_that_there_are() -> None:
    for source in sources.known_sources().values():
        assert set(source.expected) <= {field.name for field in search_fields()}, source.id


@EVERY
def test_a_field_that_is_looked_into_has_a_vocabulary(field: Field) -> None:
    """`yes_or_no`, `looked_for` and `decides` are about keys."""
    if field.looked_for or field.decides or field.yes_or_no:
        assert field.is_keyed
    if field.yes_or_no:
        assert {term.key for term in vocabulary.field_vocabulary(field.name).terms} == {"true", "false"}


@pytest.mark.parametrize("name", declared_fields().broken_down)
def test_a_breakdown_has_labels_and_a_title(name: str) -> None:
    assert title_of_field(name)
    assert field_labels(name)


@EVERY
def test_a_table_on_the_page_is_of_a_breakdown(field: Field) -> None:
    assert set(field.sections) <= set(page_sections())
    if field.table:
        assert field.name in declared_fields().broken_down
        assert field.table.section in field.sections


def test_crossed_tables_are_of_breakdowns() -> None:
    assert {name for pair in declared_fields().crossed.values() for name in pair} <= set(declared_fields().broken_down)


def test_searches_have_every_published_column_and_every_key() -> None:
    wanted = {field.header for field in published_search_fields()}
    assert wanted <= set(SEARCHES.header)
    assert {f"portal_{field.name}" for field in search_fields() if field.is_keyed} <= set(SEARCHES.header)


@pytest.mark.parametrize(
    ("name", "present", "is_answered"),
    [
        ("gender", {"gender"}, True),
        ("gender", {"age"}, False),
        ("hour", {"date"}, True),  # a full stamp holds the hour
        ("hour", {"day"}, False),
        ("day", {"day"}, True),
        ("borough", {"latitude"}, True),
        ("force", set(), True),
        ("receipt", {"receipt"}, True),  # of a return alone
        ("receipt", {"date"}, False),
    ],
)
def test_a_figure_is_answered_by_the_columns_it_needs(name: str, present: set[str], is_answered: bool) -> None:
    assert is_answered_by(name, present) == is_answered


def test_a_field_of_a_kind_that_there_is_not_is_told() -> None:
    with pytest.raises(ValueError, match="weather holds 'cloud': write one of"):
        as_search_field({"name": "weather", "title": "Weather", "holds": "cloud"})
    assert search_field("weather") is None


def test_the_fields_are_light_and_read_when_they_are_asked_for() -> None:
    program = (
        "import sys, json; from portal import fields;"
        "print(json.dumps([fields.declared_fields.cache_info().currsize,"
        "[name for name in ('polars', 'sqlalchemy', 'pydantic') if name in sys.modules]]))"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [0, []]
