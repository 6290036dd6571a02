"""Boroughs, teams and groups by state: whoever adds up everything shown is left three numbers for each "1 to 7"."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

from hypothesis import event, given, settings
from hypothesis import strategies as st

from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shown import Shown, classed
from portal.accounts.disclosure.steps import NOTHING, Changed
from portal.accounts.disclosure.tables import Cell, Equal, Known, Published
from portal.accounts.earlier_columns import Before
from portal.accounts.state_tables import OPEN_STATES, StateTable, is_safe, safest, table
from portal.charter.states import STATES
from tests.accounts.disclosure.worlds import Plain

DIMENSIONS = ("borough", "team", "self_defined_ethnicity")
BOROUGHS, TEAMS, GROUPS = ("b1", "b2", "b3"), ("t1", "t2"), ("e1", "e2", "e3")
ODDS = {"pass": (0, 3, 40, 90, 120), "fail": (0, 0, 1, 2, 4, 7, 9), "not_recorded": (0, 0, 1, 3, 6),
        "cannot_tell": (0, 0, 0, 1), "not_applicable": (0, 0, 5), "not_published": (0, 0, 8)}  # fmt: skip
Records = Mapping[tuple[str, str, str, str], int]
"""(borough, team, group, state) -> records."""
Tables = dict[str, StateTable]


@st.composite
def worlds(draw: st.DrawFn) -> Records:
    places, teams, groups = (
        draw(st.lists(st.sampled_from(names), min_size=1, unique=True)) for names in (BOROUGHS, TEAMS, GROUPS)
    )
    kinds = [(place, team, group) for place in places for team in teams for group in groups if draw(st.booleans())]
    drawn = {(*kind, state): draw(st.sampled_from(odds)) for kind in kinds for state, odds in ODDS.items()}
    return {key: count for key, count in drawn.items() if count}


@st.composite
def corrected(draw: st.DrawFn) -> tuple[Records, Records, dict[str, Changed]]:
    """A world, the same after a few rows went and came, and how many did in each borough."""
    old = draw(worlds())
    new, gone, came = Counter(old), Counter[str](), Counter[str]()
    for key in draw(st.lists(st.sampled_from(sorted(old)), max_size=4)) if old else []:
        rows = min(new[key], draw(st.integers(1, 4)))
        new[key] -= rows
        gone[key[0]] += rows
    keys = st.tuples(*(st.sampled_from(one) for one in (BOROUGHS, TEAMS, GROUPS, ("pass", "fail", "not_recorded"))))
    for key in draw(st.lists(keys, max_size=4)):
        rows = draw(st.integers(1, 4))
        new[key] += rows
        came[key[0]] += rows
    return old, +new, {place: Changed(gone[place], came[place]) for place in sorted({*gone, *came})}


def counted(records: Records, name: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for key, rows in records.items():
        found.setdefault(key[DIMENSIONS.index(name)], dict.fromkeys(STATES, 0))[key[3]] += rows
    return found


def tables_of(records: Records) -> Tables:
    """As they may be shown; of a team's records only the nearest 5 is known."""
    counts = {name: counted(records, name) for name in DIMENSIONS}
    bases = {team: size(states) for team, states in counts["team"].items()}
    known = {team: classed(base) for team, base in bases.items() if base >= rule().fewest_searches}
    return {name: table(each, known if name == "team" else None, tell_small=True) for name, each in counts.items()}


def size(states: Mapping[str, int]) -> int:
    return sum(states[state] for state in OPEN_STATES)


def everything(records: Records, tables: Tables) -> Published:
    """What anybody can tell of one edition: each place's and group's records, shown or not, and the hundred."""
    cells: dict[Cell, Shown] = {}
    known: list[Known] = []
    small: list[tuple[Cell, ...]] = []
    for name, each in tables.items():
        hidden = {key: states for key, states in counted(records, name).items() if key not in each.columns}
        for key, column in each.columns.items():
            own: dict[Cell, Shown] = {(name, key, state): column[state] for state in OPEN_STATES}
            total, cells = each.totals[key], cells | own
            known.append(Known(tuple(own), max(rule().fewest_searches, total.low), total.high))
        for key, states in hidden.items():
            own = {(name, key, state): Shown(0, size(states)) for state in OPEN_STATES}
            cells |= own
            known += [Known(tuple(own), size(states), size(states))] if name != "team" else []
            held = each.held.get(key)
            small += [tuple(own)] if held and held.small else []
    sums = {side: tuple(cell for cell in cells if (cell[0], cell[2]) == side) for side in sides()}
    equal = [Equal(sums["borough", state], sums[name, state]) for name, state in sides() if name != "borough"]
    return Published(cells, known, [one for one in equal if one.left], some_small=small)


def sides() -> Iterator[tuple[str, str]]:
    return ((name, state) for name in DIMENSIONS for state in OPEN_STATES)


def small(tables: Tables) -> list[Cell]:
    return [
        (name, key, state)
        for name, each in tables.items()
        for key, column in each.columns.items()
        for state, shown in column.items()
        if shown.is_small
    ]


def given_away(published: Published, cells: list[Cell]) -> list[tuple[Cell, list[int]]]:
    plain = Plain(published)
    left = {cell: list(islice((value for value in range(1, 8) if plain.allows(cell, value)), 3)) for cell in cells}
    return [(cell, values) for cell, values in left.items() if len(values) < 3]


@settings(max_examples=30)
@given(worlds())
def test_three_whole_numbers_stay_possible_or_the_tables_are_unsafe(records: Records) -> None:
    tables = tables_of(records)
    safe = is_safe(tables, ())
    event(f"safe: {safe}, small counts: {min(len(small(tables)), 3)}")
    assert not safe or given_away(everything(records, tables), small(tables)) == []


@settings(max_examples=60)
@given(worlds())
def test_the_truth_is_always_inside_what_is_shown(records: Records) -> None:
    for name, each in tables_of(records).items():
        counts = counted(records, name)
        assert set(each.columns) == {key for key, states in counts.items() if size(states) >= 100}
        if name != "team":
            assert each.hidden == sum(size(states) for key, states in counts.items() if key not in each.columns)
        for key, column in each.columns.items():
            assert all(shown.low <= counts[key][state] <= shown.high for state, shown in column.items())
            assert column.keys() == set(OPEN_STATES)


def before(old: Tables, changed: Mapping[str, Changed]) -> list[Before]:
    everywhere = sum(changed.values(), NOTHING)
    return [
        Before(name, key, column, each.totals[key].low, changed.get(key, NOTHING))
        if name == "borough"
        else Before(name, key, column, None, everywhere)
        for name, each in old.items()
        for key, column in each.columns.items()
    ]


def beside(now: Published, earlier: list[Before]) -> Published:
    """With what an earlier edition showed: each count is that of today but for the rows that went and came."""
    cells, known, equal = dict(now.cells), list(now.known), list(now.equal)
    for each in earlier:
        keys = [(each.dimension, each.key, state) for state in OPEN_STATES]
        for at, rows in (("gone", each.changed.gone), ("new", each.changed.new)):
            cells |= {(at, *key): Shown(0, rows) for key in keys}
            known.append(Known(tuple((at, *key) for key in keys), 0, rows))
        cells |= {("old", *key): each.shown[key[2]] for key in keys}
        known += [Known(tuple(("old", *key) for key in keys), each.total, each.total)] if each.total else []
        equal += [Equal((key, ("gone", *key)), (("old", *key), ("new", *key))) for key in keys if key in now.cells]
    return Published(cells, known, equal)


@settings(max_examples=15)
@given(corrected())
def test_an_earlier_edition_gives_no_count_away_either(change: tuple[Records, Records, dict[str, Changed]]) -> None:
    old, new, changed = change
    was, now = tables_of(old), tables_of(new)
    earlier = before(was, changed)
    safe = is_safe(was, ()) and is_safe(now, earlier)
    event(f"safe: {safe}, small counts: {min(len(small(was)), 3)}")
    cells: list[Cell] = [*small(now), *(("old", *cell) for cell in small(was))]
    assert not safe or given_away(beside(everything(new, now), earlier), cells) == []


@st.composite
def crowded(draw: st.DrawFn) -> Records:
    """Worlds of which no place, team or group has fewer than 100 records, and many have a small number."""
    fails, blank = st.sampled_from((0, 0, 0, 1, 2, 3, 7, 9)), st.sampled_from((0, 0, 0, 1))
    keys = [(place, team, group) for place in BOROUGHS for team in TEAMS for group in GROUPS]
    return {
        (*key, state): count
        for key in keys
        for state, count in (("pass", 60), ("fail", draw(fails)), ("not_recorded", draw(blank)))
        if count
    }


@settings(max_examples=25)
@given(crowded())
def test_what_is_held_back_is_not_given_away_either(records: Records) -> None:
    """Beside the reader of everything, who also knows which columns were held back for a small number."""
    counts = {name: counted(records, name) for name in DIMENSIONS}
    known = {team: classed(size(states)) for team, states in counts["team"].items()}
    shown = safest({name: table(each, known if name == "team" else None) for name, each in counts.items()}, ())
    event(f"shown: {sum(each.is_shown for each in shown.values())} of 3 tables")
    plain = Plain(everything(records, shown))
    for cell in ((name, key, state) for name, each in shown.items() for key in each.held for state in ("fail", "pass")):
        if not plain.allows(cell, 0):
            left = list(islice((value for value in range(1, 11) if plain.allows(cell, value)), 3))
            assert not left or left[0] > 7 or len(left) == 3
