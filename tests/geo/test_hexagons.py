"""One grid over London: every point in one cell, cells that tile every borough, the file rebuilt byte for byte."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import hexagons
from geo.projection import features_of, in_metres, onto_grid
from portal import places, shipped

DRAWN = shipped.data("boundaries", "draw.geojson")
KEPT = shipped.data("boundaries", "hexagons.json")


@given(st.floats(51.28, 51.70), st.floats(-0.52, 0.34))
def test_a_point_is_in_the_hexagon_of_its_cell(latitude: float, longitude: float) -> None:
    """By the outline of the cell, which shares no code with the rounding; a point on an edge is on both sides."""
    (cell,) = hexagons.cells_of(np.array([latitude]), np.array([longitude]))
    ((east, north),) = onto_grid(np.array([[longitude, latitude]]))
    assert hexagons.hexagon(cell).buffer(0.01).contains(shapely.Point(east, north))


def test_hexagons_touch_and_do_not_overlap() -> None:
    cells = [hexagons.cell_name(column, row) for column in range(40, 44) for row in range(40, 44)]
    shapes = [hexagons.hexagon(cell) for cell in cells]
    whole = shapely.union_all(shapes, grid_size=0.01)
    assert whole.area == pytest.approx(sum(shape.area for shape in shapes), rel=1e-4)
    assert whole.geom_type == "Polygon"
    assert shapes[0].area / 1e6 == pytest.approx(0.48, abs=0.001)


def test_the_cells_of_a_borough_cover_it() -> None:
    """All but slivers: the parts as drawn (whole units of 10 m) have the borough's area."""
    grid = hexagons.read_grid(KEPT)
    assert list(grid.cells) == list(places.boroughs())
    shapes = {each["properties"]["code"]: in_metres(each) for each in features_of(DRAWN)}
    for code, cells in grid.cells.items():
        drawn = sum(area_of(path) for path in cells.values())
        assert drawn == pytest.approx(shapes[code].area, rel=0.02), code
        assert all(hexagons.nearest_cell(cell, cells) == cell for cell in cells)


def area_of(path: str) -> float:
    """Square metres of a path in units of 10 m, by the shoelace formula."""
    total = 0.0
    for ring in path.strip("MZ").split("ZM"):
        points = [tuple(map(int, pair.split(","))) for pair in ring.split(" ")]
        sums = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True))
        total += abs(sums) / 2
    return 100 * total


def test_a_cell_that_is_not_drawn_leads_to_the_nearest() -> None:
    cells = {"h4040": "", "h5050": ""}
    assert hexagons.nearest_cell("h4139", cells) == "h4040"


def test_the_centre_in_degrees_is_in_its_own_cell() -> None:
    for cell in ("h0420", "h4754", "h7861"):
        latitude, longitude = hexagons.centre_in_degrees(cell)
        assert hexagons.cells_of(np.array([latitude]), np.array([longitude])) == [cell]
        ring = hexagons.corners_in_degrees(cell)
        assert (len(ring), ring[0]) == (7, ring[-1])


def test_the_file_is_what_the_outlines_give(tmp_path: Path) -> None:
    assert hexagons.as_json(DRAWN) == KEPT.read_text("utf-8")
