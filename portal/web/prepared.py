"""Documents of an edition as answers: the tag is the file's SHA-256, the date the day it was published."""

from datetime import datetime

from flask import Response, request, send_file

from portal.accounts import canonical
from portal.accounts.shelf import Edition
from portal.web import conditions
from portal.web.pages import shelf

MANIFEST = "manifest.json"
JSON, CSV = "application/json", "text/csv"


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
    conditions.settle(tag, day)
    return send_file(
        path,
        mimetype=kind,
        download_name=save_as or path.name,
        as_attachment=save_as is not None,
        etag=tag,
        last_modified=day,
    )


def joined(edition: Edition, raw: bytes) -> Response:
    """A JSON document of the edition that is put together as it is served."""
    response = Response(raw, mimetype=JSON)
    response.last_modified = day = published_at(edition)
    tag = canonical.sha256(raw)
    response.set_etag(tag)
    conditions.settle(tag, day)
    response.make_conditional(request)
    return response
