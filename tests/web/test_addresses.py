"""Addresses are promises: every kind of address and every CSV header ever published stays.

addresses.txt: a kind of address and one that exists in the town (`{supply}`: one with rejected rows). headers.txt: the
address of a CSV and its header. Add a line for each new one; never take one away: rename in data/redirects.toml.
"""

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from portal.settings import Settings
from portal.web.api.declarations import templates
from portal.web.app import create_app
from portal.web.pages.charts import script_digest
from tests.web.pinned import HEADERS, PINNED

KINDS = [kind for kind, _ in PINNED]


@pytest.fixture(scope="module")
def published(town: Settings) -> Flask:
    return create_app(town)


@pytest.fixture
def visitor(published: Flask) -> FlaskClient:
    return published.test_client()


def test_every_kind_of_address_ever_published_is_there_and_every_new_one_is_pinned(application: Flask) -> None:
    kinds = {kind for rule in application.url_map.iter_rules() for kind in templates(rule.rule)}
    assert set(KINDS) - kinds == set(), "a published address is gone"
    assert kinds - set(KINDS) == set(), "add the new address to tests/web/addresses.txt"


def test_every_csv_has_its_header_pinned() -> None:
    csvs = {address for kind, address in PINNED if kind.endswith(".csv")}
    assert csvs == set(HEADERS), "add the header of the new CSV to tests/web/headers.txt"


@pytest.mark.full
@pytest.mark.parametrize("address", [address for _, address in PINNED])
def test_every_kind_of_address_answers(visitor: FlaskClient, address: str) -> None:
    with visitor.get(filled(address, visitor), follow_redirects=True) as answer:
        assert answer.status_code == 200


@pytest.mark.full
@pytest.mark.parametrize("address", HEADERS)
def test_columns_are_only_ever_added_at_the_end(visitor: FlaskClient, address: str) -> None:
    with visitor.get(filled(address, visitor), follow_redirects=True) as answer:
        columns = answer.get_data().decode("ascii").partition("\r\n")[0].split(",")
    pinned = HEADERS[address].split(",")
    assert columns[: len(pinned)] == pinned


@pytest.mark.full
@pytest.mark.parametrize("address", HEADERS)
def test_what_stands_beside_a_csv_describes_the_columns_of_its_header(visitor: FlaskClient, address: str) -> None:
    described_as_headed(visitor, filled(address, visitor))


@pytest.mark.parametrize("name", ["template", "example", "review/template", "review/example", "review/questions"])
def test_the_files_of_the_standard_are_described_too(reader: FlaskClient, name: str) -> None:
    described_as_headed(reader, f"/standard/{name}.csv")


def described_as_headed(reader: FlaskClient, address: str) -> None:
    path = address.partition("?")[0]
    with reader.get(address) as answer, reader.get(f"{path}-metadata.json") as beside:
        assert (beside.status_code, beside.mimetype) == (200, "application/csvm+json")
        header = answer.get_data().decode("ascii").partition("\n")[0].strip().split(",")
        told = beside.get_json(force=True)
    assert told["url"] == path.rsplit("/", 1)[-1]
    assert [column["titles"] for column in told["tableSchema"]["columns"]] == header


def filled(address: str, visitor: FlaskClient) -> str:
    """The address with what hangs on the town: a supply of its own, the present name of Plotly's script."""
    if address == "{plotly}":
        with visitor.application.test_request_context():
            return url_for("plotly.bundle", name=script_digest())
    if "{supply}" not in address:
        return address
    with visitor.get("/supplies.json") as answer:
        listed = answer.get_json()["supplies"]
    return address.format(supply=next(found["id"] for found in listed if found["rows_rejected"]))
