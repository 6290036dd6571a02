"""The operator's wards and places: searches by ward beside GeoPandas, borders, and files that cannot be used."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.wards import BadOutlines, nearest_ward, read_places, read_wards
from portal.documents.map import Where
from portal.editions.archive import Shelf
from portal.settings import Settings
from portal.web.app import create_app
from tests.conftest import Portal
from tests.samples import month_file, row
from tests.web.proofreading import Proofreader

WEST, MIDDLE, EAST = -0.085, -0.06, -0.035
SOUTH, NORTH = 51.535, 51.56
"""Two boxes in Hackney meet in the middle."""
POINTS = [("51.545000", "-0.075300"), ("51.545000", "-0.055300"), ("51.556000", "-0.075000"), ("51.556000", "-0.05")]


def box(left: float, right: float) -> dict[str, Any]:
    return shapely.geometry.mapping(shapely.box(left, SOUTH, right, NORTH))


def feature(geometry: dict[str, Any] | None, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def two_wards(path: Path) -> Path:
    return collection(
        path,
        feature(box(MIDDLE, EAST), WD24CD="E2", WD24NM="East <Side>"),
        feature(box(WEST, MIDDLE), WD24CD="E1", WD24NM="West Side"),
    )


def test_each_point_is_in_the_ward_that_geopandas_finds(tmp_path: Path) -> None:
    wards = read_wards(two_wards(tmp_path / "wards.geojson"))
    generator = np.random.default_rng(3)
    latitude, longitude = generator.uniform(SOUTH, NORTH, 200), generator.uniform(WEST, EAST, 200)
    frame = gpd.GeoDataFrame(
        {"code": [ward.code for ward in wards]}, geometry=[shapely.box(WEST, SOUTH, MIDDLE, NORTH),
                                                           shapely.box(MIDDLE, SOUTH, EAST, NORTH)], crs=4326
    )  # fmt: skip
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(longitude, latitude), crs=4326)
    expected = gpd.sjoin(points, frame, predicate="within")["code"].tolist()
    assert [wards[at].code for at in nearest_ward(wards, latitude, longitude)] == expected


def test_a_point_outside_every_ward_counts_in_the_nearest(tmp_path: Path) -> None:
    wards = read_wards(two_wards(tmp_path / "wards.geojson"))
    found = nearest_ward(wards, np.array([51.55, 51.55]), np.array([-0.2, 0.1]))
    assert [wards[at].code for at in found] == ["E1", "E2"]


def test_an_edition_has_searches_by_ward_and_names_and_a_reason_when_they_change(
    portal: Portal, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted again from the table of searches."""
    month_file(tmp_path / "in", [row(Latitude=lat, Longitude=lon) for lat, lon in POINTS])
    portal("ingest", tmp_path / "in")
    assert portal("publish").code == 0
    monkeypatch.setenv("PORTAL_WARDS", str(two_wards(tmp_path / "wards.geojson")))
    names = collection(tmp_path / "places.geojson", feature(shapely.geometry.mapping(shapely.Point(-0.0709, 51.5457)),
                                                            name="Dalston"))  # fmt: skip
    monkeypatch.setenv("PORTAL_PLACES", str(names))
    assert portal("publish").code == 0
    edition = Shelf(settings.published_dir).edition("2018-19", "1.1")
    assert edition.manifest.reason == (
        "outlines of wards were added or changed; names of places on the map were added or changed"
    )
    found = Where.model_validate_json(edition.read("where/hackney.json", ""))
    rows = csv.DictReader(io.StringIO((edition.directory / "searches-hackney.csv").read_text("ascii")))
    west = [float(each["Longitude"]) < MIDDLE for each in rows]
    assert [(ward.code, ward.searches) for ward in found.wards] == [("E1", sum(west)), ("E2", len(west) - sum(west))]
    assert [label.name for label in found.labels] == ["Dalston"]
    page = Proofreader(create_app(settings).test_client()).page("/boroughs/hackney/2018-19/where")
    assert "East &lt;Side&gt;" in page
    assert ">Dalston</text>" in page
    assert portal("publish").out == "nothing new\n"


def test_without_files_of_the_operator_nothing_is_published_again(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    month_file(tmp_path / "in", [row()])
    portal("ingest", tmp_path / "in")
    portal("publish")
    monkeypatch.setenv("PORTAL_WARDS", str(tmp_path / "none.geojson"))
    ran = portal("publish")
    assert (ran.code, "nothing is published" in ran.err) == (3, True)
    assert "none.geojson cannot be read as GeoJSON" in ran.err


POINT = shapely.geometry.mapping(shapely.Point(0, 51))


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ([feature(POINT, code="E1", name="A")], "feature 1 is a Point, and a ward is a Polygon"),
        ([feature(box(0, 1), code="E1")], "feature 1 has no property whose name is, or ends in, name or nm"),
        ([feature(box(0, 1), name="A")], "feature 1 has no property whose name is, or ends in, code or cd"),
        ([feature(box(0, 1), code="E1", name="A")] * 2, "feature 2 has the code 'E1', which another feature has too"),
        ([feature(None, code="E1", name="A")], "feature 1 has no geometry"),
        ([feature(box(500_000, 500_100), code="E1", name="A")], "feature 1 is not in degrees"),
        ([feature({"type": "Polygon", "coordinates": [[["x", 1]]]}, code="E1", name="A")], "feature 1 has no shape"),
        ([feature({"type": "Blob"}, code="E1", name="A")], "feature 1 has no shape"),
    ],
)
def test_a_bad_file_is_told_by_feature(tmp_path: Path, features: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(BadOutlines, match=r"wards\.geojson") as wrong:
        read_wards(collection(tmp_path / "wards.geojson", *features))
    assert said in str(wrong.value)


@pytest.mark.parametrize(("text", "said"), [("{", "cannot be read as GeoJSON"), ("[]", "no GeoJSON FeatureCollection")])
def test_what_is_no_geojson_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "places.geojson"
    path.write_text(text, "utf-8")
    with pytest.raises(BadOutlines, match=said):
        read_places(path)


def test_a_place_is_a_point(tmp_path: Path) -> None:
    with pytest.raises(BadOutlines, match="feature 1 is a Polygon, and a place is a Point"):
        read_places(collection(tmp_path / "places.geojson", feature(box(0, 1), name="A")))
