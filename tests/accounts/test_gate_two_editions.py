"""In any small world that is corrected, two editions together leave three whole numbers for each "1 to 7"."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from portal.accounts import canonical, gate
from portal.accounts.disclosure.steps import Changed
from portal.accounts.document import Account
from portal.accounts.earlier import tables
from portal.accounts.editions import Draft, publish
from portal.accounts.files.year import account_stem
from portal.accounts.shelf import Shelf
from portal.accounts.team_table import TeamTable, drawn
from portal.periods import Period
from tests.accounts.attacker import Attacker, Reading
from tests.accounts.returned_town import CROYDON, EAST, HACKNEY, SCEPTRE, TOWER_HAMLETS, TSG, WESTMINSTER, Counts
from tests.accounts.test_gate_worlds import as_read, exact, worlds

YEAR = Period.named("2018-19")
Rows = dict[str, tuple[int, int]]
Changes = Sequence[tuple[tuple[str, str], int]]
"""(team, borough) -> rows that came, or below 0 that went."""

FALLS_TO_99: tuple[Counts, Changes] = (
    {(TSG, "no_point"): 1, (TSG, TOWER_HAMLETS): 98, (SCEPTRE, "no_point"): 5, (SCEPTRE, TOWER_HAMLETS): 3,
     ("not_recorded", "no_point"): 82, (EAST, HACKNEY): 188},
    [(("not_recorded", "no_point"), -2), ((TSG, "no_point"), -1), (("not_recorded", TOWER_HAMLETS), 2)],
)  # fmt: skip
LONDONS_ROW_BEFORE: tuple[Counts, Changes] = (
    {(TSG, HACKNEY): 1, (TSG, WESTMINSTER): 4, (TSG, CROYDON): 95, (EAST, HACKNEY): 4},
    [((EAST, CROYDON), 1), ((EAST, CROYDON), 3)],
)  # fmt: skip
ONLY_OTHERS_BEFORE: tuple[Counts, Changes] = (
    {(TSG, WESTMINSTER): 39, (TSG, CROYDON): 60, (EAST, HACKNEY): 3},
    [((TSG, CROYDON), 1)],
)  # fmt: skip
FIRST_ELSEWHERE: tuple[Counts, Changes] = (
    {("not_recorded", TOWER_HAMLETS): 47, ("not_recorded", "no_point"): 90, ("not_recorded", CROYDON): 12,
     (SCEPTRE, CROYDON): 116},
    [(("not_recorded", "no_point"), 1), (("not_recorded", CROYDON), 2), ((SCEPTRE, "no_point"), 1)],
)  # fmt: skip
A_SQUAD_NOWHERE: tuple[Counts, Changes] = (
    {("squad", "no_point"): 117, ("squad", TOWER_HAMLETS): 4, (EAST, TOWER_HAMLETS): 192, (EAST, HACKNEY): 286},
    [((EAST, TOWER_HAMLETS), -3)],
)
SMALL_ONES_NOWHERE: tuple[Counts, Changes] = (
    {(TSG, HACKNEY): 5, (TSG, CROYDON): 3, (SCEPTRE, HACKNEY): 91, (SCEPTRE, CROYDON): 7, (SCEPTRE, "no_point"): 122,
     ("not_recorded", CROYDON): 11, ("not_recorded", "no_point"): 6},
    [(("not_recorded", HACKNEY), 3)],
)  # fmt: skip


def changed(counts: Counts, changes: Changes) -> tuple[dict[tuple[str, str], int], Rows]:
    """The world after the changes, and the rows that went and came by place."""
    found = dict(counts)
    rows: Rows = {}
    for key, by in changes:
        step = max(by, -found.get(key, 0))
        found[key] = found.get(key, 0) + step
        gone, new = rows.get(key[1], (0, 0))
        rows[key[1]] = (gone - min(step, 0), new + max(step, 0))
    return {key: searches for key, searches in found.items() if searches}, rows


@st.composite
def corrections(draw: st.DrawFn) -> tuple[Counts, Changes]:
    counts = draw(worlds())
    teams, places = sorted({key[0] for key in counts}), sorted({key[1] for key in counts})
    where = st.tuples(st.sampled_from(teams), st.sampled_from(places))
    return counts, draw(st.lists(st.tuples(where, st.integers(-3, 3)), min_size=1, max_size=4))


def shown(counts: Counts, table: TeamTable) -> list[Account]:
    return [gate.shown(account, table) for account in exact(counts) if gate.is_shown(account, table)]


def second(counts: Counts, after: Counts, rows: Rows, first: list[Account]) -> TeamTable:
    """The table of the second edition, told what lies published of the first."""
    documents = {f"{account_stem(account)}.json": canonical.as_bytes(account.as_json()) for account in first}
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        publish(shelf, Draft(YEAR.id, documents, lambda _: {}, (), "test"), datetime.now(UTC))
        told = tables(shelf, YEAR, {place: Changed(*each) for place, each in rows.items()})
        return drawn(dict(after), told)


def editions(counts: Counts, changes: Changes) -> tuple[Reading, Reading] | None:
    """Both editions as read; None where one of them shows no team."""
    after, rows = changed(counts, changes)
    table = drawn(dict(counts), [])
    if table.held_back or not after:
        return None
    first = shown(counts, table)
    table = second(counts, after, rows, first)
    return None if table.held_back else (as_read(first), as_read(shown(after, table), rows))


@pytest.mark.full
@settings(max_examples=100)
@example(FALLS_TO_99)
@example(LONDONS_ROW_BEFORE)
@example(ONLY_OTHERS_BEFORE)
@example(FIRST_ELSEWHERE)
@given(corrections())
def test_two_editions_together_give_nothing_away(corrected: tuple[Counts, Changes]) -> None:
    found = editions(*corrected)
    assume(found is not None)
    assert found is not None
    assert Attacker(*found).given_away() == []


@pytest.mark.full
@pytest.mark.parametrize("corrected", [A_SQUAD_NOWHERE, SMALL_ONES_NOWHERE])
def test_a_correction_that_gives_nothing_away_is_shown(corrected: tuple[Counts, Changes]) -> None:
    found = editions(*corrected)
    assert found is not None
    assert Attacker(*found).given_away() == []


def test_rows_that_go_and_come_are_counted_by_place() -> None:
    after, rows = changed({(TSG, HACKNEY): 2}, [((TSG, HACKNEY), -3), ((TSG, WESTMINSTER), 4), ((EAST, HACKNEY), 1)])
    assert after == {(TSG, WESTMINSTER): 4, (EAST, HACKNEY): 1}
    assert rows == {HACKNEY: (2, 1), WESTMINSTER: (0, 4)}
