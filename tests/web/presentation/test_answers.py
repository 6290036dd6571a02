"""The first screen's sentences at none, one, many, in part, withheld, missing and not published."""

from typing import Any

import pytest

from portal.charter.definitions import flags
from portal.charter.validation import published_charter
from portal.documents.charter import CharterDocument, build_charter_document
from portal.web.presentation.first_screen import account_answers, boroughs_searched, promises_kept, receipts
from portal.web.presentation.formatting import format_count
from portal.web.presentation.sentences import (
    did_they_find,
    how_many,
    is_it_even,
    up_or_down,
    what_is_missing,
    which_teams,
)
from tests.web.small_account import LONDON, MET, PERIOD, TSG, check, figure, headline, small

PART = PERIOD | {"months_supplied": 6, "complete": False}
SILENT = " British Transport Police, which searches in London too, sent nothing with searches in it."
ENDED = "searches that it could be told of ended with one, or with an offer that was turned down"
OURS = build_charter_document(published_charter(), flags())
FIELDS = {"of": 48, "published": ["date"], "partly": [], "missing": ["video"]}


@pytest.mark.parametrize("place", [LONDON, MET, TSG, {"kind": "bcu", "code": "north", "name": "North"}])
def test_every_kind_of_account_answers_every_question(place: dict[str, str]) -> None:
    found = account_answers(small(place=place, fields=FIELDS), OURS)
    assert [each.question for each in found] == [
        "Did they find anything?", "Is it even?",
        "Where did it search?" if place is TSG else "Which teams searched?",
        "Did people get a receipt?", "Were the promises kept?", "What is missing?"]  # fmt: skip
    assert all(each.says.endswith(".") for each in found)


def test_a_force_is_told_of_groups_only_where_they_stand_below() -> None:
    bare, whole = small(place=MET), small(place=MET, breakdowns={"object": [figure("drugs", 3)]})
    told = [account_answers(account, OURS)[1] for account in (bare, whole)]
    assert [(each.section, each.says.endswith("stands below.")) for each in told] == [("", False), ("who", True)]


@pytest.mark.parametrize(
    ("searches", "said"),
    [
        (0, "Police recorded no searches in Hackney."),
        (1, "Police recorded 1 search in Hackney."),
        (70196, "Police recorded 70,196 searches in Hackney."),
    ],
)
def test_how_many(searches: int, said: str) -> None:
    assert how_many(small(searches)) == said


def test_how_many_where_only_a_range_may_be_told() -> None:
    totals: dict[str, Any] = {"searches": None, "person_searches": None, "vehicle_only": None,
                              "placed_by_nearness": None, "low": 1180, "high": 1320, "status": "withheld"}  # fmt: skip
    account = small(None, TSG, totals=totals)
    assert how_many(account) == "Territorial Support Group recorded between 1,180 and 1,320 searches."


def test_nothing_supplied_is_not_no_searches() -> None:
    account = small(0, headline=[headline("searches", None, "missing")])
    assert how_many(account).startswith("Nobody can say how many searches there were: ")
    assert did_they_find(account) == is_it_even(account) == which_teams(account) == "No searches were recorded."


@pytest.mark.parametrize(
    ("change", "months", "said"),
    [
        (0.142, 11, "That is 14.2% more than the year before, in the 11 months that both years have."),
        (-0.5, 12, "That is 50.0% fewer than the year before."),
        (0.0, 12, "That is as many as the year before."),
    ],
)
def test_up_or_down(change: float, months: int, said: str) -> None:
    assert up_or_down(small(headline=[headline("change", change, of=months)])) == said


def test_up_or_down_says_why_not() -> None:
    account = small(headline=[headline("change", None, "missing", reason="Nothing is published for the year before.")])
    assert up_or_down(account).endswith("Nothing is published for the year before.")


def test_is_it_even_says_where_residents_are_no_fair_yardstick() -> None:
    care = "Many pass through."
    assert is_it_even(small(headline=[headline("black_to_white", 2.5)], unfair_yardstick=care)) == (
        "Searches of Black people were 2.5 times those of White people, for the number who live here. "
        "Take care. Many pass through.")  # fmt: skip
    assert is_it_even(small(unfair_yardstick=care)).endswith(f"Take care. {care}")


@pytest.mark.parametrize(("value", "said"), [(1, "One team searched here."), (39, "39 teams searched here.")])
def test_which_teams(value: int, said: str) -> None:
    assert which_teams(small(headline=[headline("teams", value)])) == said
    assert which_teams(small()) == "The police have not published which teams made them."


def test_no_team_searched_most_where_fewer_than_half_have_a_known_team() -> None:
    named = figure("response", 24, 100) | {"group": "local"}
    lead = "One team is named here. 76 out of 100 searches here "
    silent = small(headline=[headline("teams", 1)], breakdowns={"team": [named, figure("not_published", 76, 100)]})
    assert which_teams(silent) == (
        f"{lead}were by forces that do not name the team, so nobody can say which team searched most."
    )
    mixed = [named, figure("not_published", 40, 100), figure("not_recorded", 36, 100)]
    assert which_teams(small(headline=[headline("teams", 1)], breakdowns={"team": mixed})) == (
        f"{lead}have no team that may be told, so nobody can say which team searched most."
    )
    half = [figure("response", 50, 100) | {"group": "local"}, figure("not_published", 50, 100)]
    said = which_teams(small(headline=[headline("teams", 1)], breakdowns={"team": half}))
    assert said == "One team searched here, Response most (50)."
    ranged = [{**named, "searches": None, "low": 40, "high": 60}, figure("not_published", 50, 100)]
    said = which_teams(small(headline=[headline("teams", 1)], breakdowns={"team": ranged}))
    assert "nobody can say" in said


def test_no_target_is_neither_kept_nor_broken() -> None:
    checks = [check("R01"), check("R02", "rounded"), check("C01", "not_published", "Not published"),
              check("V01", "withheld", "Too few checked to say"), check("S01", "missing", "Does not apply"),
              check("R05", "value", "Does not apply")]  # fmt: skip
    assert promises_kept(small(compliance=checks)) == (
        "Of 5 checks, 2 can be made, but nobody has set a target. So nobody can say whether that is good enough. "
        "1 cannot be made: the police have not published what is needed. "
        "1 is not told here. "
        "1 does not apply here, or had nothing to judge.")  # fmt: skip


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (["Kept"], "1 of 1 promise with a target was kept."),
        (["Kept", "Kept", "Not kept", "Too close to call"], "2 of 4 promises with a target were kept."),
        (["Not kept"], "0 of 1 promise with a target were kept."),
        ([], "Nobody can say: these figures were measured against no charter."),
    ],
)
def test_promises_with_a_target(verdicts: list[str], said: str) -> None:
    checks = [check(f"R{at:02}", verdict=verdict, rate=0.5) for at, verdict in enumerate(verdicts)]
    assert promises_kept(small(compliance=checks)) == said


def test_nothing_to_judge_is_said() -> None:
    account = small(compliance=[check("R01", "missing", "Does not apply")])
    assert promises_kept(account) == "There is nothing to judge: no search here came under any check."


def test_what_is_missing_counts_months_and_fields() -> None:
    assert what_is_missing(small(period=PART, fields=FIELDS)) == (
        "6 of 12 months are missing. Of 48 things the charter asks for, 1 is published." + SILENT)  # fmt: skip
    none = FIELDS | {"published": [], "partly": ["date", "video"]}
    assert what_is_missing(small(fields=none)) == (
        f"Of 48 things the charter asks for, none is published, and 2 for some forces or months only.{SILENT}"
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"status": "not_published", "verdict": "Not published"}, "The police have not published this."),
        ({"status": "withheld", "reason": "Told of London only."}, "Told of London only."),
        ({"status": "too_few"}, "There is nothing to judge: no search here came under this check."),
        ({"rate": 0.853}, f"85 out of 100 {ENDED}."),
        ({"rate": 0.853, "pass": 853, "judged": 1000}, f"85 out of 100 {ENDED} (853 of 1,000)."),
        ({"rate": 0.853, "pass": 853, "judged": 1000, "low": 0.81, "high": 0.862},
         f"85 out of 100 {ENDED} (853 of 1,000). Counting those of which nobody can say, it is between 81 and 86 out "
         "of 100."),
        ({"rate": 0.853, "pass": 853, "judged": 1000, "low": 0.851, "high": 0.854},
         f"85 out of 100 {ENDED} (853 of 1,000)."),
        ({"status": "rounded", "low": 0.81, "high": 0.85}, f"Between 81 and 85 out of 100 {ENDED}."),
        ({"status": "rounded", "low": 0.851, "high": 0.854}, f"85 out of 100 {ENDED}."),
    ],
)  # fmt: skip
def test_did_people_get_a_receipt(found: dict[str, Any], said: str) -> None:
    assert receipts(small(compliance=[{**check("C05"), **found}]), OURS) == said
    assert receipts(small(), None) == receipts(small(), OURS) == "The police have not published this."


def test_the_receipt_is_answered_from_the_check_with_that_role_whatever_its_id() -> None:
    compliance = [{**check("C05"), "rate": 0.1}, {**check("Q21"), "rate": 0.853}]
    assert receipts(small(compliance=compliance), renamed({"C05": "Q21", "C06": "C05"})) == f"85 out of 100 {ENDED}."
    answers = account_answers(small(compliance=compliance), renamed({"C05": "Q21", "C06": "C05"}))
    assert [each.says for each in answers if "receipt" in each.question] == [f"85 out of 100 {ENDED}."]


def test_a_charter_without_a_check_of_receipts_is_no_fault_of_the_police() -> None:
    account = small(compliance=[check("C05")])
    none = OURS.model_copy(update={"checks": [each for each in OURS.checks if each.role != "receipt"]})
    assert receipts(account, none) == (
        "Nobody can say: the charter that these figures were measured by has no check of receipts."
    )
    assert "cannot be read" in receipts(account, None)


def test_editions_of_before_roles_are_read_with_those_of_the_checks_they_had() -> None:
    document = OURS.as_json()
    old = CharterDocument.model_validate(
        {**document, "checks": [{k: v for k, v in each.items() if k != "role"} for each in document["checks"]]}
    )
    assert [each.role for each in old.checks] == [each.role for each in OURS.checks]
    assert {each.id: each.role for each in OURS.checks if each.role} == {
        "C05": "receipt", "S04": "section_60", "S05": "section_60", "S07": "rationale"}  # fmt: skip


def renamed(names: dict[str, str]) -> CharterDocument:
    """Our charter with other ids: old -> new."""
    document = OURS.as_json()
    return CharterDocument.model_validate(
        {**document, "checks": [{**each, "id": names.get(each["id"], each["id"])} for each in document["checks"]]}
    )


def test_the_foremost_team_is_named_only_where_it_can_be_told() -> None:
    def team(key: str, low: int, high: int) -> Any:
        return figure(key, None, status="rounded") | {"low": low, "high": high, "group": "local", "label": key}

    apart = small(headline=[headline("teams", 2)], breakdowns={"team": [team("A", 10, 20), team("B", 30, 40)]})
    assert which_teams(apart) == "2 teams searched here, B most (30 to 40)."
    alike = small(headline=[headline("teams", 2)], breakdowns={"team": [team("A", 10, 30), team("B", 30, 40)]})
    assert which_teams(alike) == "2 teams searched here."


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ([], "In no boroughs."),
        (["E09000012"], "In Hackney."),
        (["E09000012", "E09000030", "other_places"], "In Hackney and Tower Hamlets."),
    ],
)
def test_where_a_team_searched(codes: list[str], said: str) -> None:
    assert boroughs_searched(small(place=TSG, breakdowns={"borough": [figure(code, 120) for code in codes]})) == said


def test_counts_with_any_noun() -> None:
    assert [format_count(value, "team") for value in (0, 1, 6, 1200, None)] == [
        "no teams", "1 team", "6 teams", "1,200 teams", "no figure of teams"]  # fmt: skip
