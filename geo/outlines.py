"""Outlines to SVG paths, in whole units of a drawing 1,000 wide."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.projection import features_of, in_metres

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
