"""A source on the loopback that says what a test tells it to, well or ill, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LISTING = "/api/crimes-street-dates"
Items = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Reply:
    """`claimed`: the Content-Length sent, if not the true one; `only`: bytes sent before breaking off;

    `drip`: seconds before each byte. An ETag among the headers is kept to: 304 and 206 as HTTP has it.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    claimed: int | None = None
    only: int | None = None
    drip: float = 0.0


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    connection: int  # the client's port


@dataclass
class Source:
    """`replies` by path; of several the last is said again and again. What has no reply is 404."""

    url: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    listing: dict[str, list[str]] = field(default_factory=dict)

    def say(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def lists(self, *months: str, force: str = "metropolitan") -> None:
        """The source has these months of the force, and no other."""
        listing = [{"date": month, "stop-and-search": [force, "kent"]} for month in reversed(months)]
        self.say(LISTING, as_json(listing))

    def month(self, month: str, items: Items, no_location: Items = (), etag: str = "") -> None:
        """What the API's two calls give of the Metropolitan Police's month."""
        headers = {"ETag": etag} if etag else {}
        self.say(by_force(month), as_json(items, headers))
        self.say(nowhere(month), as_json(no_location, headers))

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def next_reply(self, path: str) -> Reply:
        waiting = self.replies.get(path, [Reply(b"no such thing", 404)])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


def by_force(month: str, force: str = "metropolitan") -> str:
    return f"/api/stops-force?force={force}&date={month}"


def nowhere(month: str, force: str = "metropolitan") -> str:
    return f"/api/stops-no-location?force={force}&date={month}"


def as_json(value: object, headers: Mapping[str, str] | None = None) -> Reply:
    return Reply(json.dumps(value).encode(), headers={"Content-Type": "application/json", **(headers or {})})


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    source: Source

    def do_HEAD(self) -> None:
        self.answer(with_body=False)

    def do_GET(self) -> None:
        self.answer(with_body=True)

    def answer(self, *, with_body: bool) -> None:
        self.source.asked.append(Asked(self.command, self.path, dict(self.headers), self.client_address[1]))
        reply = self.source.next_reply(self.path)
        status, body, more = self.as_asked(reply)
        self.send_response(status)
        for name, value in {**reply.headers, **more}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if reply.claimed is None else reply.claimed))
        self.end_headers()
        if with_body:
            self.send_body(body[: reply.only], reply.drip)
        self.close_connection = reply.only is not None or reply.claimed is not None

    def as_asked(self, reply: Reply) -> tuple[int, bytes, dict[str, str]]:
        """The reply under the conditions of the request: nothing new, a part, or all of it."""
        etag, asked = reply.headers.get("ETag"), self.headers
        if etag and asked.get("If-None-Match") == etag:
            return 304, b"", {}
        since = reply.headers.get("Last-Modified")
        if since and not asked.get("If-None-Match") and asked.get("If-Modified-Since") == since:
            return 304, b"", {}
        if etag and asked.get("If-Range") == etag and asked.get("Range"):
            start = int(asked["Range"].removeprefix("bytes=").removesuffix("-"))
            last = len(reply.body) - 1
            return 206, reply.body[start:], {"Content-Range": f"bytes {start}-{last}/{last + 1}"}
        return reply.status, reply.body, {}

    def send_body(self, body: bytes, drip: float) -> None:
        if not drip:
            self.wfile.write(body)
            return
        for at in range(len(body)):
            time.sleep(drip)
            self.wfile.write(body[at : at + 1])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no news."""


@contextmanager
def serving() -> Iterator[Source]:
    """A source of its own, until the block ends."""

    class Bound(Handler):
        pass

    with Server(("127.0.0.1", 0), Bound) as server:
        Bound.source = Source(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True)
        thread.start()
        try:
            yield Bound.source
        finally:
            server.shutdown()
            thread.join()
