"""The charter return as a page: what a force should supply, and the files to start from."""

import json
from functools import cache

from flask import Blueprint, Response, render_template, send_file

from portal import shipped, standard
from portal.accounts import canonical
from portal.accounts.files.columns import Column, Table, Type
from portal.accounts.files.metadata import csvw
from portal.web.forms import FORMS, METADATA

standard_pages = Blueprint("standard", __name__)
FILES = {"schema.json": "application/json", "template.csv": "text/csv", "example.csv": "text/csv"}
TYPES: dict[str, Type] = {"number": "number", "integer": "integer", "date": "date", "boolean": "boolean"}
"""Types of a Table Schema that a column here can have; any other (`time`) is a text."""


@standard_pages.get("/standard")
def page() -> str:
    kinds = sorted(set(standard.forbidden().values()))
    return render_template(
        "standard.html", fields=standard.fields(), version=standard.document()["version"], kinds=kinds
    )


@standard_pages.get(f"/standard/<any({', '.join(FILES)}):name>")
def file(name: str) -> Response:
    return send_file(shipped.data("charter_return", name), mimetype=FILES[name])


@standard_pages.get(f"/standard/<any(template, example):name>.{METADATA}")
def described(name: str) -> Response:
    """What describes the columns: made from the schema, so that there is no second one."""
    return Response(metadata(name), mimetype=FORMS[METADATA])


@cache
def metadata(name: str) -> bytes:
    columns = tuple(
        Column(field.name, f"{field.title}. {field.description}", TYPES.get(field.type, "string"), field.required)
        for field in standard.fields()
    )
    table = Table("charter-return", "The charter return", "One search", columns)
    titles = {"template": "An empty charter return", "example": "A worked example of a charter return"}
    whole = json.loads(csvw(table, titles[name], f"{name}.csv", invented=True))
    if name == "template":  # no records, so no word on whose they are
        del whole["dc:rights"]
    return canonical.as_bytes(whole)
