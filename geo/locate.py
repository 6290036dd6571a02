"""Points to borough codes: inside an outline, or by nearness at the river's edge.

A point on a shared edge goes to the lowest code. A point between the banks of the Thames, or in no
outline but within 100 m of one, belongs to the nearest; farther out it is outside London.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.boundaries import RIVER, read_outlines
from geo.projection import METRES

if TYPE_CHECKING:
    import geopandas as gpd

NEAR = 100.0  # metres
OUTSIDE, INSIDE, BY_NEARNESS = 0, 1, 2
MOST_KNOWN = 500_000  # points remembered, about 100 MB


@dataclass(frozen=True)
class Placed:
    """One entry a point: its borough's code (`""` outside London), and how it was found."""

    code: NDArray[np.str_]
    how: NDArray[np.int8]

    @property
    def by_nearness(self) -> int:
        return int((self.how == BY_NEARNESS).sum())


class Locator:
    """Holds the outlines ready; `locate` is meant for distinct points, not for rows."""

    def __init__(self, outlines: "gpd.GeoDataFrame") -> None:
        boroughs = outlines[outlines["code"] != RIVER].sort_values("code")
        rivers = outlines[outlines["code"] == RIVER]
        self.codes: NDArray[np.str_] = np.asarray(boroughs["code"], dtype=str)
        self.outlines: NDArray[np.object_] = np.asarray(boroughs.geometry.values, dtype=object)
        self.metres = shapely.STRtree(boroughs.to_crs(METRES).geometry.values)
        self.river = shapely.union_all(rivers.to_crs(METRES).geometry.values)
        shapely.prepare(self.river)
        self.known: dict[tuple[float, float], tuple[str, int]] = {}

    @classmethod
    def from_file(cls, path: Path) -> "Locator":
        return cls(read_outlines(path))

    def locate(self, latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> Placed:
        """Degrees in (WGS 84, two arrays of one length), codes out, in the same order.

        What was looked up once is remembered: the source snaps searches to one list of points, month after month.
        """
        points = list(zip(latitude.tolist(), longitude.tolist(), strict=True))
        new = [at for at, point in enumerate(points) if point not in self.known]
        if len(self.known) + len(new) > MOST_KNOWN:
            self.known.clear()
            new = list(range(len(points)))
        found = self.look_up(latitude[new], longitude[new])
        for at, code, how in zip(new, found.code.tolist(), found.how.tolist(), strict=True):
            self.known[points[at]] = (code, how)
        placed = [self.known[point] for point in points]
        codes = np.array([code for code, _ in placed], dtype="U9")
        return Placed(codes, np.array([how for _, how in placed], dtype=np.int8))

    def look_up(self, latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> Placed:
        """The same, without the memory."""
        code: NDArray[np.str_] = np.full(len(latitude), "", dtype="U9")
        how = np.full(len(latitude), OUTSIDE, dtype=np.int8)
        points: NDArray[np.object_] = np.atleast_1d(shapely.points(longitude, latitude))  # type: ignore[arg-type]
        pairs = shapely.STRtree(points).query(self.outlines, predicate="intersects")  # prepares each outline once
        found, borough = first_of_each(pairs[::-1])
        code[found], how[found] = self.codes[borough], INSIDE
        missed = np.flatnonzero(how == OUTSIDE)
        near, borough = self.nearest(points[missed])
        code[missed[near]], how[missed[near]] = self.codes[borough], BY_NEARNESS
        return Placed(code, how)

    def nearest(self, points: NDArray[np.object_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which of the points belong to a nearest borough, and to which."""
        import geopandas as gpd  # loaded by whoever places a point: every other command starts without

        metres = gpd.GeoSeries(points, crs=4326).to_crs(METRES).values
        in_river = self.river.contains(metres) if len(metres) else np.array([], dtype=bool)
        pairs, metres_off = self.metres.query_nearest(metres, return_distance=True)
        belongs = (metres_off <= NEAR) | in_river[pairs[0]]
        return first_of_each(pairs[:, belongs])


def first_of_each(pairs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of (point, borough) pairs, the lowest borough of each point."""
    order = np.lexsort((pairs[1], pairs[0]))
    points, first = np.unique(pairs[0][order], return_index=True)
    return points, pairs[1][order][first]


# Points spread inside an outline, the same ones for the same seed: for invented records only.


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
