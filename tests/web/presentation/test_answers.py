"""The first screen's sentences at none, one, many, in part, withheld, missing and not published."""

from typing import Any

import pytest

from portal.charter.definitions import flags
from portal.charter.validation import published_charter
from portal.documents.charter import CharterDocument, build_charter_document
from portal.web.presentation.account_pages import pages_of
from portal.web.presentation.first_screen import boroughs_searched, promises_kept, receipts, tiles
from portal.web.presentation.formatting import format_count
from portal.web.presentation.sentences import (
    did_they_find,
    how_many,
    is_it_fair,
    up_or_down,
    what_is_missing,
    which_teams,
)
from tests.web.small_account import LONDON, MET, PERIOD, TSG, check, figure, headline, small

PART = PERIOD | {"months_supplied": 6, "complete": False}
SILENT = " British Transport Police also search in London. They sent no searches."
ENDED = "searches people got a receipt or were offered one"
OURS = build_charter_document(published_charter(), flags())
FIELDS = {"of": 48, "published": ["date"], "partly": [], "missing": ["video"]}


@pytest.mark.parametrize("place", [LONDON, MET, TSG, {"kind": "bcu", "code": "north", "name": "North"}])
def test_every_kind_of_account_answers_every_question_that_it_can(place: dict[str, str]) -> None:
    """Nobody lives in a force or a team, so there is no tile of fairness that could never have a value."""
    account = small(place=place, fields=FIELDS)
    found = tiles(account, OURS, pages_of(account))
    lived_in = [] if place in (MET, TSG) else ["Is it fair?"]
    assert [each.question for each in found] == [
        "Did searches lead to police action?", *lived_in, "Did people get a receipt?",
        "Where did it search?" if place is TSG else "Which teams searched?"]  # fmt: skip
    assert all(each.says.endswith(".") for each in found)


def test_a_tile_leads_only_to_a_page_that_the_account_has() -> None:
    bare, whole = small(place=MET), small(place=MET, breakdowns={"object": [figure("drugs", 3)]})
    told = [tiles(account, OURS, pages_of(account))[0] for account in (bare, whole)]
    assert [each.page for each in told] == ["", "results"]


def test_a_year_without_a_full_month_is_never_told_as_a_year() -> None:
    held: list[dict[str, Any]] = [
        {"month": "2024-09", "searches": 131, "status": "partial"},
        {"month": "2024-10", "searches": None, "status": "missing"},
    ]
    part = small(131, monthly=held)
    assert (
        how_many(part)
        == "We have part of one month (September 2024): 131 searches in Hackney. This is not a year's figure."
    )
    assert up_or_down(part) == ""
    two = small(131, MET, monthly=[held[0], {**held[0], "month": "2024-10"}])
    assert how_many(two) == ("We have parts of 2 months (September 2024 and October 2024): 131 searches by the "
                             "Metropolitan "
                             "Police. This is not a year's figure.")  # fmt: skip


@pytest.mark.parametrize(
    ("searches", "said"),
    [
        (0, "Police made no searches in Hackney."),
        (1, "Police searched people or vehicles in Hackney once."),
        (70196, "Police searched people or vehicles in Hackney 70,196 times."),
    ],
)
def test_how_many(searches: int, said: str) -> None:
    assert how_many(small(searches)) == said


def test_how_many_where_only_a_range_may_be_told() -> None:
    totals: dict[str, Any] = {"searches": None, "person_searches": None, "vehicle_only": None,
                              "placed_by_nearness": None, "low": 1180, "high": 1320, "status": "withheld"}  # fmt: skip
    account = small(None, TSG, totals=totals)
    assert how_many(account) == "The Territorial Support Group made between 1,180 and 1,320 searches."


def test_nothing_supplied_is_not_no_searches() -> None:
    account = small(0, headline=[headline("searches", None, "missing")])
    assert how_many(account).startswith("We do not know how many searches there were. ")
    assert did_they_find(account) == is_it_fair(account) == which_teams(account) == "No searches were recorded."


@pytest.mark.parametrize(
    ("change", "months", "said"),
    [
        (0.142, 11, "That is 14% more than the year before. (We compare the 11 months that both years have in full.)"),
        (-0.5, 12, "That is 50% fewer than the year before."),
        (0.0, 12, "That is the same as the year before."),
    ],
)
def test_up_or_down(change: float, months: int, said: str) -> None:
    assert up_or_down(small(headline=[headline("change", change, of=months)])) == said


def test_up_or_down_says_why_not() -> None:
    account = small(headline=[headline("change", None, "missing", reason="Nothing is published for the year before.")])
    assert up_or_down(account).endswith("Nothing is published for the year before.")


def test_is_it_fair_says_where_residents_are_no_fair_yardstick() -> None:
    care = "Many pass through."
    assert is_it_fair(small(headline=[headline("black_to_white", 2.5)], unfair_yardstick=care)) == (
        "Black people were searched 2.5 times as often as White people, given how many live here. "
        "Many pass through.")  # fmt: skip
    assert is_it_fair(small(unfair_yardstick=care)).endswith(care)


@pytest.mark.parametrize(("value", "said"), [(1, "One team searched here."), (39, "39 teams searched here.")])
def test_which_teams(value: int, said: str) -> None:
    assert which_teams(small(headline=[headline("teams", value)])) == said
    assert which_teams(small()) == "Police have not said which teams."


def test_no_team_searched_most_where_fewer_than_half_have_a_known_team() -> None:
    named = figure("response", 24, 100) | {"group": "local"}
    lead = "One team is named here. 76 in 100 searches here "
    silent = small(headline=[headline("teams", 1)], breakdowns={"team": [named, figure("not_published", 76, 100)]})
    assert which_teams(silent) == (
        f"{lead}were by forces that do not name the team, so we cannot say which team searched most."
    )
    mixed = [named, figure("not_published", 40, 100), figure("not_recorded", 36, 100)]
    assert which_teams(small(headline=[headline("teams", 1)], breakdowns={"team": mixed})) == (
        f"{lead}have no team that we can show, so we cannot say which team searched most."
    )
    half = [figure("response", 50, 100) | {"group": "local"}, figure("not_published", 50, 100)]
    said = which_teams(small(headline=[headline("teams", 1)], breakdowns={"team": half}))
    assert said == "One team searched here. Response made the most (50, 50%)."
    ranged = [{**named, "searches": None, "low": 40, "high": 60}, figure("not_published", 50, 100)]
    said = which_teams(small(headline=[headline("teams", 1)], breakdowns={"team": ranged}))
    assert "we cannot say" in said


def test_no_target_is_neither_kept_nor_broken() -> None:
    checks = [check("R01"), check("R02", "rounded"), check("C01", "not_published", "Not published"),
              check("V01", "withheld", "Too few checked to say"), check("S01", "missing", "Does not apply"),
              check("R05", "value", "Does not apply")]  # fmt: skip
    assert promises_kept(small(compliance=checks)) == (
        "We can measure 2 of the 4 checks that apply here. Nobody has set a target for them, so we cannot say pass or "
        "fail. Police have not published enough for 1. 1 is not shown here, to protect people.")  # fmt: skip


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (["Kept"], "1 of 1 promise with a target was kept."),
        (["Kept", "Kept", "Not kept", "Too close to call"], "2 of 4 promises with a target were kept."),
        (["Not kept"], "0 of 1 promise with a target were kept."),
        ([], "Not known: these figures were not measured against a charter."),
    ],
)
def test_promises_with_a_target(verdicts: list[str], said: str) -> None:
    checks = [check(f"R{at:02}", verdict=verdict, rate=0.5) for at, verdict in enumerate(verdicts)]
    assert promises_kept(small(compliance=checks)) == said


def test_nothing_to_judge_is_said() -> None:
    account = small(compliance=[check("R01", "missing", "Does not apply")])
    assert promises_kept(account) == "No check applies to any search here."


def test_what_is_missing_counts_months_and_fields() -> None:
    assert what_is_missing(small(period=PART, fields=FIELDS)) == (
        "We have 6 full months of 12. Of the 48 facts that the charter needs, all forces publish 1."
        + SILENT)  # fmt: skip
    none = FIELDS | {"published": [], "partly": ["date", "video"]}
    assert what_is_missing(small(fields=none)) == (
        f"Of the 48 facts that the charter needs, all forces publish none of them and some forces publish 2 "
        f"more.{SILENT}"
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"status": "not_published", "verdict": "Not published"}, "Police have not published this."),
        ({"status": "withheld", "reason": "Told of London only."}, "Told of London only."),
        ({"status": "too_few"}, "This does not apply to any search here."),
        ({"rate": 0.853}, f"In 85 of 100 {ENDED}."),
        ({"rate": 0.853, "pass": 853, "judged": 1000}, f"In 85 of 100 {ENDED} (853 of 1,000)."),
        ({"rate": 0.853, "pass": 853, "judged": 1000, "low": 0.81, "high": 0.862},
         f"In 85 of 100 {ENDED} (853 of 1,000). With blanks: between 81 and 86 in 100."),
        ({"rate": 0.853, "pass": 853, "judged": 1000, "low": 0.851, "high": 0.854},
         f"In 85 of 100 {ENDED} (853 of 1,000)."),
        ({"status": "rounded", "low": 0.81, "high": 0.85}, f"In between 81 and 85 of 100 {ENDED}."),
        ({"status": "rounded", "low": 0.851, "high": 0.854}, f"In 85 of 100 {ENDED}."),
    ],
)  # fmt: skip
def test_did_people_get_a_receipt(found: dict[str, Any], said: str) -> None:
    assert receipts(small(compliance=[{**check("C05"), **found}]), OURS) == said
    assert receipts(small(), None) == receipts(small(), OURS) == "Police have not published this."


def test_the_receipt_is_answered_from_the_check_with_that_role_whatever_its_id() -> None:
    compliance = [{**check("C05"), "rate": 0.1}, {**check("Q21"), "rate": 0.853}]
    assert receipts(small(compliance=compliance), renamed({"C05": "Q21", "C06": "C05"})) == f"In 85 of 100 {ENDED}."
    answers = tiles(small(compliance=compliance), renamed({"C05": "Q21", "C06": "C05"}), [])
    assert [(each.big, each.says) for each in answers if "receipt" in each.question] == [
        ("85", "got one, or were offered one.")]  # fmt: skip


def test_a_charter_without_a_check_of_receipts_is_no_fault_of_the_police() -> None:
    account = small(compliance=[check("C05")])
    none = OURS.model_copy(update={"checks": [each for each in OURS.checks if each.role != "receipt"]})
    assert receipts(account, none) == (
        "Not known: the charter that these figures were measured by has no check of receipts."
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
    assert which_teams(apart) == "2 teams searched here. B made the most (30 to 40)."
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
