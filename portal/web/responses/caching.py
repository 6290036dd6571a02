"""Headers of every answer: nothing from other hosts, nothing inline, cached while it holds, data open to all."""

import hashlib
import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, g, request
from flask_compress import Compress
from werkzeug.http import parse_date

from portal.tables.formats import FORMATS

# What a reader holds already, and which part it wants: RFC 9110 where Werkzeug and the compression leave gaps.
#
# A compressed answer has a tag of its own: `"abc"` goes out as `"abc:br"`. What comes back is read as `"abc"`.

CODINGS = ("br", "gzip")
CODED = re.compile(rf':(?:{"|".join(CODINGS)})"')
ONE_PART = re.compile(r"bytes=(\d+-\d*|-\d+)")
TAGS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")


def read_conditions() -> None:
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


def settle_conditions(tag: str, published: datetime) -> None:
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


SECURITY = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=()",
}
TABLES = tuple(each.media for each in FORMATS.values() if each.is_text)
WORKBOOKS = tuple(each.media for each in FORMATS.values() if not each.is_text)
DATA = ("application/atom+xml", "application/csvm+json", "application/geo+json", "application/json",
        "application/problem+json", *TABLES)  # fmt: skip
TEXTS = (*DATA, "application/xml", "image/svg+xml", "text/css", "text/html", "text/javascript", "text/plain")
OPEN = frozenset((*DATA, *WORKBOOKS, "application/zip"))
ENDINGS = (".json", *(f".{ending}" for ending in FORMATS), ".geojson", ".zip", "/feed.xml", "/SHA256SUMS")
"""Ends of the addresses of data; whatever stands in an edition is data too."""
MINUTES_5 = "public, max-age=300"
FOREVER = "public, max-age=31536000, immutable"
STATIC = Path(__file__).resolve().parents[2] / "static"
NEVER_KEPT = "no-store"
"""Of whatever is not there, or no more: it may come, and nobody in between is to remember what was said of it."""
NOT_CACHED = ("pages.healthz", "pages.readyz", "metrics.metrics_text", "static")
READ = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, Content-Range, ETag, Last-Modified",
}
ASKED = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
}


def register(app: Flask) -> None:
    """Functions after a request run last to first: headers and tag are there before the answer is compressed."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_MIMETYPES=list(TEXTS),
        COMPRESS_ALGORITHM=list(CODINGS),
        COMPRESS_ALGORITHM_STREAMING=list(CODINGS),
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIN_SIZE=1000,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,
    )
    compress = Compress(app)

    def compressed(response: Response) -> Response:
        """A part is never compressed: its numbers count plain bytes. The file behind is closed whatever happens."""
        if response.status_code != 200:
            return response
        if close := getattr(response.response, "close", None):
            response.call_on_close(close)
        whole: Response = compress.after_request(response)
        return whole

    app.before_request(read_conditions)
    app.after_request(compressed)
    app.after_request(add_headers)


def secured(response: Response) -> Response:
    """What every answer has, also an error."""
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    response.vary.update(["Accept-Encoding", "Accept"] if response.status_code >= 400 else ["Accept-Encoding"])
    if response.status_code >= 400:
        response.headers["Cache-Control"] = NEVER_KEPT
    if is_open(response):
        response.headers.update(READ | (ASKED if request.method == "OPTIONS" else {}))
    return response


def add_headers(response: Response) -> Response:
    secured(response)
    if request.endpoint not in NOT_CACHED and request.method != "OPTIONS":
        tagged(response)
    if request.endpoint == "static" and is_mark(request.path.rpartition("/")[2], request.args.get("v", "")):
        response.headers["Cache-Control"] = FOREVER
    if response.status_code == 304:
        keep_tag(response)
    return response


def static_mark(name: str) -> str:
    """What the address of a static file ends in: the beginning of its SHA-256, also of one that was replaced."""
    about = (STATIC / name).stat()
    return mark_of(name, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=64)
def mark_of(name: str, *_about: int) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def is_mark(name: str, version: str) -> bool:
    """Whether a static file is asked for by its mark: then whoever holds it may keep it for ever."""
    return name in statics() and version == static_mark(name)


@cache
def statics() -> frozenset[str]:
    return frozenset(path.name for path in STATIC.iterdir() if path.is_file())


def is_open(response: Response) -> bool:
    """Whether any site may read the answer: data, asked for with GET or HEAD, or asked about with OPTIONS."""
    if request.method == "OPTIONS":
        return request.path.endswith(ENDINGS)
    is_file = request.endpoint == "editions.edition_file" and response.status_code < 400
    return request.method in ("GET", "HEAD") and (is_file or response.mimetype in OPEN)


def tagged(response: Response) -> None:
    """Cached for five minutes unless the answer says otherwise; a tag of its bytes if it has none."""
    if g.get("left_out"):
        response.headers["Cache-Control"] = NEVER_KEPT
    elif response.status_code in (200, 206, 304) and response.cache_control.max_age is None:
        response.headers["Cache-Control"] = MINUTES_5
    if response.status_code == 200 and not response.direct_passthrough:
        response.add_etag()
        response.make_conditional(request)
