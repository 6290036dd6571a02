"""The feasible ranges of a part by whole-number programmes (HiGHS, in scipy).

Every solution is checked in whole numbers and kept: nothing is called possible without one that has it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from portal.accounts.disclosure.parts import Bond, Part
from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shown import Shown
from portal.accounts.disclosure.tables import Cell, Contradiction

Counts = NDArray[np.int64]
Numbers = NDArray[np.float64]
SOLVED, NO_SOLUTION = 0, 2
"""As `milp` numbers its answers."""
NEARLY = 1e-6
"""So near a whole number is one, before the solution is checked in whole numbers."""


@dataclass(frozen=True)
class Programme:
    """Counts from `low` to `high`, by the place of their cell; their sums, by `matrix`, are from `least` to `most`.

    After the counts come yes and no (1 and 0): whether a count is the small one of its group. `found`: solutions, of
    which there is always one.
    """

    places: Mapping[Cell, int]
    low: Counts
    high: Counts
    matrix: sparse.csr_array
    least: Numbers
    most: Numbers
    found: list[Counts] = field(default_factory=list)

    def ends(self, cell: Cell) -> tuple[int, int]:
        """The least and the most that the cell can be."""
        place = self.places[cell]
        for sign, best in ((1, self.low[place]), (-1, self.high[place])):
            if best not in self.seen(cell):
                self.find(sign * (np.arange(len(self.low)) == place), self.low, self.high)
        return min(self.seen(cell)), max(self.seen(cell))

    def spread(self, cells: Iterable[Cell], enough: int) -> None:
        """Look for solutions in which many of the cells are low, or high, at once: it saves looking for each."""
        left, idle, sign = list(cells), 0, 1
        while left and idle < 2:
            cost = np.zeros(len(self.low))
            cost[[self.places[cell] for cell in left]] = sign
            self.find(cost, self.low, self.high)
            unsettled = [cell for cell in left if not self.is_settled(cell, enough)]
            left, idle, sign = unsettled, 0 if len(unsettled) < len(left) else idle + 1, -sign

    def is_settled(self, cell: Cell, enough: int) -> bool:
        """Whether the solutions found so far show that it can be 0, or that `enough` whole numbers are possible."""
        return 0 in self.seen(cell) or len(self.seen(cell)) >= enough

    def lowest(self, cell: Cell) -> int:
        place = self.places[cell]
        if self.low[place] not in self.seen(cell):
            self.find(1 * (np.arange(len(self.low)) == place), self.low, self.high)
        return min(self.seen(cell))

    def left(self, cell: Cell, enough: int) -> int:
        """How many whole numbers are possible; it looks for no more than `enough`."""
        if len(self.seen(cell)) < enough:
            least, most = self.ends(cell)
            for value in range(least + 1, most):
                if len(self.seen(cell)) < enough and value not in self.seen(cell):
                    self.attempt(cell, value)
        return len(self.seen(cell))

    def seen(self, cell: Cell) -> set[int]:
        """What the cell is in the solutions found so far."""
        return {int(solution[self.places[cell]]) for solution in self.found}

    def attempt(self, cell: Cell, value: int) -> None:
        """Look for a solution in which the cell has this value."""
        low, high = self.low.copy(), self.high.copy()
        low[self.places[cell]] = high[self.places[cell]] = value
        self.find(np.zeros(len(low)), low, high)

    def find(self, cost: Numbers | Counts, low: Counts, high: Counts) -> None:
        """Keep a solution of least cost, looked for first as if fractions were allowed, if there is one."""
        sums = LinearConstraint(self.matrix, self.least, self.most)
        for is_whole in (0, 1):
            kinds, bounds = np.full(len(cost), is_whole), Bounds(low, high)
            answer = milp(cost, integrality=kinds, bounds=bounds, constraints=sums, options={"mip_rel_gap": 0})
            if answer.status == NO_SOLUTION:
                return
            assert answer.status == SOLVED, answer.message
            assert answer.x is not None
            solution = np.rint(answer.x).astype(np.int64)
            if np.abs(answer.x - solution).max() < NEARLY:
                break
        assert self.holds(solution), "a solution that is none in whole numbers"
        self.found.append(solution)

    def holds(self, solution: Counts) -> bool:
        sums = self.matrix @ solution
        within = (self.low <= solution) & (solution <= self.high)
        return bool(within.all() and (self.least <= sums).all() and (sums <= self.most).all())


def programme(part: Part, shown: Mapping[Cell, Shown]) -> Programme:
    """The programme of a part, with a few solutions that save most others: small cells low, high, and between.

    Contradiction where there is no solution.
    """
    places = {cell: place for place, cell in enumerate(part.cells)}
    low, high = (np.array([getattr(shown[cell], end) for cell in part.cells]) for end in ("low", "high"))
    rows = [*sums(part, places, shown), *one_of_each(part, places, shown)]
    flags = sum(cell in places for group in part.some_small for cell in group)
    low, high = (np.concatenate([ends, np.full(flags, flag)]) for ends, flag in ((low, 0), (high, 1)))
    made = Programme(
        places,
        low,
        high,
        matrix(rows, len(low)),
        np.array([row.least for row in rows]),
        np.array([row.most for row in rows]),
    )
    small = np.array([*(shown[cell].is_small for cell in part.cells), *[False] * flags]).astype(np.int64)
    made.find(small, low, high)
    made.find(-small, low, high)
    made.find(0 * small, low + small, high - small)
    if not made.found:
        raise Contradiction(f"No counts fit everything known of {part.cells[0]} and what hangs together with it.")
    return made


@dataclass(frozen=True)
class Row:
    """The sum of counts, each times its weight, is from `least` to `most`. `weights`: place -> weight."""

    weights: Mapping[int, int]
    least: float
    most: float


def sums(part: Part, places: Mapping[Cell, int], shown: Mapping[Cell, Shown]) -> Iterator[Row]:
    """A row a bond: 1 where a count is added, -1 where it is taken away; exact counts stand on the other side."""
    for bond in part.bonds:
        exact = sum(sign * shown[cell].low for cell, sign in signed(bond) if cell not in places)
        weights = {places[cell]: sign for cell, sign in signed(bond) if cell in places}
        yield Row(weights, bond.low - exact, np.inf if bond.high is None else bond.high - exact)


def one_of_each(part: Part, places: Mapping[Cell, int], shown: Mapping[Cell, Shown]) -> Iterator[Row]:
    """Of each group one count at least is marked as small; where one is, it is from 1 to 7."""
    mark, least, most = len(places), rule().smallest_masked, rule().largest_masked
    for group in part.some_small:
        marks = []
        for cell in group:
            if cell in places:
                over = max(0, shown[cell].high - most)
                yield Row({places[cell]: 1, mark: over}, -np.inf, most + over)
                yield Row({places[cell]: 1, mark: -least}, 0, np.inf)
                marks.append(mark)
                mark += 1
        yield Row(dict.fromkeys(marks, 1), 1, np.inf)


def matrix(rows: Sequence[Row], width: int) -> sparse.csr_array:
    entries = [(weight, at, place) for at, row in enumerate(rows) for place, weight in row.weights.items()]
    weights, lines, places = zip(*entries, strict=True)
    return sparse.csr_array((weights, (lines, places)), shape=(len(rows), width))


def signed(bond: Bond) -> Iterator[tuple[Cell, int]]:
    yield from ((cell, 1) for cell in bond.plus)
    yield from ((cell, -1) for cell in bond.minus)
