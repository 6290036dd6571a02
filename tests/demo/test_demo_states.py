"""The demo's returns under the checks: every state occurs, the second judge agrees, and nothing finer is shown."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlmodel import Session

from portal.charter import rules
from portal.charter.agreements import known_facts as known
from portal.charter.definitions import NOT_PUBLISHED, STATES
from portal.charter.functions import NUMBERS
from portal.charter.validation import published_charter
from portal.periods import Period
from portal.records import Supply
from portal.store import database, return_columns, searches
from tests.charter.examples.every import EXAMPLES
from tests.charter.rows import BESIDE
from tests.charter.second.judge import judged
from tests.charter.tallies import tallies
from tests.towns import demo_home

pytestmark = [
    pytest.mark.full,
    pytest.mark.sqlite_only(reason="the demo keeps its rows in an SQLite file of its own, whatever is set"),
]
YEAR = Period.named("2024-25")
CHECKS = [check.id for check in published_charter().checks if check.measured]
MONTH = "2024-09"
RECORDS, SAFEGUARDS = ("R04", "R05", "R10", "R14", "R15"), ("S01", "S02", "S03", "S06")
OF_THE_RETURN = [check for check in CHECKS if check[0] in "CV" or check in (*RECORDS, *SAFEGUARDS)]
"""Checks that only a return answers: each of their states occurs in the demo's, which have every column of theirs."""
LACKING = {"C06": {"cannot_tell"}, "R10": {"not_applicable"}, "V03": {"not_applicable"}}
"""States that need a word which the standard refuses, or a day before the law."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's own home, published."""
    return demo_home(tmp_path_factory) / "instance" / "demo"


@pytest.fixture(scope="module")
def frame(demo: Path) -> pl.DataFrame:
    """Every record of the twelve returns, as it is measured."""
    engine = database.open_database(f"sqlite:///{demo}/portal.sqlite3")
    with Session(engine) as session:
        returns = [supply for supply in searches.current_supplies(session) if is_return(supply)]
        found = return_columns.measuring_frame(session, YEAR, returns)
    engine.dispose()
    assert len(returns) == 12
    return found


def is_told(found: dict[str, Any]) -> bool:
    return bool(found["is_returned"]) and found["check"] not in ("C06", "R11")


def is_return(supply: Supply) -> bool:
    return supply.source == "charter-return"


def test_each_of_the_six_states_occurs(frame: pl.DataFrame) -> None:
    counts = tallies(rules.states(published_charter(), known(published_charter()), frame))
    assert {state for state in STATES if counts[state].sum()} == set(STATES)
    whole = dict(zip(counts["check"], counts.rows(), strict=True))
    assert all(sum(row[1:]) == frame.height for row in whole.values())
    found = {check: {s for s in STATES if row[counts.columns.index(s)]} for check, row in whole.items()}
    for check in OF_THE_RETURN:
        assert found[check] == set(EXAMPLES[check]) - {NOT_PUBLISHED} - LACKING.get(check, set()), check
    assert {check for check in CHECKS if found[check] == {NOT_PUBLISHED}} == {"R07", "S04", "S05", "S07"}


def test_the_second_judge_says_the_same_of_every_record_of_a_month(frame: pl.DataFrame) -> None:
    month = frame.filter(pl.col("month") == MONTH)
    assert month.height > 5_000
    measured = rules.states(published_charter(), BESIDE, month).to_dicts()
    differing: Counter[tuple[str, str, str]] = Counter()
    for row, states in zip(month.to_dicts(), measured, strict=True):
        plain = row | {name: row[f"{name}_state"] for name in NUMBERS if row[name] is None}
        for check, state in states.items():
            if (second := judged(check, plain)) != state:
                differing[check, state, second] += 1
    assert differing == {}
    assert list(measured[0]) == CHECKS


def test_every_figure_of_the_returns_is_what_a_plain_count_of_its_records_gives(
    demo: Path, frame: pl.DataFrame
) -> None:
    """Boroughs, teams and groups of people. The three searches whose borough is none are in no figure of a return; the
    City's public files answer C06 and R11 too, and of all others say nothing."""
    own = frame.filter(pl.col("borough") != "no_point")
    states = rules.states(published_charter(), known(published_charter()), own)
    whole = json.loads((demo / f"published/{YEAR.id}/1.0/compliance.json").read_bytes())
    london = json.loads((demo / f"published/{YEAR.id}/1.0/london.json").read_bytes())
    told = [(row["place"]["kind"], row["place"]["code"], found) for row in whole["rows"] for found in row["found"]]
    told += [(each["by"], each["key"], each["compliance"]) for each in london["compliance_by"]]
    seen: Counter[str] = Counter()
    for kind in ("borough", "team", "self_defined_ethnicity", "age"):
        by_place = tallies(states, own.select(kind))
        truth = {(row[kind], row["check"]): row for row in by_place.iter_rows(named=True)}
        of_records = [(code, found) for of, code, found in told if of == kind and not found["word_of"]]
        for code, found in [(code, found) for code, found in of_records if is_told(found)]:
            seen[kind] += 1
            counts = {state: found[state] for state in STATES if state != NOT_PUBLISHED}
            assert counts == {state: truth[code, found["check"]][state] for state in counts}, (code, found["check"])
    assert min(seen.values()) > 100
    entries = [found for of, _, found in told if of in ("borough", "team") and found["unit"] == "searches"]
    assert sum(found["status"] == "value" for found in entries) > 0.8 * len(entries)
