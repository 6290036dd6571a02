"""A year of the review, recounted in plain Python from the files that went in; and what may not be told of it."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.periods import Period
from portal.review.drawing import Asked
from portal.review.estimates import Weighed, weighed_estimate
from portal.review.programme import Programme
from portal.settings import Settings
from portal.store import database
from portal.store.review_journal import journal_entries
from tests.accounts.returned_town import HACKNEY, WESTMINSTER, written
from tests.conftest import LivingIn, run
from tests.returns import returned
from tests.review.drawn_town import as_panel_file, draw_and_enter, invented_rows, promise
from tests.samples import month_file, row

MONTHS = Period.named("2018-19").months
ARRESTS = 7  # every seventh search
Rows = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Lived:
    settings: Settings
    engine: Engine
    said: Rows


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Lived]:
    """The Met's return of a whole year, the City's public files, every month drawn, one file of reviews.

    Published once, for all tests of this file: none of them changes it but the last.
    """
    with living_in(tmp_path_factory.mktemp("year")) as settings:
        engine = database.open_database(settings.database_url)
        yield Lived(settings, engine, fill(settings, engine, tmp_path_factory.mktemp("sent")))
        engine.dispose()


def fill(settings: Settings, engine: Engine, tmp_path: Path) -> Rows:
    """Answers each item's row."""
    folder = settings.home / "sent"
    rows = [
        returned(
            borough=HACKNEY if at % 3 else WESTMINSTER,
            outcome="arrest" if at % ARRESTS == 0 else "no_further_action",
            name_given="yes" if at % 5 else "no",
            supervisor_result="pass" if at % 4 else "fail",
            uniform="yes",
            time=f"{at % 24:02}:{at * 7 % 60:02}",
        )
        for at in range(12 * 60)
    ]
    written(folder, rows)
    for month in MONTHS:
        days = [row(Date=f"{month}-{day:02}T12:00:00+00:00") for day in (2, 9, 16, 23, 28)]
        month_file(folder, days, month=month, force="city-of-london")
    assert run("ingest", folder).code == 0
    promise(engine, settings, MONTHS)
    items: list[str] = []
    for month in MONTHS:
        items += [
            each.item for each in draw_and_enter(engine, settings, month, Asked(7, {"metropolitan-tsg": 3})).items
        ]
    said = {each["item"]: each for each in invented_rows(items)}
    assert run("review", "add", as_panel_file(tmp_path / "reviews.csv", list(said.values()))).code == 0
    assert run("publish", "--period", "2018-19").code == 0
    return said


@pytest.fixture
def year(lived: Lived) -> tuple[Path, Rows]:
    """The published edition of 2018-19, and each item's row."""
    return lived.settings.published_dir / "2018-19" / "1.0", lived.said


def read(edition: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((edition / name).read_bytes())
    return found


def records_of(engine: Engine, settings: Settings) -> dict[str, tuple[str, str, Mapping[str, str]]]:
    """Item -> its month, borough, and the row that the force sent (none of the City's, which is public)."""
    lines: dict[str, list[dict[str, str]]] = {}
    for path in (settings.home / "sent").glob("metropolitan-*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            lines[path.stem.removeprefix("metropolitan-")] = list(csv.DictReader(file))
    with Session(engine) as session:
        programme = Programme.of_entries(journal_entries(session))
    found: dict[str, tuple[str, str, Mapping[str, str]]] = {}
    for one in programme.draws:
        for each in one.items:
            line = int(each.key.rpartition(":")[2])
            sent = lines[one.month][line - 2] if each.force == "metropolitan" else {}
            found[each.item] = (one.month, each.borough, sent)
    return found


def state_of_receipt(row: Mapping[str, str] | None, record: Mapping[str, str]) -> str:
    if record.get("outcome") == "arrest":
        return "not_applicable"
    if row is None or row["footage"] == "none":
        return "unwatched"
    states = {"issued": "pass", "declined": "pass", "not_offered": "fail", "cannot_tell": "cannot_tell"}
    return states.get(row["receipt"], "not_applicable")


def test_every_count_of_a_check_is_that_of_the_files(year: tuple[Path, Rows], lived: Lived) -> None:
    edition, said = year
    records = records_of(lived.engine, lived.settings)
    document = read(edition, "review.json")
    for place in document["places"]:
        if place["kind"] not in ("london", "borough") or not place["reviewed"]["drawn"]:
            continue
        own = {item: told for item, told in records.items() if place["kind"] == "london" or told[1] == place["code"]}
        counts = Counter(state_of_receipt(said.get(item), sent) for item, (_, _, sent) in own.items())
        seen = {each["check"]: each for each in place["seen"]}["C05"]
        assert {name: seen[name] for name in ("pass", "fail", "cannot_tell", "unwatched", "not_applicable")} == {
            name: counts[name] for name in ("pass", "fail", "cannot_tell", "unwatched", "not_applicable")
        }
        viewed = [item for item in own if item in said and said[item]["footage"] != "none"]
        part = place["reviewed"]
        assert (part["drawn"], part["viewed"], part["not_viewed"]) == (
            len(own), len(viewed), sum(item not in said for item in own))  # fmt: skip


def test_the_rate_is_weighed_by_what_each_had_as_a_chance(year: tuple[Path, Rows], lived: Lived) -> None:
    """STATISTICS.md: pi = 1 - (1 - n/N)(1 - m/M), counted here from the strata of each month."""
    edition, said = year
    records = records_of(lived.engine, lived.settings)
    with Session(lived.engine) as session:
        draws = {one.month: one for one in Programme.of_entries(journal_entries(session)).draws}
    judged, top, whole = [], 0.0, 0.0
    for item, (month, borough, sent) in records.items():
        state = state_of_receipt(said.get(item), sent)
        sizes = {(each.kind, each.name): each.drawn / each.size for each in draws[month].strata}
        missed = (1 - sizes["borough", borough]) * (1 - sizes.get(("team", sent.get("team", "")), 0))
        if state in ("pass", "fail"):
            top += (state == "pass") / (1 - missed)
            whole += 1 / (1 - missed)
            judged.append(Weighed(f"{borough} {month}", state == "pass", 1 - missed))
    london = {each["check"]: each for each in read(edition, "review.json")["places"][0]["seen"]}["C05"]
    assert london["rate"] == pytest.approx(top / whole, abs=5e-5)
    found = weighed_estimate(judged)
    assert found is not None
    assert (london["low"], london["high"]) == (round(found.low, 4), round(found.high, 4))
    assert london["lowest"] <= london["rate"] <= london["highest"]


def test_accounts_and_the_checks_of_review_items_have_the_reviewers_word(year: tuple[Path, Rows]) -> None:
    edition, _ = year
    document, london = read(edition, "review.json"), read(edition, "london.json")
    assert london["reviewed"] == document["places"][0]["reviewed"]
    words = {each["check"]: each["word_of"] for each in london["compliance"]}
    assert {check for check, word in words.items() if word == "reviewer"} == {"R05", "V02", "V04"}
    watched = {each["check"]: each for each in london["compliance"]}["V02"]
    part = london["reviewed"]
    assert (watched["pass"], watched["fail"]) == (part["viewed"], part["no_footage"] + part["not_viewed"])
    assert (
        sum(watched[state] for state in ("pass", "fail", "cannot_tell", "not_recorded", "not_applicable"))
        == (london["totals"]["searches"])
    )
    with (edition / "compliance.csv").open(encoding="utf-8", newline="") as file:
        said = {(row["place_name"], row["breakdown"], row["key"]) for row in csv.DictReader(file)
                if row["measure"] == "check_word"}  # fmt: skip
    assert {each[1:] for each in said if each[0] == "London"} == {(id_, "reviewer") for id_ in ("R05", "V02", "V04")}
    hackney = read(edition, "boroughs/hackney.json")
    assert {each["check"] for each in hackney["review"]} >= {"C01", "C02", "C03", "C04", "C05", "C06"}
    assert read(edition, "forces/metropolitan.json")["reviewed"]["drawn"] is None


def test_supervisor_and_reviewer_are_compared_over_the_items_that_both_judged(
    year: tuple[Path, Rows], lived: Lived
) -> None:
    edition, said = year
    pairs: Counter[tuple[bool, bool]] = Counter()
    for item, (_, _, sent) in records_of(lived.engine, lived.settings).items():
        own = said.get(item)
        if own and own["review_result"] in ("pass", "fail") and sent.get("supervisor_result"):
            pairs[sent["supervisor_result"] == "pass", own["review_result"] == "pass"] += 1
    found = read(edition, "review.json")["agreed"][-1]
    assert found["what"] == "supervisor"
    told = [pairs[True, True], pairs[True, False], pairs[False, True], pairs[False, False]]
    assert [found[name] for name in ("both", "first_only", "second_only", "neither")] == told
    assert found["pairs"] == sum(told)


def test_record_beside_video_and_the_months_are_those_of_the_files(year: tuple[Path, Rows], lived: Lived) -> None:
    edition, said = year
    records = records_of(lived.engine, lived.settings)
    pairs: Counter[tuple[bool, bool]] = Counter()
    months: Counter[tuple[str, str]] = Counter()
    for item, (month, _, sent) in records.items():
        row = said.get(item)
        months[month, "drawn"] += 1
        months[month, "not_viewed" if row is None else "no_footage" if row["footage"] == "none" else "viewed"] += 1
        if state_of_receipt(row, sent) in ("pass", "fail") and sent.get("receipt"):
            pairs[sent["receipt"] != "not_offered", state_of_receipt(row, sent) == "pass"] += 1
    document = read(edition, "review.json")
    beside = {each["check"]: each for each in document["beside"]}["C05"]
    counts = [pairs[True, True], pairs[True, False], pairs[False, True], pairs[False, False]]
    assert [beside[name] for name in ("both", "record_only", "video_only", "neither")] == counts
    for each in document["months"]:
        if each["place"] == "london":
            assert each["name"] == "London"
            names = ("drawn", "viewed", "no_footage", "not_viewed")
            assert [each[name] for name in names] == [months[each["month"], name] for name in names]
    assert len(document["months"]) > len(MONTHS)


def test_what_was_done_to_persons_is_told_for_london_to_the_nearest_five_without_the_usual_answer(
    year: tuple[Path, Rows],
) -> None:
    edition, said = year
    document = read(edition, "review.json")
    people = {each["field"]: {one["key"]: one["items"] for one in each["answers"]} for each in document["people"]}
    more = sum(row["clothing"] == "more_than_outer" for row in said.values())
    assert people["clothing"]["more_than_outer"] == (None if more < 10 else (2 * more + 5) // 10 * 5)
    assert people["clothing"]["intimate_parts"] is None
    assert "outer" not in people["clothing"]
    for place in document["places"]:
        assert not {each["field"] for each in place["answers"]} & {"clothing", "vulnerability", "force_used"}
    for path in edition.rglob("*.json"):
        if path.name != "review.json":
            assert b"vulnerability" not in path.read_bytes()


def test_no_published_byte_lists_an_item(year: tuple[Path, Rows], lived: Lived) -> None:
    _, said = year
    whole = b"".join(path.read_bytes() for path in lived.settings.published_dir.rglob("*") if path.is_file())
    assert not [item for item in said if item.encode() in whole]


def test_published_again_nothing_changes_and_a_correction_is_an_edition_with_its_reason(
    year: tuple[Path, Rows], lived: Lived, tmp_path: Path
) -> None:
    _, said = year
    assert "nothing new" in run("publish", "--period", "2018-19").out
    item, told = next((item, row) for item, row in said.items() if row["footage"] == "full")
    people = read(lived.settings.published_dir / "2018-19" / "1.0", "review.json")["people"]
    other = {**told, "receipt": "issued" if told["receipt"] != "issued" else "not_offered"}
    persons = [{**row, "clothing": "intimate_parts"} for row in said.values() if row["footage"] == "full"][1:40]
    assert run("review", "add", as_panel_file(tmp_path / "again.csv", [other, *persons])).code == 0
    ran = run("publish", "--period", "2018-19")
    assert "searches were drawn or viewed for the video review" in ran.out
    newer = read(lived.settings.published_dir / "2018-19" / "1.1", "review.json")
    assert newer["changed"] == 1 + sum(row["clothing"] != "intimate_parts" for row in persons_before(said, persons))
    assert newer["people"] == people, "figures about people are drawn once for a year, whatever is corrected later"
    assert f"{item}: 1 answers" in run("review", "verify").out


def persons_before(said: Rows, persons: list[dict[str, str]]) -> list[dict[str, str]]:
    return [said[row["item"]] for row in persons]
