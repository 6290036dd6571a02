"""The site's own answers as files, for a web server that stands before it and gives them out by itself.

Unlike the files of an export they are byte for byte what the site answers. Only an answer of which the server's
configuration (deploy/nginx.conf) gives every header becomes a file; all others stay with the site: what moved, what was
withdrawn, what is saved under a name of its own, what is asked for with a question.

What headers a file has is told by the folder it lies in: `pages` (an address's page, `/a` as `a.html`), `drawn`,
`dated` (as old as its edition), `named` (dated, and under the name it has), `versions/<v>` (asked for with `?v=`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from flask import Flask
from werkzeug.test import TestResponse

from portal.export.crawl import HTML, BrokenLink, beginnings, catalogue_links, redirected, walked
from portal.export.links import links_of
from portal.web.app import HOME, asset
from portal.web.responses import caching
from portal.web.responses.caching import FOREVER
from portal.web.responses.files import ENDED

PLAIN = re.compile(r"/(?:[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9][A-Za-z0-9_.-]*)*)?")
"""An address that can name a file: no empty part, none that begins with a full stop, nothing escaped."""
VERSION = re.compile(r"(?P<address>/static/[^?]+)\?v=(?P<version>[0-9a-f]{12})")
PAGES, DRAWN, DATED, NAMED, VERSIONS = "pages", "drawn", "dated", "named", "versions"
HOME_LEAF = "/-"
"""How the file of the home page is named: as no address is."""
TEXT = "; charset=utf-8"
KINDS = {
    **{ending: kind for ending, kind in ENDED.items() if ending in ("csv-metadata.json", "json", "zip")},
    **{ending: f"{kind}{TEXT}" for ending, kind in ENDED.items() if ending in ("", "csv", "svg", "txt")},
    "css": f"text/css{TEXT}",
    "geojson": "application/geo+json",
    "js": f"text/javascript{TEXT}",
    "xml": f"application/xml{TEXT}",
}
"""Ending -> content type, as the configuration has it; feeds are apart."""
UNTOLD = ("Accept-Ranges", "Content-Length", "Date", "ETag", "Last-Modified")
"""Headers that the server makes itself, from the file."""
MOMENTS = 1 << 30


@dataclass(frozen=True)
class LiveFile:
    """Its path in a release, its bytes, and the second it is dated: a server makes tag and date from that.

    A page's second is made from its bytes, so that another page never has its tag.
    """

    path: str
    raw: bytes
    second: int


def live_files(app: Flask) -> Iterator[LiveFile | BrokenLink]:
    """Every file of the site, and at the end every broken link."""
    first = [*beginnings(app.extensions["shelf"]), *versions(app)]
    yield from walked(app, first, served, lambda address, answer: [])


def versions(app: Flask) -> list[str]:
    """The static files by the addresses that pages name them under."""
    with app.test_request_context():
        return [asset(path.name) for path in sorted((HOME / "static").iterdir()) if path.is_file()]


def served(address: str, answer: TestResponse) -> tuple[LiveFile | None, list[str]]:
    """The answer as a file, unless it stays with the site, and the addresses without a question that it links to."""
    if target := redirected(answer):
        return None, [target]
    if answer.history:
        return None, [answer.request.path]
    path = path_in_release(address, answer)
    is_file = answer.status_code == 200 and path is not None and given(answer) == by_configuration(path)
    if answer.mimetype == HTML:
        links = [link for link in links_of(answer.text) if "?" not in link]
    else:
        links = catalogue_links(address, answer.data) if is_file else []
    return LiveFile(path, answer.data, second_of(answer)) if path and is_file else None, links


def path_in_release(address: str, answer: TestResponse) -> str | None:
    if found := VERSION.fullmatch(address):
        return f"{VERSIONS}/{found['version']}{found['address']}"
    if not PLAIN.fullmatch(address):
        return None
    if answer.mimetype == HTML:
        return f"{PAGES}{HOME_LEAF if address == '/' else address}.html"
    folder = NAMED if "Content-Disposition" in answer.headers else DATED if answer.last_modified else DRAWN
    return f"{folder}{address}"


def given(answer: TestResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers if name not in UNTOLD}


def by_configuration(path: str) -> dict[str, str]:
    """The headers that deploy/nginx.conf gives to a file of a release."""
    folder, _, rest = path.partition("/")
    found = {
        **caching.SECURITY,
        "Vary": "Accept-Encoding",
        "Content-Type": live_content_type(path),
        "Cache-Control": live_cache_control(path),
    }
    if folder in (NAMED, VERSIONS):
        found["Content-Disposition"] = f"inline; filename={path.rpartition('/')[2]}"
    if is_for_all(folder, rest):
        found |= caching.READ
    return found


def live_content_type(path: str) -> str:
    if path.startswith(f"{PAGES}/"):
        return f"{HTML}{TEXT}"
    name = path.rpartition("/")[2]
    return f"application/atom+xml{TEXT}" if name == "feed.xml" else KINDS.get(name.partition(".")[2], "")


def live_cache_control(path: str) -> str:
    if path.startswith((f"{VERSIONS}/", f"{DRAWN}/plotly/")):
        return FOREVER
    return "no-cache" if path.startswith(f"{NAMED}/static/") else caching.MINUTES_5


def is_for_all(folder: str, rest: str) -> bool:
    """Data; and of an edition every file under the name it has there."""
    if folder not in (DRAWN, DATED, NAMED):
        return False
    return rest.endswith((".json", ".geojson", ".csv", ".zip", "feed.xml")) or (
        folder == NAMED and rest.startswith("editions/")
    )


def second_of(answer: TestResponse) -> int:
    """Before 2004 where it is made from the bytes: no reader can think it newer than what he holds."""
    if isinstance(answer.last_modified, datetime):
        return int(answer.last_modified.timestamp())
    return int.from_bytes(sha256(answer.data).digest()[:8], "big") % MOMENTS
