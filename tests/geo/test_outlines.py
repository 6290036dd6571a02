"""The drawing: 33 areas on paper 1,000 wide, small enough to travel in a page."""

import re

from geo.boundaries import WIDTH, drawing
from portal import places, shipped


def test_every_area_is_drawn_on_the_paper() -> None:
    drawn = drawing(shipped.data("boundaries", "draw.geojson"))
    assert [area.code for area in drawn.areas] == list(places.boroughs())
    for area in drawn.areas:
        assert re.fullmatch(r"(M\d+ \d+l(-?\d+ -?\d+ ?)+z)+", area.path)
        assert 0 <= area.label[0] <= WIDTH
        assert 0 <= area.label[1] <= drawn.height


def test_the_whole_map_weighs_under_20_kilobytes() -> None:
    assert sum(len(area.path) for area in drawing(shipped.data("boundaries", "draw.geojson")).areas) < 20_000


def test_north_is_up() -> None:
    labels = {area.name: area.label for area in drawing(shipped.data("boundaries", "draw.geojson")).areas}
    assert labels["Enfield"][1] < labels["Croydon"][1]
    assert labels["Hillingdon"][0] < labels["Havering"][0]
