"""The forms that a page's figures come in: CSV, JSON, workbook, and what describes the CSV; each a prepared file."""

import json

from flask import Response

from portal.accounts import canonical
from portal.accounts.shelf import Edition
from portal.web.headers import XLSX
from portal.web.prepared import CSV, JSON, joined, prepared

METADATA = "csv-metadata.json"
FORMS = {"csv": CSV, "json": JSON, "xlsx": XLSX, METADATA: "application/csvm+json"}
ENDINGS = "any(csv, json, xlsx)"
SAVED = ("csv", "xlsx")
ENDED = FORMS | {"zip": "application/zip", "svg": "image/svg+xml", "txt": "text/plain", "": "text/plain"}
"""Ending -> what it is, the same on every host; SHA256SUMS has none."""


def media_of(name: str) -> str:
    """What a file of an edition is, by all that follows the first full stop of its name."""
    return ENDED.get(name.rsplit("/", maxsplit=1)[-1].partition(".")[2], "application/octet-stream")


def form(edition: Edition, stem: str, ending: str, otherwise: str, save_as: str = "") -> Response:
    """The edition's file `<stem>.<ending>`; `save_as`: the name without ending under which CSV and XLSX are saved."""
    name = f"{save_as or stem.rsplit('/', maxsplit=1)[-1]}.{ending}"
    return prepared(edition, f"{stem}.{ending}", otherwise, FORMS[ending], name if ending in SAVED else None)


def described(edition: Edition, stem: str, served_as: str, otherwise: str) -> Response:
    """What describes the edition's CSV, for the address whose last part is `served_as`."""
    raw = edition.read(f"{stem}.{METADATA}", otherwise)
    answer = joined(edition, canonical.as_bytes(json.loads(raw) | {"url": f"{served_as}.csv"}))
    answer.mimetype = FORMS[METADATA]
    return answer
