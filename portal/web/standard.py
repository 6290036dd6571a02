"""The charter return as a page: what a force should supply, and the files to start from."""

from flask import Blueprint, Response, render_template, send_file

from portal import shipped, standard

standard_pages = Blueprint("standard", __name__)
FILES = {"schema.json": "application/json", "template.csv": "text/csv", "example.csv": "text/csv"}


@standard_pages.get("/standard")
def page() -> str:
    kinds = sorted(set(standard.forbidden().values()))
    return render_template(
        "standard.html", fields=standard.fields(), version=standard.document()["version"], kinds=kinds
    )


@standard_pages.get(f"/standard/<any({', '.join(FILES)}):name>")
def file(name: str) -> Response:
    return send_file(shipped.data("charter_return", name), mimetype=FILES[name])
