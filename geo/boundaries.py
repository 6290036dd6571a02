"""Dated outlines: derived once from the source, kept as two readable files, read back in one call.

`locate` keeps every vertex of the source, as borders run within metres of where searches are, and adds the water
between the banks of the Thames, where the outlines stop; `draw` is simplified to 100 m.
"""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.projection import DEGREES, METRES, features_of

RIVER = "river"
CLOSING = 500  # metres: half the widest reach of the Thames in London, and a little more
PURPOSES = ("locate", "draw")
DRAWN_WITHIN = 100  # metres
DECIMALS = {"locate": 8, "draw": 6}  # of a degree: 1 mm for what decides a borough, 0.1 m for a picture
PROVENANCE = {
    "source": "Debian package r-cran-spdata 2.2.1-1, data object lnd (CC0 1.0)",
    "describes": "The 32 London boroughs and the City of London, Census 2011 generation, to high water",
    "derived": "2026-11-29",
    "attribution": "Contains National Statistics data and OS data (c) Crown copyright and database right",
    "rebuild": "python -m geo",
}


def derived(source: gpd.GeoDataFrame, purpose: str) -> gpd.GeoDataFrame:
    """The outlines for one purpose (`locate` or `draw`): code, name, geometry in EPSG:4326."""
    metres = source.to_crs(METRES)
    if purpose == "draw":
        metres["geometry"] = shapely.coverage_simplify(metres.geometry.values, DRAWN_WITHIN, simplify_boundary=True)
        return metres.to_crs(DEGREES)
    water = gpd.GeoSeries([between_banks(metres)], crs=METRES).to_crs(DEGREES).iloc[0]
    outlines = source.copy()  # in its own degrees: there and back through metres would move every vertex a little
    outlines.loc[len(outlines)] = [RIVER, "Between the banks of the Thames", water]
    return outlines


def between_banks(outlines: gpd.GeoDataFrame) -> BaseGeometry:
    """The water the dissolved outlines leave out: close the gap, keep the largest piece (about 21 km2)."""
    land = outlines.union_all()
    closed = land.buffer(CLOSING).buffer(-CLOSING)
    largest: BaseGeometry = max(shapely.get_parts(closed.difference(land)), key=shapely.area)
    return largest


def as_geojson(outlines: gpd.GeoDataFrame, decimals: int) -> str:
    """GeoJSON in degrees, one area a line, the same bytes every time."""
    lines = [
        json.dumps(feature(row.code, row.name, row.geometry, decimals)) for row in outlines.itertuples(index=False)
    ]
    head = json.dumps({"type": "FeatureCollection", "provenance": PROVENANCE})[:-1]
    return head + ', "features": [\n' + ",\n".join(lines) + "\n]}\n"


def feature(code: str, name: str, shape: BaseGeometry, decimals: int) -> dict[str, Any]:
    rounded = shapely.transform(shape, lambda points: points.round(decimals))
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": mapping(rounded),
    }


def read_outlines(path: Path) -> gpd.GeoDataFrame:
    """An outline file: columns code, name, geometry; EPSG:4326; in the order of their codes."""
    return gpd.GeoDataFrame.from_features(features_of(path), crs=DEGREES).sort_values("code", ignore_index=True)
