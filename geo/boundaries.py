"""Dated outlines: derived once from the source, kept as two readable files, read back in one call.

`locate` keeps every line within 5 m of the source (SPEED.md: it moves 0.006% of points) and adds the
water between the banks of the Thames, where the outlines stop; `draw` is simplified to 100 m.
"""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

METRES = 27700  # the British National Grid
DEGREES = 4326
RIVER = "river"
CLOSING = 500  # metres: half the widest reach of the Thames in London, and a little more
TOLERANCE = {"locate": 5, "draw": 100}
PROVENANCE = {
    "source": "Debian package r-cran-spdata 2.2.1-1, data object lnd (CC0 1.0)",
    "describes": "The 32 London boroughs and the City of London, Census 2011 generation, to high water",
    "derived": "2026-11-21",
    "attribution": "Contains National Statistics data and OS data (c) Crown copyright and database right",
    "rebuild": "python -m geo",
}


def derived(source: gpd.GeoDataFrame, purpose: str) -> gpd.GeoDataFrame:
    """The outlines for one purpose (`locate` or `draw`): code, name, geometry in EPSG:27700."""
    outlines = source.to_crs(METRES)
    outlines["geometry"] = shapely.coverage_simplify(
        outlines.geometry.values, TOLERANCE[purpose], simplify_boundary=True
    )
    if purpose == "locate":
        outlines.loc[len(outlines)] = [RIVER, "Between the banks of the Thames", between_banks(outlines)]
    return outlines


def between_banks(outlines: gpd.GeoDataFrame) -> BaseGeometry:
    """The water the dissolved outlines leave out: close the gap, keep the largest piece (about 21 km2)."""
    land = outlines.union_all()
    closed = land.buffer(CLOSING).buffer(-CLOSING)
    largest: BaseGeometry = max(shapely.get_parts(closed.difference(land)), key=shapely.area)
    return largest


def as_geojson(outlines: gpd.GeoDataFrame) -> str:
    """GeoJSON in degrees with six decimals (0.1 m), one area a line, the same bytes every time."""
    degrees = outlines.to_crs(DEGREES)
    lines = [json.dumps(feature(row.code, row.name, row.geometry)) for row in degrees.itertuples(index=False)]
    head = json.dumps({"type": "FeatureCollection", "provenance": PROVENANCE})[:-1]
    return head + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"


def feature(code: str, name: str, shape: BaseGeometry) -> dict[str, Any]:
    rounded = shapely.transform(shape, lambda points: points.round(6))
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": mapping(rounded),
    }


def read(path: Path) -> gpd.GeoDataFrame:
    """An outline file: columns code, name, geometry; EPSG:4326; in the order of their codes."""
    features = json.loads(path.read_text("utf-8"))["features"]
    return gpd.GeoDataFrame.from_features(features, crs=DEGREES).sort_values("code", ignore_index=True)
