"""The list of teams as data: ids used once, kinds and commands that are known, dates in order, a source each."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal import places, shipped, vocabulary
from portal import places as teams
from portal.places import Kind

FILES = sorted(shipped.data("teams").glob("*.toml"))
KEYS = {"id", "name", "full_name", "kind", "each_bcu", "from", "until", "aliases", "source", "verified"}
NEEDED = {"id", "name", "full_name", "kind", "source", "verified"}
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LISTED = list(teams.listed_teams().values())


def units(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["team"]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_of_one_force_and_says_nothing_that_nobody_reads(path: Path) -> None:
    assert tomllib.loads(path.read_text("utf-8"))["force"] == path.stem
    assert path.stem in places.forces_by_id()
    for unit in units(path):
        assert set(unit) >= NEEDED, unit
        assert set(unit) <= KEYS, unit
        assert all(str(unit[key]).strip() for key in NEEDED), unit
        assert SLUG.fullmatch(unit["id"]), unit
        assert isinstance(unit["verified"], bool), unit
        assert unit["kind"] in ("response", "neighbourhood", "proactive", "central", "other"), unit


def test_ids_are_used_once_and_names_too() -> None:
    ids = [unit["id"] for path in FILES for unit in units(path)]
    per_unit = [12 if unit.get("each_bcu") else 1 for path in FILES for unit in units(path)]
    assert len(LISTED) == sum(per_unit)
    assert len(ids) == len(set(ids))
    assert len({team.name for team in LISTED}) == len({team.id for team in LISTED}) == len(LISTED)
    assert all(SLUG.fullmatch(team.id) and team.id.startswith(f"{team.force}-") for team in LISTED)


def test_a_team_of_a_command_is_one_of_the_twelve_and_every_command_has_its_response_team() -> None:
    commands = set(places.bcus())
    assert len(commands) == 12
    assert {team.bcu for team in LISTED} == commands | {None}
    for team in LISTED:
        assert team.bcu is None or team.id.endswith(f"-{team.bcu}"), team.id
    response = [team.bcu for team in LISTED if team.kind == "response"]
    assert sorted(filter(None, response)) == sorted(commands)
    assert {places.bcu_of(place.code) for place in places.all_of(Kind.BOROUGH)} == commands | {None}


def test_days_are_days_in_order() -> None:
    for team in LISTED:
        days = [date.fromisoformat(day) for day in (team.first_day, team.last_day) if day]
        assert days == sorted(days), team.id
        assert [day.isoformat() for day in days] == [day for day in (team.first_day, team.last_day) if day]
        assert all(day >= date(1829, 9, 29) for day in days), team.id


def test_a_team_existed_from_its_first_day_to_its_last() -> None:
    suppression = teams.listed_teams()["metropolitan-violence-suppression-north"]
    assert (suppression.first_day, suppression.last_day) == ("2020-05-01", "2024-01-31")
    assert suppression.existed("2019-04-01", "2020-05-01")
    assert suppression.existed("2024-01-31", "2024-12-31")
    assert not suppression.existed("2018-04-01", "2020-04-30")
    assert not suppression.existed("2024-02-01", "2025-03-31")
    assert teams.listed_teams()["metropolitan-tsg"].existed("2011-04-01", "2012-03-31")


def test_every_id_and_every_alias_is_read_as_its_team() -> None:
    words = vocabulary.field_vocabulary("team")
    for team in LISTED:
        for written in (team.id, *team.aliases, team.id.upper()):
            assert words.knows(written), written
            assert words.counted_as(written) == team.id
    assert words.counted_as("TSG") == "metropolitan-tsg"
    assert words.counted_as("erpt-north-east") == "metropolitan-response-north-east"


def test_no_alias_means_two_teams() -> None:
    written = [alias.casefold() for team in LISTED for alias in team.aliases]
    assert len(written) == len(set(written))
    assert not set(written) & {team.id for team in LISTED}


@pytest.mark.parametrize("code", ["mystery-squad", "metropolitan-response", "erpt", "response-north"])
def test_a_code_that_nobody_listed_stands_for_itself(code: str) -> None:
    words = vocabulary.field_vocabulary("team")
    assert not words.knows(code)
    assert words.counted_as(code) == code
    assert teams.relation_to_bcu(code, "north") == "unlisted"


def test_how_a_team_stands_to_a_place() -> None:
    north = "metropolitan-response-north"
    assert [teams.relation_to_bcu(north, bcu) for bcu in ("north", "south", None)] == [
        "local",
        "elsewhere",
        "elsewhere",
    ]
    assert [teams.relation_to_bcu("metropolitan-tsg", bcu) for bcu in ("north", None)] == ["london_wide"] * 2


def test_what_is_said_to_be_verified_names_more_than_a_summary() -> None:
    for team in LISTED:
        assert len(team.source) > 10, team.id
        assert not (team.verified and team.source.endswith("as summarised elsewhere")), team.id
