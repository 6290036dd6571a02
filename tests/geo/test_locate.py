"""Known places land in their boroughs; the river's edge, shared lines and far points follow the rule."""

import numpy as np
import pytest
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray

from geo.boundaries import RIVER, read_outlines
from geo.locate import BY_NEARNESS, INSIDE, OUTSIDE, Locator
from geo.projection import METRES
from portal import places, shipped

KNOWN = {
    "city-of-london": (51.5138, -0.0940),  # Cheapside
    "barking-and-dagenham": (51.5417, 0.1469),  # Dagenham Heathway
    "barnet": (51.6010, -0.1932),  # Finchley Central
    "bexley": (51.4563, 0.1380),  # Bexleyheath
    "brent": (51.5560, -0.2795),  # Wembley Stadium
    "bromley": (51.3733, 0.0890),  # Orpington
    "camden": (51.5504, -0.1642),  # Belsize Park
    "croydon": (51.3750, -0.0925),  # East Croydon
    "ealing": (51.5150, -0.3017),  # Ealing Broadway
    "enfield": (51.6520, -0.0805),  # Enfield Town
    "greenwich": (51.4510, 0.0520),  # Eltham
    "hackney": (51.5471, -0.0561),  # Hackney Central
    "hammersmith-and-fulham": (51.4927, -0.2240),  # Hammersmith
    "haringey": (51.5975, -0.1097),  # Wood Green
    "harrow": (51.5793, -0.3371),  # Harrow-on-the-Hill
    "havering": (51.5590, 0.2509),  # Upminster
    "hillingdon": (51.5616, -0.4420),  # Ickenham
    "hounslow": (51.4713, -0.3665),  # Hounslow Central
    "islington": (51.5405, -0.1120),  # Barnsbury
    "kensington-and-chelsea": (51.5009, -0.1925),  # Kensington High Street
    "kingston-upon-thames": (51.3925, -0.3039),  # Surbiton
    "lambeth": (51.4626, -0.1145),  # Brixton
    "lewisham": (51.4452, -0.0207),  # Catford
    "merton": (51.4022, -0.1948),  # Morden
    "newham": (51.5390, 0.0515),  # East Ham
    "redbridge": (51.5765, 0.0663),  # Gants Hill
    "richmond-upon-thames": (51.4150, -0.3400),  # Bushy Park
    "southwark": (51.4739, -0.0690),  # Peckham
    "sutton": (51.3595, -0.1912),  # Sutton station
    "tower-hamlets": (51.5253, -0.0333),  # Mile End
    "waltham-forest": (51.5829, -0.0197),  # Walthamstow Central
    "wandsworth": (51.4568, -0.1920),  # Wandsworth Town Hall
    "westminster": (51.5226, -0.1571),  # Baker Street
}
NEAR_AN_EDGE = {
    (51.590072, -0.254773): "brent",  # and not Barnet
    (51.510265, -0.217690): "kensington-and-chelsea",  # and not Hammersmith and Fulham
    (51.509619, -0.218955): "hammersmith-and-fulham",  # and not Kensington and Chelsea
    (51.474673, 0.113606): "greenwich",  # and not Bexley
    (51.566661, -0.107716): "islington",  # and not Haringey
}
"""Points of real searches within metres of a border, with the only borough whose outline in the source has them.

Outlines simplified by 5 metres put each of them next door.
"""
WESTMINSTER_BRIDGE = (51.5008, -0.1219)


def test_thirty_three_known_places_land_right(locator: Locator) -> None:
    codes = {place.slug: place.code for place in places.boroughs().values()}
    assert KNOWN.keys() == codes.keys()
    latitude, longitude = np.array(list(KNOWN.values())).T
    placed = locator.locate(latitude, longitude)
    assert dict(zip(KNOWN, placed.code.tolist(), strict=True)) == codes
    assert set(placed.how.tolist()) == {INSIDE}


def test_points_near_an_edge_are_where_the_full_outlines_have_them(locator: Locator) -> None:
    slugs = {place.code: place.slug for place in places.boroughs().values()}
    latitude, longitude = np.array(list(NEAR_AN_EDGE)).T
    placed = locator.locate(latitude, longitude)
    assert [slugs[code] for code in placed.code.tolist()] == list(NEAR_AN_EDGE.values())
    assert set(placed.how.tolist()) == {INSIDE}


def test_the_known_places_are_far_from_any_edge() -> None:
    outlines = read_outlines(shipped.data("boundaries", "locate.geojson")).to_crs(METRES)
    edges = shapely.union_all([shape.boundary for shape in outlines[outlines["code"] != RIVER].geometry])
    metres = shapely.points([(lon, lat) for lat, lon in KNOWN.values()])
    distances = GeoSeries(metres, crs=4326).to_crs(METRES).distance(edges)
    assert distances.min() > 250


def test_westminster_bridge_is_in_westminster_by_nearness(locator: Locator) -> None:
    placed = locator.locate(*columns(WESTMINSTER_BRIDGE))
    assert placed.code.tolist() == ["E09000033"]
    assert placed.by_nearness == 1


@pytest.mark.parametrize(("metres", "how"), [(30, BY_NEARNESS), (95, BY_NEARNESS), (105, OUTSIDE), (5000, OUTSIDE)])
def test_a_hundred_metres_beyond_the_northern_edge_is_the_limit(locator: Locator, metres: int, how: int) -> None:
    enfield = read_outlines(shipped.data("boundaries", "locate.geojson")).to_crs(METRES)
    shape = enfield[enfield["code"] == "E09000010"].geometry.iloc[0]
    top = max(shapely.get_coordinates(shape), key=lambda point: point[1])
    point = GeoSeries([shapely.Point(top[0], top[1] + metres)], crs=METRES).to_crs(4326).iloc[0]
    assert locator.locate(*columns((point.y, point.x))).how.tolist() == [how]


def test_a_point_on_a_shared_edge_goes_to_the_lowest_code(locator: Locator) -> None:
    outlines = read_outlines(shipped.data("boundaries", "locate.geojson"))
    hackney, islington = (outlines[outlines["code"] == code].geometry.iloc[0] for code in ("E09000012", "E09000019"))
    shared = shapely.get_coordinates(hackney.boundary.intersection(islington.boundary))
    placed = locator.locate(*columns((shared[3][1], shared[3][0])))
    assert placed.code.tolist() == ["E09000012"]


def test_no_points_is_no_trouble(locator: Locator) -> None:
    placed = locator.locate(np.array([], dtype=float), np.array([], dtype=float))
    assert placed.code.tolist() == []
    assert placed.by_nearness == 0


def columns(point: tuple[float, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.array([point[0]]), np.array([point[1]])
