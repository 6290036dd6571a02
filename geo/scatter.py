"""Points spread inside an outline, the same ones for the same seed: for invented records only."""

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.boundaries import RIVER, read_outlines


def inside_each(path: Path, number: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """For every area of the outline file, `number` points as rows (latitude, longitude), six decimals."""
    random = np.random.default_rng(seed)
    areas = read_outlines(path)
    return {
        row.code: scatter_points(row.geometry, number, random)
        for row in areas.itertuples(index=False)
        if row.code != RIVER
    }


def scatter_points(shape: BaseGeometry, number: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Throw points at the bounding box until enough have landed in the shape."""
    west, south, east, north = shape.bounds
    found: NDArray[np.float64] = np.empty((0, 2))
    shapely.prepare(shape)
    while len(found) < number:
        thrown = random.uniform((west, south), (east, north), (4 * number, 2)).round(6)
        found = np.vstack([found, thrown[shapely.contains_xy(shape, thrown)]])
    return found[:number, ::-1]
