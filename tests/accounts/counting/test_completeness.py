"""A month's state: no figure where nobody knows, a figure in part where some of it is missing."""

import pytest

from portal.accounts.counting.months import place_month_status
from portal.places import LONDON, Kind, Place, find_place, forces_by_id
from portal.records import Supply
from tests.accounts.supplied import held

MET, BTP, HACKNEY = (
    find_place(Kind.FORCE, "metropolitan"),
    find_place(Kind.FORCE, "btp"),
    find_place(Kind.BOROUGH, "hackney"),
)
EMPTY = {"id": "empty_file", "severity": "serious", "affects": "rows", "sentence": "The file is empty."}

DOUBLED = {"id": "doubled_file", "severity": "serious", "affects": "doubled", "sentence": "It stands there twice."}
POINTLESS = {"id": "no_points", "severity": "serious", "affects": "places", "sentence": "Most rows have no point."}


def supply(force: str, *findings: dict[str, str]) -> Supply:
    return held(force, "2018-04", findings=list(findings))


@pytest.mark.parametrize(
    ("place", "searches", "supplies", "status"),
    [
        (BTP, 0, [supply("btp", EMPTY)], "missing"),  # an empty file is no nought
        (BTP, 0, [supply("btp")], "value"),  # a declared one is
        (BTP, 0, [], "missing"),
        (MET, 3, [supply("metropolitan", EMPTY)], "partial"),
        (HACKNEY, 0, [supply("metropolitan", EMPTY), supply("city-of-london")], "missing"),  # the Met may have some
        (HACKNEY, 2, [supply("metropolitan", EMPTY), supply("city-of-london")], "partial"),
        (HACKNEY, 0, [supply("city-of-london")], "missing"),
        (HACKNEY, 0, [supply("metropolitan", POINTLESS), supply("city-of-london")], "missing"),
        (HACKNEY, 7, [supply("metropolitan", POINTLESS), supply("city-of-london")], "partial"),
        (LONDON, 7, [supply("metropolitan", POINTLESS), supply("city-of-london")], "value"),  # London needs no point
        (HACKNEY, 0, [supply("metropolitan"), supply("city-of-london")], "value"),
        (LONDON, 5, [supply("metropolitan")], "partial"),
        (LONDON, 5, [supply("metropolitan", DOUBLED), supply("city-of-london")], "unknown"),
        (LONDON, 0, [supply("metropolitan", DOUBLED), supply("city-of-london")], "missing"),
        (LONDON, 5, [supply("metropolitan", DOUBLED)], "unknown"),
        (LONDON, 5, [supply("metropolitan"), supply("city-of-london"), supply("btp", EMPTY)], "value"),
    ],
)
def test_the_state_of_a_month(place: Place, searches: int, supplies: list[Supply], status: str) -> None:
    assert place_month_status("2018-04", searches, place, supplies, frozenset(forces_by_id())) == status
