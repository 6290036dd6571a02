"""Where in the boroughs searches were: the cells add up to the rows of the public tables, and nothing else is told."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from geo import hexagons
from portal.publishing.where import class_limits
from portal.settings import Settings
from tests.conftest import LivingIn, run
from tests.samples import NOWHERE, month_file, row

HACKNEY = [("51.545000", "-0.055300"), ("51.545000", "-0.055300"), ("51.556000", "-0.075000")]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Path]:
    with living_in(tmp_path_factory.mktemp("where")) as settings:
        records = settings.home / "records"
        month_file(records, [*(row(Latitude=lat, Longitude=lon) for lat, lon in HACKNEY), row(**NOWHERE)])
        run("ingest", records)
        run("publish")
        yield newest(settings)


def newest(settings: Settings) -> Path:
    return settings.published_dir / "2018-19" / "1.0"


def test_the_cells_of_a_borough_are_those_of_its_public_rows(edition: Path) -> None:
    """Counted again from the table of searches, point by point."""
    told = json.loads((edition / "where/hackney.json").read_bytes())
    rows = list(csv.DictReader(io.StringIO((edition / "searches-hackney.csv").read_text("ascii"))))
    points = [(float(each["Latitude"]), float(each["Longitude"])) for each in rows]
    latitude, longitude = np.array(points).T
    counted = Counter(hexagons.cells_of(latitude, longitude))
    assert {cell["id"]: cell["searches"] for cell in told["cells"] if cell["searches"]} == counted
    assert (told["searches"], told["of"]) == (3, 3)
    assert sorted(counted.values()) == [1, 2]


def test_no_field_of_a_person_or_a_day_stands_beside_a_cell(edition: Path) -> None:
    told = json.loads((edition / "where/hackney.json").read_bytes())
    whole = {"schema", "invented", "place", "period", "searches", "of", "limits", "outline", "cells", "wards", "labels"}
    whole |= {"streets"}
    assert set(told) == whole
    assert (told["wards"], told["labels"], told["streets"]) == ([], [], {})
    assert {name for cell in told["cells"] for name in cell} == {
        "id", "searches", "shade", "latitude", "longitude", "path"}  # fmt: skip


def test_the_geojson_has_the_same_cells(edition: Path) -> None:
    told = json.loads((edition / "where/hackney.json").read_bytes())
    shapes = json.loads((edition / "where/hackney.geojson").read_bytes())["features"]
    assert [each["properties"] for each in shapes] == [
        {"cell": cell["id"], "searches": cell["searches"]} for cell in told["cells"]]  # fmt: skip


def test_a_borough_without_a_point_has_no_map(edition: Path) -> None:
    assert sorted(path.name for path in (edition / "where").iterdir()) == ["hackney.geojson", "hackney.json"]


def test_classes_are_the_same_all_over_london_and_begin_at_one() -> None:
    limits = class_limits({"a": {"h1": 3, "h2": 40, "h3": 41}, "b": {"h4": 7, "h5": 9, "h6": 300}})
    assert limits[0] == 1
    assert limits == sorted(set(limits))
    assert len(limits) <= 5
    assert class_limits({}) == [1]
