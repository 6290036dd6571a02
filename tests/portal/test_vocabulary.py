"""Every vocabulary file loads, every label has one key, keys are slugs, and an unknown label is kept."""

import csv
import re

import pytest

from portal import shipped, vocabulary
from portal.records import LABELLED
from tests.required import shared

FIELDS = [field for field in LABELLED if field != "operation_name"]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_a_vocabulary_with_clean_keys(field: str) -> None:
    words = vocabulary.field_vocabulary(field)
    assert words.name == field
    keys = [term.key for term in words.terms]
    assert len(keys) == len(set(keys))
    clean = r"[a-z0-9-]+" if words.is_open else r"[a-z0-9_]+"
    assert all(re.fullmatch(clean, key) for key in [*keys, *words.labels])
    assert words.is_open or all(term.written for term in words.terms)


def test_there_is_a_field_for_every_file() -> None:
    files = {path.stem for path in shipped.data("vocabulary").glob("*.toml")}
    assert files == set(FIELDS)


def test_labels_are_told_apart_whatever_their_case() -> None:
    words = vocabulary.field_vocabulary("outcome")
    assert words.key("Nothing found - no further action") == "no_further_action"
    assert words.key("a no  further action DISPOSAL") == "no_further_action"
    assert vocabulary.field_vocabulary("operation").key("TRUE") == "true"
    assert vocabulary.field_vocabulary("linked").key("0.0") == "false"


def test_an_unlisted_label_gets_a_key_of_its_own() -> None:
    words = vocabulary.field_vocabulary("object")
    assert not words.knows("Spray paint")
    assert words.key("Spray paint") == "unlisted_spray_paint"


def test_self_defined_ethnicity_follows_the_crosswalk_to_the_census() -> None:
    path = shared("figures", "self_defined_ethnicity_crosswalk.csv")
    words = vocabulary.field_vocabulary("self_defined_ethnicity")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            written = row["data_police_uk_self_defined_ethnicity"]
            if written.startswith("("):
                continue
            assert words.key(written) == (row["census2021_ts021_column"] or "not_stated")
            assert words.counted_as(written) == row["broad_group"].replace("unknown", "not_stated")
            assert words.key(row["pace_code"]) == words.key(written)
