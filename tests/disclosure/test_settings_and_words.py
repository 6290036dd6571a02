"""data/disclosure.toml: read whole or refused by line; stricter, never laxer; sentences follow its numbers."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal import shipped
from portal.charter.parser import BadCharter
from portal.charter.validation import published_charter
from portal.disclosure.rounding import Rounding
from portal.disclosure.settings import disclosure_settings, read_settings
from portal.disclosure.words import disclosure_sentences, left_out_sentence, rounding_words, small_groups_label
from portal.return_standard import PERSON, POLICE
from tests.charter.files import line_of, saved

SHIPPED = shipped.data("disclosure.toml").read_text("utf-8")
PEOPLE = "base = 5\nfewest = 10"
FAULTS = [
    ("fewest_searches = 100", "fewest_searches = 99", "the rule was assessed with groups of 100: write 100 or more"),
    ("fewest_searches = 100", 'fewest_searches = "100"', "fewest_searches has to be a whole number"),
    ("base = 1\nfewest = 0", "base = 0\nfewest = 0", "base has to be 1 (exact) or more"),
    ("base = 1\nfewest = 0", "base = 5\nfewest = 4", "small counts would read as zero: write 5 or more"),
    (
        "base = 5\nfewest = 10",
        "base = 3\nfewest = 10",
        "base can be raised for figures about people, not lowered: write 5 or more",
    ),
    (
        "base = 5\nfewest = 10",
        "base = 5\nfewest = 9",
        "fewest can be raised for figures about people, not lowered: write 10 or more",
    ),
    ("fields = []", 'fields = ["reciept"]', "there is no column reciept in the charter return: take a name from"),
    ("fields = []", 'fields = ["outcome"]', "the public files have outcome, so the figures stay public"),
    ("checks = []", 'checks = ["C99"]', "there is no check or grounds flag C99: take an id from"),
    ("checks = []", 'laxer = ["S01"]', "stricter has no use for a key laxer"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS, ids=[said[:30] for *_, said in FAULTS])
def test_what_does_not_fit_is_refused_with_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SHIPPED
    path = saved(tmp_path, SHIPPED.replace(old, new, 1), "disclosure.toml")
    with pytest.raises(BadCharter, match=r"^disclosure\.toml: line \d+: ") as bad:
        read_settings(path)
    (fault,) = bad.value.faults
    assert said in fault.sentence
    assert fault.line - line_of(SHIPPED, old) in range(old.count("\n") + 1)


def test_the_shipped_settings_are_the_rule_of_the_method() -> None:
    found = disclosure_settings()
    assert (found.fewest_searches, found.police, found.people) == (100, Rounding(1, 0), Rounding(5, 10))
    assert (found.stricter.fields, found.stricter.checks) == ((), ())


def test_an_operator_makes_a_column_a_check_or_a_flag_stricter(tmp_path: Path) -> None:
    text = SHIPPED.replace("fields = []", 'fields = ["video", "self_defined_asked"]')
    found = read_settings(saved(tmp_path, text.replace("checks = []", 'checks = ["C05", "S03"]')))
    personal = {check.id for check in published_charter().checks if found.about_check(check) == PERSON}
    assert personal == {"S01", "S02", "S03", "C05", "C06", "V01"}
    assert found.about_column("video") == found.about_column("self_defined_code") == PERSON
    assert found.about_column("receipt") == POLICE


def test_the_public_sentences() -> None:
    said = " ".join(disclosure_sentences(disclosure_settings()))
    assert said == (
        "Figures that only a force's own return can give are counts over at least 100 searches: a borough, a team, an "
        "ethnic group or an age group, over a financial year. They say what the police did. What a return says about "
        "the person searched is given for London as a whole, to the nearest 5, never under 10, once a year. No figure "
        "ties any of this to a day, a street or a single search. Not covered: somebody who knows that a search was "
        "corrected between two accounts may work out what the police did in it, not who it was."
    )


def test_every_number_of_the_sentences_follows_from_the_settings() -> None:
    other = replace(disclosure_settings(), fewest_searches=150, base=20, fewest=40, people=Rounding(25, 60))
    said = " ".join((*disclosure_sentences(other), left_out_sentence(other), small_groups_label("x", "teams", other)))
    numbers = {word.strip(".,:") for word in said.split() if word[0].isdigit()}
    assert numbers == {"150", "20", "40", "25", "60"}


def test_words_of_what_is_left_out_and_of_small_groups() -> None:
    settings = disclosure_settings()
    assert "in no group of at least 100" in left_out_sentence(settings)
    assert small_groups_label("all_others", "boroughs", settings) == "Other boroughs, each under 100 searches"
    assert small_groups_label("all_others_of_central-east", "teams", settings) == (
        "Other teams of Central East, each under 100 searches"
    )
    assert rounding_words(Rounding()) == ""
