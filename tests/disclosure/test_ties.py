"""No figure ties a fact to a search: what may not be tied is dealt anew, and what is published stays the same."""

import json
import random

import polars as pl
import pytest
from hypothesis import given, settings

from tests.conftest import examples
from tests.disclosure.worlds import DIMENSIONS, PEOPLE, POLICE, Publish, dealt_anew, published, world, worlds

World = tuple[pl.DataFrame, random.Random]
FORCE = ("force",)
DEALS = (
    *(((check,), ()) for check in PEOPLE),
    (PEOPLE, ()),
    (("team",), (*FORCE, "borough", "ethnicity", "age", *POLICE)),
    (POLICE, (*FORCE, *DIMENSIONS)),
    *(((check,), (*FORCE, *DIMENSIONS)) for check in POLICE),
)
"""Columns that are dealt anew, and in what searches are alike that exchange them."""


@settings(max_examples=examples(60), deadline=None)
@given(worlds())
def test_what_is_said_of_a_person_is_tied_to_nothing(world: World) -> None:
    searches, chance = world
    for columns in (*((check,) for check in PEOPLE), PEOPLE):
        assert published(searches) == published(dealt_anew(searches, chance, columns, ()))


@settings(max_examples=examples(60), deadline=None)
@given(worlds())
def test_the_team_is_tied_to_other_groups_and_states_only(world: World) -> None:
    searches, chance = world
    dealt = dealt_anew(searches, chance, ("team",), (*FORCE, "borough", "ethnicity", "age", *POLICE))
    assert published(searches) == published(dealt)


@settings(max_examples=examples(60), deadline=None)
@given(worlds())
def test_what_the_police_did_is_tied_to_the_groups_only(world: World) -> None:
    searches, chance = world
    for columns in (POLICE, *((check,) for check in POLICE)):
        assert published(searches) == published(dealt_anew(searches, chance, columns, (*FORCE, *DIMENSIONS)))


def with_leak(leak: pl.Expr) -> Publish:
    """What publishes the rule's figures and one count that it does not allow."""
    return lambda searches: json.dumps([published(searches), searches.select(leak.sum()).item()])


LEAKS = {
    "a person check by borough": (pl.col("S02") == "fail") & (pl.col("borough") == "b0"),
    "a person check by team": (pl.col("S01") == "pass") & (pl.col("team") == "t0"),
    "two person checks together": (pl.col("S01") == "fail") & (pl.col("S02") == "fail"),
    "a team by hour": (pl.col("team") == "t0") & (pl.col("hour") < 12),
    "a receipt by hour": (pl.col("C05") == "fail") & (pl.col("hour") < 12),
    "a receipt and a recording together": (pl.col("C05") == "fail") & (pl.col("V01") == "fail"),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_found(leak: str) -> None:
    publish = with_leak(LEAKS[leak])
    for seed in range(20):
        chance = random.Random(seed)
        searches = world(chance, 600, 3, 4)
        first = publish(searches)
        if any(publish(dealt_anew(searches, chance, *deal)) != first for deal in DEALS):
            return
    pytest.fail(f"{leak} was published and nothing changed")
