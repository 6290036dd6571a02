"""What is unknown is no answer: of labels that nobody has listed, blanks, and columns that a file lacks."""

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import vocabulary
from portal.accounts.counting.account import search_subsets
from portal.accounts.counting.breakdowns import Knowledge, breakdown, knowledge, of_counts, unknown_limits
from portal.accounts.counting.place_counts import PlaceCounts
from portal.accounts.counting.rates import outcome_rates

FIELDS = ("kind", "power", "age", "outcome", "object", "self_defined_ethnicity", "gender", "month")
USUAL = {
    "kind": "person", "power": "misuse_of_drugs_s23", "age": "18_to_24", "outcome": "no_further_action",
    "object": "controlled_drugs", "self_defined_ethnicity": "white", "gender": "male", "month": "2018-04",
}  # fmt: skip
ODD = ("unlisted_no-2019-_such_thing", "not_recorded", "not_published")


def frame(rows: Sequence[dict[str, str]]) -> PlaceCounts:
    full = [{**USUAL, **row} for row in rows]
    persons = [row["kind"] in ("person", "person_and_vehicle") for row in full]
    stops = pl.DataFrame(full, schema=dict.fromkeys(FIELDS, pl.String))
    return PlaceCounts.of(stops.with_columns(pl.Series("person", persons, dtype=pl.Boolean)))


def found(rows: Sequence[dict[str, str]], name: str) -> dict[str, object]:
    stops = frame(rows)
    (one,) = (each for each in search_subsets(lambda *_: stops) if each.id == name)
    return {"searches": one.searches, "unknown": one.unknown, "share_of": one.share_of, "status": one.status}


@pytest.mark.parametrize(
    ("name", "field", "own"),
    [("under_18", "age", "10_to_17"), ("section_60", "power", "cjpoa_s60"), ("vehicle_only", "kind", "vehicle")],
)
def test_none_of_some_that_nobody_can_read_is_not_none(name: str, field: str, own: str) -> None:
    """60 of 140 under a label that nobody has listed: that none is known to belong is no figure."""
    unreadable = [{field: ODD[0]}] * 60
    assert found([{}] * 80 + unreadable, name) == {
        "searches": None, "unknown": 60, "share_of": None, "status": "unknown",
    }  # fmt: skip
    few = [{field: ODD[0]}] * 2 + [{field: own}] * 38 + [{}] * 60
    assert found(few, name) == {"searches": 38, "unknown": 2, "share_of": 98, "status": "value"}


def test_what_most_files_do_not_tell_is_not_published() -> None:
    assert found([{}] * 40 + [{"age": "not_published"}] * 60, "under_18")["status"] == "not_published"
    assert found([{}] * 60 + [{"age": "not_published"}] * 40, "under_18")["status"] == "value"
    assert found([{}] * 40 + [{"age": "not_recorded"}] * 60, "under_18")["status"] == "unknown"


def test_a_share_of_unreadable_labels_is_no_share() -> None:
    stops = frame([{"outcome": ODD[0]}] * 20 + [{"outcome": "arrest"}] * 10 + [{}] * 70)
    figures = {each.key: (each.searches, each.share, each.status) for each in breakdown(stops, "outcome")}
    assert figures["arrest"] == (10, None, "unknown")
    assert figures[ODD[0]] == (20, None, "unknown")  # told as written, and counted
    assert sum(count or 0 for count, _, _ in figures.values()) == 100
    every = next(each for each in outcome_rates(lambda *_: stops) if each.by == "all" and each.measure == "arrest")
    assert (every.rate, every.searches, every.of, every.unknown, every.status) == (None, None, 80, 20, "unknown")


def test_a_rate_says_what_it_would_be_were_the_unknown_known() -> None:
    stops = frame([{"outcome": "not_recorded"}] * 10 + [{"outcome": "arrest"}] * 30 + [{}] * 60)
    every = next(each for each in outcome_rates(lambda *_: stops) if each.by == "all" and each.measure == "arrest")
    assert (every.rate, every.if_unknown_low, every.if_unknown_high) == (round(30 / 90, 6), 0.3, 0.4)
    by = {each.key: each for each in outcome_rates(lambda *_: stops) if each.by == "self_defined_ethnicity"}
    assert (by["white"].if_unknown_low, by["white"].if_unknown_high) == (0.3, 0.4)


def test_who_may_be_of_a_group_widens_its_range() -> None:
    rows = [{"self_defined_ethnicity": "black", "outcome": "arrest"}] * 10
    rows += [{"self_defined_ethnicity": "black"}] * 30 + [{"self_defined_ethnicity": "not_stated"}] * 10
    black = next(
        each
        for each in outcome_rates(lambda *_: frame(rows))
        if (each.by, each.key, each.measure) == ("self_defined_ethnicity", "black", "arrest")
    )
    assert (black.rate, black.if_unknown_low, black.if_unknown_high) == (0.25, 0.2, 0.4)


def test_a_kind_that_nobody_can_read_may_be_a_person() -> None:
    stops = frame([{"kind": ODD[0], "age": "10_to_17"}] * 30 + [{}] * 70)
    assert {each.status for each in breakdown(stops, "age")} == {"unknown"}
    assert {each.status for each in breakdown(stops, "object")} == {"value"}


@given(st.lists(st.sampled_from(["white", "black", "not_stated", *ODD]), max_size=40))
def test_counts_and_rows_tell_the_same(keys: list[str]) -> None:
    stops = frame([{"self_defined_ethnicity": key} for key in keys])
    counts = {key: keys.count(key) for key in set(keys)}
    assert knowledge(stops, "self_defined_ethnicity") == of_counts(counts)
    known = sum(count for key, count in counts.items() if key in ("white", "black"))
    assert of_counts(counts).known == known


@given(st.integers(1, 1000), st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000))
def test_a_value_has_most_answers_and_hardly_a_label_that_nobody_knows(
    known: int, blank: int, unlisted: int, silent: int
) -> None:
    told = Knowledge(known + blank + unlisted + silent, blank + unlisted + silent, unlisted, silent)
    if told.status == "value":
        assert 2 * known >= told.of
        assert unlisted <= unknown_limits()["unlisted"] * (told.of - silent)
    else:
        assert told.status in ("unknown", "not_published")


@given(st.lists(st.text(max_size=30), min_size=2, max_size=6, unique_by=vocabulary.fold_label))
def test_no_two_labels_share_a_key_and_each_is_read_back(labels: list[str]) -> None:
    keys = [vocabulary.unlisted_key(label) for label in labels]
    assert len(set(keys)) == len(keys)
    for label, key in zip(labels, keys, strict=True):
        told = vocabulary.written_of(key)
        assert told == vocabulary.fold_label(label) or (told.endswith(" ...") and len(key) < 150)


@given(st.lists(st.text(max_size=12), min_size=2, max_size=6, unique_by=vocabulary.fold_label))
def test_no_two_codes_of_teams_share_a_key(codes: list[str]) -> None:
    words = vocabulary.field_vocabulary("team")
    unlisted = [code for code in codes if not words.knows(code)]
    assert len({words.key(code) for code in unlisted}) == len(unlisted)


@pytest.mark.parametrize(
    ("written", "key"),
    [("15", "10_to_17"), ("15.0", "10_to_17"), ("9", "under_10"), ("17", "10_to_17"), ("18", "18_to_24"),
     ("34", "25_to_34"), ("35", "over_34"), ("Oct-17", "10_to_17"), ("17-Oct", "10_to_17"), ("10\u201317", "10_to_17")],
)  # fmt: skip
def test_ages_in_years_and_ages_that_a_spreadsheet_took_for_days(written: str, key: str) -> None:
    assert vocabulary.field_vocabulary("age").key(written) == key


@pytest.mark.parametrize("written", ["0", "121", "-5", "fifteen", "1/2", "Nov-18", "15-17"])
def test_any_other_age_is_unknown(written: str) -> None:
    assert vocabulary.is_unknown_key(vocabulary.field_vocabulary("age").key(written))


OLD = {
    "White - White British (W1)": "white", "White - White Irish (W2)": "white",
    "White - Any other White ethnic background (W9)": "white",
    "Black or Black British - Caribbean (B1)": "black", "Black or Black British - African (B2)": "black",
    "Black or Black British - Any other Black ethnic background (B9)": "black",
    "Asian or Asian British - Indian (A1)": "asian", "Asian or Asian British - Pakistani (A2)": "asian",
    "Asian or Asian British - Bangladeshi (A3)": "asian",
    "Asian or Asian British - Any other Asian ethnic background (A9)": "asian",
    "Mixed - White and Black Caribbean (M1)": "mixed", "Mixed - White and Black African (M2)": "mixed",
    "Mixed - White and Asian (M3)": "mixed", "Mixed - Any other Mixed ethnic background (M9)": "mixed",
    "Chinese or other ethnic group - Chinese (O1)": "asian",
    "Chinese or other ethnic group - Any other ethnic group (O9)": "other", "Not Stated (NS)": "not_stated",
}  # fmt: skip
"""The labels of the Met and the City of London Police before December 2017."""


@pytest.mark.parametrize(("written", "group"), OLD.items())
def test_the_seventeen_coded_labels_stand_in_their_groups(written: str, group: str) -> None:
    assert vocabulary.field_vocabulary("self_defined_ethnicity").counted_as(written) == group
