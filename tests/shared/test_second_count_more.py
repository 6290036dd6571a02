"""Tables, rates and searches told apart of the real months, counted a second time with plain Python, row by row."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from portal.settings import Settings
from tests.conftest import Ran
from tests.shared.plain_rows import ACTIONS, Row, known, persons, rows_of, tally
from tests.shared.published import account

pytestmark = pytest.mark.full
BOROUGHS = {"hackney": "E09000012", "westminster": "E09000033", "croydon": "E09000008", "city-of-london": "E09000001"}
EAST = ("E09000012", "E09000030")
Document = Mapping[str, Any]
Places = dict[str, tuple[Document, list[Row]]]


@pytest.fixture(scope="module")
def rows(folders: list[Path], placed: pd.DataFrame) -> list[Row]:
    """Every row of the twelve files, with the borough that GeoPandas put it in."""
    found = [row for folder in folders for path in folder.glob("*.csv") for row in rows_of(path)]
    assert [row["date"] for row in found] == list(placed["Date"])
    assert [row["latitude"] for row in found] == list(placed["Latitude"].fillna(""))
    for row, code in zip(found, placed["code"], strict=True):
        row["code"] = str(code)
    return found


@pytest.fixture(scope="module")
def places(held: tuple[Settings, list[Ran]], rows: list[Row]) -> Places:
    """Documents with the rows they are of: London in three periods, both forces, four boroughs, one command."""
    in_2018_19 = [row for row in rows if row["month"] >= "2018-04"]
    own = {
        "2018/1.0/london": rows,
        "2018-19/1.0/london": in_2018_19,
        "2017-18/1.0/london": [row for row in rows if row["month"] < "2018-04"],
        "2018/1.0/bcus/central-east": [row for row in rows if row["code"] in EAST],
        "2018-19/1.0/bcus/central-east": [row for row in in_2018_19 if row["code"] in EAST],
    }
    for force in ("metropolitan", "city-of-london"):
        own[f"2018/1.0/forces/{force}"] = [row for row in rows if row["force"] == force]
    for slug, code in BOROUGHS.items():
        own[f"2018/1.0/boroughs/{slug}"] = [row for row in rows if row["code"] == code]
    return {name: (account(held[0], name), part) for name, part in own.items()}


def in_table(cells: Sequence[Document]) -> dict[tuple[str, str], int]:
    return {(cell["row"], cell["column"]): cell["searches"] for cell in cells}


def figures(found: Sequence[Document]) -> dict[tuple[str], int]:
    return {(each["key"],): each["searches"] for each in found}


def test_what_was_searched_for_by_what_came_of_it_and_weekday_by_hour(places: Places) -> None:
    for name, (document, rows) in places.items():
        assert in_table(document["crossed"]["object_by_outcome"]) == tally(rows, "object", "outcome"), name
        assert in_table(document["crossed"]["day_by_hour"]) == tally(rows, "day", "hour"), name
        assert figures(document["breakdowns"]["day"]) == tally(rows, "day"), name


def test_forces_stand_apart_in_every_place(places: Places) -> None:
    for name, (document, rows) in places.items():
        assert figures(document["breakdowns"]["force"]) == tally(rows, "force"), name
    hackney = figures(places["2018/1.0/boroughs/hackney"][0]["breakdowns"]["force"])
    assert min(hackney.values()) > 0
    assert len(figures(places["2018/1.0/boroughs/city-of-london"][0]["breakdowns"]["force"])) == 2


@pytest.mark.parametrize("by", ["all", "object", "self_defined_ethnicity"])
def test_outcome_and_arrest_rates_with_their_wilson_intervals(places: Places, by: str) -> None:
    for name, (document, rows) in places.items():
        over = persons(rows) if by == "self_defined_ethnicity" else rows
        groups: dict[str, list[Row]] = {}
        for row in over:
            groups.setdefault("all" if by == "all" else row[by], []).append(row)
        groups.pop("not_published", None)
        found = [rate for rate in document["outcome_rates"] if rate["by"] == by]
        assert sorted((rate["key"], rate["measure"]) for rate in found) == sorted(
            (key, measure) for key in groups for measure in ("action", "arrest")
        ), name
        for rate in found:
            check_rate(rate, groups[rate["key"]])


def check_rate(rate: Document, rows: list[Row]) -> None:
    over, wanted = known(rows), ACTIONS if rate["measure"] == "action" else {"arrest"}
    part = sum(row["outcome"] in wanted for row in over)
    if rate["status"] == "unknown":
        assert 2 * len(over) < len(rows)
        assert (rate["of"], rate["unknown"], rate["rate"]) == (len(over), len(rows) - len(over), None)
        return
    assert (rate["searches"], rate["of"], rate["unknown"]) == (part if over else None, len(over), len(rows) - len(over))
    if not over:
        assert (rate["rate"], rate["low"], rate["high"]) == (None, None, None)
        return
    low, high = proportion_confint(part, len(over), method="wilson")
    assert (rate["rate"], rate["low"], rate["high"]) == pytest.approx((part / len(over), low, high), abs=6e-7)


@pytest.mark.parametrize("which", ["section_60", "under_18", "vehicle_only"])
def test_searches_told_apart(places: Places, which: str) -> None:
    for name, (document, rows) in places.items():
        over = persons(rows) if which == "under_18" else rows
        field = {"section_60": "power", "under_18": "age"}.get(which)
        own = [row for row in over if belongs(which, row)]
        unknown = sum(row[field] in ("not_recorded", "not_published") for row in over) if field else 0
        (found,) = (each for each in document["apart"] if each["id"] == which)
        assert (found["of"], found["unknown"]) == (len(over), unknown), name
        if found["status"] in ("missing", "unknown", "not_published"):  # of a cut month none; of too many nobody knows
            assert not own if found["status"] == "missing" else 2 * unknown > len(over), name
            assert (found["searches"], found["share"], found["share_of"]) == (None, None, None), name
            continue
        known_of = len(over) - unknown
        assert (found["searches"], found["share_of"]) == (len(own), known_of), name
        assert found["share"] == pytest.approx(len(own) / known_of, abs=6e-7)
        for part, each in found["breakdowns"].items():
            counted = persons(own) if part in ("self_defined_ethnicity", "gender", "age") else own
            assert figures(each) == tally(counted, part), (name, which, part)
        for rate in found["outcome_rates"]:
            check_rate(rate, own)


def belongs(which: str, row: Row) -> bool:
    return {
        "section_60": row["power"] == "cjpoa_s60",
        "under_18": row["age"] in ("under_10", "10_to_17"),
        "vehicle_only": row["kind"] == "Vehicle search",
    }[which]


def test_months_with_what_they_are_compared_by(places: Places) -> None:
    for name, (document, rows) in places.items():
        assert {month["month"] for month in document["monthly"]} >= {row["month"] for row in rows}
        for month in document["monthly"]:
            own = [row for row in rows if row["month"] == month["month"]]
            groups = tally(persons(own), "self_defined_ethnicity")
            groups.pop(("not_published",), None)
            done = sum(row["outcome"] in ACTIONS for row in own)
            if month["status"] == "missing":
                assert (own, month["searches"], month["groups"]) == ([], None, None), name
                continue
            found = (month["searches"], month["acted"] or 0, month["outcome_known"] or 0)
            assert found == (len(own), done, len(known(own))), (name, month["month"])
            assert {(key,): count for key, count in (month["groups"] or {}).items()} == groups, (name, month["month"])
