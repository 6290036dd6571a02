"""An operator who has a team, or a check, tell of the person searched: what is published then, and what is not."""

import random
from pathlib import Path
from typing import Any

import pytest

from portal.documents.reason_codes import PEOPLE, TEAM_OF_PERSON
from tests.conftest import LivingIn
from tests.disclosure.operators import written_by_operator
from tests.disclosure.published.returned_years import YEAR, Row
from tests.disclosure.published.uniform_year import EAST, TSG, WESTMINSTER, accounts, check, document, states, year_of
from tests.disclosure.published.whole import comparable, differing, files, publish_year

pytestmark = pytest.mark.full

NO_TEAM = ("fields = []", 'fields = ["team"]')
NO_RECEIPT = ("checks = []", 'checks = ["C05", "G1"]')


def rows() -> list[Row]:
    return year_of(
        (240, {}), (120, {"team": TSG}), (130, {"borough": WESTMINSTER, "team": TSG, "receipt": "not_offered"}),
        (23, {"grounds_flags": "G1"}), (4, {"receipt": "not_offered"}),
    )  # fmt: skip


def with_teams_anew() -> list[Row]:
    """Dealt among all searches, whatever else they say."""
    sent, chance = rows(), random.Random(7)
    teams = chance.sample([row["team"] for row in sent], len(sent))
    return [{**row, "team": team} for row, team in zip(sent, teams, strict=True)]


def test_where_a_team_tells_of_a_person_no_team_is_named_or_counted(tmp_path: Path, living_in: LivingIn) -> None:
    found = []
    with written_by_operator(tmp_path, NO_TEAM):
        for name, sent in (("one", rows()), ("other", with_teams_anew())):
            with living_in(tmp_path / name) as settings:
                root = publish_year(settings, sent, YEAR)
                found.append(comparable({f"published/{path}": raw for path, raw in files(root)}))
    assert differing(*found) == []
    london = document(root, "london")
    assert london["withheld_codes"] == {"team": TEAM_OF_PERSON}
    assert "taken to tell of the person" in london["withheld"]["team"]
    assert {each["key"] for each in london["breakdowns"]["team"]} == {"not_published"}
    assert not [each for each in london["joined"] if each["by"] == "team"]
    assert london["team_funnels"] == []
    assert not (root / YEAR / "1.0" / "teams").exists()
    assert [name for name, raw in files(root) if TSG.encode() in raw or EAST.encode() in raw] == []
    assert states(london, "C05")["fail"] == 134  # other figures stand as they were
    r09 = check(london, "R09")
    assert (r09["reason_code"], r09["pass"], r09["fail"]) == (PEOPLE, 515, None)  # of 517 and none
    assert check(document(root, "boroughs/westminster"), "R09")["reason_code"] == PEOPLE


def test_a_check_and_a_flag_that_tell_of_a_person_have_londons_figure_alone(
    tmp_path: Path, living_in: LivingIn
) -> None:
    with written_by_operator(tmp_path, NO_RECEIPT), living_in(tmp_path / "home") as settings:
        root = publish_year(settings, rows(), YEAR)
    london = document(root, "london")
    expected = {"pass": 385, "fail": 135, "not_recorded": None, "cannot_tell": None, "not_applicable": None}
    assert states(london, "C05") == expected  # of 383 and 134
    assert flag(london, "G1") == {"searches": 25, "status": "rounded", "reason_code": PEOPLE}
    assert not [each for each in london["compliance_by"] if each["compliance"]["check"] == "C05"]
    others = [account for account in accounts(root) if account["place"]["kind"] != "london"]
    assert {account["place"]["kind"] for account in others} == {"force", "bcu", "borough", "team"}
    for account in others:
        entry = check(account, "C05")
        assert states(account, "C05") == dict.fromkeys(expected), account["place"]
        assert (entry["rate"], entry["is_returned"]) == (None, False)
        assert flag(account, "G1")["searches"] is None
    assert document(root, "checks/C05")["funnel"] is document(root, "checks/C05")["team_funnel"] is None


def flag(account: dict[str, Any], name: str) -> dict[str, Any]:
    found = next(each for each in account["grounds"] if each["flag"] == name)
    return {key: found[key] for key in ("searches", "status", "reason_code")}


def test_grades_that_tell_of_a_person_have_no_share_of_a_whole_that_is_not_told(
    tmp_path: Path, living_in: LivingIn
) -> None:
    change = ("fields = []", 'fields = ["grounds_strength"]')
    with written_by_operator(tmp_path, change), living_in(tmp_path / "home") as settings:
        root = publish_year(settings, [*rows(), *year_of((12, {"grounds_strength": "0"}))], YEAR)
    grades = {
        each["flag"]: (each["searches"], each["of"], each["share"]) for each in document(root, "london")["strength"]
    }
    assert grades == {"0": (10, None, None), "1": (None,) * 3, "2": (None,) * 3, "3": (None,) * 3}
