"""Every figure of an account stands on a page or the overview; a place has the pages that can have a value for it."""

from typing import Any

import pytest

from portal.places import Kind
from portal.tables.rows import account_rows
from portal.web.presentation.account_pages import (
    FAIRNESS,
    PAGES,
    by_or_in,
    frames_of,
    heading,
    pages_of,
    pages_of_row,
)
from tests.web.small_account import HACKNEY, LONDON, MET, TSG, check, figure, small

ON_THE_OVERVIEW = {"searches", "person_searches", "vehicle_only"}
"""Totals, and what is compared with London and the year before."""
BCU = {"kind": "bcu", "code": "central-east", "name": "Central East"}
BROKEN_DOWN = ("object", "power", "outcome", "age", "gender", "team", "borough", "hour", "day", "force",
               "self_defined_ethnicity", "officer_defined_ethnicity")  # fmt: skip
WHOLE: dict[str, Any] = {
    "breakdowns": {name: [figure("x", 3)] for name in BROKEN_DOWN},
    "rates": [{"group": "white", "searches": 1, "residents": 1, "per_1000": 1.0, "ratio_to_white": None, "low": None,
               "high": None, "if_unknown_low": None, "if_unknown_high": None, "status": "value"}],
    "compliance": [check("C05")],
    "crossed": {"object_by_outcome": [{"row": "x", "column": "x", "searches": 3, "of": 3}],
                "day_by_hour": [{"row": "monday", "column": "hour_00", "searches": 3, "of": 3}]},
    "left_out": [{"reason": "No point", "rows": 1, "id": "no_point"}],
    "outcome_rates": [{"measure": "action", "by": "all", "key": "", "label": "All", "searches": 1, "of": 3,
                       "unknown": 0,
                       "rate": 0.3, "low": 0.1, "high": 0.5, "status": "value"}],
    "apart": [{"id": "under_18", "searches": 1, "of": 3, "unknown": 0, "share": 0.3, "status": "value",
               "breakdowns": {}, "outcome_rates": []}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("place", "without"),
    [(HACKNEY, set()), (LONDON, set()), (BCU, set()), (MET, {"fairness"}), (TSG, {"fairness", "teams"})],
)
def test_a_place_has_the_pages_that_can_have_a_value(place: dict[str, str], without: set[str]) -> None:
    found = {page.id for page in pages_of(small(place=place, **WHOLE))}
    assert found == {page.id for page in PAGES} - without


def test_an_account_without_groups_has_no_page_of_them() -> None:
    assert {page.id for page in pages_of(small(place=TSG))} == {"where", "when", "sources"}


def test_no_figure_is_lost_between_the_pages() -> None:
    """Every row of the table is on a page, or is one of the few that the overview alone has."""
    for row in account_rows(small(**WHOLE)):
        is_compared = row.breakdown == "comparison"
        assert pages_of_row(row) or is_compared or row.measure in ON_THE_OVERVIEW, row


def test_every_page_has_a_figure_of_its_own() -> None:
    found = {page.id for row in account_rows(small(**WHOLE)) for page in pages_of_row(row)}
    assert found == {page.id for page in PAGES}


def test_anchors_of_the_one_long_page_lead_to_one_page_each() -> None:
    anchors = [anchor for page in PAGES for anchor in page.anchors]
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        (Kind.BOROUGH, "Hackney", "in Hackney"),
        (Kind.BOROUGH, "City of London", "in the City of London"),
        (Kind.FORCE, "Metropolitan Police", "by the Metropolitan Police"),
        (Kind.TEAM, "Response, Central East", "by Response, Central East"),
    ],
)
def test_a_place_in_a_title(kind: Kind, name: str, said: str) -> None:
    assert by_or_in(kind, name) == said


def test_headings_name_the_place() -> None:
    assert heading(PAGES[0], small()) == "Where in Hackney?"
    assert heading(PAGES[1], small(place=MET)) == "What happened after searches by the Metropolitan Police?"


def test_a_chart_of_rates_may_be_framed_only_where_residents_are_a_fair_measure() -> None:
    rate = {"group": "black", "searches": 9, "residents": 100, "per_1000": 90.0, "ratio_to_white": None, "low": None,
            "high": None, "if_unknown_low": None, "if_unknown_high": None, "status": "value"}  # fmt: skip
    fair, unfair = small(rates=[rate]), small(rates=[rate], unfair_yardstick="Many visitors.")
    assert [frame.id for frame in frames_of(FAIRNESS, fair)] == ["rates"]
    assert frames_of(FAIRNESS, unfair) == []
