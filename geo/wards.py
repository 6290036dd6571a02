"""Outlines of wards and names of places that an operator gives, beside the outlines of boroughs that are shipped.

Both are GeoJSON in degrees (WGS 84), as the Office for National Statistics and OS Open Names can be saved: wards as
polygons with a name and a code, places as points with a name.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geo.hexagons import NORTH, ORIGIN, UNIT, svg_path
from geo.projection import in_metres, onto_grid

NAMED, CODED = ("name", "nm"), ("code", "cd")
"""What the property of a name, or of a code, is called, or ends in: `name`, `WD24NM`."""
SIMPLER = 20.0  # metres: by so much an outline may be drawn simpler


class BadOutlines(ValueError):
    """A file of wards or places cannot be used; the text names it and says which of its features is wrong."""


@dataclass(frozen=True)
class Ward:
    """`shape`: in metres; `path`: as drawn, in units of hexagons.Grid."""

    code: str
    name: str
    shape: BaseGeometry
    path: str


@dataclass(frozen=True)
class NamedPlace:
    """`x`, `y`: as drawn, in units of hexagons.Grid; `point`: in metres."""

    name: str
    x: int
    y: int
    point: BaseGeometry


def read_wards(path: Path) -> list[Ward]:
    """By code. BadOutlines where a feature is no polygon, has no name or code, or shares its code."""
    found: dict[str, Ward] = {}
    for number, feature in numbered_features(path):
        where = f"{path}: feature {number}"
        outline = located_shape(where, feature)
        if outline.geom_type not in ("Polygon", "MultiPolygon"):
            raise BadOutlines(f"{where} is a {outline.geom_type}, and a ward is a Polygon or MultiPolygon")
        code, name = text_of(where, feature, CODED), text_of(where, feature, NAMED)
        if code in found:
            raise BadOutlines(f"{where} has the code {code!r:.40}, which another feature has too")
        valid = shapely.make_valid(outline)
        drawn = shapely.simplify(valid, SIMPLER, preserve_topology=True)
        found[code] = Ward(code, name, valid, svg_path(drawn))
    return [found[code] for code in sorted(found)]


def read_places(path: Path) -> list[NamedPlace]:
    """In the order of the file. BadOutlines where a feature is no point or has no name."""
    found = []
    for number, feature in numbered_features(path):
        where = f"{path}: feature {number}"
        point = located_shape(where, feature)
        if not isinstance(point, shapely.Point):
            raise BadOutlines(f"{where} is a {point.geom_type}, and a place is a Point")
        x, y = (point.x - ORIGIN[0]) / UNIT, (NORTH - point.y) / UNIT
        found.append(NamedPlace(text_of(where, feature, NAMED), round(x), round(y), point))
    return found


def numbered_features(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """From 1 on. BadOutlines where the file is no FeatureCollection."""
    try:
        whole = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as wrong:
        raise BadOutlines(f"{path} cannot be read as GeoJSON in UTF-8 ({wrong})") from wrong
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list):
        raise BadOutlines(f"{path} is no GeoJSON FeatureCollection")
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("geometry"), dict):
            raise BadOutlines(f"{path}: feature {number} has no geometry")
        yield number, feature


def located_shape(where: str, feature: dict[str, Any]) -> BaseGeometry:
    """Its shape in metres. BadOutlines where it is none, or not in degrees."""
    try:
        bounds = shape(feature["geometry"]).bounds
        in_degrees = len(bounds) == 4 and all(abs(bounds[at]) <= (180, 90)[at % 2] for at in range(4))
        if in_degrees:
            return in_metres(feature)
    except (KeyError, TypeError, ValueError, AttributeError, ShapelyError) as wrong:
        raise BadOutlines(f"{where} has no shape that can be read ({type(wrong).__name__})") from wrong
    raise BadOutlines(f"{where} is not in degrees of longitude and latitude (WGS 84), or is empty")


def text_of(where: str, feature: dict[str, Any], kind: Sequence[str]) -> str:
    properties = feature.get("properties")
    named = properties if isinstance(properties, dict) else {}
    for name, value in named.items():
        if isinstance(value, str) and value.strip() and name.casefold().endswith(tuple(kind)):
            return " ".join(value.split())[:80]
    raise BadOutlines(f"{where} has no property whose name is, or ends in, {' or '.join(kind)}")


def wards_in(outline: BaseGeometry, wards: Sequence[Ward]) -> list[Ward]:
    """Those that lie in an area: by a point that is surely inside each."""
    inside = shapely.contains(outline, [shapely.point_on_surface(ward.shape) for ward in wards])
    return [ward for ward, is_in in zip(wards, np.atleast_1d(inside).tolist(), strict=True) if is_in]


def nearest_ward(wards: Sequence[Ward], latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> list[int]:
    """Of each point (degrees) the ward that it is in, by its place in `wards`; of one just outside all, the nearest.

    A point on a shared border goes to the first.
    """
    metres = onto_grid(np.column_stack([longitude, latitude]))
    tree = shapely.STRtree([ward.shape for ward in wards])
    points, found = tree.query_nearest(shapely.points(metres), all_matches=True)
    first: dict[int, int] = {}
    for point, ward in zip(points.tolist(), found.tolist(), strict=True):
        first[point] = min(ward, first.get(point, ward))
    return [first[point] for point in range(len(metres))]
