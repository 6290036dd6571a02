"""What is published, and what is publicly known beside it: all that the audit looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.accounts.disclosure.shown import Shown, classed, rest_of

Cell = tuple[str, ...]
"""The key of one count, such as ("E09000012", "R07", "fail"); one of an earlier edition begins with "before"."""


class Contradiction(ValueError):
    """What is shown and what is known cannot all be true."""


@dataclass(frozen=True)
class Known:
    """Everybody knows that these cells, each named once, add up to `low` to `high` (None: no upper end)."""

    cells: tuple[Cell, ...]
    low: int
    high: int | None


@dataclass(frozen=True)
class Equal:
    """Two tables share one total, whatever it is."""

    left: tuple[Cell, ...]
    right: tuple[Cell, ...]


@dataclass(frozen=True)
class Linked:
    """The same count in two editions: they differ by the rows changed in that place and year, `at_most`."""

    now: Cell
    before: Cell
    at_most: int


@dataclass(frozen=True)
class Published:
    """Every cell with what is shown of it, and what is known of cells together.

    `rest` names the cells that are shown as a total minus the others; `free` those that stand for no published count.
    `unshown` are counts that are held back, not shown at all. `some_small`: of each of these groups of cells everybody
    knows that one at least is from 1 to 7, as that is why they are held back.
    """

    cells: Mapping[Cell, Shown]
    known: Sequence[Known] = ()
    equal: Sequence[Equal] = ()
    linked: Sequence[Linked] = ()
    rest: frozenset[Cell] = frozenset()
    free: frozenset[Cell] = frozenset()
    unshown: frozenset[Cell] = frozenset()
    some_small: Sequence[tuple[Cell, ...]] = ()


def two_way(
    counts: Mapping[tuple[str, str], int],
    totals: Mapping[str, int],
    rest: Mapping[str, str],
    least: Mapping[str, int],
) -> Published:
    """A table of counts by (row, column) as it is shown, with what is publicly known of it.

    `totals`: column -> its total, in a public file. `rest`: column -> the row that is total minus the others there;
    a column needs none, but one that has it needs a total. `least`: row -> what its sum is known to be at least.
    Contradiction where the counts do not agree with totals or least; KeyError where a column with a rest has no total.
    """
    rests = sorted((row, column) for column, row in rest.items())
    keys = list(dict.fromkeys((*counts, *rests)))
    columns = [Known(along(keys, 1, column), total, total) for column, total in totals.items()]
    rows = [Known(along(keys, 0, row), fewest, None) for row, fewest in least.items()]
    for known in (*columns, *rows):
        agree(known, counts)
    cells: dict[Cell, Shown] = {cell: classed(count) for cell, count in counts.items() if cell not in rests}
    for row, column in rests:
        others = [cells[cell] for cell in along(keys, 1, column) if cell != (row, column)]
        cells[row, column] = rest_of(Shown(totals[column], totals[column]), others)
    return Published(cells, (*columns, *rows), rest=frozenset(rests))


def along(keys: Sequence[Cell], side: int, name: str) -> tuple[Cell, ...]:
    """The cells of one row (side 0) or column (side 1)."""
    return tuple(cell for cell in keys if cell[side] == name)


def agree(known: Known, counts: Mapping[tuple[str, str], int]) -> None:
    """Contradiction where the counts are not what everybody knows: it would make the audit worthless."""
    found = sum(counts.get((row, column), 0) for row, column in known.cells)
    if found < known.low or (known.high is not None and found > known.high):
        raise Contradiction(f"The counts do not add up to what is publicly known of them: {known.cells}.")
