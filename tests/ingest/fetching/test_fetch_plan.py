"""What to ask for, and what becomes of the two answers: plain values, no network."""

import json
import random
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fetching import archives
from ingest.fetching.downloads import ForceMonth
from ingest.fetching.plan import plan, spans

NOW = datetime(2024, 11, 20, tzinfo=UTC)
PLACES = st.sampled_from([None, {"latitude": "51.5", "longitude": "-0.1"}])
STOPS = st.fixed_dictionaries(
    {"datetime": st.sampled_from(["2024-09-01T10:00:00+00:00", "2024-09-02T11:00:00+00:00"]), "location": PLACES},
    optional={"type": st.text(max_size=3), "operation": st.booleans(), "age_range": st.none()},
)
Stops = list[dict[str, Any]]


def met(*months: str) -> set[ForceMonth]:
    return {ForceMonth("metropolitan", month) for month in months}


def test_listed_and_not_held_is_missing() -> None:
    found = plan(met("2024-08", "2024-09"), met("2024-08"), met("2024-08"), None, NOW)
    assert [which.month for which in found.missing] == ["2024-09"]


def test_the_last_36_months_are_checked_again() -> None:
    months = met("2021-11", "2021-12", "2024-11")
    assert [which.month for which in plan(months, months, months, None, NOW).again] == ["2021-12", "2024-11"]


def test_an_older_month_that_the_ledger_does_not_know_is_checked_too() -> None:
    assert plan(met("2018-04"), met("2018-04"), set(), None, NOW).again


def test_held_and_no_longer_listed_has_vanished() -> None:
    found = plan(met("2024-09"), met("2018-04", "2024-09"), set(), None, NOW)
    assert [str(which) for which in found.vanished] == ["metropolitan 2018-04"]


def test_months_before_the_first_are_left_alone() -> None:
    found = plan(met("2024-07", "2024-09"), met("2024-06", "2024-07"), set(), "2024-08", NOW)
    assert ([which.month for which in found.missing], found.again, found.vanished) == (["2024-09"], (), ())


def test_every_missing_month_lies_in_one_archive() -> None:
    found = spans(met("2018-01", "2021-06", "2021-07", "2024-06"))
    assert [(span.month, len(span.missing)) for span in found] == [("2024-06", 2), ("2021-06", 1), ("2018-01", 1)]


@given(st.lists(STOPS), st.lists(STOPS), st.randoms())
def test_the_order_of_rows_and_keys_leaves_the_bytes(one: Stops, two: Stops, chance: random.Random) -> None:
    def shuffled(items: Stops) -> Stops:
        keys = [dict(chance.sample(list(item.items()), len(item))) for item in items]
        return chance.sample(keys, len(keys))

    assert archives.canonical(shuffled(one), shuffled(two)) == archives.canonical(one, two)


@given(st.lists(STOPS), st.lists(STOPS))
def test_each_stop_stands_as_often_as_in_the_call_that_has_it_more_often(one: Stops, two: Stops) -> None:
    def counted(items: Stops) -> Counter[str]:
        return Counter(json.dumps(item, sort_keys=True) for item in items)

    merged, first, second = counted(json.loads(archives.canonical(one, two))), counted(one), counted(two)
    assert merged == {stop: max(first[stop], second[stop]) for stop in first.keys() | second.keys()}


@given(st.lists(STOPS))
def test_it_is_the_same_whether_the_force_call_holds_the_stops_without_a_location(stops: Stops) -> None:
    nowhere = [stop for stop in stops if stop["location"] is None]
    located = [stop for stop in stops if stop["location"] is not None]
    assert archives.canonical(stops, nowhere) == archives.canonical(located, nowhere)


@given(st.lists(STOPS, min_size=1))
def test_what_was_written_is_written_the_same_again(stops: Stops) -> None:
    raw = archives.canonical(stops, [])
    assert archives.merged(raw, b"[]") == raw


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (f'<a href="2024-09.zip">x</a> {"A" * 32}', "a" * 32),
        (f'<a href="2024-09.zip">2024-09.zip</a> {"a" * 32} <a href="2024-08.zip"> {"b" * 32}', "a" * 32),
        (f'<a href="2024-09.zip"> <a href="2024-08.zip"> {"b" * 32}', None),
        (f"2024-09.zip {'a' * 31}", None),
        (f"2024-09.zip {'a' * 32} {'b' * 32}", None),
        ("", None),
    ],
)
def test_the_md5_near_the_link_is_found(page: str, found: str | None) -> None:
    assert archives.published_md5(page, "2024-09") == found
