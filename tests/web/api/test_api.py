"""The description of the data addresses: complete, true to the routes and models, and readable as a page."""

import re
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web.api import declarations, openapi
from portal.web.api.declarations import FORMS, templates
from portal.web.responses.errors import SORTS
from tests.web.conftest import BASE_URL
from tests.web.proofreading import Proofreader
from tests.web.written_shelf import APRIL

DATA = re.compile(rf"\.({'|'.join(FORMS)})$")


@pytest.fixture
def described(reader: FlaskClient) -> dict[str, Any]:
    answer = reader.get("/openapi.json")
    assert answer.mimetype == "application/json"
    found: dict[str, Any] = answer.get_json()
    return found


def test_every_data_address_is_declared_and_every_declaration_is_an_address(application: Flask) -> None:
    rules = list(application.url_map.iter_rules())
    data = {rule.endpoint for rule in rules for template in templates(rule.rule) if DATA.search(template)}
    assert data | {"editions.edition_file"} == set(declarations.DECLARED), (
        "a route and portal/web/api/declarations.py do not agree"
    )


def test_every_part_of_an_address_is_explained(application: Flask) -> None:
    for address in declarations.data_addresses(application):
        assert set(address.arguments) <= set(declarations.PARAMETERS), address.template


def test_rules_become_addresses() -> None:
    assert list(templates("/<kind:kind>/<name:name>.<any(csv, json):ending>")) == [
        "/{kind}/{name}.csv",
        "/{kind}/{name}.json",
    ]
    assert list(templates("/standard/<any(schema.json, example.csv):name>")) == [
        "/standard/schema.json",
        "/standard/example.csv",
    ]
    assert list(templates("/feed.xml")) == ["/feed.xml"]


def test_the_description_names_every_form_once(described: dict[str, Any], application: Flask) -> None:
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == {address.template for address in declarations.data_addresses(application)}
    operations = [path["get"]["operationId"] for path in described["paths"].values()]
    assert len(set(operations)) == len(operations)
    for template, path in described["paths"].items():
        told = {each["name"] for each in path["get"]["parameters"] if each["in"] == "path"}
        assert told == set(re.findall(r"\{(\w+)\}", template)), template


def test_examples_are_what_the_patterns_allow(described: dict[str, Any]) -> None:
    for path in described["paths"].values():
        for parameter in path["get"]["parameters"]:
            for example in parameter["examples"].values():
                assert re.search(parameter["schema"]["pattern"], example["value"]), parameter["name"]


def test_schemas_are_json_schema_and_name_their_version(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    for schema in schemas.values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    versions = {name: schema["properties"]["schema"]["const"] for name, schema in schemas.items()
                if "schema" in schema.get("properties", {})}  # fmt: skip
    assert versions.items() >= {
        "Account": "account/1", "ComplianceTable": "compliance/1", "CheckDocument": "check/1", "Series": "series/1",
        "SupplyList": "supplies/1", "SupplyDocument": "supply/1", "Manifest": "manifest/1",
        "Differences": "differences/1", "Map": "map/1", "CharterDocument": "charter/1", "Charts": "charts/1",
    }.items()  # fmt: skip


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/boroughs/hackney/2018-19.json", "Account"),
        ("/supplies.json", "SupplyList"),
        (f"/supplies/{APRIL}.json", "SupplyDocument"),
        ("/editions/2018-19/1.1/differences.json", "Differences"),
        ("/editions/2018-19/1.1/manifest.json", "Manifest"),
        ("/editions/2018-19/1.1/map.json", "Map"),
        ("/editions/2018-19/1.1/london/charts.json", "Charts"),
        ("/charter.json", "CharterDocument"),
        ("/boroughs/nowhere.json", "Problem"),
    ],
)
def test_documents_are_what_is_described(
    reader: FlaskClient, described: dict[str, Any], address: str, name: str
) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    with reader.get(address) as answer:
        jsonschema_rs.Draft202012Validator(schema).validate(answer.get_json())


def test_what_is_sent_is_what_is_promised(reader: FlaskClient, application: Flask, described: dict[str, Any]) -> None:
    tried = 0
    for address in declarations.data_addresses(application):
        with reader.get(address.example) as answer:
            if answer.status_code != 200:
                continue
            told = described["paths"][address.template]["get"]["responses"]["200"]
            sent = {name for name in ("ETag", "Last-Modified") if name in answer.headers}
            assert (address.template, sent) == (address.template, set(told["headers"]))
            assert answer.mimetype in told["content"], address.template
            tried += 1
    assert tried > 12


@pytest.mark.parametrize("invented", [True, False])
def test_invented_records_are_under_no_licence(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch, invented: bool
) -> None:
    monkeypatch.setattr(openapi, "are_invented", lambda: invented)
    assert ("license" in reader.get("/openapi.json").get_json()["info"]) is not invented


def test_the_page_says_the_same_as_the_description(
    reader: FlaskClient, described: dict[str, Any], application: Flask
) -> None:
    page = Proofreader(reader).page("/api")
    for template, path in described["paths"].items():
        stem, _, ending = template.partition(".")
        row = next(row for row in page.split("<tr>") if f"<code>{stem}</code>" in row)
        assert f"<code>{f'.{ending}' if ending else 'any'}</code>" in row, template
        if not ending.endswith("-metadata.json"):
            assert path["get"]["summary"].replace("'", "&#39;") in page
    assert "at least 12 months" in page
    assert f"curl {BASE_URL}/london.json" in page
    for sort in SORTS.values():
        assert f'id="{sort.anchor}"' in page


def test_where_a_problem_is_explained_is_on_the_page(reader: FlaskClient) -> None:
    type_ = reader.get("/nowhere.json").get_json()["type"]
    page, _, anchor = type_.removeprefix(BASE_URL).partition("#")
    assert f'id="{anchor}"' in reader.get(page).text
