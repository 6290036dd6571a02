"""The charter and its table of checks in other forms: beside charter.py, which shows the pages."""

import json
from typing import Any

from flask import Blueprint, Response

from portal.accounts.files.columns import Row, Sheet
from portal.accounts.files.plainness import plain
from portal.web import assembled
from portal.web.forms import METADATA, described
from portal.web.measured import NO_CHARTER, best, charter_of
from portal.web.tables import CHARTER

charter_files = Blueprint("charter_files", __name__)


@charter_files.get(f"/compliance.{METADATA}")
def compliance_described() -> Response:
    return described(best(), "compliance", "compliance", NO_CHARTER)


@charter_files.get("/charter.<any(csv, xlsx):ending>")
def checks(ending: str) -> Response:
    charter = charter_of(best())
    return assembled.answered(sheet(charter), ending, f"charter-{charter['id']}-edition-{charter['edition']}")


@charter_files.get(f"/charter.{METADATA}")
def checks_described() -> Response:
    return assembled.described(sheet(charter_of(best())), "charter")


def sheet(charter: dict[str, Any]) -> Sheet:
    return Sheet(CHARTER, f"Checks: {charter['title']}", [row(check) for check in charter["checks"]])


def row(check: dict[str, Any]) -> Row:
    """In the order of CHARTER's columns."""
    target = check.get("target") or {}
    told = {
        **{name: plain(str(check.get(name) or "")) for name in CHARTER.header},
        "fields": " ".join(check.get("fields", [])),
        "parameters": json.dumps(check.get("parameters", {}), sort_keys=True),
        "target": target.get("value"),
        "target_set_by": plain(target.get("set_by", "")),
        "target_set_on": target.get("set_on", ""),
        "verified": str(check["verified"]).lower(),
    }
    return [told[name] for name in CHARTER.header]
