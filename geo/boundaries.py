"""Dated outlines: derived once from the source, kept as two readable files, read back in one call.

`locate` keeps every vertex of the source, as borders run within metres of where searches are, and adds the water
between the banks of the Thames, where the outlines stop; `draw` is simplified to 100 m.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.projection import DEGREES, METRES, features_of, in_metres

if TYPE_CHECKING:
    import geopandas as gpd

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


def derived(source: "gpd.GeoDataFrame", purpose: str) -> "gpd.GeoDataFrame":
    """The outlines for one purpose (`locate` or `draw`): code, name, geometry in EPSG:4326."""
    metres = source.to_crs(METRES)
    if purpose == "draw":
        metres["geometry"] = shapely.coverage_simplify(metres.geometry.values, DRAWN_WITHIN, simplify_boundary=True)
        return metres.to_crs(DEGREES)
    import geopandas as gpd  # as in geo/locate.py: it takes half a second to load, which most commands need not wait

    water = gpd.GeoSeries([between_banks(metres)], crs=METRES).to_crs(DEGREES).iloc[0]
    outlines = source.copy()  # in its own degrees: there and back through metres would move every vertex a little
    outlines.loc[len(outlines)] = [RIVER, "Between the banks of the Thames", water]
    return outlines


def between_banks(outlines: "gpd.GeoDataFrame") -> BaseGeometry:
    """The water the dissolved outlines leave out: close the gap, keep the largest piece (about 21 km2)."""
    land = outlines.union_all()
    closed = land.buffer(CLOSING).buffer(-CLOSING)
    largest: BaseGeometry = max(shapely.get_parts(closed.difference(land)), key=shapely.area)
    return largest


def as_geojson(outlines: "gpd.GeoDataFrame", decimals: int) -> str:
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


def read_outlines(path: Path) -> "gpd.GeoDataFrame":
    """An outline file: columns code, name, geometry; EPSG:4326; in the order of their codes."""
    import geopandas as gpd

    return gpd.GeoDataFrame.from_features(features_of(path), crs=DEGREES).sort_values("code", ignore_index=True)


# Outlines to SVG paths, in whole units of a drawing 1,000 wide.

WIDTH = 1000


@dataclass(frozen=True)
class Outline:
    """One area as drawn: its path data, and the point (x, y) where a label may stand."""

    code: str
    name: str
    path: str
    label: tuple[int, int]


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    areas: tuple[Outline, ...]


def drawing(path: Path) -> Drawing:
    """The outline file at `path` as a drawing; north is up, the y axis points down."""
    named = sorted((feature["properties"]["code"], feature) for feature in features_of(path))
    outlines = [in_metres(feature) for _, feature in named]
    west, south, east, north = shapely.total_bounds(outlines)
    scale = WIDTH / (east - west)

    def onto_paper(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([(points[:, 0] - west) * scale, (north - points[:, 1]) * scale]).round()

    areas = []
    for (code, feature), outline in zip(named, outlines, strict=True):
        paper = shapely.transform(outline, onto_paper)
        label = shapely.point_on_surface(paper.buffer(0))
        areas.append(Outline(code, feature["properties"]["name"], path_data(paper), (round(label.x), round(label.y))))
    return Drawing(WIDTH, round((north - south) * scale), tuple(areas))


def path_data(shape: shapely.Geometry) -> str:
    """`M` and whole-number steps `l` for every ring, closed with `z`."""
    rings = [ring for part in shapely.get_parts(shape) for ring in [part.exterior, *part.interiors]]
    return "".join(ring_data(shapely.get_coordinates(ring)) for ring in rings)


def ring_data(points: NDArray[np.float64]) -> str:
    """One ring; nothing for an islet that is less than a triangle on this paper."""
    steps = np.diff(points[:-1], axis=0)
    moves = [f"{int(x)} {int(y)}" for x, y in steps if x or y]
    return f"M{int(points[0][0])} {int(points[0][1])}l{' '.join(moves)}z" if len(moves) > 1 else ""


# One square a borough, near where the borough lies: a map on which small areas are as large as big ones.
#
# The layout is worked out, not drawn by hand: every area's centre is moved to a square of a grid so that the
# squared distances moved add up to as little as can be (an assignment problem, solved by scipy).

COLUMNS, ROWS = 8, 7


def squares(
    centres: Mapping[str, tuple[float, float]], columns: int = COLUMNS, rows: int = ROWS
) -> dict[str, tuple[int, int]]:
    """Code -> column and row from the top left, from 0. `centres`: code -> x and y on paper, y down.

    ValueError if there are more areas than squares.
    """
    if len(centres) > columns * rows:
        raise ValueError(f"{len(centres)} areas do not fit on {columns} by {rows} squares")
    points = np.array(list(centres.values()), dtype=float)
    low, high = points.min(axis=0), points.max(axis=0)
    spread = (points - low) / np.where(high > low, high - low, 1) * [columns - 1, rows - 1]
    grid = np.array([(column, row) for row in range(rows) for column in range(columns)], dtype=float)
    cost = ((spread[:, None, :] - grid[None, :, :]) ** 2).sum(axis=2)
    from scipy.optimize import linear_sum_assignment  # a quarter of a second to load, and few draw squares

    _, chosen = linear_sum_assignment(cost)
    return {code: (int(grid[at][0]), int(grid[at][1])) for code, at in zip(centres, chosen, strict=True)}
