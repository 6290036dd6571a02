"""One fixed grid of hexagons over London: which cell a point is in, and the cells of every borough as drawn.

Pointed at the top, 430 m from the centre to a corner (745 m wide, 0.48 km2), anchored at 500000 E, 150000 N of the
British National Grid, so that neighbours match and years compare. Rows are counted from the south and columns from the
west; of odd rows the cells stand half a cell to the east ("odd-r": redblobgames.com/grids/hexagons). A cell is `h` with
two figures for its column and two for its row.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.boundaries import PROVENANCE
from geo.projection import features_of, in_metres, onto_grid, transformer

RADIUS = 430.0  # metres, centre to corner
ORIGIN = (500_000.0, 150_000.0)
WIDE = RADIUS * 3**0.5
ROW = 1.5 * RADIUS
ACROSS = 750
"""Metres, as pages say it."""
UNIT = 10.0  # metres of one unit of the drawing
NORTH = 205_000.0
"""The upper edge of the drawing; its left edge is the origin's."""
SLIVER = 500.0  # square metres: less of a cell than that inside a borough is not drawn
Points = NDArray[np.float64]


def cells_of(latitude: Points, longitude: Points) -> list[str]:
    """The cell of each point (degrees, WGS 84), in the same order."""
    metres = onto_grid(np.column_stack([longitude, latitude]))
    return [cell_name(column, row) for column, row in zip(*columns_and_rows(metres), strict=True)]


def columns_and_rows(metres: Points) -> tuple[list[int], list[int]]:
    """By rounding in cube coordinates: the axis that was rounded most follows from the other two."""
    x, y = (metres - ORIGIN).T
    r = y / ROW
    q = x / WIDE - r / 2
    cube = np.column_stack([q, -q - r, r])
    near = np.rint(cube)
    off = np.abs(near - cube)
    worst = off.argmax(axis=1)
    rows = np.arange(len(cube))
    near[rows, worst] = 0
    near[rows, worst] = -near.sum(axis=1)
    own_q, own_r = near[:, 0].astype(int), near[:, 2].astype(int)
    return (own_q + (own_r - own_r % 2) // 2).tolist(), own_r.tolist()


def cell_name(column: int, row: int) -> str:
    return f"h{column:02}{row:02}"


def centre_of(cell: str) -> tuple[float, float]:
    """Metres east and north."""
    column, row = int(cell[1:3]), int(cell[3:5])
    return ORIGIN[0] + WIDE * (column + row % 2 / 2), ORIGIN[1] + ROW * row


def hexagon(cell: str) -> BaseGeometry:
    """Its outline in metres, to the millimetre: cells that touch share their corners."""
    east, north = centre_of(cell)
    angles = np.radians(30 + 60 * np.arange(6))
    corners = np.column_stack([east + RADIUS * np.cos(angles), north + RADIUS * np.sin(angles)]).round(3)
    return shapely.Polygon(corners)


# The cells of every borough, cut at its outline: worked out once (`python -m geo`), kept as a readable file.


@dataclass(frozen=True)
class Grid:
    """`outlines`: borough -> its path; `cells`: borough -> cell -> its part inside the borough, as a path.

    A unit of the drawing is 10 m; x runs east from the origin, y south from 205000 N.
    """

    outlines: dict[str, str]
    cells: dict[str, dict[str, str]]


def as_json(outlines: Path) -> str:
    """The file of a drawing's outlines: one borough a line, the same bytes every time."""
    named = sorted((feature["properties"]["code"], in_metres(feature)) for feature in features_of(outlines))
    head = {"provenance": PROVENANCE, "radius": RADIUS, "origin": ORIGIN, "unit": UNIT, "north": NORTH}
    lines = [
        json.dumps({"code": code, "outline": svg_path(shape), "cells": dict(cells_in(shape))}, separators=(",", ":"))
        for code, shape in named
    ]
    return json.dumps(head)[:-1] + ', "boroughs": [\n' + ",\n".join(lines) + "\n]}\n"


def cells_in(shape: BaseGeometry) -> Iterator[tuple[str, str]]:
    west, south, east, north = shape.bounds
    shapely.prepare(shape)
    for row in range(int((south - ORIGIN[1]) // ROW) - 1, int((north - ORIGIN[1]) // ROW) + 3):
        for column in range(int((west - ORIGIN[0]) // WIDE) - 1, int((east - ORIGIN[0]) // WIDE) + 3):
            name = cell_name(column, row)
            part = shapely.intersection(hexagon(name), shape)
            if part.area >= SLIVER:
                yield name, svg_path(part)


def svg_path(shape: BaseGeometry) -> str:
    """SVG path data in whole units of the drawing."""
    polygons = [part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]
    return "".join(ring_path(np.asarray(part.exterior.coords)) for part in polygons)


def ring_path(metres: Points) -> str:
    points = np.column_stack([metres[:, 0] - ORIGIN[0], NORTH - metres[:, 1]]) / UNIT
    whole = [(int(x), int(y)) for x, y in points.round()[:-1]]
    kept = [point for at, point in enumerate(whole) if point != whole[at - 1]]
    return f"M{' '.join(f'{x},{y}' for x, y in kept)}Z" if len(kept) > 2 else ""


@cache
def read_grid(path: Path) -> Grid:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    boroughs = found["boroughs"]
    return Grid(
        outlines={each["code"]: each["outline"] for each in boroughs},
        cells={each["code"]: each["cells"] for each in boroughs},
    )


def nearest_cell(cell: str, known: dict[str, str]) -> str:
    """The cell itself if the borough has it; else that with the nearest centre: a point just outside what is drawn."""
    if cell in known:
        return cell
    east, north = centre_of(cell)
    return min(known, key=lambda other: (centre_of(other)[0] - east) ** 2 + (centre_of(other)[1] - north) ** 2)


def in_degrees(metres: Points) -> Points:
    """Metres east and north, a row a point -> longitude and latitude."""
    return np.column_stack(transformer().transform(metres[:, 0], metres[:, 1], direction="INVERSE"))


def centre_in_degrees(cell: str) -> tuple[float, float]:
    """Latitude and longitude of its centre, four decimals (about 10 m)."""
    ((longitude, latitude),) = in_degrees(np.array([centre_of(cell)])).round(4).tolist()
    return latitude, longitude


def corners_in_degrees(cell: str) -> list[list[float]]:
    """The whole hexagon as a ring of longitude and latitude, five decimals, closed."""
    corners = np.asarray(hexagon(cell).exterior.coords)  # type: ignore[attr-defined]
    found: list[list[float]] = in_degrees(corners).round(5).tolist()
    return found
