"""Counts of a place against its rows, counted one by one."""

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.counting.place_counts import Condition, CountTable, PlaceCounts

PLACES, KINDS = ("hackney", "barnet", "no_point"), ("person", "vehicle", "unlisted_horse")
ROWS = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(KINDS), st.booleans()), max_size=60)
PERSONS = Condition(("person",), bool)
NO_VEHICLES = Condition(("kind", "person"), lambda kind, person: person or kind != "vehicle")


def table(rows: list[tuple[str, str, bool]], text: type[pl.DataType]) -> CountTable:
    frame = pl.DataFrame(rows, schema={"place": pl.String, "kind": pl.String, "person": pl.Boolean}, orient="row")
    return CountTable(frame.cast({pl.String: text}).lazy())


@given(ROWS, st.lists(st.sampled_from(PLACES), unique=True), st.sampled_from([pl.String, pl.Categorical]))
def test_counts_are_those_of_the_rows(
    rows: list[tuple[str, str, bool]], places: list[str], text: type[pl.DataType]
) -> None:
    own = [row for row in rows if row[0] in places]
    found = PlaceCounts(table(rows, text), tuple(places))
    assert found.searches == len(own)
    assert found.by("person", "kind") == Counter((person, kind) for _, kind, person in own)
    assert found.by_one("kind") == Counter(kind for _, kind, _ in own)
    both = found.among(NO_VEHICLES).among(PERSONS)
    assert both.by("kind") == Counter((kind,) for _, kind, person in own if person)
    assert found.among(NO_VEHICLES).searches == sum(person or kind != "vehicle" for _, kind, person in own)


@given(ROWS)
def test_every_place_together_is_the_whole(rows: list[tuple[str, str, bool]]) -> None:
    of_all = PlaceCounts(table(rows, pl.String))
    assert of_all.searches == len(rows)
    frame = pl.DataFrame(rows, schema={"of": pl.String, "kind": pl.String, "person": pl.Boolean}, orient="row")
    assert PlaceCounts.of(frame).by("kind", "person") == of_all.by("kind", "person")
