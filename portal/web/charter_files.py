"""The charter and its table of checks in other forms: beside charter.py, which shows the pages."""

from flask import Blueprint, Response

from portal.web.charter import NO_CHARTER, best
from portal.web.forms import METADATA, described

charter_files = Blueprint("charter_files", __name__)


@charter_files.get(f"/compliance.{METADATA}")
def compliance_described() -> Response:
    return described(best(), "compliance", "compliance", NO_CHARTER)
