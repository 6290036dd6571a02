"""The data addresses described, for programs (OpenAPI 3.1) and for people: made from the routes and the models."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, current_app, render_template
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from portal.documents import canonical
from portal.places import Kind
from portal.tables.dictionary import LICENCE
from portal.web.api.declarations import ALSO, DECLARED, PARAMETERS, Address, data_addresses
from portal.web.responses.caching import WORKBOOKS
from portal.web.responses.errors import MEDIA, OTHER, SORTS, Problem
from portal.web.whose import are_invented, rights

openapi = Blueprint("openapi", __name__)
BYTES = (*WORKBOOKS, "application/zip", "application/octet-stream")
RULE = (
    "Every document names its schema, such as `account/1`. Within a schema keys may be added, never renamed or "
    "removed, and no key changes its meaning. A new major version is served beside the old one for at least 12 "
    "months, and is announced in the feed before it starts and before the old one ends. Columns of a CSV are added "
    "at the end only."
)


def describe_api(app: Flask) -> dict[str, Any]:
    """The whole description."""
    declared = (data.model for data in DECLARED.values() if data.model)
    models: dict[type[BaseModel], None] = dict.fromkeys([*declared, Problem, *ALSO])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Answerable: stop and search in London",
            "version": "1",
            "summary": "Read-only data of annual accounts, the charter's checks and the files they come from",
            "description": f"{RULE} {rights()}",
            **licence(),
        },
        "servers": [{"url": app.config["BASE_URL"]}],
        "paths": {address.template: {"get": operation(address)} for address in data_addresses(app)},
        "components": {"schemas": schemas(list(models))},
    }


def licence() -> dict[str, Any]:
    """Of police data only: invented records are under nobody's licence."""
    if are_invented() is not False:
        return {}
    return {"license": {"name": "Open Government Licence v3.0", "url": LICENCE}}


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
    error = {MEDIA: {"schema": reference(Problem)}, "text/html": {"schema": {"type": "string"}}}
    return {
        "operationId": re.sub(r"\W+", "_", address.template).strip("_"),
        "summary": address.data.summary,
        "tags": [address.data.section],
        "parameters": [
            *(parameter(name, pattern(converter)) for name, converter in address.arguments.items()),
            *(parameter(name, PARAMETERS[name].pattern) | {"in": "query"} for name in address.data.asks),
        ],
        "responses": {
            "200": {
                "description": "The document",
                "headers": {name: told for name, told in VALIDATORS.items() if address.data.dated or name == "ETag"},
                "content": {media: {"schema": response_schema(address, media)} for media in address.media},
            },
            "301": {"description": "It stands under another name; `Location` says which"},
            "304": {"description": "What you hold is what is published"},
            **{
                str(status): {"description": SORTS[status].means, "content": error}
                for status in (404, 410, 412, 416, 503)
            },
        },
    }  # fmt: skip


VALIDATORS = {
    "ETag": {"description": "A hash of these bytes: send it back as If-None-Match", "schema": {"type": "string"}},
    "Last-Modified": {
        "description": "Since when it stands",
        "schema": {"type": "string"},
    },
}


def reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def response_schema(address: Address, media: str) -> dict[str, str]:
    """The schema of a document of ours; of any other its sort, and nothing of bytes."""
    if address.data.model and address.form == "json":
        return reference(address.data.model)
    if media in BYTES:
        return {}
    return {"type": "object" if "json" in media else "string"}


def parameter(name: str, allowed: str) -> dict[str, Any]:
    told = PARAMETERS[name]
    return {
        "name": name,
        "in": "path",
        "required": told.required,
        "description": told.means,
        "schema": {"type": "string", "pattern": f"^({allowed})$"},
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


def group_addresses(addresses: list[Address]) -> dict[str, list[Listed]]:
    """Section -> its addresses, each with every ending it comes in."""
    found: dict[str, dict[str, Listed]] = {}
    for address in addresses:
        stem, _, ending = address.template.partition(".")
        section = found.setdefault(address.data.section, {})
        entry = section.setdefault(stem, Listed(stem, [], address.data.summary, ""))
        entry.endings.append(f".{ending}" if ending else "any")
        if address.data.model and address.form == "json":
            entry.schema = address.data.model.__name__
    return {section: list(entries.values()) for section, entries in found.items()}


@openapi.get("/openapi.json")
def openapi_json() -> Response:
    return Response(canonical.as_bytes(describe_api(current_app)), mimetype="application/json")


@openapi.get("/api")
def api_page() -> str:
    """The same for people, with something to try."""
    return render_template(
        "api.html",
        sections=group_addresses(data_addresses(current_app)),
        parameters=PARAMETERS,
        sorts=SORTS,
        other=OTHER,
        rule=RULE,
    )
