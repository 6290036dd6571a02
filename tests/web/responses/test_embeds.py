"""Charts in frames and pictures beside links: what the page shows, framable there alone, never without a figure."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image

from portal.web.presentation.account_pages import FRAMES, WHEN
from tests.web.proofreading import Proofreader

YEAR = "/boroughs/hackney/2018-19"


def framed(answer: str) -> bool:
    return "frame-ancestors *" in answer


@pytest.mark.parametrize("name", ["months"])
def test_a_chart_in_a_frame_keeps_the_house_rules_and_may_be_framed(reader: FlaskClient, name: str) -> None:
    page = Proofreader(reader).page(f"/embed{YEAR}/{name}")
    assert framed(reader.get(f"/embed{YEAR}/{name}").headers["Content-Security-Policy"])
    assert f"{YEAR}/{FRAMES[name].page.id}" in page
    assert "<form" not in page
    assert "<script" not in page


def test_no_other_page_may_be_framed(reader: FlaskClient) -> None:
    for address in ("/", YEAR, f"{YEAR}/when", "/compare", "/embed/boroughs/nowhere/2018-19/months"):
        assert "frame-ancestors 'none'" in reader.get(address).headers["Content-Security-Policy"], address


def test_a_chart_shows_what_its_page_shows(reader: FlaskClient) -> None:
    own, whole = reader.get(f"/embed{YEAR}/months").text, reader.get(f"{YEAR}/when").text
    columns = own[own.index('<svg class="columns') : own.index("</figure>")].strip()
    assert columns in whole


def test_what_has_no_figure_is_not_found(reader: FlaskClient) -> None:
    for address in (f"/embed{YEAR}/nothing", "/embed/forces/metropolitan/2018-19/rates"):
        assert reader.get(address).status_code == 404, address


def test_every_frame_is_offered_on_its_page_with_the_address_that_answers(reader: FlaskClient) -> None:
    page = reader.get(f"{YEAR}/when").text
    for frame in (each for each in FRAMES.values() if each.page == WHEN):
        assert (f"https://portal.example/embed{YEAR}/{frame.id}" in page) == (
            reader.get(f"/embed{YEAR}/{frame.id}").status_code == 200
        )


def test_a_code_leads_to_the_name(reader: FlaskClient) -> None:
    answer = reader.get("/embed/boroughs/E09000012/2018-19/months")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/embed{YEAR}/months")
    answer = reader.get("/picture/boroughs/E09000012/2018-19.png")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/picture{YEAR}.png")


def test_the_picture_beside_a_link_is_the_same_each_time_and_of_the_asked_size(reader: FlaskClient) -> None:
    first, again = (reader.get(f"/picture{YEAR}.png") for _ in range(2))
    assert (first.mimetype, first.data) == ("image/png", again.data)
    assert Image.open(BytesIO(first.data)).size == (1200, 630)
    page = reader.get(YEAR).text
    assert f'<meta property="og:image" content="https://portal.example/picture{YEAR}.png">' in page
    assert reader.get("/picture/london/2018-19.png").data != first.data


def test_an_edition_that_was_replaced_offers_no_picture_of_the_newer_one(reader: FlaskClient) -> None:
    page = reader.get("/editions/2018-19/1.0/boroughs/hackney").text
    assert "og:image" not in page
