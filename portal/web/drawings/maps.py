"""The map on a page: which layer is asked for, and each area with its figure in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal import residents
from portal.documents.map import Layer, LayerFigure, Map, MapArea
from portal.web.presentation.formatting import (
    NO_FIGURE,
    NOT_KNOWN,
    decimal,
    format_number,
    format_searches,
    format_share,
)

NO_YARDSTICK = "many people searched here live elsewhere"
WITHOUT = {"unknown": NOT_KNOWN}
"""What stands for a figure that is not there, where the page can say more than that."""
SMALL_WORDS = ("and", "upon")


NOT_OFFERED = (
    "The map cannot be coloured by what this address asks for. Either there is no such measure, or fewer than half of "
    "the boroughs have a figure for it."
)


@dataclass(frozen=True)
class Class:
    """One class of the legend, in words."""

    shade: int
    says: str


def offered(map_: Map) -> list[Layer]:
    """Layers that most boroughs have a figure in; older maps hold others too."""
    return [layer for layer in map_.layers if layer.is_told_of_most]


def can_be_drawn(map_: Map) -> bool:
    """Whether most boroughs have a figure in some layer, or of searches on maps from before there were layers."""
    if map_.layers:
        return bool(offered(map_))
    return 2 * sum(area.searches is not None for area in map_.areas) >= len(map_.areas)


def asked_layer(map_: Map, asked: str) -> Layer | None:
    """The layer of that id, else the first; None on maps from before there were layers."""
    layers = offered(map_)
    return next((layer for layer in layers if layer.id == asked), None) or next(iter(layers), None)


def not_offered(map_: Map, asked: str | None) -> str:
    """What a reader is told who asks for a layer that is not there; nothing for one who asks for none."""
    is_there = asked is None or any(layer.id == asked for layer in offered(map_))
    return "" if is_there else NOT_OFFERED


def map_heading(layer: Layer | None) -> str:
    """The question that the map answers."""
    if layer is None or layer.id == "searches":
        return "Searches by borough"
    return f"{layer.title}, by borough"


def by_area(layer: Layer | None, map_: Map) -> list[tuple[MapArea, LayerFigure]]:
    figures = {figure.code: figure for figure in layer.figures} if layer else {}
    return [(area, figures.get(area.code) or of_searches(area)) for area in map_.areas]


def of_searches(area: MapArea) -> LayerFigure:
    value = None if area.searches is None else float(area.searches)
    return LayerFigure(code=area.code, value=value, shade=area.shade, status="missing" if value is None else "value")


def on_map(figure: LayerFigure, layer: Layer | None) -> str:
    """A figure in its unit: `1,432 searches`, `15.4`, `29.3%`, `no figure`."""
    if figure.value is None:
        return WITHOUT.get(figure.status, NO_FIGURE)
    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        return f"{in_unit(figure.low, layer)} to {in_unit(figure.high, layer)}"
    said = {
        "searches": format_searches(int(figure.value)),
        "per_1000": f"{in_unit(figure.value, layer)} per 1,000 residents",
    }.get(unit_of(layer), in_unit(figure.value, layer))
    flags = ["in part"] if figure.status == "partial" else []
    flags += [NO_YARDSTICK] if unit_of(layer) == "per_1000" and figure.code in residents.unfair() else []
    return f"{said} ({', '.join(flags)})" if flags else said


def in_unit(value: float, layer: Layer | None) -> str:
    match unit_of(layer):
        case "share":
            return format_share(value)
        case "per_1000":
            return decimal(value)
        case _:
            return format_number(int(value))


def map_legend(layer: Layer | None, map_: Map) -> Iterator[Class]:
    """The legend: what each class holds. Zero is said only of a class in which every figure is 0."""
    limits: Sequence[float] = layer.limits if layer else map_.limits
    figures = [figure for _, figure in by_area(layer, map_)]
    for shade in range(len(limits)):
        own = [figure for figure in figures if figure.shade == shade]
        ends = {end for each in own for end in (each.value, each.low, each.high) if end is not None}
        yield Class(shade, class_says(shade, ends, layer, limits, everywhere=len(own) == len(figures)))


def class_says(shade: int, ends: set[float], layer: Layer | None, limits: Sequence[float], *, everywhere: bool) -> str:
    limit, above = limits[shade], limits[shade + 1 : shade + 2]
    if ends == {limit} and len(limits) == 1:
        return f"{in_unit(limit, layer)} {'everywhere' if everywhere else 'wherever there is a figure'}"
    own = exactly(limit, layer)
    if limit == 0 and ends <= {0}:  # exact zeros have a class of their own
        return own
    if not above:
        return f"{own} or more"
    return f"under {exactly(above[0], layer)}" if limit == 0 else f"{own} to under {exactly(above[0], layer)}"


def exactly(limit: float, layer: Layer | None) -> str:
    """The limit of a class in its unit, with as many decimals as it has: rounded, two limits could read the same."""
    percent = unit_of(layer) == "share"
    exact = (Decimal(repr(limit)) * (100 if percent else 1)).normalize()
    if int(exact.as_tuple().exponent) >= -1:  # one decimal, which is what a figure has
        return in_unit(limit, layer)
    return f"{exact:,f}{'%' if percent else ''}"


def unit_of(layer: Layer | None) -> str:
    return layer.unit if layer else "searches"


def abbreviated(name: str) -> str:
    """Four letters of one word, the first letters of several: `Hack`, `KC`."""
    words = [word for word in name.split() if word not in SMALL_WORDS]
    return name[:4] if len(words) == 1 else "".join(word[0] for word in words)


FILTERS = {each.__name__: each for each in (by_area, on_map, map_legend, offered, abbreviated, map_heading)}
