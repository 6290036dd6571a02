"""The map of searches by borough: every area's class settled at publish, so the site does no arithmetic."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal import places
from portal.accounts.document import Account, Map, MapArea

CLASSES = 5


@dataclass(frozen=True)
class Paper:
    """The outlines as drawn: SVG path data by GSS code, on paper of this size."""

    width: int
    height: int
    paths: Mapping[str, str]


def drawn(london: Account, paper: Paper) -> Map:
    """Searches in each borough, in classes with round limits."""
    counts = {figure.key: figure.searches or 0 for figure in london.breakdowns["borough"]}
    boroughs = places.boroughs()
    figures = {code: counts.get(code, 0) for code in boroughs}
    limits = round_limits(list(figures.values()))
    areas = [
        MapArea(
            code=code,
            slug=place.slug,
            name=place.name,
            path=paper.paths[code],
            searches=figures[code],
            shade=shade(figures[code], limits),
        )
        for code, place in boroughs.items()
    ]
    return Map(width=paper.width, height=paper.height, limits=limits, areas=areas)


def round_limits(figures: Sequence[int]) -> list[int]:
    """The lowest figure of each class: 0, then the fifths of the figures, rounded to be read easily."""
    ordered = sorted(figures)
    fifths = [ordered[len(ordered) * at // CLASSES] for at in range(1, CLASSES)]
    return sorted({0, *(rounded(number) for number in fifths)})


def rounded(number: int) -> int:
    """To one figure, or to a half of it: 1,432 -> 1,500, 87 -> 90."""
    if number < 10:
        return number
    step = int(10 ** int(math.log10(number)) // 2)
    return round(number / step) * step


def shade(figure: int, limits: Sequence[int]) -> int:
    return sum(figure >= limit for limit in limits[1:])
