"""Errors for programs and for people, and addresses with a slash too many."""

import pytest
from flask.testing import FlaskClient

from tests.web.proofreading import BROWSER
from tests.web.written_shelf import CITY, WHY


def test_an_error_of_json_is_a_problem_and_of_a_page_a_page(reader: FlaskClient) -> None:
    answer = reader.get("/boroughs/nowhere.json")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.get_json() == {
        "type": "https://portal.example/api#not-found",
        "title": "Page not found",
        "status": 404,
        "detail": "There is no borough called 'nowhere'.",
        "instance": "/boroughs/nowhere.json",
    }
    assert reader.get("/boroughs/nowhere").mimetype == "text/html"
    assert reader.get("/boroughs/nowhere", headers={"Accept": "application/json"}).get_json()["status"] == 404
    assert reader.get("/boroughs/nowhere.csv", headers=BROWSER).mimetype == "text/html"
    assert reader.get("/boroughs/nowhere.json", headers=BROWSER).mimetype == "text/html"
    assert "Accept" in reader.get("/boroughs/nowhere").headers["Vary"].split(", ")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "csv-metadata.json"])
@pytest.mark.parametrize("accepted", [{}, {"Accept": "*/*"}, {"Accept": "text/csv"}])
def test_an_error_of_any_data_is_a_problem_that_every_site_may_read(
    reader: FlaskClient, ending: str, accepted: dict[str, str]
) -> None:
    answer = reader.get(f"/boroughs/nowhere.{ending}", headers=accepted)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/data/boroughs/nowhere.zip", "/boroughs/nowhere/feed.xml"])
def test_packs_and_feeds_too(reader: FlaskClient, address: str) -> None:
    assert reader.get(address).mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/boroughs/hackney/", "/boroughs/hackney"),
        ("/boroughs/hackney/2018-19/?show=per_1000&x=%26", "/boroughs/hackney/2018-19?show=per_1000&x=%26"),
        ("/editions/2018-19/1.0/", "/editions/2018-19/1.0"),
        ("/editions/2018-19/1.0/boroughs/hackney.csv/", "/editions/2018-19/1.0/boroughs/hackney.csv"),
        ("/words/", "/words"),
    ],
)
def test_a_slash_at_the_end_leads_to_the_address_without(reader: FlaskClient, address: str, to: str) -> None:
    answer = reader.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (308, to)


@pytest.mark.parametrize("address", ["//else.example/", "///else.example/", "/no-such-page/", "/else.example//"])
def test_a_slash_leads_nowhere_else(reader: FlaskClient, address: str) -> None:
    assert reader.get("/", environ_overrides={"PATH_INFO": address}).status_code == 404


def test_a_defect_is_a_problem_that_gives_nothing_away(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("secret")

    monkeypatch.setitem(reader.application.view_functions, "feeds.london_feed", broken)
    answer = reader.get("/feed.xml", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert "secret" not in answer.text


@pytest.mark.parametrize("address", ["/editions/2018/1.0/london.json", f"/supplies/{CITY}.json"])
def test_withdrawn_json_says_when_and_why(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address)
    assert (answer.status_code, answer.get_json()["title"]) == (410, "This has been withdrawn")
    assert answer.get_json()["detail"] == f"This was withdrawn on 2019-08-01: {WHY}"


@pytest.mark.parametrize("address", ["/editions/2018/1.0/boroughs/hackney.csv", f"/supplies/{CITY}/rejected.csv"])
def test_withdrawn_csv_says_so_to_programs_and_to_browsers(reader: FlaskClient, address: str) -> None:
    told = reader.get(address)
    assert (told.status_code, told.mimetype) == (410, "application/problem+json")
    assert told.get_json()["detail"] == f"This was withdrawn on 2019-08-01: {WHY}"
    answer = reader.get(address, headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (410, "text/html")
    assert "1 August 2019: It named a person &amp; &lt;more&gt;." in answer.text
