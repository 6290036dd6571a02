"""Grades of the grounds and letters of GOWISELY, counted."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from portal.accounts.checks.grounds import LETTERS, STRENGTH, grade_states, grounds_checks
from tests.accounts.returned_town import EAST, HACKNEY, WEST, WESTMINSTER, document, written
from tests.conftest import LivingIn, run
from tests.returns import returned

GIVEN = ("0", "1", "1", "2", "2", "2", "3", "3", "3", "3", "")
SPOKEN = ("GOWISELY", "GOISELY", "none", "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Path]:
    """A return of 330 searches in Hackney; of 220 in Westminster, where three have no strength at all."""
    with living_in(tmp_path_factory.mktemp("grades")) as settings:
        rows = [
            returned(borough=HACKNEY, team=EAST, grounds_strength=GIVEN[at % 11], gowisely=SPOKEN[at % 4])
            for at in range(330)
        ]
        rows += [
            returned(borough=WESTMINSTER, team=WEST, grounds_strength="0" if at < 3 else GIVEN[1 + at % 10],
                     gowisely=SPOKEN[at % 4])
            for at in range(220)
        ]  # fmt: skip
        written(settings.home / "return", rows)
        assert run("ingest", settings.home / "return").code == run("publish", "--period", "2018-19").code == 0
        yield settings.published_dir


def test_states_of_grades_and_letters() -> None:
    frame = pl.DataFrame(
        {"grounds_strength": [0, 3, None], "grounds_strength_state": ["value", "value", "not_recorded"],
         "gowisely": ["GOISELY", "none", "not_published"]}
    )  # fmt: skip
    found = grade_states(frame).to_dict(as_series=False)
    assert found[STRENGTH] == ["fail", "pass", "not_recorded"]
    assert found["letter_W"] == ["pass", "pass", "not_published"]
    assert found["letter_G"] == ["fail", "pass", "not_published"]
    assert len(grounds_checks()) == 1 + len(LETTERS)


def test_every_grade_is_counted(site: Path) -> None:
    counts = Counter(GIVEN[at % 11] for at in range(330))
    found = {each["flag"]: each for each in document(site, "2018-19/1.0/boroughs/hackney")["strength"]}
    assert {grade: (each["searches"], each["of"]) for grade, each in found.items()} == {
        grade: (counts[grade], 300) for grade in "0123"
    }
    assert found["3"]["share"] == pytest.approx(counts["3"] / 300, abs=1e-6)


def test_a_small_grade_is_counted_too(site: Path) -> None:
    """It says how good the officer's reasons were: nothing of a person."""
    found = document(site, "2018-19/1.0/boroughs/westminster")["strength"]
    assert found[0]["searches"] == 3


def test_every_letter_is_counted(site: Path) -> None:
    counts = Counter(letter for at in range(330) if SPOKEN[at % 4] != "none" for letter in SPOKEN[at % 4])
    found = {each["flag"]: each for each in document(site, "2018-19/1.0/boroughs/hackney")["letters"]}
    assert {letter: each["searches"] for letter, each in found.items()} == {
        letter: counts[letter] for letter in "GOWISELY"
    }
    assert document(site, "2018-19/1.0/london")["guarded"] == ["teams", "checks"]
