"""What hangs together: sums, differences and small numbers that bind cells, and the parts these make of a publication.

An exact cell binds nothing, nor does a sum that says no more than the cells do alone: a large table falls into parts.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shown import Shown, together
from portal.accounts.disclosure.tables import Cell, Contradiction, Published


@dataclass(frozen=True)
class Bond:
    """The sum of `plus` less the sum of `minus` is `low` to `high` (None: no upper end)."""

    plus: frozenset[Cell]
    minus: frozenset[Cell]
    low: int
    high: int | None


@dataclass(frozen=True)
class Part:
    """Cells that are not exact, every bond that is on any of them, and groups of them of which one is from 1 to 7."""

    cells: tuple[Cell, ...]
    bonds: tuple[Bond, ...]
    some_small: tuple[tuple[Cell, ...], ...] = ()


def parts(published: Published) -> list[Part]:
    """Parts that have nothing to do with each other; a cell that nothing binds is in none.

    Contradiction where a sum cannot be what is known of it, whatever its cells are.
    """
    free = [cell for cell, shown in published.cells.items() if not shown.is_exact]
    binding = [bond for bond in bonds(published) if binds(bond, published.cells)]
    groups = [group for group in published.some_small if is_open(group, published.cells)]
    ties = [*(bond.plus | bond.minus for bond in binding), *(frozenset(group) for group in groups)]
    labels = component(free, ties)
    cells: dict[int, list[Cell]] = defaultdict(list)
    for label, cell in zip(labels[len(ties) :], free, strict=True):
        cells[label].append(cell)
    held: dict[int, list[Bond]] = defaultdict(list)
    for label, bond in zip(labels, binding, strict=False):
        held[label].append(bond)
    small: dict[int, list[tuple[Cell, ...]]] = defaultdict(list)
    for label, group in zip(labels[len(binding) :], groups, strict=False):
        small[label].append(group)
    return [Part(tuple(cells[label]), tuple(held[label]), tuple(small[label])) for label in {**held, **small}]


def bonds(published: Published) -> Iterator[Bond]:
    for known in published.known:
        yield Bond(frozenset(known.cells), frozenset(), known.low, known.high)
    for equal in published.equal:
        left, right = frozenset(equal.left), frozenset(equal.right)
        first, second = sorted((left - right, right - left), key=len, reverse=True)
        yield Bond(first, second, 0, 0)
    for linked in published.linked:
        yield Bond(frozenset({linked.now}), frozenset({linked.before}), -linked.at_most, linked.at_most)


def binds(bond: Bond, cells: Mapping[Cell, Shown]) -> bool:
    """Whether it says more than the ranges of its cells do."""
    plus, minus = (together(*(cells[cell] for cell in side)) for side in (bond.plus, bond.minus))
    lowest, highest = plus.low - minus.high, plus.high - minus.low
    limit = highest if bond.high is None else bond.high
    if highest < bond.low or lowest > limit:
        raise Contradiction(f"{lowest} to {highest} is possible for {bond}, by what is shown of its cells.")
    return lowest < bond.low or highest > limit


def is_open(group: tuple[Cell, ...], cells: Mapping[Cell, Shown]) -> bool:
    """Whether it says anything: none of its cells is known to be from 1 to 7. Contradiction where none can be."""
    least, most = rule().smallest_masked, rule().largest_masked
    if not any(cells[cell].low <= most and cells[cell].high >= least for cell in group):
        raise Contradiction(f"None of {group} can be small.")
    return not any(least <= cells[cell].low and cells[cell].high <= most for cell in group)


def component(free: list[Cell], ties: list[frozenset[Cell]]) -> list[int]:
    """A number for each tie, then for each cell: the same for those that hang together."""
    places = {cell: place for place, cell in enumerate(free, len(ties))}
    edges = [(n, places[cell]) for n, tie in enumerate(ties) for cell in tie if cell in places]
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    size = len(ties) + len(free)
    graph = sparse.coo_array((np.ones(len(edges)), (ends[:, 0], ends[:, 1])), shape=(size, size))
    return [int(label) for label in csgraph.connected_components(graph, directed=False)[1]]
