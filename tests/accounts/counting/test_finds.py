"""What searches found: counted again in plain Python, and no figure where too few say."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.counting.breakdowns import finds
from portal.accounts.counting.place_counts import PlaceCounts
from portal.documents.figures import Finds
from portal.tables.rows import account_rows
from portal.web.presentation.table_answers import found_in_words, found_parts
from tests.web.small_account import small

Search = tuple[str, str]
NOTHING, ARREST, SEIZED = "no_further_action", "arrest", "psychoactive_seized"
BLANK, SILENT, UNLISTED = "not_recorded", "not_published", "unlisted_no-2019-_such"
SEARCHES = st.lists(
    st.tuples(
        st.sampled_from([NOTHING, ARREST, SEIZED, BLANK, SILENT, UNLISTED]),
        st.sampled_from(["true", "false", BLANK, SILENT, UNLISTED]),
    ),
    max_size=60,
)


def found(searches: Sequence[Search]) -> Finds:
    rows = [{"outcome": outcome, "linked": linked} for outcome, linked in searches]
    return finds(PlaceCounts.of(pl.DataFrame(rows, schema={"outcome": pl.String, "linked": pl.String})))


@given(SEARCHES)
def test_every_search_is_counted_once_and_only_what_is_known_is_told(searches: list[Search]) -> None:
    own = found(searches)
    led = [(outcome, linked) for outcome, linked in searches if outcome in (ARREST, SEIZED)]
    counts = {
        "looked_for": sum(linked == "true" for _, linked in led),
        "something_else": sum(linked == "false" for _, linked in led),
        "nothing": sum(outcome == NOTHING for outcome, _ in searches),
    }
    assert own.of == len(searches)
    assert own.unknown == len(searches) - sum(counts.values())
    if own.status == "value":
        assert {name: getattr(own, name) for name in counts} == counts
        assert 2 * (counts["looked_for"] + counts["something_else"]) >= len(led)
    else:
        assert {getattr(own, name) for name in counts} == {None}


def test_a_blank_link_of_a_search_that_led_to_nothing_is_no_gap() -> None:
    own = found([(NOTHING, BLANK)] * 7 + [(ARREST, "true")] * 2 + [(SEIZED, "false")])
    assert (own.looked_for, own.something_else, own.nothing, own.unknown, own.status) == (2, 1, 7, 0, "value")


@pytest.mark.parametrize(
    ("searches", "status"),
    [
        ([(NOTHING, SILENT)] * 70 + [(ARREST, SILENT)] * 30, "not_published"),
        ([(NOTHING, BLANK)] * 70 + [(ARREST, BLANK)] * 30, "unknown"),
        ([(BLANK, "true")] * 90 + [(NOTHING, "true")] * 10, "unknown"),
        ([], "value"),
    ],
)
def test_where_too_few_say_there_is_no_figure(searches: list[Search], status: str) -> None:
    assert found(searches).status == status


def test_a_column_of_the_met_that_is_blank_on_every_row_is_said_to_be_not_published() -> None:
    said = found_in_words(found([(NOTHING, SILENT)] * 70 + [(ARREST, SILENT)] * 30))
    assert said == "Police have not published whether they found what they looked for."
    assert found_parts(found([(NOTHING, SILENT)] * 70 + [(ARREST, SILENT)] * 30)) == []


def test_the_words_and_the_bar_are_shares_of_what_is_known() -> None:
    own = found([(NOTHING, BLANK)] * 70 + [(ARREST, "true")] * 20 + [(ARREST, "false")] * 10 + [(ARREST, BLANK)] * 10)
    assert found_in_words(own) == (
        "In 20% of searches police found what they looked for, in 10% something else, in 70% nothing "
        "(of 100 where we know). For 10 more it is not known."
    )
    parts = found_parts(own)
    assert [(part.searches, part.left, part.width) for part in parts] == [(20, 0, 20), (10, 20, 10), (70, 30, 70)]


def test_the_rows_of_the_table_are_those_of_the_document() -> None:
    told = {"looked_for": 2, "something_else": 1, "nothing": 7, "unknown": 3, "of": 13, "status": "value"}
    rows = [row for row in account_rows(small(13, finds=told)) if row.breakdown == "found"]
    keys = ["found_looked_for", "found_something_else", "found_nothing", "found_unknown"]
    assert [(row.key, row.searches, row.of) for row in rows] == [
        (key, count, 13) for key, count in zip(keys, (2, 1, 7, 3), strict=True)
    ]
    assert not [row for row in account_rows(small(13)) if row.breakdown == "found"]
