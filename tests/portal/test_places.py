"""Places by name or code."""

import pytest

from portal.places import LONDON, Kind, UnknownPlace, all_of, find_place


def test_a_borough_answers_to_its_name_and_its_code() -> None:
    assert find_place(Kind.BOROUGH, "hackney") == find_place(Kind.BOROUGH, "E09000012")
    assert find_place(Kind.BOROUGH, "kensington-and-chelsea").address == "/boroughs/kensington-and-chelsea"
    assert LONDON.address == "/london"


def test_an_unknown_name_is_said() -> None:
    with pytest.raises(UnknownPlace, match="no borough called 'nowhere'"):
        find_place(Kind.BOROUGH, "nowhere")


def test_there_are_thirty_three_boroughs() -> None:
    places = all_of(Kind.BOROUGH)
    assert len({place.slug for place in places}) == 33
    assert [place.name for place in places] == sorted(place.name for place in places)
