"""What hangs together: sums and differences that bind cells, and the parts that these make of a publication.

An exact cell binds nothing, nor does a sum that says no more than the cells do alone: a large table falls into parts.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

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
    """Cells that are not exact, and every bond that is on any of them."""

    cells: tuple[Cell, ...]
    bonds: tuple[Bond, ...]


def parts(published: Published) -> list[Part]:
    """Parts that have nothing to do with each other; a cell that nothing binds is in none.

    Contradiction where a sum cannot be what is known of it, whatever its cells are.
    """
    free = [cell for cell, shown in published.cells.items() if not shown.is_exact]
    binding = [bond for bond in bonds(published) if binds(bond, published.cells)]
    labels = component(free, binding)
    cells: dict[int, list[Cell]] = defaultdict(list)
    for label, cell in zip(labels[len(binding) :], free, strict=True):
        cells[label].append(cell)
    held: dict[int, list[Bond]] = defaultdict(list)
    for label, bond in zip(labels, binding, strict=False):
        held[label].append(bond)
    return [Part(tuple(cells[label]), tuple(held[label])) for label in held]


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


def component(free: list[Cell], binding: list[Bond]) -> list[int]:
    """A number for each bond, then for each cell: the same for those that hang together."""
    places = {cell: place for place, cell in enumerate(free, len(binding))}
    edges = [(n, places[cell]) for n, bond in enumerate(binding) for cell in bond.plus | bond.minus if cell in places]
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    size = len(binding) + len(free)
    graph = sparse.coo_array((np.ones(len(edges)), (ends[:, 0], ends[:, 1])), shape=(size, size))
    return [int(label) for label in csgraph.connected_components(graph, directed=False)[1]]
