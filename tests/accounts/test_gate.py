"""What a return says of teams, as it is published: ranges only, and nothing exact in any byte."""

import re
from pathlib import Path

import pytest

from portal.accounts.disclosure.audit import GUARANTEE
from portal.accounts.shelf import is_document
from portal.settings import Settings
from tests.accounts.returned_town import (
    CROYDON,
    EAST,
    HACKNEY,
    TOWER_HAMLETS,
    TOWN,
    TRIDENT,
    TSG,
    WEST,
    WESTMINSTER,
    document,
    out,
    sent,
    shown,
)
from tests.conftest import LivingIn, Portal, run
from tests.samples import month_file, row

FULL = {
    **TOWN,
    (TSG, HACKNEY): 121,
    (TSG, WESTMINSTER): 6,
    ("", HACKNEY): 9,
    ("mystery-squad", HACKNEY): 4,
    (TRIDENT, HACKNEY): 60,
    (TRIDENT, WESTMINSTER): 3,
}
"""Hackney 344, Westminster 149: a squad of four and Trident's 63 are too few to stand by themselves."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Path:
    """The full town's financial year."""
    folder = tmp_path_factory.mktemp("town")
    with living_in(folder) as settings:
        assert out(run, folder, FULL).code == 0
        return settings.published_dir


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Path:
    """The town with two small boroughs, a squad that no list has, and the City by public files alone."""
    folder = tmp_path_factory.mktemp("mixed")
    city = {"Latitude": "51.515500", "Longitude": "-0.092200"}
    more = {(TSG, CROYDON): 40, (EAST, TOWER_HAMLETS): 59, ("mystery-squad", HACKNEY): 130}
    with living_in(folder) as settings:
        run("ingest", month_file(folder / "public", [row(**city)] * 30, force="city-of-london"))
        assert out(run, folder, {**TOWN, **more}).code == 0
        return settings.published_dir


def test_team_figures_are_classed_and_the_rest_is_the_local_response_team(published: Path) -> None:
    hackney, westminster = (document(published, f"2018-19/1.0/boroughs/{name}") for name in ("hackney", "westminster"))
    assert hackney["totals"]["searches"] == 344
    others = {TSG: (118, 122, "rounded"), "other_teams": (63, 67, "rounded"), "not_recorded": (8, 12, "rounded")}
    assert shown(hackney) == {EAST: (344 - 122 - 67 - 12, 344 - 118 - 63 - 8, "rounded"), **others}
    others = {TSG: (1, 7, "withheld"), "other_teams": (1, 7, "withheld")}
    assert shown(westminster) == {WEST: (149 - 14, 149 - 2, "rounded"), **others}
    (small,) = (each for each in westminster["breakdowns"]["team"] if each["key"] == TSG)
    assert (small["searches"], small["share"], small["group"]) == (None, None, "london_wide")


def test_teams_under_100_stand_together_and_have_no_account(published: Path) -> None:
    assert not {TRIDENT, "mystery-squad"} & set(shown(document(published, "2018-19/1.0/london")))
    accounts = {path.stem for path in (published / "2018-19/1.0/teams").glob("*.json") if is_document(path.name)}
    assert accounts == {EAST, WEST, TSG}


def test_london_and_the_force_show_sums_of_the_ranges_and_nothing_closer(published: Path) -> None:
    for name in ("london", "forces/metropolitan"):
        found = shown(document(published, f"2018-19/1.0/{name}"))
        assert found[TSG] == (118 + 1, 122 + 7, "rounded")
        assert found["other_teams"] == (63 + 1, 67 + 7, "rounded")


def test_calendar_years_hold_teams_back_in_one_row_that_adds_up(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    sent(portal, tmp_path, FULL)
    portal("publish", "--period", "2018")
    for name, searches in (("london", 493), ("boroughs/hackney", 344), ("forces/metropolitan", 493)):
        account = document(settings.published_dir, f"2018/1.0/{name}")
        (only,) = account["breakdowns"]["team"]
        assert (only["key"], only["searches"], only["of"]) == ("held_back", searches, searches)
        assert "financial years only" in account["withheld"]["team"]
        assert account["guarantee"] is None
    assert not (settings.published_dir / "2018/1.0/teams").exists()


def test_a_borough_under_100_searches_has_no_figures_by_team(mixed: Path) -> None:
    for name, searches in (("croydon", 40), ("tower-hamlets", 59)):
        account = document(mixed, f"2018-19/1.0/boroughs/{name}")
        (only,) = account["breakdowns"]["team"]
        assert (only["key"], only["searches"]) == ("held_back", searches)
        assert "Fewer than 100" in account["withheld"]["team"]
    team = document(mixed, f"2018-19/1.0/teams/{TSG}")
    assert shown(team, "borough")["other_places"] == (0, 99, "rounded")


def test_a_teams_account_has_a_range_and_nothing_but_its_boroughs(published: Path) -> None:
    team = document(published, f"2018-19/1.0/teams/{TSG}")
    totals = team["totals"]
    assert (totals["searches"], totals["low"], totals["high"], totals["status"]) == (None, 119, 129, "rounded")
    assert {totals[name] for name in ("person_searches", "vehicle_only", "placed_by_nearness")} == {None}
    assert shown(team, "borough") == {HACKNEY: (118, 122, "rounded"), WESTMINSTER: (1, 7, "withheld")}
    assert [name for name, figures in team["breakdowns"].items() if figures] == ["borough"]
    assert {(month["searches"], month["acted"], month["groups"]) for month in team["monthly"]} == {(None, None, None)}
    for part in ("rates", "outcome_rates", "crossed", "apart", "funnels", "left_out", "controls", "sources"):
        assert not team[part], part
    assert {tuple(supply) for supply in team["supplies"]}  # what it is drawn from is told


def test_the_guarantee_is_printed_wherever_a_range_is(published: Path) -> None:
    for path in sorted((published / "2018-19/1.0").rglob("*.json")):
        raw = path.read_text("ascii")
        has_range = re.search(r'"low":\d+,"high":\d+,"(group|status)"|"ranges":{', raw) is not None
        assert (GUARANTEE in raw) == has_range, path


def test_the_guarantee_says_what_it_stands_for(published: Path, mixed: Path) -> None:
    """Croydon is too small for figures by team, and for checks; a borough of public files alone needs no guarantee."""
    found = [document(folder, f"2018-19/1.0/{name}")["guarded"] for folder, name in (
        (published, "boroughs/hackney"), (published, f"teams/{TSG}"), (published, "forces/metropolitan"),
        (mixed, "boroughs/croydon"), (mixed, "boroughs/city-of-london"), (mixed, "london"))]  # fmt: skip
    both = ["teams", "checks"]
    assert found == [both, both, both, [], [], both]


def test_a_team_that_no_list_has_keeps_its_own_key(mixed: Path) -> None:
    figures = document(mixed, "2018-19/1.0/boroughs/hackney")["breakdowns"]["team"]
    (found,) = (each for each in figures if each["group"] == "unlisted")
    assert (found["key"], found["label"], found["searches"]) == ("mystery-squad", "mystery-squad", 130)
    assert not (mixed / "2018-19/1.0/teams/mystery-squad.json").exists()


def test_a_place_that_only_public_files_tell_of_shows_that_teams_are_not_published(mixed: Path) -> None:
    for name in ("boroughs/city-of-london", "forces/city-of-london"):
        account = document(mixed, f"2018-19/1.0/{name}")
        (only,) = account["breakdowns"]["team"]
        assert (only["key"], only["searches"], only["share"]) == ("not_published", 30, None)
        assert (account["withheld"], account["guarantee"]) == ({}, None)
    assert shown(document(mixed, "2018-19/1.0/london"))["not_published"] == (30, 30, "not_published")


def test_a_forces_searches_in_a_borough_do_not_tell_what_its_only_team_did_there(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    """The City's four searches in Hackney are public; no other row of Hackney's can be the City's."""
    servator = "city-of-london-servator"
    sent(portal, tmp_path / "city", {(servator, "E09000001"): 160, (servator, HACKNEY): 4}, force="city-of-london")
    out(portal, tmp_path, {**TOWN, (EAST, HACKNEY): 300})
    hackney = document(settings.published_dir, "2018-19/1.0/boroughs/hackney")
    assert {each["key"]: each["searches"] for each in hackney["breakdowns"]["force"]}["city-of-london"] == 4
    assert shown(hackney).get(servator) != (1, 7, "withheld")


def test_no_byte_of_what_is_published_says_what_the_gate_keeps(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    """1,236 by one team in one borough, six in another, 1,242 in all; a squad of eleven, one of 71 that are too few."""
    sent(portal, tmp_path, {**FULL, (TSG, HACKNEY): 1236, (TSG, WESTMINSTER): 6, ("mystery-squad", HACKNEY): 11})
    portal("publish")
    files = [path for path in settings.published_dir.rglob("*") if path.is_file()]
    assert len(files) > 300
    secret = rb'(?<![\w.-])(1236|1242)(?![\w.-])|1,2(36|42)\b|mystery|"(searches|rows|acted|of)":(6|11|71)\b'
    assert {path: said[0] for path in files if (said := re.search(secret, path.read_bytes()))} == {}
    tables = b"".join(path.read_bytes() for path in files if path.suffix == ".csv")
    lines = [line for line in tables.splitlines() if line.startswith(b"team,") or b",team," in line]
    assert len(lines) > 50
    assert [line for line in lines if {b"1236", b"1242", b"6", b"11", b"71"} & set(line.split(b","))] == []
