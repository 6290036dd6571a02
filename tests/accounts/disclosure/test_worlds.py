"""In any small world the audit finds what a plain whole-number programme finds, and the truth is never ruled out."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.accounts.disclosure.audit import ranges, too_narrow
from portal.accounts.disclosure.tables import Published, two_way
from tests.accounts.disclosure.worlds import WORLDS, Plain, World, crossed, two_editions


@pytest.mark.parametrize("kind", WORLDS)
@settings(max_examples=40)
@given(data=st.data())
def test_ranges_are_those_of_a_plain_programme(kind: str, data: st.DataObject) -> None:
    world = data.draw(WORLDS[kind])
    found = ranges(world.published, world.published.cells)
    plain = Plain(world.published)
    for cell, shown in world.published.cells.items():
        assert found[cell][0] <= world.truth[cell] <= found[cell][1]
        assert shown.is_exact or found[cell] == plain.ends(cell)


@settings(max_examples=60)
@given(st.one_of(crossed(3, 3), two_editions(2, 3)))
def test_what_is_held_is_what_leaves_fewer_than_three_numbers(world: World) -> None:
    plain, rest = Plain(world.published), world.published.rest
    guarded = [
        cell
        for cell, shown in world.published.cells.items()
        if shown.is_small or (cell in rest and 0 < shown.high <= 7)
    ]
    held = [cell for cell in guarded if sum(plain.allows(cell, value) for value in range(8)) < 3]
    assert too_narrow(world.published) == held


def forty_teams() -> Published:
    """40 teams in 35 boroughs with 250 small counts or so; every sum of a team is known to be no less than it is."""
    dice = random.Random(2018)
    counts = {
        (f"t{team}", f"E{place}"): dice.choices((0, dice.randint(1, 7), dice.randint(8, 40)), (42, 18, 40))[0]
        for team in range(40)
        for place in range(35)
    }
    totals = {f"E{place}": sum(counts[f"t{team}", f"E{place}"] for team in range(40)) for place in range(35)}
    sums = {f"t{team}": sum(counts[f"t{team}", f"E{place}"] for place in range(35)) for team in range(40)}
    return two_way(counts, totals, {}, sums)


def test_forty_teams_in_thirty_five_boroughs() -> None:
    published = forty_teams()
    small = [cell for cell, shown in published.cells.items() if shown.is_small]
    assert 200 < len(small) < 300
    assert too_narrow(published) == []
    found, plain = ranges(published, small), Plain(published)
    for cell in small[::60]:
        assert found[cell] == plain.ends(cell)
