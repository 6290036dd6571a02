"""A data.police.uk of our own on the loopback, whose months a test may change: for whole runs of `portal update`."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.ingest.sources.rows_of_sources import STOP

Months = dict[tuple[str, str], list[dict[str, Any]]]


class Upstream:
    """`months`: (force, month) -> its stops. `is_down` answers 503 to everything."""

    def __init__(self) -> None:
        self.months: Months = {}
        self.is_down = False
        self.asked = 0

    def answer(self, path: str) -> tuple[int, Any]:
        self.asked += 1
        if self.is_down:
            return 503, {"error": "down"}
        address = urlsplit(path)
        if address.path == "/api/crimes-street-dates":
            return 200, self.listing()
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        stops = self.months.get((asked.get("force", ""), asked.get("date", "")))
        if address.path == "/api/stops-force" and stops is not None:
            return 200, [stop for stop in stops if stop["location"]]
        if address.path == "/api/stops-no-location" and stops is not None:
            return 200, [stop for stop in stops if not stop["location"]]
        return 404, {"error": "no such month"}

    def listing(self) -> list[dict[str, Any]]:
        months = sorted({month for _, month in self.months})
        return [
            {"date": month, "stop-and-search": sorted(force for force, of in self.months if of == month)}
            for month in months
        ]


@contextmanager
def served(upstream: Upstream) -> Iterator[str]:
    """The address of the upstream while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = upstream.answer(self.path)
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def month_of_stops(month: str, rows: int, **changed: Any) -> list[dict[str, Any]]:
    """Distinct stops over the days of a month; one in ten has no location."""
    return [
        {
            **STOP,
            "datetime": f"{month}-{1 + at % 28:02}T{9 + at % 10:02}:{at % 60:02}:07+00:00",
            "location": None if at % 10 == 9 else STOP["location"],
            **changed,
        }
        for at in range(rows)
    ]
