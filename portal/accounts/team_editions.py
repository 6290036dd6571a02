"""The team tables of a year's editions beside each other: what all of them tell together, for the audit.

A team that one edition names and another counts with OTHER is known to have under 100 searches in the other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shown import Shown
from portal.accounts.disclosure.steps import NOTHING, Changed, Pair, step
from portal.accounts.disclosure.tables import Cell, Equal, Known, Published
from portal.vocabulary import NOT_RECORDED

OTHER, ELSEWHERE = "other_teams", "other_places"
UNTOLD = "untold"
"""A column for the places of an earlier edition of which no account tells by itself."""
BEFORE, STEP, HIDDEN, WHOLE = "before", "step", "hidden", "whole"
Keys = dict[tuple[str, str], Cell]
Shares = Mapping[tuple[str, str], Shown]
"""(team, column) -> what is shown of the searches."""


@dataclass(frozen=True)
class Earlier:
    """The table in an earlier edition: its columns' public totals, and what London's account shows of its rows.

    `rows_changed`: since then, by place. `total`: of all London, those of teams not published left out; None: untold.
    """

    shown: Shares
    totals: Mapping[str, int]
    rows_changed: Mapping[str, Changed]
    sums: Mapping[str, Shown] = field(default_factory=dict)
    total: int | None = None


@dataclass
class Told:
    """What is told of all editions, as it is gathered. `free`: cells that stand for no published count."""

    cells: dict[Cell, Shown]
    known: list[Known]
    equal: list[Equal]
    free: set[Cell] = field(default_factory=set)


def hundreds(cells: Iterable[Cell]) -> Iterator[Known]:
    """Everybody knows that a team shown by itself has 100 searches, wherever they were."""
    rows: dict[str, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell[-2], []).append(cell)
    for row, own in rows.items():
        if row not in (OTHER, NOT_RECORDED):
            yield Known(tuple(own), rule().fewest_searches, None)


def linked(now: Published, earlier: Sequence[Earlier]) -> Published:
    """With every earlier edition's table, newest first, each a step away from the one after it."""
    told = Told(dict(now.cells), list(now.known), list(now.equal))
    named = {cell[0] for cell in now.cells}.union(*({key[0] for key in each.shown} for each in earlier)) - {OTHER}
    newer = opened(told, {(cell[0], cell[1]): cell for cell in now.cells}, named)
    for age, edition in enumerate(earlier):
        keys: Keys = {key: (BEFORE, str(age), *key) for key in edition.shown}
        told.cells |= {keys[key]: shown for key, shown in edition.shown.items()}
        told.free |= {
            keys[key] for key, shown in edition.shown.items() if key[1] not in edition.totals and shown.low == 0
        }
        told.known += [Known(of(keys, 1, column), total, total) for column, total in edition.totals.items()]
        if edition.total is not None:
            told.known.append(Known(tuple(keys.values()), edition.total, edition.total))
        for team, whole in edition.sums.items():
            summed(told, (BEFORE, str(age), team, WHOLE), whole, of(keys, 0, team))
        told.known += hundreds(keys.values())
        older = opened(told, keys, named)
        bind(told, str(age), newer, older, edition.rows_changed)
        newer = older
    return Published(told.cells, told.known, told.equal, now.linked, now.rest, frozenset(told.free))


def summed(told: Told, cell: Cell, whole: Shown, own: tuple[Cell, ...]) -> None:
    """London's row of an earlier edition: a count of its own, which the guarantee covers as any other."""
    if own:
        told.cells[cell] = whole
        told.equal.append(Equal((cell,), own))


def of(keys: Keys, side: int, name: str) -> tuple[Cell, ...]:
    return tuple(cell for key, cell in keys.items() if key[side] == name)


def opened(told: Told, keys: Keys, named: set[str]) -> Keys:
    """OTHER taken apart: the teams that another edition names, each under 100 searches; and all the others."""
    hidden = sorted(named - {key[0] for key in keys} - {NOT_RECORDED})
    if not hidden:
        return keys
    found = {key: cell for key, cell in keys.items() if key[0] != OTHER}
    for column in dict.fromkeys(key[1] for key in keys):
        whole = keys.get((OTHER, column))
        parts: list[Cell] = [(HIDDEN, *(whole or (OTHER, column)), team) for team in (*hidden, OTHER)]
        most = told.cells[whole].high if whole else 0
        told.cells |= dict.fromkeys(parts, Shown(0, most))
        told.free |= set(parts)
        found |= {(team, column): part for team, part in zip((*hidden, OTHER), parts, strict=True)}
        told.equal += [Equal((whole,), tuple(parts))] if whole else []
    told.known += [Known(of(found, 0, team), 0, rule().fewest_searches - 1) for team in hidden]
    return found


def bind(told: Told, name: str, newer: Keys, older: Keys, rows: Mapping[str, Changed]) -> None:
    """One step a column that both editions have by itself; one for all that one of them tells together with others."""
    same = {key[1] for key in newer} & {key[1] for key in older} - {ELSEWHERE}
    for column in (*sorted(same), ELSEWHERE):
        own = partial(belongs, column, same)
        changed = sum((each for place, each in rows.items() if own(place)), NOTHING)
        found = step((STEP, name, column), pairs(newer, older, own), changed)
        told.cells |= found.cells
        told.free |= found.cells.keys()
        told.known += found.known
        told.equal += found.equal


def belongs(column: str, same: set[str], place: str) -> bool:
    return place == column or (column == ELSEWHERE and place not in same)


def pairs(newer: Keys, older: Keys, own: Callable[[str], bool]) -> list[Pair]:
    """The same team in two editions, in columns that mean the same places."""
    teams = dict.fromkeys(key[0] for key in (*newer, *older))
    now, before = (
        {team: tuple(cell for key, cell in keys.items() if key[0] == team and own(key[1])) for team in teams}
        for keys in (newer, older)
    )
    return [(now[team], before[team]) for team in teams if now[team] or before[team]]
