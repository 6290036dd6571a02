"""Columns of a check in a year's earlier editions: which stay as they were, and what they tell beside today's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shown import Shown
from portal.accounts.disclosure.steps import NOTHING, Changed, Pair, step
from portal.accounts.disclosure.tables import Cell, Known, Published
from portal.charter.states import NOT_PUBLISHED, PASS, STATES

BEFORE, STEP = "before", "step"
OPEN_STATES = tuple(state for state in STATES if state != NOT_PUBLISHED)


@dataclass(frozen=True)
class Before:
    """A column of an earlier edition: its dimension, its key, what was shown, and its records where all know them.

    `changed`: rows that went and came since then, until today. Columns come newest edition first; one that an edition
    held back, though it shows others of the check, has nothing in `shown`. `most`: how many records one that was held
    back for a small number can have had; None where it may have been held back for something else.
    """

    dimension: str
    key: str
    shown: Mapping[str, Shown]
    total: int | None
    changed: Changed
    most: int | None = None


def staying(before: Sequence[Before]) -> dict[str, set[str]]:
    """Dimension -> columns that have to stay as they were, whatever they say now: too few rows changed since.

    A 7 that one row makes "8 to 12", or 8 that one row makes a 7 held back, would both be told. One that was held back
    stays so until three rows came since the oldest of the editions that held it back one after another.
    """
    columns: dict[tuple[str, str], list[Before]] = {}
    for each in before:
        columns.setdefault((each.dimension, each.key), []).append(each)
    found: dict[str, set[str]] = {}
    for (dimension, key), editions in columns.items():
        held = list(takewhile(lambda each: not each.shown, editions))
        if editions[0].changed.is_few or (held and held[-1].changed.new < rule().fewest_left):
            found.setdefault(dimension, set()).add(key)
    return found


def linked(now: Published, before: Sequence[Before], asked: Sequence[str]) -> Published:
    """With every earlier column, a step away from the same column in the next edition that draws it.

    `asked`: states of which one at least was small where a column was held back.
    """
    cells, known, equal, rests = dict(now.cells), list(now.known), list(now.equal), set(now.rest)
    free, unshown, small = set(now.free), set(now.unshown), list(now.some_small)
    newer: dict[Cell, Cell] = {cell: cell for cell in cells}
    since: dict[tuple[str, str], Changed] = {}
    for at, each in enumerate(before):
        if not each.shown and each.most is None:
            continue
        column = (each.dimension, each.key)
        here: dict[Cell, Cell] = {(*column, state): (BEFORE, str(at), state) for state in each.shown or OPEN_STATES}
        cells |= {cell: each.shown.get(cell[-1], Shown(0, each.most or 0)) for cell in here.values()}
        if each.shown:
            rests |= {cell for cell in here.values() if cell[-1] == PASS}
        else:
            unshown |= set(here.values())
            known.append(Known(tuple(here.values()), rule().fewest_searches, each.most))
            small.append(tuple(here[*column, state] for state in asked))
        if each.total is not None:
            known.append(Known(tuple(here.values()), each.total, each.total))
        pairs: list[Pair] = [((newer[same],), (cell,)) for same, cell in here.items() if same in newer]
        found = step((STEP, str(at)), pairs, each.changed - since.get(column, NOTHING))
        since[column] = each.changed
        cells |= found.cells
        known, equal, free = [*known, *found.known], [*equal, *found.equal], free | found.cells.keys()
        newer |= here
    return Published(
        cells, known, equal, now.linked, frozenset(rests), frozenset(free), frozenset(unshown), tuple(small)
    )
