"""The base tables of a check: borough, team, ethnicity and age by state, as they may be shown.

Rows of a table are states, its columns the boroughs (or teams, groups). `pass` is the rest: total minus the others.
Records of supplies that do not answer the check are no part of it: that they do not is public.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from portal.accounts.disclosure import audit
from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shown import Shown, classed, rest_of, together
from portal.accounts.disclosure.steps import NOTHING, Changed, Pair, step
from portal.accounts.disclosure.tables import Cell, Equal, Known, Published
from portal.accounts.measures import States
from portal.charter.states import NOT_PUBLISHED, PASS, STATES

ELSEWHERE, BEFORE, STEP = "other_places", "before", "step"
OPEN_STATES = tuple(state for state in STATES if state != NOT_PUBLISHED)
CLASSED = tuple(state for state in OPEN_STATES if state != PASS)
Column = dict[str, Shown]
"""State -> what is shown of it."""


@dataclass(frozen=True)
class StateTable:
    """One dimension: column -> what is shown, and the records it adds up to. `hidden`: records in columns not shown."""

    columns: Mapping[str, Column] = field(default_factory=dict)
    totals: Mapping[str, Shown] = field(default_factory=dict)
    hidden: int = 0


@dataclass(frozen=True)
class Before:
    """A column of an earlier edition: its dimension, its key, what was shown, and its records where all know them.

    `changed`: rows that went and came since then, until today. Columns come newest edition first; one that an edition
    held back, though it shows others of the check, has nothing in `shown`.
    """

    dimension: str
    key: str
    shown: Column
    total: int | None
    changed: Changed


def table(
    counts: Mapping[str, States],
    totals: Mapping[str, Shown] | None = None,
    *,
    closing: Collection[str] = (),
    tell_small: bool = False,
) -> StateTable:
    """`totals`: what may be known of each column's records; left out, everybody knows them exactly.

    Columns under 100 records, and those in which any state would read "1 to 7", are left out, and told only as how
    many records they hold together: other checks, and public counts of what a check is about, could tell such a number.
    `closing`: columns left out all the same (still_closed).
    `tell_small`: leave those in, for an audit that looks at everything else too.
    """
    bases = {key: sum(states[state] for state in OPEN_STATES) for key, states in counts.items()}
    large = [
        key
        for key, base in bases.items()
        if base >= rule().fewest_searches and key not in closing and (tell_small or not has_small(counts[key]))
    ]
    known = totals if totals is not None else {key: Shown(bases[key], bases[key]) for key in large}
    columns = {key: shown_column(counts[key], known[key]) for key in large if key in known}
    hidden = sum(base for key, base in bases.items() if key not in columns)
    return StateTable(columns, {key: known[key] for key in columns}, hidden)


def has_small(states: States) -> bool:
    """Whether a state of the column would have to be shown as "1 to 7"."""
    return any(classed(states[state]).is_small for state in CLASSED)


def still_closed(before: Sequence[Before]) -> dict[str, set[str]]:
    """Dimension -> columns that the edition before held back and that have to stay so: too few rows came since.

    One that was held back for a 7, and is shown after one row came, would tell that it was a 7. What counts is the
    rows that came since the oldest of the editions that held it back one after another.
    """
    columns: dict[tuple[str, str], list[Before]] = {}
    for each in before:
        columns.setdefault((each.dimension, each.key), []).append(each)
    found: dict[str, set[str]] = {}
    for (dimension, key), editions in columns.items():
        held = list(takewhile(lambda each: not each.shown, editions))
        if held and held[-1].changed.new < rule().fewest_left:
            found.setdefault(dimension, set()).add(key)
    return found


def with_open(closed: StateTable, key: str, states: States) -> StateTable:
    """The table with one more column, which everybody knows exactly."""
    exact = {state: Shown(states[state], states[state]) for state in OPEN_STATES}
    total = together(*exact.values())
    return StateTable({**closed.columns, key: exact}, {**closed.totals, key: total}, closed.hidden)


def shown_column(states: States, total: Shown) -> Column:
    others = {state: classed(states[state]) for state in CLASSED}
    return {**others, PASS: rest_of(total, others.values())}


def published(tables: Mapping[str, StateTable], before: Sequence[Before]) -> Published:
    """All tables of one check as the audit sees them: each state has the same records in every dimension.

    Columns not shown hold so many records together, whatever their states; of these, `pass` is no count published.
    """
    cells: dict[Cell, Shown] = {}
    known: list[Known] = []
    for name, each in tables.items():
        for key, column in each.columns.items():
            own: dict[Cell, Shown] = {(name, key, state): shown for state, shown in column.items()}
            cells.update(own)
            known.append(Known(tuple(own), each.totals[key].low, each.totals[key].high))
        elsewhere: dict[Cell, Shown] = {(name, ELSEWHERE, state): Shown(0, each.hidden) for state in OPEN_STATES}
        cells.update(elsewhere)
        known.append(Known(tuple(elsewhere), each.hidden, each.hidden))
    equal = [
        Equal(of_state(cells, first, state), of_state(cells, other, state))
        for first, *others in [list(tables)]
        for other in others
        for state in OPEN_STATES
    ]
    passes = {cell: shown for cell, shown in cells.items() if cell[-1] == PASS}
    free = frozenset(cell for cell, shown in passes.items() if cell[1] == ELSEWHERE or shown.is_exact)
    return linked(Published(cells, known, equal, rest=frozenset(passes) - free, free=free), before)


def linked(now: Published, before: Sequence[Before]) -> Published:
    """With every earlier column, a step away from the same column in the next edition that shows it."""
    cells, known, equal, rests = dict(now.cells), list(now.known), list(now.equal), set(now.rest)
    free: set[Cell] = set(now.free)
    newer: dict[Cell, Cell] = {cell: cell for cell in cells}
    since: dict[tuple[str, str], Changed] = {}
    for at, each in enumerate(before):
        if not each.shown:
            continue
        here: dict[Cell, Cell] = {(each.dimension, each.key, state): (BEFORE, str(at), state) for state in each.shown}
        cells |= {here[same]: each.shown[same[-1]] for same in here}
        rests |= {cell for same, cell in here.items() if same[-1] == PASS}
        if each.total is not None:
            known.append(Known(tuple(here.values()), each.total, each.total))
        pairs: list[Pair] = [((newer[same],), (cell,)) for same, cell in here.items() if same in newer]
        column = (each.dimension, each.key)
        found = step((STEP, str(at)), pairs, each.changed - since.get(column, NOTHING))
        since[column] = each.changed
        cells |= found.cells
        known, equal, free = [*known, *found.known], [*equal, *found.equal], free | found.cells.keys()
        newer |= here
    return Published(cells, known, equal, now.linked, frozenset(rests), frozenset(free))


def of_state(cells: Mapping[Cell, Shown], name: str, state: str) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if cell[0] == name and cell[2] == state)


def is_safe(tables: Mapping[str, StateTable], before: Sequence[Before]) -> bool:
    whole = published(tables, before)
    return audit.is_safe(whole, frozenset(cell for cell in whole.cells if cell[1] == ELSEWHERE))


def added(columns: Sequence[Column]) -> Column:
    return {state: together(*(column[state] for column in columns)) for state in OPEN_STATES}
