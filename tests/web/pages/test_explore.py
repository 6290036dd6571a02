"""Exploring a chart: Plotly's script under its hash, and specifications with the figures that the page shows."""

import gzip
import hashlib
import json
import subprocess
import sys
from typing import Any
from xml.etree.ElementTree import Element

import brotli
import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.counting.funnels import Share, funnel
from portal.documents import canonical
from portal.documents.checks import CheckDocument
from portal.documents.figures import Funnel
from portal.documents.manifest import Manifest
from portal.settings import Settings
from portal.web.app import create_app
from portal.web.pages.charts import plotly_address, script
from portal.web.presentation.formatting import format_number, format_share
from tests.accounts.years import account, gap, month
from tests.required import ROOT
from tests.web.page_tables import table
from tests.web.proofreading import SVG, Proofreader

EDITION = "/editions/2018-19/1.0"
MONTHS = [month("2018-04", 1234), month("2018-05", 500, "partial"), *(gap(f"2018-{at:02}") for at in range(6, 13))]
PLACES = {"Barnet": (60, 100), "Brent": (100, 1000), "Camden": (90, 1000), "Ealing": (110, 1000), "Sutton": (1, 20)}
BREAKDOWNS = ("power", "outcome", "self_defined_ethnicity", "officer_defined_ethnicity", "age", "gender", "hour",
              "team", "borough", "day")  # fmt: skip
OBJECT = [{"key": "drugs", "label": "Drugs", "searches": 1734, "of": 1734, "status": "value"}]


def drawn() -> Funnel:
    """Barnet far above the line, Sutton too small to be drawn."""
    found = funnel("arrest", [Share(f"E{at}", name, *PLACES[name]) for at, name in enumerate(PLACES)])
    assert found is not None
    return found


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One borough's account with two months and a funnel, and one check; no database behind them."""
    home = tmp_path_factory.mktemp("explored")
    held = account(MONTHS, funnels=[drawn()], breakdowns={name: [] for name in BREAKDOWNS} | {"object": OBJECT})
    asked = drawn().model_copy(update={"measure": "C01"})
    check = CheckDocument(invented=False, period=held.period, check="C01", rows=[], groups=[], funnel=asked)
    files = {"boroughs/hackney.json": held.model_dump(mode="json", by_alias=True, exclude={"edition"}),
             "checks/C01.json": check.model_dump(mode="json", by_alias=True)}  # fmt: skip
    folder = home / "instance/published/2018-19/1.0"
    for name, document in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(canonical.as_bytes(document))
    hashes = {name: canonical.sha256(canonical.as_bytes(document)) for name, document in files.items()}
    (folder / "manifest.json").write_bytes(canonical.as_bytes(manifest(hashes)))
    return create_app(Settings.from_environ({"PORTAL_HOME": str(home)}))


def manifest(files: dict[str, str]) -> dict[str, Any]:
    whole = Manifest(
        period="2018-19", number="1.0", published_at="2019-05-01T00:00:00Z", reason="", supplies=[], charter=None,
        code="", files=files, previous=None, sha256="",
    )  # fmt: skip
    whole = whole.model_copy(update={"sha256": whole.own_hash()})
    return whole.model_dump(mode="json", by_alias=True)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def address(app: Flask) -> str:
    with app.test_request_context():
        return plotly_address()


def page(app: Flask, name: str) -> Element:
    found: Element = html5lib.parse(Proofreader(app.test_client()).page(f"/boroughs/hackney/{name}"))
    return found


def charts(client: FlaskClient, where: str) -> dict[str, Any]:
    whole = json.loads(client.get(f"{EDITION}/{where}/charts.json").data)
    assert whole["schema"] == "charts/1"
    found: dict[str, Any] = whole["charts"]
    return found


def trends(client: FlaskClient) -> dict[str, Any]:
    """The months of all years, of which this shelf has one."""
    found: dict[str, Any] = json.loads(client.get("/boroughs/hackney/trends/charts.json").data)["charts"]["months"]
    return found


@pytest.mark.parametrize(
    ("taken", "form", "plain"), [("br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes)]
)
def test_the_script_is_plotlys_own_in_every_form_for_a_year(
    client: FlaskClient, address: str, taken: str, form: str | None, plain: Any
) -> None:
    answer = client.get(address, headers={"Accept-Encoding": taken})
    assert plain(answer.data) == script().read_bytes()
    assert answer.headers.get("Content-Encoding") == form
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.mimetype == "text/javascript"
    assert len(answer.data) < 1_500_000 or not form


def test_the_address_is_the_hash_and_no_other_is_answered(client: FlaskClient, address: str) -> None:
    assert address == f"/plotly/{hashlib.sha256(script().read_bytes()).hexdigest()[:16]}.js"
    assert client.get("/plotly/0000000000000000.js").status_code == 404


def test_serving_the_script_loads_no_library_of_numbers() -> None:
    heavy = ("plotly", "narwhals", "numpy", "pandas", "polars")
    program = (
        "import sys, wsgi; from portal.web.pages.charts import script_digest;"
        "assert wsgi.app.test_client().get(f'/plotly/{script_digest()}.js').status_code == 200;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_months_explored_are_those_of_the_table(app: Flask, client: FlaskClient) -> None:
    """Month, figure and label, also where there is none: never a nought."""
    chart = charts(client, "boroughs/hackney")["months"]
    assert trends(client)["data"] == chart["data"]
    (bars,) = chart["data"]
    rows = table(page(app, "trends"), "Searches each month")
    assert dict(zip(bars["customdata"], ([format_number(each)] for each in bars["y"]), strict=True)) == {
        name: cells[:1] for name, cells in rows.items()
    }
    assert bars["hovertext"][:3] == [
        "April 2018: 1,234 searches", "May 2018: 500 searches, part of the month",
        "June 2018: no figure, no file",
    ]  # fmt: skip
    assert bars["marker"]["color"][:2] == ["--bar", "--part"]
    assert [note["x"] for note in chart["layout"]["annotations"]] == bars["x"][2:]


def test_the_axes_explored_are_those_of_the_picture(app: Flask, client: FlaskClient) -> None:
    """Gridlines and names of months, as the server has drawn them."""
    layout = trends(client)["layout"]
    svg = next(each for each in page(app, "trends").iter(f"{SVG}svg") if each.get("class") == "columns")
    texts = ["".join(each.itertext()) for each in svg.iter(f"{SVG}text")]
    letters = [name[0] for name in layout["xaxis"]["ticktext"]]
    assert texts == [*layout["yaxis"]["ticktext"], *letters, "2018-19"]


def test_the_funnel_explored_is_that_of_the_table(app: Flask, client: FlaskClient) -> None:
    """Every borough that is drawn, with its counts; Sutton is too small and stands in the table alone."""
    chart = charts(client, "boroughs/hackney")["arrest"]
    *lines, middle, dots = chart["data"]
    rows = table(page(app, "2018-19/results"), "Searches that led to an arrest")
    assert rows.pop("Sutton")[-1] == "too few to draw"
    assert {
        name: [format_number(of), format_share(each), said.split(", ")[-1]]
        for name, of, each, said in zip(dots["customdata"], dots["x"], dots["y"], dots["hovertext"], strict=True)
    } == {name: [cells[0], cells[2], cells[4]] for name, cells in rows.items()}
    assert dots["hovertext"][0] == "Barnet: 60.0%, 60 of 100, above the line"
    assert (dots["marker"]["symbol"][0], dots["marker"]["symbol"][1]) == ("diamond", "circle")
    assert middle["y"] == [drawn().share] * 2
    curve = drawn().curve
    assert [line["y"] for line in lines[:4]] == [
        [getattr(each, name) for each in curve] for name in ("low_998", "low_95", "high_95", "high_998")
    ]
    assert len(lines) == (6 if drawn().between else 4)


def test_a_picture_says_what_it_is_of(client: FlaskClient) -> None:
    chart = charts(client, "boroughs/hackney")["months"]
    assert chart["title"] == "Searches each month, Hackney"
    assert chart["source"] == "April 2018 to March 2019, edition 1.0. Invented records: not police data."
    assert chart["file"] == "hackney-2018-19-edition-1.0-months.svg"


def test_a_checks_funnel_can_be_explored(client: FlaskClient) -> None:
    chart = charts(client, "checks/C01")["C01"]
    assert chart["title"] == "C01: boroughs beside London"
    assert "Invented" not in chart["source"]


@pytest.mark.parametrize("where", ["london", "boroughs/nowhere", "boroughs/camden", "checks/C99"])
def test_what_has_no_document_has_no_charts(client: FlaskClient, where: str) -> None:
    assert client.get(f"{EDITION}/{where}/charts.json").status_code == 404


def test_without_script_nothing_of_it_shows(app: Flask) -> None:
    """The controls are hidden until explore.js shows them, and name the edition the page is drawn from."""
    boxes = [
        each for name in ("trends", "2018-19/results") for each in page(app, name).iter() if each.get("data-explore")
    ]
    assert [box.get("data-explore") for box in boxes] == ["months", "groups", "arrest"]
    assert [box.get("data-charts") for box in boxes] == [
        *["/boroughs/hackney/trends/charts.json"] * 2, f"{EDITION}/boroughs/hackney/charts.json"]  # fmt: skip
    assert all("hidden" in box.keys() for box in boxes)  # noqa: SIM118


def test_the_script_names_a_style_that_plotly_would_write() -> None:
    """The names by which Plotly and its maps know their own style sheets, so that they write none into the page."""
    plotly, ours = script().read_text("utf-8"), (ROOT / "portal/static/explore.js").read_text("utf-8")
    written = plotly.split('if(!document.getElementById("')[1].split('"')[0]
    assert len(written) == 64
    assert f'"{written}"' in ours
    assert '"plotly.js-style-"+' in plotly
