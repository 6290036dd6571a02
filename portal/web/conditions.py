"""What a reader holds already, and which part it wants: RFC 9110 where Werkzeug and the compression leave gaps.

A compressed answer has a tag of its own: `"abc"` goes out as `"abc:br"`. What comes back is read as `"abc"`.
"""

import re
from datetime import UTC, datetime

from flask import g, request
from werkzeug.http import parse_date
from werkzeug.wrappers import Response

CODINGS = ("br", "gzip")
CODED = re.compile(rf':(?:{"|".join(CODINGS)})"')
ONE_PART = re.compile(r"bytes=(\d+-\d*|-\d+)")
TAGS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")


def read() -> None:
    """Before every request. A range of another unit, of several parts or of no sense is no range: the whole goes out.

    If-Range stays as it came: a part of the compressed bytes cannot be carried on with plain ones.
    """
    environ = request.environ
    g.held = environ.get("HTTP_IF_NONE_MATCH", "")
    for name in TAGS:
        if name in environ:
            environ[name] = CODED.sub('"', environ[name])
    if request.method != "GET" or not ONE_PART.fullmatch(environ.get("HTTP_RANGE", "").strip()):
        environ.pop("HTTP_RANGE", None)


def settle(tag: str, published: datetime) -> None:
    """Before a document goes out: the tag comes before the part, and a day counts only if it is this document's.

    A newer day than the document's comes from another document at the same address, which was withdrawn since.
    """
    environ = request.environ
    since = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    if since and since != published.astimezone(UTC).replace(microsecond=0):
        environ.pop("HTTP_IF_MODIFIED_SINCE")
    if request.if_none_match.contains_weak(tag):
        environ.pop("HTTP_RANGE", None)


def keep_tag(response: Response) -> None:
    """The tag of a 304 is the one that the reader holds: of the compressed form, if it holds that."""
    tag, _ = response.get_etag()
    for coding in CODINGS:
        if tag and f'"{tag}:{coding}"' in g.held and request.accept_encodings.quality(coding):
            response.set_etag(f"{tag}:{coding}")
            return
