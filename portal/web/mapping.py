"""The map on a page: which layer is asked for, and each area with its figure in words."""

from portal import residents
from portal.accounts.map_document import Layer, LayerFigure, Map, MapArea
from portal.web.words import NO_FIGURE, decimal, number, searches, share

NO_YARDSTICK = "take care: many who are searched do not live here"
SMALL_WORDS = ("and", "upon")


def asked_layer(map_: Map, asked: str) -> Layer | None:
    """The layer of that id, else the first; None on maps from before there were layers."""
    found = next((layer for layer in map_.layers if layer.id == asked), None)
    return found or next(iter(map_.layers), None)


def map_heading(layer: Layer | None) -> str:
    """The question that the map answers."""
    if layer is None or layer.id == "searches":
        return "How many searches were there in each borough?"
    return f"{layer.title}: borough by borough"


def by_area(layer: Layer | None, map_: Map) -> list[tuple[MapArea, LayerFigure | None]]:
    figures = {figure.code: figure for figure in layer.figures} if layer else {}
    return [(area, figures.get(area.code) or of_searches(area)) for area in map_.areas]


def of_searches(area: MapArea) -> LayerFigure:
    value = None if area.searches is None else float(area.searches)
    return LayerFigure(code=area.code, value=value, shade=area.shade, status="missing" if value is None else "value")


def on_map(figure: LayerFigure, layer: Layer | None) -> str:
    """A figure in its unit: `1,432 searches`, `15.4`, `29.3%`, `no figure`."""
    if figure.value is None:
        return NO_FIGURE
    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        return f"{in_unit(figure.low, layer)} to {in_unit(figure.high, layer)}"
    said = {
        "searches": searches(int(figure.value)),
        "per_1000": f"{in_unit(figure.value, layer)} for every 1,000 residents",
    }.get(unit_of(layer), in_unit(figure.value, layer))
    flags = ["in part"] if figure.status == "partial" else []
    flags += [NO_YARDSTICK] if unit_of(layer) == "per_1000" and figure.code in residents.unfair() else []
    return f"{said} ({', '.join(flags)})" if flags else said


def in_unit(value: float, layer: Layer | None) -> str:
    match unit_of(layer):
        case "share":
            return share(value)
        case "per_1000":
            return decimal(value)
        case _:
            return number(int(value))


def unit_of(layer: Layer | None) -> str:
    return layer.unit if layer else "searches"


def abbreviated(name: str) -> str:
    """Four letters of one word, the first letters of several: `Hack`, `KC`."""
    words = [word for word in name.split() if word not in SMALL_WORDS]
    return name[:4] if len(words) == 1 else "".join(word[0] for word in words)


FILTERS = {each.__name__: each for each in (by_area, on_map, in_unit, abbreviated, map_heading)}
