"""The base tables of a check: borough, team, ethnicity and age by state, as they may be shown.

Rows of a table are states, its columns the boroughs (or teams, groups). `pass` is the rest: total minus the others.
Records of supplies that do not answer the check are no part of it: that they do not is public.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from portal.accounts.disclosure import audit
from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shown import Shown, classed, rest_of, together
from portal.accounts.disclosure.tables import Cell, Equal, Known, Published
from portal.accounts.earlier_columns import Before, linked
from portal.accounts.measures import States
from portal.charter.states import NOT_APPLICABLE, NOT_PUBLISHED, PASS, STATES

ELSEWHERE = "other_places"
OPEN_STATES = tuple(state for state in STATES if state != NOT_PUBLISHED)
CLASSED = tuple(state for state in OPEN_STATES if state != PASS)
Column = dict[str, Shown]
"""State -> what is shown of it."""


@dataclass(frozen=True)
class Held:
    """A column that is not shown: what is known of its records, and the states for whose small number it is held back.

    A reader knows that there is such a state, and may know from other checks which it is.
    """

    total: Shown
    small: tuple[str, ...] = ()


@dataclass(frozen=True)
class StateTable:
    """One dimension: column -> what is shown, and the records it adds up to; and the columns that are not shown.

    `excused`: column -> the records that the check is not for, where everybody can count them. `open`: columns that
    everybody knows exactly.
    """

    columns: Mapping[str, Column] = field(default_factory=dict)
    totals: Mapping[str, Shown] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)
    excused: Mapping[str, int] = field(default_factory=dict)
    open: frozenset[str] = frozenset()

    @property
    def is_shown(self) -> bool:
        return not self.columns.keys() <= self.open

    @property
    def hidden(self) -> int:
        """Records in columns not shown, at most."""
        return sum(each.total.high for each in self.held.values())


def table(
    counts: Mapping[str, States],
    totals: Mapping[str, Shown] | None = None,
    *,
    closing: Collection[str] = (),
    excused: bool = False,
    tell_small: bool = False,
) -> StateTable:
    """`totals`: what may be known of each column's records; left out, everybody knows them exactly.

    Columns under 100 records, and those of which any state is from 1 to 7, are held back: other checks, and public
    counts of what a check is about, could tell such a number. So is every column where one alone has a state at all:
    who knows how many have it in all would know that column. `closing`: held back all the same (staying). `excused`:
    whether everybody can count the records that the check is not for. `tell_small`: show them all, for an audit that
    looks at everything else too.
    """
    bases = {key: sum(states[state] for state in OPEN_STATES) for key, states in counts.items()}
    exact = {key: Shown(base, base) for key, base in bases.items()}
    known = exact if totals is None else totals
    large = [key for key, base in bases.items() if base >= rule().fewest_searches]
    asked = asked_of(excused=excused)
    small = {key: small_in(counts[key], asked) for key in large if key not in closing and not tell_small}
    alone = not tell_small and is_alone(counts, asked)
    outside = {key: states[NOT_APPLICABLE] for key, states in counts.items()} if excused else {}
    columns = {
        key: shown_column(counts[key], known[key], outside.get(key))
        for key in large
        if key in known and key not in closing and not small.get(key) and not alone
    }
    apart = [key for key in bases if key not in columns and (totals is None or key in large)]
    held = {key: Held(known.get(key, exact[key]), () if alone else small.get(key, ())) for key in apart}
    if merged := [exact[key] for key in bases if key not in columns and key not in apart]:
        held[ELSEWHERE] = Held(together(*merged))
    return StateTable(columns, {key: known[key] for key in columns}, held, outside)


def asked_of(*, excused: bool) -> tuple[str, ...]:
    """States of which only a return may tell how many records have them."""
    return tuple(state for state in OPEN_STATES if state != NOT_APPLICABLE or not excused)


def small_in(states: States, asked: Sequence[str]) -> tuple[str, ...]:
    """States of the column of which the number would have to be shown as "1 to 7"."""
    return tuple(state for state in asked if classed(states[state]).is_small)


def is_alone(counts: Mapping[str, States], asked: Sequence[str]) -> bool:
    """Whether some state stands in one column and in none of the others."""
    return len(counts) > 1 and any(sum(states[state] > 0 for states in counts.values()) == 1 for state in asked)


def with_open(closed: StateTable, key: str, states: States) -> StateTable:
    """The table with one more column, which everybody knows exactly."""
    exact = {state: Shown(states[state], states[state]) for state in OPEN_STATES}
    total = together(*exact.values())
    columns, totals = {**closed.columns, key: exact}, {**closed.totals, key: total}
    return replace(closed, columns=columns, totals=totals, open=closed.open | {key})


def without_columns(of: StateTable) -> StateTable:
    """The table held back whole, for whatever reason."""
    closed = {key: Held(total) for key, total in of.totals.items() if key not in of.open}
    held = closed | {key: Held(each.total) for key, each in of.held.items()}
    columns = {key: column for key, column in of.columns.items() if key in of.open}
    return replace(of, columns=columns, totals={key: of.totals[key] for key in columns}, held=held)


def shown_column(states: States, total: Shown, excused: int | None) -> Column:
    """`excused`: records that the check is not for, where everybody can count them."""
    others = {state: classed(states[state]) for state in CLASSED}
    if excused is not None:
        others[NOT_APPLICABLE] = Shown(excused, excused)
    return {**others, PASS: rest_of(total, others.values())}


def published(tables: Mapping[str, StateTable], before: Sequence[Before]) -> Published:
    """All tables of one check as the audit sees them: each state has the same records in every dimension."""
    cells: dict[Cell, Shown] = {}
    known: list[Known] = []
    unshown: set[Cell] = set()
    excused = any(each.excused for each in tables.values())
    for name, each in tables.items():
        for key, column in each.columns.items():
            own: dict[Cell, Shown] = {(name, key, state): shown for state, shown in column.items()}
            cells |= own
            known.append(Known(tuple(own), each.totals[key].low, each.totals[key].high))
        for key, held in each.held.items():
            asked = asked_of(excused=key in each.excused)
            own = {(name, key, state): held_cell(held, state) for state in OPEN_STATES}
            if key in each.excused:
                own[name, key, NOT_APPLICABLE] = Shown(each.excused[key], each.excused[key])
            cells |= own
            known.append(Known(tuple(own), held.total.low, held.total.high))
            unshown |= {(name, key, state) for state in asked}
    equal = [
        Equal(of_state(cells, first, state), of_state(cells, other, state))
        for first, *others in [list(tables)]
        for other in others
        for state in OPEN_STATES
    ]
    passes = {cell: shown for cell, shown in cells.items() if cell[-1] == PASS and cell not in unshown}
    free = frozenset(cell for cell, shown in passes.items() if shown.is_exact)
    now = Published(cells, known, equal, rest=frozenset(passes) - free, free=free, unshown=frozenset(unshown))
    return linked(now, before, asked_of(excused=excused))


def held_cell(held: Held, state: str) -> Shown:
    if state in held.small:
        return Shown(rule().smallest_masked, rule().largest_masked)
    return Shown(0, held.total.high)


def of_state(cells: Mapping[Cell, Shown], name: str, state: str) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if cell[0] == name and cell[2] == state)


def is_safe(tables: Mapping[str, StateTable], before: Sequence[Before]) -> bool:
    return audit.is_safe(published(tables, before))


def safest(tables: Mapping[str, StateTable], before: Sequence[Before]) -> dict[str, StateTable]:
    """The tables with as few held back whole as need be, none by itself."""
    for kept in choices(list(tables)):
        tried = {name: each if name in kept else without_columns(each) for name, each in tables.items()}
        if is_safe(tried, before):
            return tried
    return {name: without_columns(each) for name, each in tables.items()}


def choices(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All, then all but the last, and so on: the first are held back last."""
    for size in range(len(names), 0, -1):
        yield from combinations(names, size)


def added(columns: Sequence[Column]) -> Column:
    return {state: together(*(column[state] for column in columns)) for state in OPEN_STATES}
