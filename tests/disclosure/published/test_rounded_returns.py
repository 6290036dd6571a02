"""base = 5 and fewest = 10 for the police: no count that only a return gives stands unrounded, in any file.

Two returns differ in one search: its team, and all that is said of it but what is public. Every count of the first is a
multiple of five, so in the second each is one off, and to the nearest five the same: no published byte may differ.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from portal.disclosure.rounding import Rounding, counts_behind, published_count
from tests.conftest import LivingIn
from tests.disclosure.operators import FIVE_TEN, written_by_operator
from tests.disclosure.published.returned_years import YEAR, Row
from tests.disclosure.published.uniform_year import EAST, HACKNEY, TSG, WESTMINSTER, year_of
from tests.disclosure.published.whole import comparable, differing, everything, files, publish_year

TEN_FIVE = Rounding(base=5, fewest=10)
OTHERWISE = {
    "team": TSG, "self_defined_asked": "no", "name_given": "no",
    "shoulder_number_given": "no", "grounds_told": "no", "gowisely": "none", "uniform": "no", "receipt": "not_offered",
    "grounds_recorded": "no", "grounds_grade": "not_reasonable", "grounds_strength": "0", "grounds_flags": "G1;G4",
    "officer_identity_recorded": "no", "minutes_to_record": "900", "late_reason_recorded": "no", "grounds_edits": "2",
    "edits_explained": "no", "video": "none", "video_reason_accepted": "no", "review_viewed": "no",
    "review_result": "fail", "supervisor_days": "8", "supervisor_result": "fail", "panel_feedback": "no",
    "panel_response_days": "29", "clothing": "intimate_parts", "search_authoriser": "none",
    "appropriate_adult": "absent", "safeguarding": "none", "force_recorded": "no",
}  # fmt: skip
"""All that is not public, as USUAL has it not; no column that USUAL leaves blank, as that a column came is told."""


def returned(*, is_other: bool) -> list[Row]:
    """600 searches of one team, 300 of another: 50 and 25 a month, in two boroughs each."""
    west = {"borough": WESTMINSTER, "self_defined_ethnicity": "B1", "age_band": "10 to 17"}
    rows = year_of(
        (300, {}), (300, west), (120, {"team": TSG, "receipt": "not_offered"}),
        (180, {**west, "team": TSG, "video": "none"}),
    )  # fmt: skip
    return [*rows[:-301], {**rows[-301], **OTHERWISE}, *rows[-300:]] if is_other else rows


def published(folder: Path, living_in: LivingIn, *, is_other: bool) -> dict[str, str]:
    with living_in(folder) as settings:
        root = publish_year(settings, returned(is_other=is_other), YEAR)
        return comparable({f"published/{name}": raw for name, raw in files(root)})


@pytest.mark.full
def test_two_returns_that_are_alike_to_the_nearest_five_are_published_alike(
    tmp_path: Path, living_in: LivingIn
) -> None:
    with written_by_operator(tmp_path, FIVE_TEN):
        found = []
        for is_other in (False, True):
            with living_in(tmp_path / f"rounded-{is_other}", whole=True) as settings:
                publish_year(settings, returned(is_other=is_other), YEAR)
                found.append(comparable(everything(settings)))
    assert differing(*found) == []


@pytest.mark.full
def test_published_exactly_the_two_differ_wherever_a_return_is_counted(tmp_path: Path, living_in: LivingIn) -> None:
    """So that the test above can fail."""
    one, other = (published(tmp_path / str(is_other), living_in, is_other=is_other) for is_other in (False, True))
    names = ("london", f"teams/{TSG}", f"teams/{EAST}", "boroughs/westminster", "forces/metropolitan", "checks/C05")
    different = differing(one, other)
    assert [name for name in names if f"published/{YEAR}/1.0/{name}.json" not in different] == []


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Path]:
    """Of the return with one search that is otherwise, and counts that are no multiples of five."""
    folder = tmp_path_factory.mktemp("rounded")
    rows = [
        *returned(is_other=True),
        *year_of((7, {"receipt": "not_offered"}), (3, {"team": TSG, "grounds_told": "no"})),
    ]
    with written_by_operator(folder, FIVE_TEN), living_in(folder / "home") as settings:
        yield publish_year(settings, rows, YEAR) / YEAR / "1.0"


def document(edition: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((edition / f"{name}.json").read_bytes())
    return found


def check(account: Mapping[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in account["compliance"] if each["check"] == name)
    return found


@pytest.mark.full
def test_every_count_of_a_team_and_of_its_checks_is_to_the_nearest_five(edition: Path) -> None:
    """607 less one, and 300 with that one and three more."""
    for team, searches in ((EAST, 606), (TSG, 304)):
        account = document(edition, f"teams/{team}")
        assert account["totals"]["searches"] == published_count(searches, TEN_FIVE)
        assert account["totals"]["status"] == "rounded"
        counts = [
            each[key] for figures in account["breakdowns"].values() for each in figures for key in ("searches", "of")
        ]
        counts += [account["totals"][key] for key in ("person_searches", "vehicle_only", "placed_by_nearness")]
        counts += [each["searches"] for each in account["monthly"]]
        counts += [each[key] for each in account["outcome_rates"] for key in ("searches", "of", "unknown")]
        counts += [each[key] for each in account["compliance"] for key in STATES if each["is_returned"]]
        told = [count for count in counts if count is not None]
        assert len(told) > 20
        assert all(count % 5 == 0 and count >= 10 for count in told)


STATES = ("pass", "fail", "not_recorded", "cannot_tell", "not_applicable", "not_published", "judged")


@pytest.mark.full
def test_checks_of_every_place_are_rounded_and_rates_made_of_that(edition: Path) -> None:
    """Of the receipt 128 failed: 120, seven and one."""
    entry = check(document(edition, "london"), "C05")
    assert (entry["pass"], entry["fail"], entry["status"]) == (780, 130, "rounded")
    assert entry["rate"] == pytest.approx(780 / 910, abs=1e-6)
    grounds = check(document(edition, "london"), "C04")
    assert (grounds["fail"], grounds["rate"], grounds["status"]) == (None, None, "withheld")
    assert "to the nearest 5, never under 10" in grounds["reason"]
    own = {
        each["key"]: each["compliance"]["fail"]
        for each in document(edition, "london")["compliance_by"]
        if each["by"] == "age" and each["compliance"]["check"] == "C05"
    }
    assert own == {"18_to_24": 125, "10_to_17": None}


@pytest.mark.full
def test_public_figures_stay_exact_and_sums_still_have_to_come_out(edition: Path) -> None:
    london = document(edition, "london")
    assert london["totals"]["searches"] == 910
    boroughs = {each["key"]: each["searches"] for each in london["breakdowns"]["borough"]}
    assert boroughs == {HACKNEY: 430, WESTMINSTER: 480}
    teams = {each["key"]: (each["searches"], each["of"], each["status"]) for each in london["breakdowns"]["team"]}
    assert teams == {EAST: (605, 910, "rounded"), TSG: (305, 910, "rounded")}
    for account in (london, document(edition, f"teams/{TSG}")):
        assert account["sums"]
        assert all(each["holds"] and each["low"] <= each["high"] for each in account["sums"])
    assert "They are to the nearest 5, never under 10." in london["guarantee"]


@pytest.mark.parametrize("rounding", [TEN_FIVE, Rounding(), Rounding(4, 7), Rounding(1, 10), Rounding(25, 60)])
def test_what_a_published_count_stands_for_is_just_what_is_published_so(rounding: Rounding) -> None:
    of: dict[int | None, list[int]] = {}
    for count in range(200):
        of.setdefault(published_count(count, rounding), []).append(count)
    for published, counts in list(of.items())[:-1]:
        assert counts_behind(published, rounding) == (min(counts), max(counts))
