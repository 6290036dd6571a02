"""A finding about one force's file touches a place in proportion to what that force usually searches there."""

from hypothesis import given
from hypothesis import strategies as st

from portal import places
from portal.accounts.counting.months import place_month_status
from portal.accounts.counting.place_counts import ForceShares, bearing_limits, spread_over_boroughs
from portal.places import LONDON, NO_POINT, Kind, find_place
from tests.accounts.supplied import held

MET, CITY, BTP = "metropolitan", "city-of-london", "btp"
SQUARE_MILE, LAMBETH, HACKNEY = "E09000001", "E09000022", "E09000012"
POINTLESS = {"id": "points_missing", "severity": "serious", "affects": "places", "sentence": "No points."}


def test_88_rows_of_the_city_without_points_darken_the_city_alone() -> None:
    shares = ForceShares({MET: {LAMBETH: 900, SQUARE_MILE: 40, NO_POINT: 20}, CITY: {NO_POINT: 88}})
    square_mile, lambeth = (find_place(Kind.BOROUGH, code) for code in (SQUARE_MILE, LAMBETH))
    assert CITY in shares.bearing(square_mile)
    assert CITY not in shares.bearing(lambeth)
    supplies = [held(MET, "2019-05"), held(CITY, "2019-05", findings=[POINTLESS])]
    for place, status in ((square_mile, "partial"), (lambeth, "value"), (LONDON, "value")):
        assert place_month_status("2019-05", 7, place, supplies, shares.bearing(place)) == status


def test_a_force_of_which_hardly_a_search_has_a_place_bears_on_its_whole_area() -> None:
    shares = ForceShares({MET: {NO_POINT: 20_000, HACKNEY: 3}, CITY: {SQUARE_MILE: 200}})
    assert all(MET in shares.bearing(place) for place in places.all_of(Kind.BOROUGH))


def test_a_force_and_a_team_are_touched_by_their_own_files_whatever_others_do() -> None:
    shares = ForceShares({MET: {LAMBETH: 99_999}, CITY: {SQUARE_MILE: 1}})
    assert CITY in shares.bearing(find_place(Kind.FORCE, CITY))
    assert CITY not in shares.bearing(LONDON)


def test_a_force_without_a_search_bears_on_everything() -> None:
    assert CITY in ForceShares({MET: {LAMBETH: 10}}).bearing(find_place(Kind.BOROUGH, LAMBETH))


COUNTS = st.dictionaries(st.sampled_from([SQUARE_MILE, LAMBETH, HACKNEY, NO_POINT]), st.integers(0, 500), min_size=1)


@given(COUNTS, st.sampled_from([MET, CITY, BTP]))
def test_spreading_loses_no_search(counts: dict[str, int], force: str) -> None:
    assert abs(sum(spread_over_boroughs(force, counts).values()) - sum(counts.values())) < 1e-6


@given(COUNTS, COUNTS)
def test_shares_add_up_and_whoever_made_most_bears(met: dict[str, int], city: dict[str, int]) -> None:
    shares = ForceShares({MET: met, CITY: city})
    for place in (LONDON, *(find_place(Kind.BOROUGH, code) for code in (SQUARE_MILE, LAMBETH, HACKNEY))):
        own = [shares.share(force, place) for force in (MET, CITY)]
        assert abs(sum(own) - 1) < 1e-6 or own in ([1.0, 1.0], [1.0, 0.0])  # where nobody searched: by their areas
        assert (MET if own[0] >= own[1] else CITY) in shares.bearing(place)
    assert bearing_limits()["least_share"] < 0.5
