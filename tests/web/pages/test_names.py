"""Finding a place as people name it: part of a name, a short name, a slip of the finger, a postcode."""

import pytest
from flask.testing import FlaskClient

from portal.web.pages import search
from portal.web.pages.search import is_postcode, matching, near, short_names


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("hackney", "/boroughs/hackney"),
        ("Tower Ham", "/boroughs/tower-hamlets"),
        ("TSG", "/teams/metropolitan-tsg"),
        ("territorial support", "/teams/metropolitan-tsg"),
        ("MO7", "/teams/metropolitan-tsg"),
        ("erpt central east", "/teams/metropolitan-response-central-east"),
        ("the Met", "/forces/metropolitan"),
        ("met", "/forces/metropolitan"),
        ("BTP", "/forces/btp"),
        ("rbkc", "/boroughs/kensington-and-chelsea"),
    ],
)
def test_a_place_is_found_as_people_name_it(asked: str, first: str) -> None:
    assert matching(asked)[0].address == first
    assert near("") == matching("") == matching("  ") == []


@pytest.mark.parametrize(
    ("asked", "first"),
    [("hackny", "/boroughs/hackney"), ("kensignton", "/boroughs/kensington-and-chelsea"),
     ("tower hamlts", "/boroughs/tower-hamlets"), ("westminister", "/boroughs/westminster")],
)  # fmt: skip
def test_a_slip_is_forgiven(asked: str, first: str) -> None:
    assert matching(asked) == []
    assert near(asked)[0].address == first


def test_what_is_like_nothing_finds_nothing() -> None:
    assert near("xyzzy quux") == near("e8") == near("hackney xyzzy") == []


@pytest.mark.parametrize("asked", ["E8", "e8 1ea", "SW1A 2AA", "n16"])
def test_a_postcode_is_known_as_one(asked: str) -> None:
    assert is_postcode(asked)


@pytest.mark.parametrize("asked", ["hackney", "tsg", "8", "E8 hackney", ""])
def test_other_words_are_no_postcode(asked: str) -> None:
    assert not is_postcode(asked)


def test_short_names_are_of_places_that_are() -> None:
    assert len(short_names()) > 10


def test_the_page_tells(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "is_place_published", lambda place: True)
    assert reader.get("/find?q=tsg").headers["Location"] == "/teams/metropolitan-tsg"
    assert reader.get("/find?q=the+met").headers["Location"] == "/forces/metropolitan"
    page = reader.get("/find?q=hackny").text
    assert 'No match for "hackny". Did you mean this?' in page
    assert '<a href="/boroughs/hackney">Hackney</a>' in page
    assert "We cannot look up postcodes. Choose your borough:" in reader.get("/find?q=E8+1EA").text
