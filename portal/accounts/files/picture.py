"""A map of an edition as a picture of its own: SVG with its colours inside, one borough outlined."""

from xml.sax.saxutils import escape, quoteattr

from portal.accounts.map_document import Layer, Map, MapArea

SHADES = ("#ffffcc", "#a1dab4", "#41b6c4", "#1d6fa5", "#253494")
LINE = 44
HATCH = (
    '<defs><pattern id="hatch" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="14" height="14" fill="#eef1f0"/>'
    '<line x1="0" y1="0" x2="0" y2="14" stroke="#8b9a98" stroke-width="5"/></pattern></defs>'
)


def as_svg(map_: Map, layer: Layer, title: str, chosen: str) -> bytes:
    """`chosen`: the GSS code of the borough that is outlined. Ground white, text black: made for a report."""
    below = LINE * (len(layer.limits) + 3)
    figures = {figure.code: figure for figure in layer.figures}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {map_.width} {map_.height + below}" '
        f'role="img" aria-labelledby="title" font-family="sans-serif" font-size="30">',
        f'<title id="title">{escape(title)}</title>',
        HATCH,
        f'<rect width="{map_.width}" height="{map_.height + below}" fill="#fff"/>',
        *(shape(area, figures[area.code].shade if area.code in figures else None, area.code) for area in map_.areas),
        *(outlined(area) for area in map_.areas if area.code == chosen),
        *legend(map_, layer, title),
        "</svg>",
    ]
    return "\n".join(parts).encode("ascii", "xmlcharrefreplace") + b"\n"


def shape(area: MapArea, shade: int | None, code: str) -> str:
    fill = "url(#hatch)" if shade is None else SHADES[shade]
    name = f"<title>{escape(area.name)}</title>"
    drawn = f'<path id={quoteattr(code)} d={quoteattr(area.path)} fill="{fill}" stroke="#fff" stroke-width="2">'
    return f"{drawn}{name}</path>"


def outlined(area: MapArea) -> str:
    return f'<path d={quoteattr(area.path)} fill="none" stroke="#b3261e" stroke-width="8"/>'


def legend(map_: Map, layer: Layer, title: str) -> list[str]:
    """The title, a line a class, and what a hatch means."""
    top = map_.height + LINE
    told = [(SHADES[shade], f"from {limit:,g}") for shade, limit in enumerate(layer.limits)]
    told.append(("url(#hatch)", "no figure"))
    rows = [f'<text x="10" y="{top}">{escape(title)}</text>']
    for at, (fill, text) in enumerate(told, start=1):
        y = top + at * LINE
        rows.append(f'<rect x="10" y="{y - 28}" width="44" height="32" fill="{fill}" stroke="#666"/>')
        rows.append(f'<text x="70" y="{y}">{escape(text)}</text>')
    return rows
