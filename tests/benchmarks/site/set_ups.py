"""What is measured and what it is measured against: the site, an empty view of equal size, and nginx before both.

All of them have the same two cores and the same Gunicorn options; nginx has two workers. TLS is left out everywhere: it
costs each the same, and none of them more for a page that is ready.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.settings import Settings
from tests.browser.conftest import await_answer, free_port
from tests.required import ROOT
from tests.serving.front import configured, site

EMPTY = """
from functools import lru_cache
from flask import Flask, Response
app = Flask(__name__)

@lru_cache
def body(size):
    return b"x" * size

@app.get("/<int:size>")
def empty(size):
    return Response(body(size), mimetype="text/html")

@app.get("/same")
def same():
    return Response(status=304)
"""
NGINX = """
daemon off; {user} pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 2; worker_rlimit_nofile 4096;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{floor}; root {folder}/floor; etag on; }}
  include {folder}/portal.conf;
}}
"""
GUNICORN, EMPTY_VIEW, LIVE, STATIC = "Gunicorn", "empty view", "nginx, live export", "nginx, static page"


@dataclass(frozen=True)
class SetUps:
    """Name -> port; `process`: the site's Gunicorn."""

    ports: dict[str, int]
    process: int
    folder: Path

    def floor_of(self, size: int) -> None:
        """Make nginx' static page of that size."""
        page = self.folder / "floor" / f"{size}.html"
        page.write_bytes(b"x" * size)
        page.chmod(0o644)


@contextlib.contextmanager
def standing(folder: Path, settings: Settings, live: Path | None) -> Iterator[SetUps]:
    """Without nginx on the PATH (`live` is None) only Gunicorn and the empty view."""
    with contextlib.ExitStack() as servers:
        port, process = servers.enter_context(site(settings))
        ports = {GUNICORN: port, EMPTY_VIEW: servers.enter_context(empty(folder))}
        if live:
            ports |= servers.enter_context(nginx(folder, live, port))
        yield SetUps(ports, process, folder)


@contextlib.contextmanager
def empty(folder: Path) -> Iterator[int]:
    (folder / "empty_view.py").write_text(EMPTY)
    port = free_port()
    words = ["-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "2", "-k", "gthread", "--threads", "64",
             "--no-control-socket", "--pythonpath", str(folder), "empty_view:app"]  # fmt: skip
    with stopped_after([sys.executable, *words]):
        await_answer(f"http://127.0.0.1:{port}/1")
        yield port


@contextlib.contextmanager
def nginx(folder: Path, live: Path, behind: int) -> Iterator[dict[str, int]]:
    """The shipped configuration, and beside it a page of equal size with none of our headers."""
    port, plain, floor = free_port(), free_port(), free_port()
    text = configured(folder, live, {"8000": behind, "443": port, "80": plain})
    without_tls = [line for line in text.splitlines() if "ssl_" not in line]
    (folder / "portal.conf").write_text("\n".join(without_tls).replace(" ssl http2", ""))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user, floor=floor))
    (folder / "floor").mkdir()
    SetUps({}, 0, folder).floor_of(1)
    with stopped_after(["nginx", "-c", str(folder / "nginx.conf")]):
        await_answer(f"http://127.0.0.1:{floor}/1.html")
        yield {LIVE: port, STATIC: floor}


@contextlib.contextmanager
def stopped_after(words: Sequence[str]) -> Iterator[None]:
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()
