"""The street that the API says a point is on or near: kept with the supply, and the name of the busiest cells."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from ingest.sources.police_uk_api import named_points
from portal.settings import Settings
from portal.web.app import create_app
from tests.conftest import Portal
from tests.samples import HACKNEY
from tests.web.proofreading import Proofreader

MARE, WELL = (51.5465, -0.0553), (51.5390, -0.0470)  # two points of Hackney, in two cells
USUAL = {
    "type": "Person search", "datetime": "2018-04-10T14:30:00+00:00", "gender": "Male", "age_range": "18-24",
    "self_defined_ethnicity": "White - Irish", "officer_defined_ethnicity": "White",
    "legislation": "Misuse of Drugs Act 1971 (section 23)", "object_of_search": "Controlled drugs",
    "outcome": "A no further action disposal",
}  # fmt: skip


def stop(at: tuple[float, float], street: object, **changed: object) -> dict[str, object]:
    location = {"latitude": str(at[0]), "longitude": str(at[1]), "street": {"id": 7, "name": street}}
    return {**USUAL, "location": location, **changed}


def month(folder: Path, stops: Sequence[object]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "stops-force-metropolitan-2018-04.json"
    path.write_text(json.dumps(stops), "utf-8")
    return path


def test_each_point_has_the_name_that_most_of_its_searches_have() -> None:
    stops = [stop(MARE, "On or near Mare Street")] * 3 + [stop(MARE, "On or near Well Street")]
    stops += [stop(WELL, "  On or near   Well  Street "), {**USUAL, "location": None}, stop(WELL, None)]
    assert sorted(named_points(stops)) == [(*WELL, "Well Street"), (*MARE, "Mare Street")]


KEYS = st.sampled_from(["location", "street", "name", "latitude", "longitude"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda each: st.lists(each) | st.dictionaries(KEYS, each)
)


@given(st.lists(ANYTHING))
def test_whatever_stands_there_is_no_crash(items: list[object]) -> None:
    for latitude, longitude, name in named_points(items):
        assert name
        assert len(name) <= 80
        assert name.isprintable()
        assert abs(latitude) < float("inf") > abs(longitude)


@pytest.mark.parametrize("name", ["", "On or near ", "x" * 81, "a\u0007b", 5, ["Mare Street"]])
def test_what_is_no_name_of_a_street_is_none(name: object) -> None:
    assert list(named_points([stop(MARE, name)])) == []


@pytest.fixture
def named(portal: Portal, home: Path) -> Path:
    """Nine searches near Mare Street, four near Well Street, in the API's form; published."""
    stops = [stop(MARE, "On or near Mare Street")] * 9 + [stop(WELL, "On or near =Well Street")] * 4
    assert portal("ingest", month(home / "sent", stops)).code == 0
    assert portal("publish", "--period", "2018-19").code == 0
    return home / "instance" / "published" / "2018-19" / "1.0"


def test_the_busiest_cells_are_named_on_the_page_and_in_every_form(named: Path, settings: Settings) -> None:
    document = json.loads((named / "where" / "hackney.json").read_bytes())
    counts = {cell["id"]: cell["searches"] for cell in document["cells"] if cell["searches"]}
    assert {counts[cell]: street for cell, street in document["streets"].items()} == {
        9: "Mare Street", 4: "=Well Street"}  # fmt: skip
    shapes = json.loads((named / "where" / "hackney.geojson").read_bytes())
    told = {each["properties"].get("on_or_near") for each in shapes["features"]}
    assert told == {"Mare Street", "=Well Street", None}
    site = Proofreader(create_app(settings).test_client())
    page = site.page("/boroughs/hackney/2018-19/where")
    assert page.count("On or near Mare Street") == 2
    table = site.download("/boroughs/hackney/2018-19/where.csv").decode()
    assert ",<=Well Street>" in table
    assert "on_or_near" in table.splitlines()[0]


def test_a_name_that_was_altered_shows_and_one_that_was_withdrawn_is_gone(
    named: Path, portal: Portal, engine: Engine
) -> None:
    assert portal("verify").code == 0
    with engine.begin() as connection:
        connection.execute(text("UPDATE point_name SET name = 'Downing Street' WHERE name = 'Mare Street'"))
    ran = portal("verify")
    assert (ran.code, "rows" in ran.err) == (6, True)
    supply = json.loads(portal("status", "--json").out)["supplies"][0]["id"]
    assert portal("withdraw", supply, "--reason", "a court asked").code == 0
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM point_name")).scalar() == 0


def test_a_csv_of_the_same_searches_is_the_same_and_names_nothing(portal: Portal, home: Path) -> None:
    """The API's file and the CSV say the same searches: whichever came first stays."""
    at = (float(HACKNEY["Latitude"]), float(HACKNEY["Longitude"]))
    assert portal("ingest", month(home / "one", [stop(at, "On or near Mare Street")])).code == 0
    again = portal("ingest", month(home / "two", [stop(at, "On or near Another Street")]))
    assert "nothing new" in again.out
