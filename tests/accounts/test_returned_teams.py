"""Teams that only a return names: each counted exactly, small ones with others, none before the year is whole."""

import csv
import html
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.settings import Settings
from portal.web.app import create_app
from tests.accounts.returned_town import (
    CROYDON,
    EAST,
    HACKNEY,
    MONTHS,
    SCEPTRE,
    TRIDENT,
    TSG,
    WEST,
    WESTMINSTER,
    document,
    shown,
    written,
)
from tests.conftest import LivingIn, run
from tests.returns import returned
from tests.web.proofreading import Proofreader

SMALL = "metropolitan-neighbourhood-central-east"
COUNTS = {
    (EAST, HACKNEY): 300, (TSG, HACKNEY): 88, (SMALL, HACKNEY): 70, (TRIDENT, HACKNEY): 60, (SCEPTRE, HACKNEY): 45,
    (TSG, WESTMINSTER): 130, (WEST, WESTMINSTER): 240, ("", WESTMINSTER): 110, (TSG, CROYDON): 1,
}  # fmt: skip
"""(team, borough) -> searches. Trident and Sceptre have 105 together; the neighbourhood team has no other of its
command beside it, so that it joins them too. Croydon's one search stands in no group of places."""


def rows() -> list[dict[str, str]]:
    said = {
        "object": ("controlled_drugs", "stolen_goods"),
        "outcome": ("arrest", "no_further_action", ""),
        "self_defined_ethnicity": ("W1", "B1"),
        "age_band": ("10 to 17", "over 34"),
        "gender": ("male", "female"),
        "receipt": ("issued", "not_offered", "issued", "issued", "declined"),
    }
    every = [(team, borough) for (team, borough), many in COUNTS.items() for _ in range(many)]
    return [
        returned(team=team, borough=borough, **{name: words[at % len(words)] for name, words in said.items()})
        for at, (team, borough) in enumerate(every)
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Path]:
    with living_in(tmp_path_factory.mktemp("teams")) as settings:
        written(settings.home / "return", rows())
        assert run("ingest", settings.home / "return").code == run("publish").code == 0
        yield settings.published_dir


def told(**where: str) -> list[dict[str, str]]:
    """Rows that are in a figure: all but Croydon's."""
    own = [row for row in rows() if row["borough"] != CROYDON]
    return [row for row in own if all(row[name] == value for name, value in where.items())]


def test_londons_teams_are_counted_and_small_ones_stand_together(site: Path) -> None:
    london = document(site, "2018-19/1.0/london")
    assert shown(london) == {
        EAST: 300, WEST: 240, TSG: 218, "all_others": 175, "not_recorded": 110, "no_group": 1,
    }  # fmt: skip
    assert (london["guarded"], london["left_out"][-1]["rows"]) == (["teams", "checks"], 1)
    joined = {each["key"]: each["group"] for each in london["joined"] if each["by"] == "team"}
    assert joined == {SMALL: "all_others", TRIDENT: "all_others", SCEPTRE: "all_others"}
    out = {each["key"]: (each["group"], each["group_name"]) for each in london["joined"] if each["by"] == "borough"}
    assert out == {CROYDON: (None, "In no figure of the return")}


def test_a_borough_tells_its_teams_exactly(site: Path) -> None:
    assert shown(document(site, "2018-19/1.0/boroughs/hackney")) == {EAST: 300, TSG: 88, "all_others": 175}
    croydon = document(site, "2018-19/1.0/boroughs/croydon")
    assert (shown(croydon), croydon["withheld_codes"]) == ({"no_group": 1}, {"team": "small_group"})


def test_small_teams_have_no_account(site: Path) -> None:
    have = {path.stem for path in (site / "2018-19/1.0/teams").glob("*.csv")}
    assert have == {EAST, WEST, TSG}


@pytest.mark.parametrize("team", [EAST, WEST, TSG])
def test_a_team_has_an_account_of_its_own(site: Path, team: str) -> None:
    account, own = document(site, f"2018-19/1.0/teams/{team}"), told(team=team)
    assert (account["totals"]["searches"], account["totals"]["low"]) == (len(own), None)
    assert shown(account, "borough") == Counter(row["borough"] for row in own)
    assert shown(account, "object") == Counter(row["object"] for row in own)
    assert shown(account, "outcome") == Counter(row["outcome"] or "not_published" for row in own)
    assert shown(account, "gender") == Counter(row["gender"] for row in own)
    assert sum(shown(account, "age").values()) == sum(shown(account, "self_defined_ethnicity").values()) == len(own)
    assert sum(month["searches"] for month in account["monthly"]) == len(own)
    arrests = [each for each in account["outcome_rates"] if each["measure"] == "arrest"]
    known = [row for row in own if row["outcome"]]
    assert [(each["by"], each["searches"], each["of"]) for each in arrests] == [
        ("all", sum(row["outcome"] == "arrest" for row in own), len(known))
    ]


def fits(team: str) -> bool:
    """Whether the team is listed or stands with others: searches without a team are no dot."""
    return team in (EAST, WEST, TSG, SMALL, TRIDENT, SCEPTRE)


def group(team: str) -> str:
    return team if team in (EAST, WEST, TSG) else "all_others"


@pytest.mark.parametrize("name", ["london", "forces/metropolitan"])
def test_teams_have_a_funnel_of_each_outcome_with_the_small_ones_together(site: Path, name: str) -> None:
    account = document(site, f"2018-19/1.0/{name}")
    action, arrest = account["team_funnels"]
    assert (action["measure"], arrest["measure"], arrest["kind"]) == ("action", "arrest", "team")
    own = [row for row in told() if fits(row["team"]) and row["outcome"]]
    wholes = Counter(group(row["team"]) for row in own)
    parts = Counter(group(row["team"]) for row in own if row["outcome"] == "arrest")
    assert {dot["code"]: (dot["searches"], dot["of"]) for dot in arrest["dots"]} == {
        team: (parts[team], wholes[team]) for team in wholes
    }
    assert arrest["share"] == pytest.approx(sum(parts.values()) / sum(wholes.values()), abs=1e-6)
    assert {dot["code"]: dot["name"] for dot in arrest["dots"]}["all_others"] == "Other teams, each under 100 searches"


def test_other_places_have_no_funnel_of_teams(site: Path) -> None:
    for name in ("boroughs/hackney", "bcus/central-east", "forces/city-of-london", f"teams/{TSG}"):
        path = site / f"2018-19/1.0/{name}.json"
        assert not path.exists() or document(site, f"2018-19/1.0/{name}")["team_funnels"] == []


def test_a_check_has_a_funnel_of_teams_and_tells_small_ones_together(site: Path) -> None:
    check = document(site, "2018-19/1.0/checks/C05")
    own = {row["place"]["code"]: row["found"][0] for row in check["rows"] if row["place"]["kind"] == "team"}
    (others,) = [each for each in check["groups"] if each["by"] == "team"]
    assert (others["key"], others["label"]) == ("all_others", "Other teams, each under 100 searches")
    states = ("pass", "fail", "not_recorded", "cannot_tell", "not_applicable", "not_published")
    assert sum(others["compliance"][state] for state in states) == 175
    expected = {code: (each["pass"], each["judged"]) for code, each in own.items() if each["judged"]}
    expected["all_others"] = (others["compliance"]["pass"], others["compliance"]["judged"])
    assert {dot["code"]: (dot["searches"], dot["of"]) for dot in check["team_funnel"]["dots"]} == expected
    small = [row for row in told() if fits(row["team"]) and group(row["team"]) == "all_others"]
    judged = [row for row in small if row["outcome"] == "no_further_action"]  # an arrest gets its record in custody
    assert expected["all_others"] == (sum(row["receipt"] != "not_offered" for row in judged), len(judged))
    assert set(expected) == {EAST, WEST, TSG, "all_others"}


def test_one_thing_beside_a_team_and_no_day_and_no_hour(site: Path) -> None:
    account = document(site, f"2018-19/1.0/teams/{TSG}")
    assert account["breakdowns"]["hour"] == account["breakdowns"]["day"] == account["apart"] == []
    assert account["crossed"] == {}
    assert {(month["acted"], month["persons"], month["groups"]) for month in account["monthly"]} == {(None,) * 3}


def test_checks_of_a_team_add_up_to_its_searches(site: Path) -> None:
    states = ("pass", "fail", "not_recorded", "cannot_tell", "not_applicable", "not_published")
    for entry in document(site, f"2018-19/1.0/teams/{TSG}")["compliance"]:
        if entry["status"] == "value" and entry["unit"] == "searches" and entry["pass"] is not None:
            assert sum(entry[state] or 0 for state in states) == 218, entry["check"]


def test_a_calendar_year_names_no_team(site: Path) -> None:
    london = document(site, "2018/1.0/london")
    assert set(shown(london)) == {"not_published"}
    assert (london["withheld_codes"], london["guarded"]) == ({"team": "year_running"}, [])
    assert not (site / "2018/1.0/teams").exists()


def test_a_year_without_its_last_month_tells_nothing_that_only_a_return_says(
    living_in: LivingIn, tmp_path: Path
) -> None:
    with living_in(tmp_path) as settings:
        written(tmp_path / "return", rows(), MONTHS[:11])
        assert run("ingest", tmp_path / "return").code == run("publish", "--period", "2018-19").code == 0
        london = document(settings.published_dir, "2018-19/1.0/london")
        checks: dict[str, Any] = {entry["check"]: entry for entry in london["compliance"]}
        assert (set(shown(london)), checks["C05"]["reason_code"]) == ({"not_published"}, "year_running")
        assert checks["C05"]["pass"] is None
        assert not (settings.published_dir / "2018-19/1.0/teams").exists()


def test_the_table_lists_small_teams_by_their_group_without_a_figure(site: Path) -> None:
    with (site / "2018-19/1.0/london.csv").open(encoding="ascii", newline="") as file:
        own = [line for line in csv.DictReader(file) if line["measure"] == "counted_together"]
    assert {(line["breakdown"], line["key"]) for line in own} == {
        *(("team", f"all_others.{team}") for team in (SMALL, TRIDENT, SCEPTRE)), ("borough", f"no_group.{CROYDON}")
    }  # fmt: skip
    assert {(line["status"], line["searches"], line["of"], line["value"]) for line in own} == {("withheld", "", "", "")}


@pytest.fixture(scope="module")
def reader(site: Path) -> FlaskClient:
    told = {"PORTAL_HOME": str(site.parent), "PORTAL_PUBLISHED_DIR": str(site)}
    return create_app(Settings.from_environ(told)).test_client()


@pytest.mark.parametrize("address", ["", "/2018-19", ".json", "/2018-19.csv"])
def test_a_small_teams_address_says_with_whom_it_is_counted(reader: FlaskClient, address: str) -> None:
    answer = reader.get(f"/teams/{SCEPTRE}{address}", headers={"Accept": "*/*"} if "." in address else {})
    said = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 404
    assert "This team is counted with others" in said
    assert "too few searches in 2018-19 for figures of its own" in said
    assert "They are counted here: Other teams, each under 100 searches." in said


def test_an_address_of_no_small_team_says_what_it_always_said(reader: FlaskClient) -> None:
    said = reader.get("/teams/metropolitan-aviation").get_data(as_text=True)
    assert "counted with others" not in said
    of_calendar_year = reader.get(f"/teams/{SCEPTRE}/2018").get_data(as_text=True)
    assert "counted with others" not in of_calendar_year
    assert reader.get(f"/teams/{TSG}").status_code == 200


def test_the_list_of_teams_names_small_ones_under_their_group(reader: FlaskClient) -> None:
    """Of the newest year that tells of teams: the calendar year after it has none."""
    with reader.get("/teams.csv") as table:
        assert table.get_data(as_text=True).count("2018-19") > 3
    page = reader.get("/teams").get_data(as_text=True)
    section = page.split("Teams that are counted together")[1]
    assert section.index("Other teams, each under 100 searches") < section.index("Sceptre")


@pytest.mark.parametrize(
    "address", ["/london/2018-19/teams", "/forces/metropolitan/2018-19/teams", "/editions/2018-19/1.0/charter/C05"]
)
def test_a_funnel_of_teams_is_no_league_table_and_says_so(reader: FlaskClient, address: str) -> None:
    page = html.unescape(Proofreader(reader).page(address))
    assert "eams beside all of them" in page or "how teams compare" in page
    assert "This is no ranking and no league table: teams are set different tasks" in page
    assert "Every team as a table" in page
    assert "Other teams, each under 100 searches" in page


def test_the_funnels_of_teams_can_be_explored(reader: FlaskClient) -> None:
    charts = reader.get("/editions/2018-19/1.0/london/charts.json").get_json()["charts"]
    assert charts["arrest-teams"]["title"] == "Arrests: teams beside all of them"
    assert "99.8% of teams" in charts["arrest-teams"]["explains"]
    assert "C05-teams" in reader.get("/editions/2018-19/1.0/checks/C05/charts.json").get_json()["charts"]
