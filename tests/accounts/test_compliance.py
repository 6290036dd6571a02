"""What checks find in small returns beside public files: as the second judge counts, or within what may be shown."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from portal import shipped, standard
from portal.charter.columns import NUMBERS
from portal.charter.reading import published as charter
from portal.charter.states import STATES
from portal.charter.tally import Tally, judge
from portal.periods import Period
from portal.settings import Settings
from portal.store import database, facts, frames
from tests.accounts.returned_town import CROYDON, HACKNEY, TSG, WESTMINSTER, document
from tests.charter.second.judge import judged
from tests.conftest import LivingIn, run
from tests.returns import as_file, returned
from tests.samples import month_file, row

CITY, FORCES = "E09000001", ("metropolitan", "city-of-london")
SILENT = {"S04", "S05", "S07"}  # they need an agreement or an authorisation; none is published
PUBLIC = {"R01", "R02", "R03", "R06", "R08", "R12"}  # R13 is not: the public file leaves the link blank
ASKED = [check.id for check in charter().checks if check.measured]
PROTECTED = sorted(set(ASKED) - SILENT - PUBLIC - {"R07"})
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


def search(dice: random.Random, at: int, **fixed: str) -> dict[str, str]:
    """A search of the return whose every column says anything that it may, seldom nothing."""
    words = {name: said.split() for name, said in CHOICES.items()}
    words |= {one.name: [*one.enum * 3, "."] for one in standard.facts() if one.enum and one.name not in words}
    said = {name: dice.choice(cells).replace(".", "") for name, cells in words.items()}
    age = said["age_band"].replace("_", " ")
    return returned(**{**said, "age_band": age, "date": f"2018-04-{1 + at % 28:02}", **fixed})


def records(settings: Settings) -> list[dict[str, Any]]:
    with Session(engine := database.opened(settings.database_url)) as session:
        frame = facts.measuring_frame(session, Period.named("2018-19"), frames.current_supplies(session))
    engine.dispose()
    own = [r for r in frame.to_dicts() if r["force"] != "metropolitan" or r["source"] == "charter-return"]
    return [{**r, **{n: r[f"{n}_state"] if r[n] is None else r[n] for n in NUMBERS}} for r in own]


def sent(folder: Path, boroughs: list[str], **fixed: str) -> None:
    dice = random.Random(2018)
    rows = [search(dice, at, borough=one, **fixed) for at, one in enumerate(boroughs)]
    folder.mkdir(exist_ok=True)
    (folder / f"{fixed['force']}.csv").write_bytes(as_file(rows))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Town]:
    """The Met's return of two boroughs and a small one, beside its public file; the City's; both years published."""
    with living_in(tmp_path_factory.mktemp("town")) as settings:
        folder, city = settings.home / "records", {"Latitude": "51.515500", "Longitude": "-0.092200"}
        sent(folder, [HACKNEY] * 330 + [WESTMINSTER] * 240 + [CROYDON] * 29, force="metropolitan")
        month_file(folder, [row(**city), row(**city, Outcome=""), row(Legislation="")] * 40, force="city-of-london")
        month_file(folder, [row()] * 20)  # a public file, so that what it has a column for is public
        assert run("ingest", folder).code == run("publish").code == 0
        yield Town(settings.published_dir, records(settings))


PLACES = [("london", {}), ("forces/metropolitan", {"force": "metropolitan"}), ("boroughs/hackney", {"area": HACKNEY}),
          ("boroughs/westminster", {"area": WESTMINSTER}), ("boroughs/city-of-london", {"area": CITY})]  # fmt: skip


@pytest.mark.parametrize(("stem", "where"), PLACES)
def test_public_checks_count_as_the_second_judge_does(town: Town, stem: str, where: dict[str, str]) -> None:
    for check in sorted(PUBLIC):
        entry, truth = town.entry(stem, check), town.truth(check, **where)
        assert [entry[state] or 0 for state in STATES] == [truth[state] for state in STATES], check
        assert entry["without"] == ([] if truth["not_published"] == 0 or not entry["judged"] else ["city-of-london"])


@pytest.mark.parametrize(("stem", "where"), PLACES[:4])
def test_protected_checks_are_ranges_around_what_the_second_judge_counts(
    town: Town, stem: str, where: dict[str, str]
) -> None:
    ranged = [entry for check in PROTECTED if (entry := town.entry(stem, check))["ranges"]]
    assert len(ranged) >= 17
    assert town.entry(stem, "R09")["ranges"] is None  # the figures by team tell how many have none
    for entry in ranged:
        truth, ranges, check = town.truth(entry["check"], **where), entry["ranges"], entry["check"]
        assert set(ranges) == set(STATES) - {"not_published"}
        for state, (low, high) in ranges.items():
            assert low <= truth[state] <= high, (check, state)
            assert entry[state] in (None, (low + high) // 2), (check, state)
            assert not where or state == "pass" or (low > 0) == (truth[state] > 0), (check, state)
        lows, highs = (sum(ends) for ends in zip(*ranges.values(), strict=True))
        assert lows <= truth.total() - truth["not_published"] <= highs
        assert (entry["status"], entry["judged"], entry["not_published"]) == ("rounded", None, truth["not_published"])
        assert truth["pass"] == 0 or ranges["pass"][0] < ranges["pass"][1], check
        exact = judge(charter().named(check), Tally(*(truth[state] for state in STATES)))
        assert entry["low"] - 1e-6 <= (exact.low or 0) <= (exact.high or 0) <= entry["high"] + 1e-6, check


def test_every_state_occurs_where_it_can(town: Town) -> None:
    seen: dict[str, set[str]] = {state: set() for state in STATES}
    for check in ASKED:
        entry = town.entry("london", check)
        for state in town.truth(check):
            if entry[state] or (entry["ranges"] or {}).get(state, (0, 0))[1]:
                seen[state].add(check)
    assert seen["fail"] >= {"C01", "C05", "R02", "V01", "V03", "R15"}
    assert seen["cannot_tell"] >= {"R03", "R05", "V04"}
    assert seen["not_published"] >= {"C05", *SILENT}
    assert all(len(checks) > 15 for state, checks in seen.items() if state != "cannot_tell")


def test_a_force_that_does_not_publish_is_named_and_has_no_figure(town: Town) -> None:
    found = [town.entry(stem, "C05") for stem in ("london", "forces/city-of-london")]
    assert [each["without"] for each in found] == [["city-of-london"], []]
    assert [(each["status"], each["not_published"]) for each in found] == [("rounded", 120), ("not_published", 120)]
    for stem in ("london", "boroughs/hackney", f"teams/{TSG}"):
        assert {town.entry(stem, check)["verdict"] for check in SILENT} == {"Not published"}


def test_teams_have_ranges_that_hold_the_truth(town: Town) -> None:
    ranged = [each for check in [*PROTECTED, "R01", "R12"] if (each := town.entry(f"teams/{TSG}", check))["ranges"]]
    for entry in ranged:
        truth = town.truth(entry["check"], team=TSG)
        assert all(low <= truth[state] <= high for state, (low, high) in entry["ranges"].items())
        assert entry["not_published"] is None  # how many a team has in all is protected
    assert len(ranged) > 15


def test_a_calendar_year_withholds_what_only_a_return_says(town: Town) -> None:
    for stem in ("london", "forces/metropolitan", "boroughs/hackney"):
        for check in PROTECTED:
            entry = town.entry(stem, check, "2018/1.0")
            assert (entry["status"], "financial years only" in entry["reason"]) == ("withheld", True), check
            assert {entry[name] for name in (*STATES, "judged", "rate", "low", "high", "ranges")} == {None}
        assert town.entry(stem, "R12", "2018/1.0")["pass"] == town.entry(stem, "R12")["pass"]


def test_of_two_forces_with_returns_only_what_both_did_is_told(living_in: LivingIn, tmp_path: Path) -> None:
    with living_in(tmp_path) as settings:
        for force in FORCES:
            sent(tmp_path / "records", [HACKNEY] * 150 + [CITY] * 110, force=force)
        assert run("ingest", tmp_path / "records").code == run("publish", "--period", "2018-19").code == 0
        both = Town(settings.published_dir, records(settings))
    for stem, where in (("london", {}), ("boroughs/hackney", {"area": HACKNEY})):
        ranges = both.entry(stem, "C05")["ranges"]
        assert all(low <= both.truth("C05", **where)[state] <= high for state, (low, high) in ranges.items())
    assert [both.entry(f"forces/{force}", "C05")["status"] for force in FORCES] == ["withheld"] * 2


def test_a_target_gives_a_verdict(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """C03 would be Kept by those who publish it; had all of the City failed, which does not, nobody could say."""
    c01, c02, c03, c05, r03 = (town.entry("london", check) for check in ("C01", "C02", "C03", "C05", "R03"))
    assert c03["without"] == ["city-of-london"]
    aims = {"C01": c01["low"] / 2, "C03": c03["low"] - 0.001, "C02": c02["high"] + 0.001,
            "C05": (c05["low"] + c05["high"]) / 2,
            "R03": (r03["low"] + r03["high"]) / 2, "R12": 0.5, "R02": 0.999, "S07": 0.5}  # fmt: skip
    text = shipped.data("charter", "casey-2023.toml").read_text("utf-8")
    for check, value in aims.items():
        target = f'target = {{ value = {value:.6f}, set_by = "Somebody", set_on = 2026-01-01 }}'
        text = text.replace(f'\nid = "{check}"\n', f'\nid = "{check}"\n{target}\n')
    (tmp_path / "charter.toml").write_text(text, "utf-8")
    monkeypatch.setenv("PORTAL_CHARTER", str(tmp_path / "charter.toml"))
    assert run("publish", "--period", "2018-19").code == 0
    verdicts = {check: town.entry("london", check, "2018-19/2.0")["verdict"] for check in (*aims, "R01")}
    assert verdicts == {"C01": "Kept", "C03": "Too close to call", "C02": "Not kept", "C05": "Too close to call",
                        "R03": "Too close to call",
                        "R12": "Kept", "R02": "Not kept", "S07": "Not published", "R01": "No target set"}  # fmt: skip
    assert town.entry("boroughs/croydon", "R12", "2018-19/2.0")["verdict"] == "Too few checked to say"
    assert town.entry("london", "C05", "2018-19/2.0")["ranges"] == c05["ranges"]
