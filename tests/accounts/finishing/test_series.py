"""Every place over the years: one point a measure and year, financial and calendar years apart, table as document."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from portal.editions.archive import SERIES, Shelf, is_document
from portal.settings import Settings
from tests.accounts.returned_town import EAST, HACKNEY, document, out
from tests.conftest import LivingIn, Portal, run
from tests.samples import NOWHERE, month_file, row

pytestmark = pytest.mark.full

YEARS = ["2016-17", "2017-18", "2018"]
MEASURES = {"searches", "per_1000", "action_rate", "arrest_rate", "black_to_white", "asian_to_white",
            "mixed_to_white", "other_to_white", "in_rationale", "fields_published", "checks_kept"}  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Path:
    """March 2017, and every month from April 2017 to March 2018: one year in part, one whole."""
    folder = tmp_path_factory.mktemp("years")
    months = ["2017-03", *(f"2017-{at:02}" for at in range(4, 13)), *(f"2018-{at:02}" for at in range(1, 4))]
    for month in months:
        when = f"{month}-10T12:00:00+00:00"
        month_file(folder / "in", [row(Date=when), row(Date=when, Outcome="Arrest")], month=month)
        month_file(folder / "in", [row(Date=when, **NOWHERE)], month=month, force="city-of-london")
    with living_in(folder) as settings:
        assert run("ingest", folder / "in").code == 0
        assert run("publish", *(word for year in reversed(YEARS) for word in ("--period", year))).code == 0
        return settings.published_dir


def series(published: Path, name: str) -> dict[str, Any]:
    return document(published, f"series/1.0/{name}")


def points(year: dict[str, Any]) -> dict[str, Any]:
    return {point["measure"]: point for point in year["points"]}


def test_financial_years_come_first_then_calendar_years_oldest_first(published: Path) -> None:
    found = series(published, "london")["years"]
    assert [year["period"] for year in found] == YEARS
    held = [(year["months_supplied"], year["complete"]) for year in found]
    assert held == [(1, False), (12, True), (3, False)]


def test_there_is_one_point_a_measure_a_year(published: Path) -> None:
    folder = published / SERIES / "1.0"
    documents = [path for path in folder.rglob("*.json") if is_document(path.name) and path.name != "manifest.json"]
    names = [path.relative_to(folder).with_suffix("") for path in documents]
    assert len(names) == 1 + 2 + 12 + 33
    for name in names:
        for year in series(published, str(name))["years"]:
            counted = Counter(point["measure"] for point in year["points"])
            assert set(counted.values()) == {1}, name
            assert set(counted) <= MEASURES, name
            if counted_there(published, year["period"], name) and name.parts[0] != "forces":
                assert set(counted) == MEASURES, name


def counted_there(published: Path, period: str, name: Path) -> int:
    return int(document(published, f"{period}/1.0/{name}")["totals"]["searches"])


def test_a_place_without_a_search_has_a_rate_of_nothing_not_one_withheld(published: Path) -> None:
    assert "action_rate" in points(series(published, "boroughs/barnet")["years"][1])
    found = document(published, "2017-18/1.0/boroughs/barnet")
    action = next(each for each in found["headline"] if each["measure"] == "action_rate")
    assert (found["withheld"], action["status"]) == ({}, "too_few")


def test_the_points_are_the_accounts_own_figures(published: Path) -> None:
    for name in ("london", "boroughs/hackney", "forces/metropolitan"):
        for year in series(published, name)["years"]:
            account, found = document(published, f"{year['period']}/1.0/{name}"), points(year)
            assert found["searches"]["value"] == account["totals"]["searches"]
            assert year["months_supplied"] == account["period"]["months_supplied"]
            action = next(
                rate for rate in account["outcome_rates"] if (rate["measure"], rate["by"]) == ("action", "all")
            )
            assert [found["action_rate"][end] for end in ("value", "low", "high", "of")] == [
                action[end] for end in ("rate", "low", "high", "of")
            ]
    assert [points(year)["searches"]["value"] for year in series(published, "london")["years"]] == [3, 36, 9]


def test_each_year_names_the_edition_that_it_is_from(published: Path) -> None:
    shelf = Shelf(published)
    for year in series(published, "boroughs/hackney")["years"]:
        manifest = shelf.newest(year["period"]).manifest
        assert (year["edition"], year["sha256"]) == (manifest.number, manifest.sha256)


def test_a_year_in_part_is_partial_and_a_whole_one_is_not(published: Path) -> None:
    for measure in ("searches", "per_1000", "fields_published"):
        statuses = [points(year)[measure]["status"] for year in series(published, "london")["years"]]
        assert statuses == ["partial", "value", "partial"], measure


def test_a_place_without_a_search_has_a_rate_of_nought_which_is_not_missing(published: Path) -> None:
    barnet = [points(year)["per_1000"] for year in series(published, "boroughs/barnet")["years"]]
    assert [(point["value"], point["status"]) for point in barnet[:2]] == [(0.0, "partial"), (0.0, "value")]
    force = points(series(published, "forces/metropolitan")["years"][1])["per_1000"]
    assert (force["value"], force["status"], "Nobody lives" in force["reason"]) == (None, "missing", True)


def test_what_cannot_be_said_says_why(published: Path) -> None:
    for name in ("london", "boroughs/hackney", "bcus/central-east"):
        for year in series(published, name)["years"]:
            found = points(year)["in_rationale"]
            assert (found["value"], found["status"]) == (None, "not_published")
            assert "rationale" in found["reason"]


def test_the_table_is_the_document(published: Path) -> None:
    for name in ("london", "boroughs/hackney", "forces/city-of-london"):
        path = published / SERIES / "1.0" / f"{name}.csv"
        with path.open(encoding="ascii", newline="") as file:
            lines = list(csv.DictReader(file))
        whole = series(published, name)
        told = [(year, point) for year in whole["years"] for point in year["points"]]
        assert len(lines) == len(told)
        for line, (year, point) in zip(lines, told, strict=True):
            cells = {key: "" if point[key] is None else str(point[key]) for key in ("value", "low", "high", "of")}
            assert {key: line[key] for key in cells} == cells
            assert (line["measure"], line["status"]) == (point["measure"], point["status"])
            assert (line["period"], line["edition"]) == (year["period"], year["edition"])
            assert (line["place_code"], line["place_name"]) == (whole["place"]["code"], whole["place"]["name"])
            assert line["months_supplied"] == str(year["months_supplied"])
            assert (line["series_edition"], line["invented"]) == ("1.0", json.dumps(whole["invented"]))


def test_a_teams_series_has_what_its_account_has(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    out(portal, tmp_path, {(EAST, HACKNEY): 150, ("metropolitan-tsg", HACKNEY): 120})
    for team, searches in (("metropolitan-tsg", 120), (EAST, 150)):
        (year,) = series(settings.published_dir, f"teams/{team}")["years"]
        found = points(year)["searches"]
        assert (found["value"], found["low"], found["status"]) == (searches, None, "value")
