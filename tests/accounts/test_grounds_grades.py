"""Grades of the grounds and letters of GOWISELY: ranges around the truth, and no grade out of the three others."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from portal.accounts.state_tables import table

from portal.accounts import compliance, grounds_grades
from portal.accounts.grounds_grades import GRADES, LETTERS, STRENGTH, as_columns, checks, graded, states
from tests.accounts.returned_town import EAST, HACKNEY, WEST, WESTMINSTER, document
from tests.conftest import LivingIn, run
from tests.returns import as_file, returned

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
        (settings.home / "return.csv").write_bytes(as_file(rows))
        assert run("ingest", settings.home / "return.csv").code == run("publish", "--period", "2018-19").code == 0
        yield settings.published_dir


def test_states_of_grades_and_letters() -> None:
    frame = pl.DataFrame(
        {"grounds_strength": [0, 3, None], "grounds_strength_state": ["value", "value", "not_recorded"],
         "gowisely": ["GOISELY", "none", "not_published"]}
    )  # fmt: skip
    found = states(frame).to_dict(as_series=False)
    assert found[STRENGTH] == ["fail", "pass", "not_recorded"]
    assert found["letter_W"] == ["pass", "pass", "not_published"]
    assert found["letter_G"] == ["fail", "pass", "not_published"]
    assert len(checks()) == 1 + len(LETTERS)


def test_grades_lie_within_what_is_shown(site: Path) -> None:
    counts = Counter(GIVEN[at % 11] for at in range(330))
    found = {each["flag"]: each for each in document(site, "2018-19/1.0/boroughs/hackney")["strength"]}
    assert found.keys() == {"0", "1", "2", "3"}
    for grade, each in found.items():
        assert each["low"] <= counts[grade] <= each["high"]
        assert each["share_low"] <= counts[grade] / 300 <= each["share_high"]


def test_one_small_grade_holds_all_four_back(site: Path) -> None:
    found = document(site, "2018-19/1.0/boroughs/westminster")["strength"]
    assert {(each["status"], each["searches"], each["low"], each["share"]) for each in found} == {
        ("withheld", None, None, None)
    }


def test_letters_lie_within_what_is_shown(site: Path) -> None:
    counts = Counter(letter for at in range(330) if SPOKEN[at % 4] != "none" for letter in SPOKEN[at % 4])
    found = {each["flag"]: each for each in document(site, "2018-19/1.0/boroughs/hackney")["letters"]}
    assert list(found) == list("GOWISELY")
    for letter, each in found.items():
        assert each["low"] <= counts[letter] <= each["high"]
    assert document(site, "2018-19/1.0/london")["guarded"] == ["teams", "checks"]


def test_what_an_account_says_is_read_back_as_columns() -> None:
    counts = {**dict.fromkeys(("not_published", "not_recorded"), 0), "fail": 40, "cannot_tell": 50,
              "not_applicable": 60, "pass": 70}  # fmt: skip
    (column,) = table({"E1": counts}).columns.values()
    strength = graded(compliance.ranged(checks()[0], column, None))
    assert [each.flag for each in strength] == [str(number) for number, _, _ in GRADES]
    found = as_columns(strength, [])
    assert found == {STRENGTH: {state: (column[state].low, column[state].high) for _, state, _ in GRADES}}
    assert grounds_grades.letter(checks()[1]) == "G"
