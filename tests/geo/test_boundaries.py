"""The derived outlines: 33 areas that tile London, rebuilt byte for byte."""

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import spdata
from geo.boundaries import RIVER, read_outlines
from geo.projection import METRES
from portal import places, shipped
from tests.required import missing

LONDON_KM2 = 1573
SOURCE_VERTICES = 48_548


@pytest.mark.parametrize("purpose", ["locate", "draw"])
def test_the_33_areas_tile_london_without_overlap(purpose: str) -> None:
    outlines = boroughs(purpose)
    assert list(outlines["code"]) == list(places.boroughs())
    assert list(outlines["name"]) == [place.name for place in places.boroughs().values()]
    shapes = list(outlines.geometry)
    overlap = sum(shape.area for shape in shapes) - shapely.union_all(shapes).area
    assert overlap < 50  # square metres, of 1,573,000,000: `draw` has six decimals of a degree
    assert shapely.union_all(shapes).area / 1e6 == pytest.approx(LONDON_KM2, rel=0.005)


def test_the_river_is_the_water_between_the_banks() -> None:
    outlines = read_outlines(shipped.data("boundaries", "locate.geojson")).to_crs(METRES)
    river = outlines[outlines["code"] == RIVER].geometry.iloc[0]
    assert river.area / 1e6 == pytest.approx(21, abs=0.5)
    assert river.intersection(boroughs("locate").union_all()).area < 1000


def test_every_vertex_of_the_source_is_kept() -> None:
    assert len(shapely.get_coordinates(boroughs("locate").geometry.values)) == SOURCE_VERTICES


def test_neighbours_share_their_edges_exactly() -> None:
    """No point is in two boroughs, and none falls between two: every inner edge is drawn by both sides alike."""
    outlines = read_outlines(shipped.data("boundaries", "locate.geojson"))
    shapes = outlines[outlines["code"] != RIVER].geometry.values
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def boroughs(purpose: str) -> gpd.GeoDataFrame:
    outlines = read_outlines(shipped.data("boundaries", f"{purpose}.geojson")).to_crs(METRES)
    return outlines[outlines["code"] != RIVER]


@pytest.mark.full
def test_the_lines_are_those_of_the_source(tmp_path: Path) -> None:
    try:
        source = spdata.spdata_outlines(spdata.downloaded(tmp_path))
    except spdata.SourceMissing as why:
        missing("spdata", str(why))
        return
    outlines = read_outlines(shipped.data("boundaries", "locate.geojson"))
    kept = shapely.get_coordinates(outlines[outlines["code"] != RIVER].geometry.values)
    assert list(outlines[outlines["code"] != RIVER]["code"]) == list(source["code"])
    assert np.abs(kept - shapely.get_coordinates(source.geometry.values)).max() < 1e-8  # degrees: a millimetre


@pytest.mark.full
def test_the_files_are_rebuilt_byte_for_byte(tmp_path: Path) -> None:
    try:
        deb = spdata.downloaded(tmp_path)
    except spdata.SourceMissing as why:
        missing("spdata", str(why))
        return
    words = [sys.executable, "-m", "geo", "--package", str(deb), "--into", str(tmp_path)]
    subprocess.run(words, check=True, capture_output=True)
    for name in ("locate.geojson", "draw.geojson"):
        assert (tmp_path / name).read_bytes() == shipped.data("boundaries", name).read_bytes()
