"""The outlines that the map is drawn from: which borough a point is in, and which boroughs border on which."""

import json
import math
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from portal import shipped
from portal.places import Place, boroughs

Ring = list[tuple[float, float]]


def borough_at(latitude: float, longitude: float) -> Place | None:
    """None outside London."""
    for code, rings in borough_rings().items():
        if is_inside(longitude, latitude, rings):
            return boroughs()[code]
    return None


@lru_cache(maxsize=1)
def borough_rings() -> dict[str, list[Ring]]:
    features = json.loads(shipped.data("boundaries", "draw.geojson").read_text("utf-8"))["features"]
    return {each["properties"]["code"]: list(rings_of(each["geometry"])) for each in features}


def rings_of(geometry: dict[str, object]) -> Iterable[Ring]:
    """Every ring of a polygon or of several, holes with them: the even-odd rule takes both alike."""
    coordinates = geometry["coordinates"]
    polygons = coordinates if geometry["type"] == "MultiPolygon" else [coordinates]
    assert isinstance(polygons, list)
    return [[(x, y) for x, y, *_ in ring] for polygon in polygons for ring in polygon]


def is_inside(x: float, y: float, rings: Iterable[Ring]) -> bool:
    """Whether a ray to the east crosses the rings an odd number of times (the even-odd rule; Shimrat 1962)."""
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1


def neighbours_of(place: Place) -> list[Place]:
    """Boroughs that share a border with it, the longest one first. None across the Thames: outlines end at the water.

    The outlines were made simpler all together, so that two neighbours have the very same points along their border.
    """
    lengths = border_lengths()
    near = [(length, code) for (one, code), length in lengths.items() if one == place.code]
    return [boroughs()[code] for _, code in sorted(near, key=lambda each: (-each[0], each[1]))]


@lru_cache(maxsize=1)
def border_lengths() -> dict[tuple[str, str], float]:
    """How long the border of two boroughs is, both ways round; in degrees, a degree of longitude being 0.62 of one."""
    owners: dict[frozenset[tuple[float, float]], set[str]] = {}
    for code, rings in borough_rings().items():
        for ring in rings:
            for pair in pairwise(ring):
                owners.setdefault(frozenset(pair), set()).add(code)
    found: dict[tuple[str, str], float] = {}
    for edge, codes in owners.items():
        for one in codes:
            for other in codes - {one}:
                found[one, other] = found.get((one, other), 0.0) + edge_length(edge)
    return found


def edge_length(edge: frozenset[tuple[float, float]]) -> float:
    if len(edge) < 2:
        return 0.0
    (x1, y1), (x2, y2) = edge
    return math.hypot(0.62 * (x2 - x1), y2 - y1)
