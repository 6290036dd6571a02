"""From degrees to metres; outline files read without GeoPandas, for whoever only draws them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

METRES = 27700  # the British National Grid
DEGREES = 4326


def features_of(path: Path) -> list[dict[str, Any]]:
    """The areas of an outline file, as GeoJSON has them."""
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["features"]
    return found


def in_metres(feature: dict[str, Any]) -> BaseGeometry:
    """An area's outline in metres."""
    moved: BaseGeometry = shapely.transform(shape(feature["geometry"]), onto_grid)
    return moved


def onto_grid(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Longitude and latitude, a row a point -> metres east and north."""
    return np.column_stack(transformer().transform(points[:, 0], points[:, 1]))


@cache
def transformer() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(DEGREES, METRES, always_xy=True)
