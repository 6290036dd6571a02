"""Every line of editions has permanent addresses: years, and those that are of no single year."""

import json
import mimetypes
import re

import pytest
from flask.testing import FlaskClient

from portal.documents import canonical
from portal.web.responses.files import media_of
from tests.web.conftest import BASE_URL
from tests.web.proofreading import Proofreader
from tests.web.written_shelf import ROWS


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/editions/series/1.0/data/boroughs/hackney.csv", "text/csv"),
        ("/editions/series/1.0/SHA256SUMS", "text/plain"),
        ("/editions/series/1.0/manifest.json", "application/json"),
        ("/editions/supplies/1.0/supplies.csv", "text/csv"),
        ("/editions/catalogue/1.0/datapackage.json", "application/json"),
        ("/editions/2018-19/1.0/boroughs/hackney.csv", "text/csv"),
    ],
)
def test_every_line_has_permanent_addresses(reader: FlaskClient, address: str, kind: str) -> None:
    with reader.get(address) as answer:
        assert (answer.status_code, answer.mimetype) == (200, kind)


@pytest.mark.parametrize(
    ("line", "says"),
    [("series", "the tables over all years"), ("supplies", "the list of supplies"), ("2018-19", "2018-19")],
)
def test_every_line_has_a_page_that_lists_its_files(reader: FlaskClient, line: str, says: str) -> None:
    page = Proofreader(reader).page(f"/editions/{line}/1.0")
    assert f"<h1>Edition 1.0 of {says}</h1>" in page
    assert f'href="/editions/{line}/1.0/manifest.json"' in page


@pytest.mark.parametrize(
    "address",
    ["/editions/series/9.0", "/editions/other/1.0", "/editions/2018-20/1.0/london.csv", "/editions/series/1.0/no.csv",
     "/editions/series/1.0/../1.0/SHA256SUMS", "/editions/2018-19/1.0/.hidden"],
)  # fmt: skip
def test_what_no_edition_has_is_not_found(reader: FlaskClient, address: str) -> None:
    with reader.get(address) as answer:
        assert answer.status_code == 404


def test_a_table_is_saved_under_a_name_that_says_its_edition(reader: FlaskClient) -> None:
    with reader.get("/editions/2018-19/1.0/boroughs/hackney.csv") as answer:
        assert answer.headers["Content-Disposition"] == "attachment; filename=hackney-2018-19-edition-1.0.csv"
        assert answer.headers["ETag"] == f'"{canonical.sha256(ROWS)}"'


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("london.csv", "text/csv"),
        ("boroughs/hackney.json", "application/json"),
        ("boroughs/hackney.csv-metadata.json", "application/csvm+json"),
        ("london.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("packs/hackney.zip", "application/zip"),
        ("map.svg", "image/svg+xml"),
        ("README.txt", "text/plain"),
        ("SHA256SUMS", "text/plain"),
        ("odd.bin", "application/octet-stream"),
    ],
)
def test_what_a_file_is_hangs_on_its_name_and_not_on_the_host(
    monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    monkeypatch.setattr(mimetypes, "guess_type", lambda _: ("text/host", None))
    assert media_of(name) == kind


def test_a_replaced_edition_offers_its_own_figures(reader: FlaskClient) -> None:
    page = "".join(reader.get(f"/editions/2018-19/1.0/boroughs/hackney{name}").text for name in ("", "/sources"))
    for ending in ("csv", "json", "xlsx"):
        assert f'href="/editions/2018-19/1.0/boroughs/hackney.{ending}"' in page
    assert 'href="/boroughs/hackney/2018-19.csv"' not in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    told = json.loads(found[1])
    assert (told["version"], told["url"]) == ("1.0", f"{BASE_URL}/editions/2018-19/1.0/boroughs/hackney")
    assert [each["contentUrl"] for each in told["distribution"]] == [
        f"{BASE_URL}/editions/2018-19/1.0/boroughs/hackney.{ending}" for ending in ("csv", "json", "xlsx")
    ]


def test_the_newest_edition_offers_both_addresses(reader: FlaskClient) -> None:
    page = reader.get("/boroughs/hackney/2018-19/sources").text
    for address in ("/boroughs/hackney/2018-19", "/editions/2018-19/2.0/boroughs/hackney"):
        assert f'href="{address}.csv"' in page
    assert 'href="/editions/series/1.0/data/boroughs/hackney.csv"' in page


def test_the_data_page_has_the_address_that_stays_beside_the_newest(reader: FlaskClient) -> None:
    page = reader.get("/data").text
    for address in ("/data/boroughs/hackney.csv", "/editions/series/1.0/data/boroughs/hackney.csv",
                    "/editions/supplies/1.0", "/editions/catalogue/1.0"):  # fmt: skip
        assert f'href="{address}"' in page
