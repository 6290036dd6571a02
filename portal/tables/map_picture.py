"""A map of an edition as a picture of its own: SVG with its colours inside, one borough outlined."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from portal.documents.map import Layer, Map, MapArea

SHADES = ("#ffffcc", "#a1dab4", "#41b6c4", "#1d6fa5", "#253494")
LINE, SIZE, MARGIN = 44, 30, 10
LETTER = 0.56
"""Width of a letter of a sans-serif, by its size: an average with some room."""
HATCH = (
    '<defs><pattern id="hatch" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="14" height="14" fill="#eef1f0"/>'
    '<line x1="0" y1="0" x2="0" y2="14" stroke="#8b9a98" stroke-width="5"/></pattern></defs>'
)


@dataclass(frozen=True)
class Caption:
    """What stands below the map: its title, and what has to be known to read it."""

    title: str
    lines: Sequence[str]


def as_svg(map_: Map, layer: Layer, caption: Caption, chosen: str) -> bytes:
    """`chosen`: the GSS code of the borough that is outlined. Ground white, text black: made for a report."""
    below = legend(map_, layer, caption)
    height = map_.height + LINE * (len(below) + 1)
    figures = {figure.code: figure for figure in layer.figures}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {map_.width} {height}" '
        f'role="img" aria-labelledby="title" font-family="sans-serif" font-size="{SIZE}">',
        f'<title id="title">{escape(" ".join([caption.title + ".", *caption.lines]))}</title>',
        HATCH,
        f'<rect width="{map_.width}" height="{height}" fill="#fff"/>',
        *(svg_area(area, figures[area.code].shade if area.code in figures else None, area.code) for area in map_.areas),
        *(outlined(area) for area in map_.areas if area.code == chosen),
        *below,
        "</svg>",
    ]
    return "\n".join(parts).encode("ascii", "xmlcharrefreplace") + b"\n"


def svg_area(area: MapArea, shade: int | None, code: str) -> str:
    fill = "url(#hatch)" if shade is None else SHADES[shade]
    name = f"<title>{escape(area.name)}</title>"
    drawn = f'<path id={quoteattr(code)} d={quoteattr(area.path)} fill="{fill}" stroke="#fff" stroke-width="2">'
    return f"{drawn}{name}</path>"


def outlined(area: MapArea) -> str:
    return f'<path d={quoteattr(area.path)} fill="none" stroke="#b3261e" stroke-width="8"/>'


def legend(map_: Map, layer: Layer, caption: Caption) -> list[str]:
    """The title, a line a class, what a hatch means, and the rest of the caption; no line is wider than the map."""
    letters = int((map_.width - 2 * MARGIN) / (SIZE * LETTER))
    told: list[tuple[str | None, str]] = [(None, line) for line in wrap(caption.title, letters)]
    told += [(SHADES[shade], text) for shade, text in enumerate(legend_classes(layer))]
    told.append(("url(#hatch)", "no figure"))
    told += [(None, line) for text in caption.lines for line in wrap(text, letters)]
    return [line_of(map_.height + at * LINE, fill, text) for at, (fill, text) in enumerate(told, start=1)]


def line_of(y: int, fill: str | None, text: str) -> str:
    """Words, with the colour that they are of before them."""
    if fill is None:
        return f'<text x="{MARGIN}" y="{y}">{escape(text)}</text>'
    square = f'<rect x="{MARGIN}" y="{y - 28}" width="44" height="32" fill="{fill}" stroke="#666"/>'
    return f'{square}<text x="70" y="{y}">{escape(text)}</text>'


def legend_classes(layer: Layer) -> list[str]:
    """`2,000 to under 3,000`; the last class ends at its highest figure."""
    highest = max((figure.value for figure in layer.figures if figure.value is not None), default=0.0)
    ends = [
        *(f"under {format_map_value(limit, layer.unit)}" for limit in layer.limits[1:]),
        format_map_value(highest, layer.unit),
    ]
    return [f"{format_map_value(limit, layer.unit)} to {end}" for limit, end in zip(layer.limits, ends, strict=True)]


def format_map_value(value: float, unit: str) -> str:
    return f"{value * 100:.3g}%" if unit == "share" else f"{round(value, 1):,.6g}"
