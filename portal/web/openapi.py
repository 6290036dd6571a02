"""The data addresses described, for programs (OpenAPI 3.1) and for people: made from the routes and the models."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, current_app, render_template
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from portal.accounts import canonical
from portal.places import Kind
from portal.web.api import ALSO, DECLARED, PARAMETERS
from portal.web.data_addresses import Address, of
from portal.web.problems import MEDIA, OTHER, SORTS, Problem

openapi = Blueprint("openapi", __name__)
RULE = (
    "Every document names its schema, such as `account/1`. Within a schema keys may be added, never renamed or "
    "removed, and no key changes its meaning. A new major version is served beside the old one for at least 12 "
    "months, and is announced in the feed before it starts and before the old one ends. Columns of a CSV are added "
    "at the end only."
)


def document(app: Flask) -> dict[str, Any]:
    """The whole description."""
    declared = (data.model for data in DECLARED.values() if data.model)
    models: dict[type[BaseModel], None] = dict.fromkeys([*declared, Problem, *ALSO])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Answerable: stop and search in London",
            "version": "1",
            "summary": "Read-only data of annual accounts, the charter's checks and the files they come from",
            "description": RULE,
            "license": {
                "name": "Open Government Licence v3.0",
                "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            },
        },
        "servers": [{"url": app.config["BASE_URL"]}],
        "paths": {address.template: {"get": operation(address)} for address in of(app)},
        "components": {"schemas": schemas(list(models))},
    }


def schemas(models: list[type[BaseModel]]) -> dict[str, Any]:
    """The models and their parts; a document's `schema` is the one version it is."""
    _, whole = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/components/schemas/{model}"
    )
    found: dict[str, Any] = whole["$defs"]
    for part in found.values():
        version = part.get("properties", {}).get("schema", {})
        if "default" in version:
            version["const"] = version["default"]
    return found


def operation(address: Address) -> dict[str, Any]:
    problem = {MEDIA: {"schema": reference(Problem)}}
    error = problem if address.form == "json" else {"text/html": {"schema": {"type": "string"}}, **problem}
    shape = reference(address.data.model) if address.data.model and address.form == "json" else plain(address)
    return {
        "operationId": re.sub(r"\W+", "_", address.template).strip("_"),
        "summary": address.data.summary,
        "tags": [address.data.section],
        "parameters": [parameter(name, converter) for name, converter in address.arguments.items()],
        "responses": {
            "200": {
                "description": "The document",
                "headers": VALIDATORS,
                "content": {address.media: {"schema": shape}},
            },
            "301": {"description": "It stands under another name; `Location` says which"},
            "304": {"description": "What you hold is what is published"},
            **{
                str(status): {"description": SORTS[status].means, "content": error}
                for status in (404, 410, 416)
            },
        },
    }  # fmt: skip


VALIDATORS = {
    "ETag": {"description": "A hash of these bytes: send it back as If-None-Match", "schema": {"type": "string"}},
    "Last-Modified": {"description": "When the edition was published", "schema": {"type": "string"}},
}


def reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def plain(address: Address) -> dict[str, str]:
    """The schema of what is no document of ours: nothing is said of bytes."""
    if address.form in ("xlsx", "zip"):
        return {}
    return {"type": "object" if address.form in ("json", "geojson") else "string"}


def parameter(name: str, converter: str) -> dict[str, Any]:
    told = PARAMETERS[name]
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": told.means,
        "schema": {"type": "string", "pattern": f"^({pattern(converter)})$"},
        "examples": {value: {"value": value} for value in told.examples},
    }


def pattern(converter: str) -> str:
    """The regular expression of a converter of ours."""
    if converter == "kind":
        return "|".join(kind.plural for kind in Kind if kind is not Kind.LONDON)
    return current_app.url_map.converters[converter].regex


@dataclass
class Listed:
    """Addresses that differ in their ending only, as the page lists them: `/london` with `.csv` and `.json`."""

    stem: str
    endings: list[str]
    says: str
    schema: str


def listed(addresses: list[Address]) -> dict[str, list[Listed]]:
    """Section -> its addresses, each with every ending it comes in."""
    found: dict[str, dict[str, Listed]] = {}
    for address in addresses:
        stem, _, ending = address.template.partition(".")
        section = found.setdefault(address.data.section, {})
        entry = section.setdefault(stem, Listed(stem, [], address.data.summary, ""))
        entry.endings.append(f".{ending}")
        if address.data.model and address.form == "json":
            entry.schema = address.data.model.__name__
    return {section: list(entries.values()) for section, entries in found.items()}


@openapi.get("/openapi.json")
def described() -> Response:
    return Response(canonical.as_bytes(document(current_app)), mimetype="application/json")


@openapi.get("/api")
def page() -> str:
    """The same for people, with something to try."""
    return render_template(
        "api.html", sections=listed(of(current_app)), parameters=PARAMETERS, sorts=SORTS, other=OTHER, rule=RULE
    )
