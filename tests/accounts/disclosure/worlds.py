"""Worlds of up to 40 true counts with what is published of them, and a second, plain reading of what is left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from portal.accounts.disclosure.shown import classed
from portal.accounts.disclosure.tables import Cell, Equal, Known, Linked, Published, two_way

COUNTS = st.one_of(st.integers(1, 7), st.just(7), st.just(0), st.integers(8, 13), st.integers(14, 60))


@dataclass(frozen=True)
class World:
    truth: dict[Cell, int]
    published: Published


@st.composite
def one_total(draw: st.DrawFn) -> World:
    """One table; its total is known exactly, or to the nearest 5."""
    counts = draw(st.lists(COUNTS, min_size=1, max_size=40))
    truth: dict[Cell, int] = {("E1", f"{place}"): count for place, count in enumerate(counts)}
    total = sum(counts)
    low, high = (total, total) if draw(st.booleans()) else (classed(total).low, classed(total).high)
    cells = {cell: classed(count) for cell, count in truth.items()}
    return World(truth, Published(cells, [Known(tuple(cells), low, high)]))


@st.composite
def shared_total(draw: st.DrawFn) -> World:
    """Several tables with one total, which may be known in part; the first count of each makes up what it lacks."""
    tables = draw(st.lists(st.lists(COUNTS, min_size=1, max_size=12), min_size=2, max_size=3))
    total = max(sum(table) for table in tables) + draw(st.integers(0, 3))
    filled = [[total - sum(table[1:]), *table[1:]] for table in tables]
    truth: dict[Cell, int] = {
        (f"R{n}", f"{place}"): count for n, table in enumerate(filled) for place, count in enumerate(table)
    }
    keys = [tuple(cell for cell in truth if cell[0] == f"R{n}") for n in range(len(tables))]
    equal = [Equal(keys[n], keys[n + 1]) for n in range(len(keys) - 1)]
    slack = draw(st.integers(0, 4))
    known = [Known(keys[-1], max(0, total - slack), None)] if draw(st.booleans()) else []
    return World(truth, Published({cell: classed(count) for cell, count in truth.items()}, known, equal))


@st.composite
def crossed(draw: st.DrawFn, rows: int = 5, columns: int = 8) -> World:
    """A two-way table; some columns have a public total, some of these a rest; of some rows a least sum is known."""
    width, height = draw(st.integers(2, columns)), draw(st.integers(2, rows))
    places = [(f"t{row}", f"E{column}") for row in range(height) for column in range(width)]
    counts = dict(zip(places, draw(st.lists(COUNTS, min_size=len(places), max_size=len(places))), strict=True))
    totals = {
        f"E{n}": sum(counts[f"t{row}", f"E{n}"] for row in range(height)) for n in range(width) if draw(st.booleans())
    }
    rest = {column: f"t{draw(st.integers(0, height - 1))}" for column in totals if draw(st.booleans())}
    sums = {f"t{n}": sum(counts[f"t{n}", f"E{column}"] for column in range(width)) for n in range(height)}
    least = {row: max(0, whole - draw(st.integers(0, 3))) for row, whole in sums.items() if draw(st.booleans())}
    return World(dict(counts.items()), two_way(counts, totals, rest, least))


@st.composite
def two_editions(draw: st.DrawFn, rows: int = 3, columns: int = 6) -> World:
    """A two-way table, and an earlier edition with one known total; no count has changed by more than so many."""
    world, changed = draw(crossed(rows, columns)), draw(st.integers(0, 3))
    steps = draw(st.lists(st.integers(-changed, changed), min_size=len(world.truth), max_size=len(world.truth)))
    older = {cell: max(0, count + step) for (cell, count), step in zip(world.truth.items(), steps, strict=True)}
    truth = world.truth | {("before", *cell): count for cell, count in older.items()}
    before = {("before", *cell): classed(count) for cell, count in older.items()}
    total = sum(older.values())
    known = [*world.published.known, Known(tuple(before), total, total)]
    linked = [Linked(cell, ("before", *cell), changed) for cell in older]
    return World(truth, replace(world.published, cells={**world.published.cells, **before}, known=known, linked=linked))


WORLDS = {
    "one total": one_total(),
    "shared total": shared_total(),
    "two-way": crossed(),
    "two editions": two_editions(),
}


class Plain:
    """One programme over every cell at once, each piece of knowledge a dense row."""

    def __init__(self, published: Published) -> None:
        self.cells = list(published.cells)
        self.marks = [(at, cell) for at, group in enumerate(published.some_small) for cell in group]
        marks = len(self.marks)
        self.low = np.array([*(shown.low for shown in published.cells.values()), *[0] * marks], dtype=float)
        self.high = np.array([*(shown.high for shown in published.cells.values()), *[1] * marks], dtype=float)
        rows: list[tuple[NDArray[np.float64], float, float]] = [
            (self.row(k.cells, ()), k.low, np.inf if k.high is None else k.high) for k in published.known
        ]
        rows += [(self.row(e.left, e.right), 0, 0) for e in published.equal]
        rows += [(self.row([k.now], [k.before]), -k.at_most, k.at_most) for k in published.linked]
        rows += [(self.mark(place, 1000), -np.inf, 1007) for place in range(marks)]  # marked: 7 at most
        rows += [(self.mark(place, -1), 0, np.inf) for place in range(marks)]  # marked: 1 at least
        for group in range(len(published.some_small)):
            ours = [float(at == group) for at, _ in self.marks]
            rows.append((np.array([*[0.0] * len(self.cells), *ours]), 1, np.inf))
        self.limits = [LinearConstraint(row, low, high) for row, low, high in rows]

    def row(self, added: Sequence[Cell], taken: Sequence[Cell]) -> NDArray[np.float64]:
        own = [float(cell in added) - float(cell in taken) for cell in self.cells]
        return np.array([*own, *[0.0] * len(self.marks)])

    def mark(self, place: int, weight: float) -> NDArray[np.float64]:
        """The count of a mark, and the mark itself times `weight`; counts of these worlds are below 1,000."""
        found = self.row([self.marks[place][1]], ())
        found[len(self.cells) + place] = weight
        return found

    def extreme(self, cell: Cell, sign: int) -> int:
        cost = self.row([cell], ()) * sign
        answer = milp(cost, integrality=np.ones(len(cost), dtype=int), bounds=Bounds(self.low, self.high),
                      constraints=self.limits, options={"mip_rel_gap": 0})  # fmt: skip
        assert answer.status == 0, answer.message
        return round(answer.fun) * sign

    def ends(self, cell: Cell) -> tuple[int, int]:
        return self.extreme(cell, 1), self.extreme(cell, -1)

    def allows(self, cell: Cell, value: int) -> bool:
        fixed = LinearConstraint(self.row([cell], ()), value, value)
        answer = milp(np.zeros(len(self.low)), integrality=np.ones(len(self.low), dtype=int),
                      bounds=Bounds(self.low, self.high), constraints=[*self.limits, fixed])  # fmt: skip
        assert answer.status in (0, 2), answer.message
        return answer.status == 0
