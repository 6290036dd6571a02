"""Every entry of compliance of boroughs and of teams is the plain recount of the return: no error, most are told."""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlmodel import Session

from portal.charter import rules
from portal.charter.agreements import known_facts as known
from portal.charter.validation import published_charter
from portal.disclosure.grouping import group_searches, team_parents
from portal.disclosure.words import OTHERS
from portal.periods import Period
from portal.store import database, return_columns, searches
from tests.charter.tallies import tallies
from tests.conftest import LivingIn
from tests.disclosure.published import recount
from tests.disclosure.published.recount import ALSO_PUBLIC, FEWEST, NOBODY_CAN_SAY, OF_PEOPLE, OF_POLICE, PUBLIC, Counts
from tests.disclosure.published.returned_years import YEAR, returned_year
from tests.disclosure.published.whole import ingested, publish_year
from tests.towns import demo_home

STATES = ("pass", "fail", "not_recorded", "cannot_tell", "not_applicable")
WITH_CITY = ("city-of-london", "islington", "tower-hamlets")
"""Boroughs in which the demo's City of London Police searches: its public files are in some counts there."""

Document = Mapping[str, Any]


def documents(edition: Path, folder: str) -> Iterator[Document]:
    for path in sorted((edition / folder).glob("*.json")):
        found = json.loads(path.read_bytes())
        if found.get("schema") == "account/1":
            yield found


def look_at_entries(
    edition: Path, counts: Mapping[tuple[str, str], Counts], beside: Collection[str] = ()
) -> list[bool]:
    """Whether each entry of a return's checks is told, and right where it is; `beside`: boroughs with other forces."""
    told: list[bool] = []
    seen = set()
    for kind, folder in (("borough", "boroughs"), ("team", "teams")):
        for account in documents(edition, folder):
            code = account["place"]["code"]
            seen.add((kind, code))
            skipped = (*PUBLIC, *ALSO_PUBLIC) if recount.boroughs().get(code) in beside else ()
            for entry in account["compliance"]:
                if entry["word_of"] == "reviewer":
                    told.append(True)  # what reviewers saw is counted again in tests/review/published
                    continue
                told += looked_at(entry, kind, counts.get((kind, code), {}), skipped)
    assert {place for place, found in counts.items() if OF_POLICE[0] in found} - seen <= {("borough", "no_point")}
    return told


def look_at_teams(edition: Path, tables: Mapping[str, Counts]) -> int:
    """How many figures of teams' accounts are those of the recount, which has no other."""
    looked = 0
    for account in documents(edition, "teams"):
        expected = tables.get(account["place"]["code"], {})
        months = [{"key": month["month"], **month} for month in account["monthly"]]
        for name, counts in expected.items():
            figures = months if name == "month" else account["breakdowns"][name]
            assert {figure["key"]: figure["searches"] for figure in figures if figure["searches"]} == counts, name
            looked += len(counts)
        assert account["totals"]["searches"] == sum(expected.get("month", {}).values())
    return looked


def looked_at(entry: Document, kind: str, counts: Counts, skipped: Collection[str]) -> Iterator[bool]:
    check, said = entry["check"], {state: entry[state] for state in STATES}
    assert not entry.get("ranges"), entry
    if check in NOBODY_CAN_SAY and (check != "R07" or kind == "team"):
        assert not any(said.values()), entry
    elif check in OF_PEOPLE:
        assert said == dict.fromkeys(STATES), entry
        yield False
    elif check in (*OF_POLICE, *PUBLIC) and check not in skipped:
        own = counts.get(check, {})
        if sum(own.values()) == 0:  # no group of its own
            assert not any(said.values()), entry
            yield from [False] * (kind == "borough" and check in OF_POLICE)
            return
        assert said == {state: own.get(state, 0) for state in STATES}, (entry, own)
        if check in OF_POLICE:
            assert sum(own.values()) >= FEWEST
            yield True


@pytest.mark.parametrize("seed", [20253, 20250])
def test_the_recount_and_the_rule_agree_before_anything_is_published(
    tmp_path: Path, living_in: LivingIn, seed: int
) -> None:
    """The pure functions, over what is kept in the database."""
    with living_in(tmp_path) as settings:
        counts = recount.recounted(recount.returned([ingested(settings, returned_year(seed))]))
        engine = database.open_database(settings.database_url)
        with Session(engine) as session:
            returns = [each for each in searches.current_supplies(session) if each.source == "charter-return"]
            frame = return_columns.measuring_frame(session, Period.named(YEAR), returns)
        engine.dispose()
    parents = {"team": team_parents(frame["team"].unique())}
    grouping = group_searches(frame, ("borough", "team", "self_defined_ethnicity", "age"), FEWEST, parents)
    states = rules.states(published_charter(), known(published_charter()), grouping.searches)
    for kind in ("borough", "team"):
        found = tallies(states, grouping.searches.select(pl.col(f"{kind}_group").alias(kind)))
        own = {row[kind] for row in found.iter_rows(named=True) if not row[kind].startswith(OTHERS)}
        assert own == {code for of, code in counts if of == kind and OF_POLICE[0] in counts[of, code]}
        for row in found.filter(pl.col(kind).is_in(list(own)) & pl.col("check").is_in(OF_POLICE)).iter_rows(named=True):
            expected = counts[kind, row[kind]][row["check"]]
            assert {state: row[state] for state in (*STATES, "not_published") if row[state]} == expected


@pytest.mark.full
@pytest.mark.parametrize("seed", [20253, 20250])
def test_a_small_random_year_is_what_its_return_says(tmp_path: Path, living_in: LivingIn, seed: int) -> None:
    with living_in(tmp_path) as settings:
        root = publish_year(settings, returned_year(seed), YEAR)
        rows = recount.returned([settings.home / "sent-0" / "return.csv"])
        counts = recount.recounted(rows)
        assert {kind for kind, _ in counts} == {"borough", "team"}
        assert look_at_teams(root / YEAR / "1.0", recount.team_tables(rows)) > 30
        assert sum(look_at_entries(root / YEAR / "1.0", counts)) > 8 * len(OF_POLICE) / 2


@pytest.mark.full
@pytest.mark.sqlite_only(reason="the demo keeps its rows in an SQLite file of its own, whatever is set")
def test_the_demos_year_is_what_its_returns_say_and_nine_in_ten_entries_are_told(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = demo_home(tmp_path_factory) / "instance" / "demo"
    rows = recount.returned((home / "invented" / "records").rglob("charter-return-*.csv"))
    assert len({row["date"][:7] for row in rows}) == 12
    assert look_at_teams(home / "published" / "2024-25" / "1.0", recount.team_tables(rows)) > 2000
    told = look_at_entries(home / "published" / "2024-25" / "1.0", recount.recounted(rows), WITH_CITY)
    assert len(told) > 1400
    assert sum(told) / len(told) >= 0.9
