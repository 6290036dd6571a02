"""A real nginx with deploy/nginx.conf before a real Gunicorn: only ports, paths, certificate and user are others."""

import contextlib
import http.client
import os
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.settings import Settings
from tests.browser.conftest import await_answer, free_port
from tests.required import ROOT

HOST = "portal.example.org"
PATIENCE = 15.0  # seconds
AROUND = """
daemon off; user {user}; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  include {folder}/portal.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    raw: bytes


class Named(http.client.HTTPConnection):
    """Speaks TLS to the shipped host, wherever that is."""

    def connect(self) -> None:
        super().connect()
        self.sock = ssl._create_unverified_context().wrap_socket(self.sock, server_hostname=HOST)


@dataclass(frozen=True)
class Front:
    """`port`: where nginx speaks TLS; `plain`: where it does not; `behind`: the site's own."""

    port: int
    plain: int
    behind: int
    folder: Path

    def ask(self, address: str, method: str = "GET", host: str = HOST, **headers: str) -> Answer:
        return asked(Named("127.0.0.1", self.port, timeout=60), method, address, {"Host": host, **headers})

    def ask_site(self, address: str, method: str = "GET", host: str = HOST, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.behind, timeout=60)
        return asked(connection, method, address, {"Host": host, **headers})


def asked(connection: http.client.HTTPConnection, method: str, address: str, headers: Mapping[str, str]) -> Answer:
    """`If_None_Match="x"` is the header If-None-Match."""
    with contextlib.closing(connection):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, address, headers=named)
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read())


@contextlib.contextmanager
def site(settings: Settings, port: int | None = None, *, workers: int = 2) -> Iterator[tuple[int, int]]:
    """Gunicorn as it is shipped: its port, and its process."""
    port = port or free_port()
    environ = {**os.environ, "PORTAL_HOME": str(settings.home), "PORTAL_PUBLISHED_DIR": str(settings.published_dir)}
    words = ["-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", str(workers), "-k", "gthread", "--threads", "64",
             "--no-control-socket", "wsgi:app"]  # fmt: skip
    with subprocess.Popen([sys.executable, *words], env=environ, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(f"http://127.0.0.1:{port}/healthz")
            yield port, process.pid
        finally:
            process.terminate()


@contextlib.contextmanager
def front(folder: Path, live: Path, behind: int) -> Iterator[Front]:
    """nginx, when it answers; what it says of itself lies in `error.log`."""
    port, plain = free_port(), free_port()
    certified(folder)
    (folder / "portal.conf").write_text(configured(folder, live, {"8000": behind, "443": port, "80": plain}))
    user = "root" if os.geteuid() == 0 else "nobody"
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    with subprocess.Popen(["nginx", "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL) as process:
        try:
            found = Front(port, plain, behind, folder)
            await_front(found)
            yield found
        finally:
            process.terminate()


def configured(folder: Path, live: Path, ports: Mapping[str, int]) -> str:
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    changes = {
        "/etc/ssl/portal/fullchain.pem": str(folder / "own.pem"),
        "/etc/ssl/portal/privkey.pem": str(folder / "own.key"),
        "/var/cache/portal-live": str(live),
        "127.0.0.1:8000": f"127.0.0.1:{ports['8000']}",
        "listen 443": f"listen 127.0.0.1:{ports['443']}",
        "listen 80": f"listen 127.0.0.1:{ports['80']}",
    }
    for shipped, here in changes.items():
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    return text


def certified(folder: Path) -> None:
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
             "-keyout", str(folder / "own.key"), "-out", str(folder / "own.pem")]  # fmt: skip
    subprocess.run(words, check=True, capture_output=True)


def await_front(found: Front) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            found.ask("/healthz")
            return
        time.sleep(0.1)
    raise TimeoutError((found.folder / "error.log").read_text("utf-8", "replace"))
