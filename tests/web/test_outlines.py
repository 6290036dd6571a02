"""Which boroughs border on which, beside what GeoPandas finds in the same outlines."""

import geopandas
import pytest

from portal import shipped
from portal.places import Kind, all_of
from portal.web.outlines import border_lengths, neighbours_of


@pytest.fixture(scope="module")
def outlines() -> geopandas.GeoDataFrame:
    return geopandas.read_file(shipped.data("boundaries", "draw.geojson")).set_index("code").to_crs(27700)


def test_neighbours_are_those_whose_outlines_share_a_line(outlines: geopandas.GeoDataFrame) -> None:
    for place in all_of(Kind.BOROUGH):
        shared = outlines.geometry.boundary.intersection(outlines.geometry[place.code].boundary).length
        expected = {str(code) for code, length in shared.items() if length > 1} - {place.code}
        assert {each.code for each in neighbours_of(place)} == expected, place.name
        assert expected, place.name


def test_the_longest_border_comes_first() -> None:
    hackney = next(place for place in all_of(Kind.BOROUGH) if place.slug == "hackney")
    lengths = [border_lengths()[hackney.code, each.code] for each in neighbours_of(hackney)]
    assert lengths == sorted(lengths, reverse=True)
    assert [each.slug for each in neighbours_of(hackney)][:2] == ["islington", "tower-hamlets"]


def test_neighbours_are_so_both_ways() -> None:
    assert {(other, one): length for (one, other), length in border_lengths().items()} == border_lengths()
