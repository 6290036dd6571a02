"""A month's state: no figure where nobody knows, a figure in part where some of it is missing."""

import pytest

from portal.accounts.completeness import month_status
from portal.places import LONDON, Kind, Place, named
from portal.records import Supply
from tests.accounts.supplied import held

MET, BTP, HACKNEY = named(Kind.FORCE, "metropolitan"), named(Kind.FORCE, "btp"), named(Kind.BOROUGH, "hackney")
EMPTY = {"id": "empty", "severity": "serious", "affects": "rows", "sentence": "The file is empty."}


def supply(force: str, *findings: dict[str, str]) -> Supply:
    return held(force, "2018-04", findings=list(findings))


@pytest.mark.parametrize(
    ("place", "searches", "supplies", "status"),
    [
        (BTP, 0, [supply("btp", EMPTY)], "missing"),  # an empty file is no nought
        (BTP, 0, [supply("btp")], "value"),  # a declared one is
        (BTP, 0, [], "missing"),
        (MET, 3, [supply("metropolitan", EMPTY)], "partial"),
        (HACKNEY, 0, [supply("metropolitan", EMPTY), supply("city-of-london")], "partial"),
        (HACKNEY, 0, [supply("metropolitan"), supply("city-of-london")], "value"),
        (LONDON, 5, [supply("metropolitan")], "partial"),
        (LONDON, 5, [supply("metropolitan"), supply("city-of-london"), supply("btp", EMPTY)], "value"),
    ],
)
def test_the_state_of_a_month(place: Place, searches: int, supplies: list[Supply], status: str) -> None:
    assert month_status("2018-04", searches, place, supplies) == status
