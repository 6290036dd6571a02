"""A note that is always there is told once, of the source; what is odd about one month stays with the month."""

from typing import Any

import pytest

from ingest.findings import examine
from portal import sources
from tests.ingest.findings.series import month_at, plain_profile, supplied


def linked(odd: int) -> dict[str, Any]:
    return plain_profile(100) | {"links": {"stated": 100, "none_but_linked": odd, "arrest_not_linked": 0}}


@pytest.mark.parametrize(("odd", "even", "stated_once"), [(6, 0, True), (5, 0, False), (9, 1, True), (8, 1, False)])
def test_what_stands_on_nine_months_in_ten_is_of_the_source(odd: int, even: int, stated_once: bool) -> None:
    supplies = [supplied(month_at(at), linked(3 if at < odd else 0)) for at in range(odd + even)]
    notes = sources.of_source(supplies)
    assert bool(notes) == stated_once
    assert any(found for _, found in examine.compute_findings(supplies)) == (not stated_once)


def test_the_note_counts_months_and_rows() -> None:
    (note,) = sources.of_source([supplied(month_at(at), linked(3)) for at in range(36)])
    assert (note.source, note.force, note.id) == ("police-uk", "metropolitan", "contradictory_links")
    assert (note.months, note.of, note.rows, note.stated) == (36, 36, 108, 3600)
    assert note.sentence.startswith("In 36 of 36 months")


def test_a_month_with_far_more_of_it_keeps_its_warning() -> None:
    supplies = [supplied(month_at(at), linked(30 if at == 3 else 3)) for at in range(8)]
    told = [[each["id"] for each in found] for _, found in examine.compute_findings(supplies)]
    assert told == [[], [], [], ["contradictory_links"], [], [], [], []]


def test_only_current_supplies_with_rows_count() -> None:
    empty = {**linked(0), "rows_kept": 0}
    held = [supplied(month_at(at), linked(3), state="superseded") for at in range(6)]
    assert sources.of_source([*held, *(supplied(month_at(at), empty) for at in range(6))]) == []
