"""The map of cells inside a borough, or a police area of several, in words and as it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from portal.documents.map import Cell, Label, WardCount, Where
from portal.web.presentation.formatting import format_number, format_percent

MARGIN = 4  # units of the drawing
BUSIEST = 10
TOP = 5
ACROSS = 750
"""Metres from side to side of a cell (geo.hexagons)."""


@dataclass(frozen=True)
class Busy:
    """One of the busiest cells. `share`: of the searches that have a point; `street`: empty where nobody names it."""

    id: str
    searches: int
    share: float
    latitude: float
    longitude: float
    street: str = ""


@dataclass(frozen=True)
class WhereMap:
    """`finding`: what the map shows, in a few words; `says`: what it leaves out; `files`: address and words of each.

    `wards`: with most searches first; `letters`: how high names of places are, in units of the drawing. `streets`: of
    the busiest cells, by cell.
    """

    view_box: str
    outlines: list[str]
    cells: list[Cell]
    legend: list[tuple[int, str]]
    busiest: list[Busy]
    finding: str
    says: str
    across: int = ACROSS
    files: tuple[tuple[str, str], ...] = ()
    wards: tuple[WardCount, ...] = ()
    labels: tuple[Label, ...] = ()
    letters: int = 0
    streets: Mapping[str, str] = field(default_factory=dict)


def where_map(found: Sequence[Where], total: int | None, name: str) -> WhereMap | None:
    """Of one borough or of several together; None where none has a point. `total`: the place's searches in the year."""
    cells = [cell for each in found for cell in each.cells]
    searches = sum(each.searches for each in found)
    if not searches:
        return None
    ordered = sorted(cells, key=lambda cell: (-cell.searches, cell.id))
    few = [cell for cell in ordered if cell.searches]
    share = sum(cell.searches for cell in ordered[:TOP]) / searches
    streets = {name: street for each in found for name, street in each.streets.items()}
    areas = "The busiest area has" if len(few) == 1 else f"The {min(TOP, len(few))} busiest areas have"
    return WhereMap(
        view_box=view_box([each.outline for each in found]),
        outlines=[each.outline for each in found],
        cells=cells,
        legend=legend_of(found[0].limits, any(not cell.searches for cell in cells)),
        busiest=[
            Busy(
                cell.id,
                cell.searches,
                cell.searches / searches,
                cell.latitude,
                cell.longitude,
                streets.get(cell.id, ""),
            )
            for cell in few[:BUSIEST]
        ],
        finding=f"{areas} {format_percent(share)} of the searches {name}",
        says=coverage_says(searches, total),
        wards=tuple(sorted((ward for each in found for ward in each.wards), key=lambda ward: -ward.searches)),
        labels=tuple(label for each in found for label in each.labels),
        letters=letter_height([each.outline for each in found]),
        streets=streets,
    )


PHONE = 300
"""Pixels that the drawing is wide on a phone; a letter is to be 14 high there."""


def letter_height(outlines: Sequence[str]) -> int:
    _, _, wide, high = (int(value) for value in view_box(outlines).split())
    return max(1, round(14 * max(wide, high) / PHONE))


def coverage_says(searches: int, total: int | None) -> str:
    """How many searches the map has, of how many."""
    moved = "Police move each point to a nearby street, so do not read single streets."
    if total is None or searches > total:
        return f"The map has {format_number(searches)} searches of the public files. {moved}"
    if searches == total:
        return f"Every search has a location. {moved}"
    return f"{format_number(searches)} of {format_number(total)} searches have a public location. {moved}"


def view_box(outlines: Sequence[str]) -> str:
    points = [
        (int(x), int(y))
        for path in outlines
        for ring in path.strip("MZ").split("ZM")
        for x, y in (pair.split(",") for pair in ring.split(" "))
    ]
    across, down = [x for x, _ in points], [y for _, y in points]
    left, top = min(across) - MARGIN, min(down) - MARGIN
    return f"{left} {top} {max(across) + MARGIN - left} {max(down) + MARGIN - top}"


def legend_of(limits: Sequence[int], has_none: bool) -> list[tuple[int, str]]:
    """Shade and words; the last class has no end."""
    found = [(0, "none")] if has_none else []
    starts = [1, *limits[1:]] if limits else [1]
    for shade, (low, high) in enumerate(pairwise([*starts, 0]), start=1):
        words = format_number(low) if high - 1 == low else f"{format_number(low)} to {format_number(high - 1)}"
        found.append((shade, words if high else f"{format_number(low)} or more"))
    return found
