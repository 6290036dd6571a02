"""The data pages: all there is, what each column means, and every form beside its page."""

import json
import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask.testing import FlaskClient

from portal.editions.archive import Shelf
from portal.settings import Settings
from portal.tables import dictionary
from portal.tables.definitions import TABLES
from portal.web.app import create_app
from tests.conftest import LivingIn
from tests.publishing.tabled_town import published
from tests.web.proofreading import Proofreader

pytestmark = pytest.mark.full
PAGES = ("/boroughs/hackney/2018-19", "/london/2018-19", "/forces/metropolitan/2018-19", "/boroughs", "/forces",
         "/section-60", "/compliance/2018-19", "/charter/R07", "/supplies")  # fmt: skip


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Shelf]:
    yield from published(tmp_path_factory, living_in, whole=True)


@pytest.fixture(scope="module")
def client(shelf: Shelf) -> FlaskClient:
    return create_app(Settings.from_environ({"PORTAL_HOME": str(shelf.root.parent.parent)})).test_client()


def asked(client: FlaskClient, address: str) -> tuple[int, str, bytes]:
    with closing(client.get(address)) as answer:
        return answer.status_code, answer.mimetype or "", bytes(answer.data)


@pytest.mark.parametrize("page", PAGES)
def test_every_form_stands_beside_its_page_and_is_linked_from_it(client: FlaskClient, page: str) -> None:
    text = asked(client, page)[2].decode()
    for ending, kind in (("csv", "text/csv"), ("json", "application/json"), ("xlsx", "spreadsheetml.sheet")):
        assert f'href="{page}.{ending}"' in text, ending
        status, mimetype, raw = asked(client, f"{page}.{ending}")
        assert (status, kind in mimetype, len(raw) > 100) == (200, True, True), ending
    status, mimetype, raw = asked(client, f"{page}.csv-metadata.json")
    assert (status, mimetype) == (200, "application/csvm+json")
    assert json.loads(raw)["url"] == f"{page.rsplit('/', 1)[-1]}.csv"


def test_the_data_page_lists_every_table_and_every_link_answers(client: FlaskClient) -> None:
    page = Proofreader(client).page("/data")
    links = set(re.findall(r'href="(/data/[^"]+)"', page))
    assert {"/data/2018-19/accounts.csv", "/data/2018-19/searches-hackney.csv", "/data/boroughs/hackney.zip",
            "/data/london.csv", "/data/datapackage.json", "/data/dictionary"} <= links  # fmt: skip
    assert [link for link in sorted(links) if asked(client, link)[0] != 200] == []


def test_the_dictionary_has_every_column_measure_and_status(client: FlaskClient) -> None:
    page = Proofreader(client).page("/data/dictionary")
    for name in [column.name for table in TABLES.values() for column in table.columns]:
        assert f"<code>{name}</code>" in page
    for name in [*dictionary.defined_measures(), *dictionary.statuses()]:
        assert f"<code>{name}</code>" in page


def test_pages_tell_search_engines_of_the_data_behind_them(client: FlaskClient) -> None:
    for page in ("/data", "/compliance", *PAGES):
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', asked(client, page)[2].decode())
        assert found
        told = json.loads(found[1])
        assert told["distribution"], page
        assert told["@type"] == "Dataset"
        for each in told["distribution"]:
            path = re.sub(r"^https?://[^/]+", "", each["contentUrl"])
            status, mimetype, _ = asked(client, path)
            assert (status, mimetype) == (200, each["encodingFormat"])


def test_a_code_leads_to_the_name_and_unknown_tables_nowhere(client: FlaskClient) -> None:
    for address, to in (
        ("/data/boroughs/E09000012.csv", "/data/boroughs/hackney.csv"),
        ("/data/boroughs/E09000012.zip", "/data/boroughs/hackney.zip"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.location) == (301, to)
    for address in ("/data/2018-19/searches-nowhere.csv", "/data/2018-19/other.csv", "/data/boroughs/nowhere.csv",
                    "/data/1999/accounts.csv", "/data/schemas/other.json"):  # fmt: skip
        assert asked(client, address)[0] == 404, address
