"""Which layers a map offers, and what is told to a reader who asks for another."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import places
from portal.documents.map import Layer, LayerFigure, Map, MapArea
from portal.documents.series import FieldHistory
from portal.places import Kind
from portal.web.drawings.maps import asked_layer, can_be_drawn, not_offered, offered
from portal.web.presentation.table_answers import published_by

BOROUGHS = places.all_of(Kind.BOROUGH)


def layer(name: str, known: int) -> Layer:
    """A layer in which so many of the 33 boroughs have a figure."""
    figures = [
        LayerFigure(code=place.code, value=at if at < known else None, shade=0 if at < known else None, status="value")
        for at, place in enumerate(BOROUGHS)
    ]
    return Layer(id=name, title=name, unit="searches", says="", limits=[0], figures=figures)


def on_map(*layers: Layer, searches: int | None = None) -> Map:
    areas = [MapArea(code=place.code, slug=place.slug, name=place.name, path="", searches=searches, shade=None)
             for place in BOROUGHS]  # fmt: skip
    return Map(width=1, height=1, limits=[], areas=areas, layers=list(layers))


def test_a_layer_that_most_boroughs_have_no_figure_in_is_not_offered() -> None:
    drawn = on_map(layer("searches", 33), layer("C05", 16), layer("R01", 17))
    assert [each.id for each in offered(drawn)] == ["searches", "R01"]
    assert [(found.id if (found := asked_layer(drawn, asked)) else "") for asked in ("R01", "C05", "x", "")] == [
        "R01", "searches", "searches", "searches"]  # fmt: skip
    assert not_offered(drawn, None) == not_offered(drawn, "R01") == ""
    assert "fewer than half of the boroughs have a figure" in not_offered(drawn, "C05")


def test_no_map_is_drawn_of_nothing() -> None:
    assert not can_be_drawn(on_map(layer("searches", 3)))
    assert not can_be_drawn(on_map())
    assert can_be_drawn(on_map(searches=3))  # a map from before there were layers


@pytest.mark.parametrize("address", ["/london/2018-19/where?show=C05", "/london/2018-19/where?show=%3Cscript%3E"])
def test_an_address_of_a_layer_that_is_not_offered_is_answered(reader: FlaskClient, address: str) -> None:
    page = reader.get(address)
    assert page.status_code == 200
    assert "Not on this map." in page.text
    assert "<script>" not in page.text.split("<main")[1]
    assert "Not on this map." not in reader.get("/london/2018-19/where").text


def test_what_is_not_published_names_only_whose_files_have_it(application: Flask) -> None:
    def field(state: str, *without: str) -> FieldHistory:
        told = {"field": "team", "state": state, "since": "2018-19", "always": True, "without": list(without)}
        return FieldHistory.model_validate(told)

    senders = ["metropolitan", "city-of-london"]
    assert published_by(field("missing", *senders), senders) == "Nobody"
    assert published_by(field("partly", "metropolitan"), senders) == "City of London Police"
    assert published_by(field("partly", *senders), senders) == "Nobody for every month"
    table = application.jinja_env.get_template("parts/not_published_table.html").module
    page = str(
        table.not_published_table(  # type: ignore[attr-defined]
            [field("partly", "metropolitan")], {"team": "Team"}, {"team": []}, senders
        )
    )
    assert "City of London Police</td>" in page
    assert "Metropolitan Police</td>" in page
    assert "if anybody" not in page
