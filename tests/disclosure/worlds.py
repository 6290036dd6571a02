"""Random returns, what the rule would publish of them, and the dealing anew of what may not be tied to a search.

Nothing here attacks: whatever may not be told is dealt anew among searches, and not a byte of what is published may
change. A regular world hid a planted leak once, so sizes and shares are drawn at random, small groups among them.
"""

import json
import random
from collections.abc import Callable, Sequence

import polars as pl
from hypothesis import strategies as st

from portal.charter.definitions import CANNOT_TELL, FAIL, NOT_APPLICABLE, NOT_RECORDED, PASS
from portal.disclosure.grouping import group_searches
from portal.disclosure.people import PeopleFigures, people_figures
from portal.disclosure.rounding import Rounding
from portal.disclosure.words import OTHERS_OF
from tests.charter.tallies import tallies

STATES = (PASS, FAIL, NOT_RECORDED, NOT_APPLICABLE, CANNOT_TELL)
POLICE = ("C05", "V01", "R15")
PEOPLE = ("S01", "S02")
DIMENSIONS = ("borough", "team", "ethnicity", "age")
FEWEST = 100
TEN_FIVE = Rounding(base=5, fewest=10)
PARENTS = {"team": {f"t{number}": f"{OTHERS_OF}{'east' if number < 4 else 'west'}" for number in range(8)}}
"""Team t8 has no command."""

Publish = Callable[[pl.DataFrame], str]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[pl.DataFrame, random.Random]:
    """Searches of two forces, and what deals anew: both follow from the drawn seed."""
    chance = random.Random(draw(st.integers(0, 10**9)))
    return world(chance, draw(st.integers(1, 1500)), draw(st.integers(1, 6)), draw(st.integers(1, 9))), chance


def world(chance: random.Random, searches: int, boroughs: int, teams: int) -> pl.DataFrame:
    """A row a search: `force`, the four dimensions, `hour`, and a state under each check."""
    weights = [[chance.random() ** 3 + 0.01 for _ in range(kinds)] for kinds in (boroughs, teams, 5, 3, 2)]
    shares = {check: [chance.random() ** 4 + 0.001 for _ in STATES] for check in (*POLICE, *PEOPLE)}

    def drawn(names: Sequence[str], weight: Sequence[float]) -> list[str]:
        return chance.choices(names, weight, k=searches)

    return pl.DataFrame(
        {
            "force": drawn(("metropolitan", "city-of-london"), weights[4]),
            "borough": drawn([f"b{number}" for number in range(boroughs)], weights[0]),
            "team": drawn([f"t{number}" for number in range(teams)], weights[1]),
            "ethnicity": drawn(("white", "black", "asian", "mixed", "not_recorded"), weights[2]),
            "age": drawn(("10_to_17", "18_to_24", "over_34"), weights[3]),
            "hour": [chance.randrange(24) for _ in range(searches)],
            **{check: drawn(STATES, share) for check, share in shares.items()},
        }
    )


def published(searches: pl.DataFrame, drawn: PeopleFigures | None = None) -> str:
    """Everything that the rule lets out: states by group in each dimension, team by borough, people, who is where."""
    grouping = group_searches(searches, DIMENSIONS, FEWEST, PARENTS)
    kept = grouping.searches
    tables = {
        name: tallies(kept.select(POLICE), kept.select(f"{name}_group")).sort(f"{name}_group", "check").rows()
        for name in DIMENSIONS
    }
    crossed = kept.group_by("team_group", "borough_group").len().sort("team_group", "borough_group").rows()
    people = people_figures(searches, PEOPLE, TEN_FIVE, drawn)
    return json.dumps([tables, crossed, people, grouping.joined.rows(), grouping.left_out], sort_keys=True)


def dealt_anew(
    searches: pl.DataFrame, chance: random.Random, columns: Sequence[str], alike: Sequence[str]
) -> pl.DataFrame:
    """The columns, together, dealt anew among searches that are alike in others; then all in another order."""
    hands: dict[tuple[str, ...], list[int]] = {}
    keys = searches.select(alike).rows() if alike else [()] * searches.height
    for row, key in enumerate(keys):
        hands.setdefault(key, []).append(row)
    source = list(range(searches.height))
    for rows in hands.values():
        for row, other in zip(rows, chance.sample(rows, len(rows)), strict=True):
            source[row] = other
    moved = searches.with_columns(searches.select(columns)[source])
    return moved[chance.sample(range(moved.height), moved.height)]
