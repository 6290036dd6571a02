"""Points inside the boroughs, thrown by GeoPandas."""

from functools import cache

from geo.locate import inside_each
from portal import shipped


@cache
def inside_every_borough() -> dict[str, list[tuple[float, float]]]:
    found = inside_each(shipped.data("boundaries", "draw.geojson"), 20, seed=7)
    return {code: [(float(lat), float(lon)) for lat, lon in points] for code, points in found.items()}
