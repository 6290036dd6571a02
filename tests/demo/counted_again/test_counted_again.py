"""Every entry of the demo's year is what its files say, counted again in plain Python: the error is 0.

Each kind of figure is looked at twice: as it is published, and in a copy with one number that is wrong, which is found.
"""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.demo.counted_again import looking, people, searches, teams
from tests.demo.counted_again.looking import Document, Looked
from tests.demo.counted_again.searches import LONDON, Place, Year
from tests.disclosure.published.recount import OF_PEOPLE
from tests.towns import demo_home

pytestmark = [
    pytest.mark.full,
    pytest.mark.sqlite_only(reason="the demo keeps its rows in an SQLite file of its own, whatever is set"),
]
WHOLE = ("london", LONDON)
MET, NORTH, HACKNEY, TSG = (
    ("force", "metropolitan"),
    ("bcu", "north"),
    ("borough", "E09000012"),
    ("team", "metropolitan-tsg"),
)
"""A place of each other kind."""

Accounts = dict[Place, Document]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_home(tmp_path_factory) / "instance" / "demo"


@pytest.fixture(scope="module")
def year(demo: Path) -> Year:
    """Counted once: it is half a minute's work."""
    return searches.demo_year(demo / "invented" / "records")


@pytest.fixture(scope="module")
def edition(demo: Path) -> Path:
    return demo / "published" / "2024-25" / "1.0"


@pytest.fixture(scope="module")
def accounts(edition: Path) -> Accounts:
    return looking.accounts(edition)


def with_wrong(accounts: Accounts, place: Place, *way: str | int, by: int = 1) -> Accounts:
    """The accounts with one number, at the end of the way, that is one too many."""
    wrong = copy.deepcopy(dict(accounts[place]))
    node: Any = wrong
    for step in way[:-1]:
        node = node[step]
    node[way[-1]] = (node[way[-1]] or 0) + by
    return {**accounts, place: wrong}


def at(figures: list[dict[str, Any]], name: str, key: str) -> int:
    """Where in the list the figure is."""
    return next(number for number, figure in enumerate(figures) if figure[name] == key)


def only_wrong(looked: Looked, *words: str) -> bool:
    """Whether the one number that is wrong is found, by place and name; what is made from it may be found with it."""
    return 0 < len(looked.wrong) <= 3 and all(word in line for line in looked.wrong for word in words)


def test_the_accounts_are_those_of_london_two_forces_and_more(accounts: Accounts) -> None:
    kinds = [kind for kind, _ in accounts]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "london": 1,
        "force": 3,
        "bcu": 12,
        "borough": 33,
        "team": 39,
    }


def test_every_check_of_every_place(accounts: Accounts, year: Year) -> None:
    """Counts, those judged, rates with their ends, and which forces do not answer."""
    looked = looking.look_at_checks(accounts, year)
    assert looked.wrong == []
    assert looked.figures > 25_000
    assert looked.told > 21_000
    told = {entry["check"] for each in accounts.values() for entry in each["compliance"] if entry["word_of"]}
    assert told == {"R05", "V02", "V04"}, "whatever else is counted is the return's own word"


@pytest.mark.parametrize("place", [WHOLE, MET, NORTH, HACKNEY, TSG])
@pytest.mark.parametrize("check", ["C01", "R12", "V01", "S03"])
def test_a_wrong_count_of_a_check_is_found(accounts: Accounts, year: Year, place: Place, check: str) -> None:
    entry = at(accounts[place]["compliance"], "check", check)
    wrong = with_wrong({place: accounts[place]}, place, "compliance", entry, "fail")
    assert only_wrong(looking.look_at_checks(wrong, year), str(place), check)


@pytest.mark.parametrize("check", OF_PEOPLE)
@pytest.mark.parametrize("place", [WHOLE, MET, NORTH, HACKNEY, TSG])
def test_a_figure_about_people_that_is_wrong_or_should_not_be_is_found(
    accounts: Accounts, year: Year, place: Place, check: str
) -> None:
    entry = at(accounts[place]["compliance"], "check", check)
    for state in ("fail", "not_applicable", "not_published"):
        wrong = with_wrong({place: accounts[place]}, place, "compliance", entry, state, by=5)
        assert only_wrong(looking.look_at_checks(wrong, year), str(place), check)


def test_every_check_by_ethnic_and_age_group(accounts: Accounts, year: Year) -> None:
    looked = looking.look_at_groups(accounts[WHOLE]["compliance_by"], year)
    assert looked.wrong == []
    assert looked.told > 2_400
    found = accounts[WHOLE]["compliance_by"]
    for number in range(0, len(found), 7):
        wrong = copy.deepcopy(found[number])
        wrong["compliance"]["pass"] += 1
        again = looking.look_at_groups([*found[:number], wrong, *found[number + 1 :]], year)
        assert only_wrong(again, wrong["by"], wrong["key"], wrong["compliance"]["check"])


@pytest.mark.parametrize("place", [MET, NORTH, HACKNEY, TSG])
def test_other_places_tell_no_group(accounts: Accounts, place: Place) -> None:
    assert accounts[place]["compliance_by"] == []


def test_every_flag_grade_and_letter_of_every_place(accounts: Accounts, year: Year) -> None:
    looked = looking.look_at_grounds(accounts, year)
    assert looked.wrong == []
    assert looked.told > 5_900


@pytest.mark.parametrize("place", [WHOLE, MET, NORTH, HACKNEY, TSG])
@pytest.mark.parametrize(("kind", "flag"), [("grounds", "G2"), ("grounds", "G4"), ("strength", "1"), ("letters", "W")])
@pytest.mark.parametrize("name", ["searches", "of"])
def test_a_wrong_count_of_a_flag_is_found(
    accounts: Accounts, year: Year, place: Place, kind: str, flag: str, name: str
) -> None:
    wrong = with_wrong({place: accounts[place]}, place, kind, at(accounts[place][kind], "flag", flag), name)
    assert only_wrong(looking.look_at_grounds(wrong, year), str(place), kind, flag)


def test_every_team_in_every_place(accounts: Accounts, year: Year) -> None:
    looked = teams.look_at_team_tables(accounts, year)
    assert looked.wrong == []
    assert looked.told > 1_500
    for place in (WHOLE, MET, NORTH, HACKNEY):
        for number, figure in enumerate(accounts[place]["breakdowns"]["team"][:3]):
            wrong = with_wrong({place: accounts[place]}, place, "breakdowns", "team", number, "searches")
            assert only_wrong(teams.look_at_team_tables(wrong, year), str(place), figure["key"])


def test_every_table_of_every_teams_account(accounts: Accounts, year: Year) -> None:
    counted = {each.cells["team"] for each in year.searches if each.standing == "grouped"}
    assert {code for kind, code in accounts if kind == "team"} == counted
    looked = teams.look_at_team_accounts(accounts, year)
    assert looked.wrong == []
    assert looked.told == looked.figures > 6_600


@pytest.mark.parametrize("table", [*teams.TABLES, "monthly", "outcome_rates", "totals"])
def test_a_wrong_count_of_a_teams_account_is_found(accounts: Accounts, year: Year, table: str) -> None:
    way: dict[str, tuple[str | int, ...]] = {
        "monthly": ("monthly", 3), "outcome_rates": ("outcome_rates", 1), "totals": ("totals",)
    }  # fmt: skip
    wrong = with_wrong({TSG: accounts[TSG]}, TSG, *way.get(table, ("breakdowns", table, 0)), "searches")
    assert only_wrong(teams.look_at_team_accounts(wrong, year), TSG[1])


# ------------------------------------------------------------------------------------------ the same in other documents


def copies(accounts: Accounts, edition: Path) -> list[str]:
    """Where the table of all checks, or a check's own document, has another entry than the account of the place."""
    wrong, seen = [], 0
    own = {(place, entry["check"]): entry for place, account in accounts.items() for entry in account["compliance"]}
    groups = {(e["by"], e["key"], e["compliance"]["check"]): e["compliance"] for e in accounts[WHOLE]["compliance_by"]}
    for path in [edition / "compliance.json", *sorted((edition / "checks").glob("*.json"))]:
        document = json.loads(path.read_bytes())
        for row in document.get("rows", ()):
            for entry in row["found"]:
                seen += 1
                if own[(row["place"]["kind"], row["place"]["code"]), entry["check"]] != entry:
                    wrong.append(f"{path.name} {row['place']['code']} {entry['check']}")
        for each in document.get("groups", ()):
            seen += 1
            if groups[each["by"], each["key"], each["compliance"]["check"]] != each["compliance"]:
                wrong.append(f"{path.name} {each['by']} {each['key']}")
    assert seen == 2 * len(own) + len(groups)
    return wrong


def test_the_documents_of_checks_have_the_entries_of_the_accounts(accounts: Accounts, edition: Path) -> None:
    assert copies(accounts, edition) == []
    number = at(accounts[NORTH]["compliance"], "check", "C05")
    wrong = copies(with_wrong(accounts, NORTH, "compliance", number, "pass"), edition)
    assert wrong == ["compliance.json north C05", "C05.json north C05"]


# ----------------------------------------------------------------------------------------------------- people, anywhere


def of_london(accounts: Accounts) -> tuple[dict[str, Mapping[str, Any]], dict[str, Mapping[str, Any]]]:
    """Its checks and its flags about people: the tests above hold them to the count."""
    checks = {entry["check"]: entry for entry in accounts[WHOLE]["compliance"] if entry["check"] in people.IDS}
    return checks, {each["flag"]: each for each in accounts[WHOLE]["grounds"] if each["flag"] in people.IDS}


def test_no_document_has_a_number_about_people_but_londons(accounts: Accounts, demo: Path) -> None:
    checks, flags = of_london(accounts)
    places = set()
    for name, kind, each, numbers in people.in_documents(demo / "published"):
        entry = checks.get(each) or flags[each]
        places.add((name, kind))
        assert {name: entry[name] for name in numbers} == numbers, (name, each)
    files = ("london.json", "compliance.json", *(f"checks/{check}.json" for check in OF_PEOPLE))
    assert places == {(f"2024-25/1.0/{name}", "london") for name in files}


def test_no_table_has_a_number_about_people_but_londons(accounts: Accounts, demo: Path) -> None:
    allowed = people.as_lines(*of_london(accounts))
    seen = set()
    for name, kind, each, line in people.in_tables(demo / "published"):
        assert (kind, line["period"]) == ("london", "2024-25"), (name, line)
        seen.add((line["measure"], each, line["key"], line.get("searches", ""), line.get("of", "")))
    assert seen - allowed == set()
    assert {each for _, each, *_ in seen} == {"S01", "S02", "G4"}  # G8 was raised in no search


def test_only_londons_figures_about_people_are_called_rounded(demo: Path) -> None:
    """Beside the rule itself, which stands as the guarantee of whatever shows figures of a return."""
    said = [line for line in people.rule_named(demo / "published") if line[1] != "guarantee"]
    assert {(key, kind) for _, key, kind, _ in said} == {("reason", "london")}
    assert {each for *_, each in said} == set(people.IDS)


def test_the_words_of_the_rule_before_are_gone(demo: Path) -> None:
    files = [path for end in ("json", "txt", "xml") for path in (demo / "published").rglob(f"*.{end}")]
    raw = {path: path.read_bytes() for path in [*files, *(demo / "published" / "2024-25").rglob("*.csv")]}
    assert len(raw) > 500
    assert [path for path, text in raw.items() for words in people.REPLACED if words.encode() in text] == []


def test_a_number_about_people_in_another_place_is_found(edition: Path, tmp_path: Path) -> None:
    document = json.loads((edition / "boroughs" / "hackney.json").read_bytes())
    document["grounds"][at(document["grounds"], "flag", "G4")]["searches"] = 15
    (tmp_path / "2024-25").mkdir()
    (tmp_path / "2024-25" / "hackney.json").write_text(json.dumps(document))
    assert list(people.in_documents(tmp_path)) == [("2024-25/hackney.json", "borough", "G4", {"searches": 15})]
    line = next(
        line
        for line in (edition / "boroughs" / "hackney.csv").read_text("ascii").splitlines()
        if ",check,S01,fail" in line
    )
    head = (edition / "boroughs" / "hackney.csv").read_text("ascii").splitlines()[0]
    (tmp_path / "2024-25" / "hackney.csv").write_text("\n".join([head, line.replace("S01,fail,", "S01,fail,20")]))
    ((name, kind, each, told),) = people.in_tables(tmp_path)
    assert (name, kind, each, told["searches"]) == ("2024-25/hackney.csv", "borough", "S01", "20")
