"""The picture of a map: all that has to be known to read it stands inside it."""

import re
from xml.etree import ElementTree

from portal.documents.map import Layer, LayerFigure, Map, MapArea
from portal.packs.pack import LETTER, SIZE, Caption, as_svg, legend_classes

AREAS = [MapArea(code=f"E{n}", slug=f"a{n}", name=f"A & {n}", path="M0 0", searches=n, shade=0) for n in range(3)]
FIGURES = [
    LayerFigure(code="E0", value=4.0, shade=0, status="value"),
    LayerFigure(code="E1", value=31.26, shade=1, status="value"),
    LayerFigure(code="E2", value=None, shade=None, status="missing"),
]
LAYER = Layer(id="per_1000", title="Rate", unit="per_1000", says="", limits=[0.0, 6.5], figures=FIGURES)
DRAWN = Map(width=600, height=400, limits=[0], areas=AREAS, layers=[LAYER])
LONG = Caption(
    "Searches of a person for every 1,000 residents by borough, 2018-19: Kensington and Chelsea outlined",
    ["Invented records.", "3 of 12 months, not a whole year. Edition 1.0.", "Source: data.police.uk"],
)


def texts(svg: bytes) -> list[tuple[float, float, str]]:
    """Where each line of text begins, and what it says."""
    found = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return [(float(each.attrib["x"]), float(each.attrib["y"]), each.text or "") for each in found]


def test_no_line_is_wider_than_the_map_and_none_stands_below_it() -> None:
    svg = as_svg(DRAWN, LAYER, LONG, "E1")
    height = int(re.search(rb'viewBox="0 0 600 (\d+)"', svg)[1])  # type: ignore[index]
    for x, y, text in texts(svg):
        assert x + len(text) * SIZE * LETTER <= 600, text
        assert y < height
    assert len({y for _, y, _ in texts(svg)}) == len(texts(svg))


def test_the_whole_caption_is_told() -> None:
    told = " ".join(text for _, _, text in texts(as_svg(DRAWN, LAYER, LONG, "E1")))
    for line in (LONG.title, *LONG.lines):
        assert line in told


def test_every_class_says_where_it_begins_and_where_it_ends() -> None:
    assert legend_classes(LAYER) == ["0 to under 6.5", "6.5 to 31.3"]
    shares = LAYER.model_copy(update={"unit": "share", "limits": [0.0, 0.25]})
    assert legend_classes(shares)[0] == "0% to under 25%"
