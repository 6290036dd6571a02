"""Places by name or code."""

import pytest

from portal.places import LONDON, Kind, UnknownPlace, all_of, boroughs_within, find_place
from portal.residents import residents_of


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


def test_a_kind_says_what_is_true_of_its_places() -> None:
    assert {kind for kind in Kind if kind.is_area} == {Kind.BOROUGH, Kind.BCU}
    assert {kind for kind in Kind if not kind.has_residents} == {Kind.FORCE, Kind.TEAM}
    assert (Kind.BCU.heading, Kind.FORCE.one, Kind.LONDON.one) == ("Police areas", "a police force", "all of London")


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_answers(kind: Kind) -> None:
    """Areas are made of boroughs, and what nobody lives in is of one force."""
    assert kind.heading
    assert kind.word
    for place in all_of(kind):
        assert bool(boroughs_within(place)) == kind.is_area
        assert (residents_of(place) is not None) == kind.has_residents
        assert (place.force is None) == kind.has_residents
        assert place.address == f"/{place.stem}"
