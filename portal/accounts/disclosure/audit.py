"""The audit before anything is published: what can be worked out of a count that is shown as "1 to 7"?

The rule is docs/method.md's. A table with a count of which too few whole numbers stay possible is held back whole.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from portal.accounts.disclosure.parts import parts
from portal.accounts.disclosure.programme import programme
from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shared_total import shared_total
from portal.accounts.disclosure.shown import Shown
from portal.accounts.disclosure.tables import Cell, Contradiction, Published

__all__ = ["GUARANTEE", "Contradiction", "ranges", "too_narrow"]

GUARANTEE = (
    "From everything published here, now or earlier, and the public files, "
    "at least three whole numbers stay possible for each count shown as 1 to 7."
)
"""To be printed beside the figures. Not covered: zeros, whoever knows records already, what a table held back tells."""


class Reach(Protocol):
    """What the cells of one part can be."""

    def ends(self, cell: Cell) -> tuple[int, int]: ...

    def spread(self, cells: Iterable[Cell], enough: int) -> None: ...

    def is_settled(self, cell: Cell, enough: int) -> bool: ...

    def lowest(self, cell: Cell) -> int: ...

    def left(self, cell: Cell, enough: int) -> int: ...


def ranges(published: Published, cells: Iterable[Cell]) -> dict[Cell, tuple[int, int]]:
    """The least and the most that each of the cells can be, in counts, given everything that is known.

    Contradiction where not everything can be true.
    """
    reaches = reached(published)
    alone = {cell: (published.cells[cell].low, published.cells[cell].high) for cell in cells}
    return {cell: reaches[cell].ends(cell) if cell in reaches else ends for cell, ends in alone.items()}


def too_narrow(published: Published) -> list[Cell]:
    """Counts shown as "1 to 7", and rests of 7 or less, of which fewer than three whole numbers stay possible.

    Not only the ends count: where 5 and 7 are possible and 6 is not, two numbers are left. Of counts not shown at all:
    those that are from 1 to 7 beyond doubt, and of which fewer than three numbers are left. Contradiction where not
    everything that is known can be true.
    """
    reaches, enough = reached(published), rule().fewest_left
    shown = [
        cell for cell, shown in guarded(published).items() if left(cell, shown, reaches.get(cell), enough) < enough
    ]
    for reach in {id(reach): reach for reach in reaches.values()}.values():
        reach.spread([cell for cell in published.unshown if reaches.get(cell) is reach], enough)
    return [*shown, *(cell for cell in published.unshown if is_told(cell, published, reaches.get(cell), enough))]


def guarded(published: Published) -> dict[Cell, Shown]:
    """What the guarantee covers: every range within 7, and a rest within 7 that is known exactly, but not a 0."""
    return {
        cell: shown
        for cell, shown in published.cells.items()
        if cell not in published.free | published.unshown
        and 0 < shown.high <= rule().largest_masked
        and (not shown.is_exact or cell in published.rest)
    }


def left(cell: Cell, shown: Shown, reach: Reach | None, enough: int) -> int:
    """How many whole numbers stay possible; all that are shown where nothing else is known of the cell."""
    return reach.left(cell, enough) if reach else shown.high - shown.low + 1


def is_told(cell: Cell, published: Published, reach: Reach | None, enough: int) -> bool:
    """Whether a count that is not shown is given away: it cannot be 0, it may be small, and too few numbers are left.

    That a count is 0 may be worked out, as zeros are not covered.
    """
    shown = published.cells[cell]
    if reach and reach.is_settled(cell, enough):
        return False
    least = reach.lowest(cell) if reach else shown.low
    is_small = rule().smallest_masked <= least <= rule().largest_masked
    return is_small and left(cell, shown, reach, enough) < enough


def reached(published: Published) -> Mapping[Cell, Reach]:
    """The part of each cell that something binds: by the formula where that is enough, else by programmes."""
    return {
        cell: reach
        for part in parts(published)
        for reach in [shared_total(part, published.cells) or programme(part, published.cells)]
        for cell in part.cells
    }


def is_safe(published: Published) -> bool:
    """Whether the guarantee holds.

    What cannot all be true was not described rightly: then nothing is guaranteed, and nothing may be shown.
    """
    try:
        return not too_narrow(published)
    except Contradiction:
        return False
