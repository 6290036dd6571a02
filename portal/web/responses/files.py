"""Documents of an edition as answers: the tag is the file's SHA-256, the date the day it was published."""

import json
from datetime import datetime

from flask import Response, request, send_file

from portal.documents import canonical
from portal.editions.archive import Edition
from portal.tables.csv_format import CSV, csvw
from portal.tables.definitions import Sheet
from portal.tables.formats import FORMATS, saved_formats
from portal.web.pages.accounts import shelf
from portal.web.responses import caching

MANIFEST = "manifest.json"
JSON = "application/json"


def published_at(edition: Edition) -> datetime:
    return datetime.fromisoformat(edition.manifest.published_at)


def prepared(edition: Edition, name: str, otherwise: str, kind: str, save_as: str | None = None) -> Response:
    """A file of the edition, byte for byte; `save_as`: the name it is saved under, which makes it a download.

    NotPublished with the sentence `otherwise`, Withdrawn with the reason, Altered if its bytes are others.
    """
    if name == MANIFEST:
        path = edition.directory / MANIFEST
        tag = canonical.sha256(path.read_bytes())
    else:
        path = edition.named(name, otherwise)
        tag = edition.manifest.files[name]
        if not shelf().is_as_published(path, tag):
            raise edition.altered(name)
    day = published_at(edition)
    caching.settle_conditions(tag, day)
    return send_file(
        path,
        mimetype=kind,
        download_name=save_as or path.name,
        as_attachment=save_as is not None,
        etag=tag,
        last_modified=day,
    )


def json_response(edition: Edition, raw: bytes) -> Response:
    """A JSON document of the edition that is put together as it is served."""
    response = Response(raw, mimetype=JSON)
    response.last_modified = day = published_at(edition)
    tag = canonical.sha256(raw)
    response.set_etag(tag)
    caching.settle_conditions(tag, day)
    response.make_conditional(request)
    return response


# The forms that a page's figures come in: JSON, every form of tables, and what describes the CSV.

METADATA = "csv-metadata.json"
FORMS = {**{ending: each.media for ending, each in FORMATS.items()}, "json": JSON, METADATA: "application/csvm+json"}
ENDINGS = f"any({', '.join(sorted(['json', *(each.ending for each in saved_formats())]))})"
"""In routes: the endings of what an edition holds."""
MADE_ENDINGS = f"any({', '.join(FORMATS)})"
"""In routes: those of a table that is put together as it is asked for."""
ENDED = FORMS | {
    "geojson": "application/geo+json",
    "zip": "application/zip",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "": "text/plain",
}
"""Ending -> what it is, the same on every host; SHA256SUMS has none."""


def media_of(name: str) -> str:
    """What a file of an edition is, by all that follows the first full stop of its name."""
    return ENDED.get(name.rsplit("/", maxsplit=1)[-1].partition(".")[2], "application/octet-stream")


def form(edition: Edition, stem: str, ending: str, otherwise: str, save_as: str = "") -> Response:
    """The edition's file `<stem>.<ending>`; `save_as`: the name without ending under which tables are saved."""
    name = f"{save_as or stem.rsplit('/', maxsplit=1)[-1]}.{ending}"
    return prepared(edition, f"{stem}.{ending}", otherwise, FORMS[ending], name if ending in FORMATS else None)


def edition_metadata(edition: Edition, stem: str, served_as: str, otherwise: str) -> Response:
    """What describes the edition's CSV, for the address whose last part is `served_as`."""
    raw = edition.read(f"{stem}.{METADATA}", otherwise)
    answer = json_response(edition, canonical.as_bytes(json.loads(raw) | {"url": f"{served_as}.{CSV.ending}"}))
    answer.mimetype = FORMS[METADATA]
    return answer


# A table that is put together as it is asked for, in every form: the same rows give the same bytes.


def sheet_response(sheet: Sheet, ending: str, save_as: str) -> Response:
    """In any form, saved as `<save_as>.<ending>`."""
    response = Response(FORMATS[ending].write(sheet), mimetype=FORMATS[ending].media)
    response.headers.set("Content-Disposition", "attachment", filename=f"{save_as}.{ending}")
    return response


def sheet_metadata(sheet: Sheet, served_as: str) -> Response:
    """What describes the CSV, for the address whose last part is `served_as`."""
    raw = csvw(sheet.table, sheet.title, f"{served_as}.{CSV.ending}", invented=sheet.invented)
    return Response(raw, mimetype=FORMS[METADATA])
