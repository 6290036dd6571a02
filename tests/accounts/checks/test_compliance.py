"""What checks find in returns beside public files: exactly as the second judge counts."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from portal import return_standard, shipped
from portal.charter.definitions import STATES
from portal.charter.functions import NUMBERS
from portal.charter.tally import Tally, judge
from portal.charter.validation import published_charter as charter
from portal.periods import Period
from portal.settings import Settings
from portal.store import database, return_columns, searches
from tests.accounts.returned_town import (
    CROYDON,
    HACKNEY,
    MONTHS,
    TOWER_HAMLETS,
    TSG,
    WESTMINSTER,
    document,
    written,
)
from tests.charter.second.judge import judged
from tests.conftest import LivingIn, run
from tests.returns import returned
from tests.samples import month_file, row

CITY, CITY_FORCE = "E09000001", "city-of-london"
FORCES = ("metropolitan", CITY_FORCE)
SILENT = {"S04", "S05", "S07"}  # they need an agreement or an authorisation; none is published
PUBLIC = {"R01", "R02", "R03", "R06", "R08", "R12"}  # R13 is not: the public file leaves the link blank
ASKED = [check.id for check in charter().checks if check.measured]
PROTECTED = sorted(set(ASKED) - SILENT - PUBLIC - {"R07"})
PEOPLE = {"S01", "S02"}
CHOICES = {  # what a cell of the invented return may say; `.` is a blank
    "type": "person person person person person person person vehicle", "vehicle_attended": "yes yes no .",
    "self_defined_ethnicity": "A1 B1 M1 W1 O1 NS public_disorder .", "self_defined_asked": "yes yes yes no .",
    "age_band": "under_10 10_to_17 18_to_24 25_to_34 over_34 .", "officer_defined_ethnicity": "white black asian .",
    "power": "misuse_of_drugs_s23 misuse_of_drugs_s23 pace_s1 cjpoa_s60 .", "section_60_reference": "S60/1 .",
    "object": "controlled_drugs stolen_goods object_unavailable .", "outcome": "no_further_action arrest caution .",
    "outcome_linked": "yes no .", "clothing": "outer more_than_outer intimate_parts .", "time": "15:30 09:10 .",
    "gowisely": "GOWISELY GOISELY none .", "grounds_flags": "none G1 G12 G2;G11 .", "minutes_to_record": "5 719 900 .",
    "grounds_edits": "0 1 .", "supervisor_days": "1 9 .", "panel_response_days": "3 40 .",
    "team": " ".join([*[TSG] * 9, "nobody", "."]),
}  # fmt: skip


@dataclass(frozen=True)
class Town:
    """A published town, and its records as the second judge sees them."""

    published: Path
    records: list[dict[str, Any]] = field(repr=False)

    def entry(self, stem: str, check: str, edition: str = "2018-19/1.0") -> dict[str, Any]:
        return entries(self.published, f"{edition}/{stem}")[check]

    def truth(self, check: str, **where: str) -> Counter[str]:
        own = [each for each in self.records if all(each[name] == value for name, value in where.items())]
        return Counter(judged(check, each) for each in own)


@cache
def entries(published: Path, name: str) -> dict[str, dict[str, Any]]:
    return {entry["check"]: entry for entry in document(published, name)["compliance"]}


def search(dice: random.Random, **fixed: str) -> dict[str, str]:
    """A search of the return whose every column says anything that it may, seldom nothing."""
    words = {name: said.split() for name, said in CHOICES.items()}
    words |= {
        one.name: [*one.enum * 3, "."]
        for one in return_standard.return_fact_fields()
        if one.enum and one.name not in words
    }
    said = {name: dice.choice(cells).replace(".", "") for name, cells in words.items()}
    age = said["age_band"].replace("_", " ")
    return returned(**{**said, "age_band": age, **fixed})


def records(settings: Settings) -> list[dict[str, Any]]:
    """The Met's of its return, the City's of its public files."""
    return [r for r in every_record(settings) if r["force"] != "metropolitan" or r["source"] == "charter-return"]


def every_record(settings: Settings) -> list[dict[str, Any]]:
    with Session(engine := database.open_database(settings.database_url)) as session:
        frame = return_columns.measuring_frame(session, Period.named("2018-19"), searches.current_supplies(session))
    engine.dispose()
    return [{**r, **{n: r[f"{n}_state"] if r[n] is None else r[n] for n in NUMBERS}} for r in frame.to_dicts()]


def sent(folder: Path, boroughs: list[str], **fixed: str) -> None:
    dice = random.Random(2018)
    written(folder, [search(dice, borough=one, **fixed) for one in boroughs])


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Town]:
    """The Met's return of two boroughs and two small ones, beside its public files; the City's; both years published.

    Every group of people and every team has 100 searches or more, so that no search is left out.
    """
    with living_in(tmp_path_factory.mktemp("town")) as settings:
        folder, city = settings.home / "records", {"Latitude": "51.515500", "Longitude": "-0.092200"}
        sent(
            folder, [HACKNEY] * 900 + [WESTMINSTER] * 700 + [CROYDON] * 60 + [TOWER_HAMLETS] * 55, force="metropolitan"
        )
        for month in MONTHS:
            month_file(
                folder, [row(**city), row(**city, Outcome=""), row(Legislation="")] * 10, month=month, force=CITY_FORCE
            )
            month_file(folder, [row()] * 5, month=month)  # a public file, so that what it has a column for is public
        assert run("ingest", folder).code == run("publish").code == 0
        yield Town(settings.published_dir, records(settings))


PLACES = [("london", {}), ("forces/metropolitan", {"force": "metropolitan"}), ("boroughs/hackney", {"area": HACKNEY}),
          ("boroughs/westminster", {"area": WESTMINSTER}), ("boroughs/city-of-london", {"area": CITY})]  # fmt: skip


def counts(entry: dict[str, Any]) -> list[int]:
    return [entry[state] or 0 for state in STATES]


def as_judged(truth: Counter[str]) -> list[int]:
    return [truth[state] for state in STATES]


@pytest.mark.parametrize(("stem", "where"), PLACES)
def test_every_check_counts_as_the_second_judge_does(town: Town, stem: str, where: dict[str, str]) -> None:
    for check in sorted({*PUBLIC, *PROTECTED} - PEOPLE):
        entry, truth = town.entry(stem, check), town.truth(check, **where)
        assert counts(entry) == as_judged(truth), check
        exact = judge(charter().named(check), Tally(*as_judged(truth)))
        assert (entry["judged"] or 0, entry["ranges"]) == (exact.judged, None)
        assert entry["rate"] == pytest.approx(exact.rate, abs=1e-6)
        is_of_met = stem != "boroughs/city-of-london" and truth["not_published"] < truth.total()
        assert entry["is_returned"] == (check in PROTECTED and is_of_met)


def test_every_state_occurs_where_it_can(town: Town) -> None:
    seen: dict[str, set[str]] = {state: set() for state in STATES}
    for check in ASKED:
        for state in town.truth(check):
            if town.entry("london", check)[state]:
                seen[state].add(check)
    assert seen["fail"] >= {"C01", "C05", "R02", "V01", "V03", "R15"}
    assert seen["cannot_tell"] >= {"R03", "R05", "V04"}
    assert seen["not_published"] >= {"C05", *SILENT}


def test_a_force_that_does_not_publish_is_named_and_has_no_figure(town: Town) -> None:
    found = [town.entry(stem, "C05") for stem in ("london", "forces/city-of-london")]
    assert [each["without"] for each in found] == [["city-of-london"], []]
    assert [(each["status"], each["not_published"]) for each in found] == [("value", 360), ("not_published", 360)]
    for stem in ("london", "boroughs/hackney", f"teams/{TSG}"):
        assert {town.entry(stem, check)["verdict"] for check in SILENT} == {"Not published"}


def test_a_team_is_told_under_every_check_of_the_police(town: Town) -> None:
    for check in sorted({*PUBLIC, *PROTECTED} - PEOPLE):
        entry, truth = town.entry(f"teams/{TSG}", check), town.truth(check, team=TSG)
        assert counts(entry) == as_judged(truth), check


def test_groups_of_people_are_told_of_london(town: Town) -> None:
    groups = document(town.published, "2018-19/1.0/london")["compliance_by"]
    assert {each["by"] for each in groups} == {"self_defined_ethnicity", "age"}
    for each in groups:
        truth = town.truth(each["compliance"]["check"], **{each["by"]: each["key"]})
        assert counts(each["compliance"]) == as_judged(truth)
    assert not {each["compliance"]["check"] for each in groups} & PEOPLE


def test_small_boroughs_are_counted_in_london_alone(town: Town) -> None:
    """Their public checks are told; what only the return says is not, and the account of London names them."""
    for stem in ("boroughs/croydon", "boroughs/tower-hamlets"):
        found = town.entry(stem, "C05")
        assert (found["status"], found["reason_code"], found["pass"]) == ("withheld", "small_group", None)
        assert town.entry(stem, "R12")["status"] == "value"
    joined = document(town.published, "2018-19/1.0/london")["joined"]
    assert {each["name"] for each in joined if each["by"] == "borough"} == {"Croydon", "Tower Hamlets"}
    assert {each["group"] for each in joined} == {"all_others"}


def test_what_tells_of_a_person_is_told_of_london_to_the_nearest_five(town: Town) -> None:
    for check in sorted(PEOPLE):
        found, truth = town.entry("london", check), town.truth(check, force="metropolitan")
        told = {state: found[state] for state in ("pass", "fail", "not_recorded", "cannot_tell")}
        assert told == {state: None if truth[state] < 10 else 5 * round(truth[state] / 5) for state in told}
        assert (found["not_applicable"], found["not_published"], found["reason_code"]) == (None, None, "people")
        for stem in ("forces/metropolitan", "boroughs/hackney", f"teams/{TSG}"):
            entry = town.entry(stem, check)
            assert (entry["status"], entry["reason_code"], counts(entry)) == ("withheld", "people", [0] * 6)


def test_a_calendar_year_tells_nothing_that_only_a_return_says(town: Town) -> None:
    """The City's public files answer C06 and R11: that is told, without the Met."""
    for stem in ("london", "forces/metropolitan", "boroughs/hackney"):
        for check in PROTECTED:
            entry = town.entry(stem, check, "2018/1.0")
            if stem != "forces/metropolitan" and check in ("C06", "R11"):
                assert (entry["without"], entry["is_returned"]) == (["metropolitan"], False)
                continue
            assert (entry["status"], entry["reason_code"]) == ("withheld", "year_running"), check
            assert {entry[name] for name in (*STATES, "judged", "rate", "low", "high", "ranges")} == {None}
        assert town.entry(stem, "R12", "2018/1.0")["status"] == "value"


def test_two_forces_with_returns_are_told_each_and_together(living_in: LivingIn, tmp_path: Path) -> None:
    with living_in(tmp_path) as settings:
        for force in FORCES:
            sent(tmp_path / "records", [HACKNEY] * 900 + [CITY] * 700, force=force)
        assert run("ingest", tmp_path / "records").code == run("publish", "--period", "2018-19").code == 0
        both = Town(settings.published_dir, every_record(settings))
    for stem, where in (
        ("london", {}),
        ("boroughs/hackney", {"area": HACKNEY}),
        *((f"forces/{f}", {"force": f}) for f in FORCES),
    ):
        assert counts(both.entry(stem, "C05")) == as_judged(both.truth("C05", **where)), stem


def test_a_target_gives_a_verdict(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """C03 would be Kept by those who publish it; had all of the City failed, which does not, nobody could say."""
    c01, c02, c03 = (town.entry("london", check) for check in ("C01", "C02", "C03"))
    aims = {"C01": c01["low"] / 2, "C03": c03["low"] - 0.001, "C02": c02["high"] + 0.001,
            "R12": 0.5, "R02": 0.999, "S07": 0.5}  # fmt: skip
    text = shipped.data("charter", "casey-2023.toml").read_text("utf-8")
    for check, value in aims.items():
        target = f'target = {{ value = {value:.6f}, set_by = "Somebody", set_on = 2026-01-01 }}'
        text = text.replace(f'\nid = "{check}"\n', f'\nid = "{check}"\n{target}\n')
    (tmp_path / "charter.toml").write_text(text, "utf-8")
    monkeypatch.setenv("PORTAL_CHARTER", str(tmp_path / "charter.toml"))
    people = {check: town.entry("london", check) for check in PEOPLE}
    assert run("publish", "--period", "2018-19").code == 0
    verdicts = {check: town.entry("london", check, "2018-19/2.0")["verdict"] for check in (*aims, "R01")}
    assert verdicts == {"C01": "Kept", "C03": "Too close to call", "C02": "Not kept", "R12": "Kept", "R02": "Not kept",
                        "S07": "Not published", "R01": "No target set"}  # fmt: skip
    assert {check: town.entry("london", check, "2018-19/2.0") for check in PEOPLE} == people
