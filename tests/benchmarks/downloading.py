"""A table of 150,000 searches, served by Gunicorn and by nginx: bytes a second, and what the memory does.

`python -m tests.benchmarks.downloading`. Needs nginx on the PATH; without it only our own figures are shown.
"""

import contextlib
import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from portal.editions.archive import Shelf
from portal.editions.freeze import Draft, publish_edition
from portal.tables.csv_format import csv_bytes, head
from portal.tables.definitions import SEARCHES, Value
from tests.browser.conftest import await_answer, free_port
from tests.browser.kinds_of_page import fetched

ROWS, TIMES, CLIENTS = 150_000, 9, 20
ADDRESS = "/data/2024-25/searches-hackney.csv"
CHUNK = 1 << 18
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on; types {{ text/csv csv; }}
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; location /data/2024-25/ {{ alias {edition}/; }} }}
}}
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="portal-serving-") as name:
        folder = Path(name)
        edition = shelved(folder)
        size = (edition / "searches-hackney.csv").stat().st_size
        print(f"{ROWS:,} rows, {size / 1e6:.1f} MB, medians of {TIMES} downloads over the loopback")
        with contextlib.ExitStack() as servers:
            ours = servers.enter_context(gunicorn(folder))
            theirs = servers.enter_context(nginx(folder, edition)) if shutil.which("nginx") else None
            measured(ours, theirs, size)


def shelved(folder: Path) -> Path:
    """An edition that holds the table."""
    cells: list[Value] = [
             "Person search", "2024-04-30T23:05:00+00:00", "False", "", 51.488991, -0.077746, "Male", "18 to 24",
             "Asian/Asian British - Any other", "Asian", "Misuse of Drugs Act 1971 (section 23)"]  # fmt: skip
    row: list[Value] = [*cells, *["not_recorded"] * (len(SEARCHES.header) - len(cells))]
    raw = head(SEARCHES) + csv_bytes([[*row[:16], line, *row[17:]] for line in range(ROWS)])
    draft = Draft("2024-25", {"london.json": b"{}\n"}, lambda number: [("searches-hackney.csv", raw)], (), "bench")
    made = publish_edition(Shelf(folder / "published"), draft, datetime.now(UTC))
    assert made is not None
    return made.directory


@contextlib.contextmanager
def gunicorn(folder: Path) -> Iterator[tuple[int, int]]:
    """Its port, and its process."""
    port = free_port()
    environ = {**os.environ, "PORTAL_HOME": str(folder), "PORTAL_PUBLISHED_DIR": str(folder / "published")}
    words = ["-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "1", "-k", "gthread", "--threads", "8", "wsgi:app"]
    with subprocess.Popen([sys.executable, *words], env=environ, stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(f"http://127.0.0.1:{port}/healthz")
            yield port, process.pid
        finally:
            process.terminate()


@contextlib.contextmanager
def nginx(folder: Path, edition: Path) -> Iterator[int]:
    port = free_port()
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, port=port, edition=edition))
    folder.chmod(0o755)
    for path in [*edition.parents][:3]:
        path.chmod(0o755)
    with subprocess.Popen(["nginx", "-c", settings], stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(f"http://127.0.0.1:{port}{ADDRESS}")
            yield port
        finally:
            process.terminate()


def measured(ours: tuple[int, int], theirs: int | None, size: int) -> None:
    port, process = ours
    before = memory(process)
    rates: dict[str, list[float]] = {"Gunicorn": [], "nginx": []}
    for _ in range(TIMES):  # in turns, so that a busy moment hits both
        rates["Gunicorn"].append(size / downloaded(port, size))
        if theirs:
            rates["nginx"].append(size / downloaded(theirs, size))
    for _ in range(CLIENTS):
        hung_up(port)
    downloaded(port, size)
    found = {name: statistics.median(each) / 1e6 for name, each in rates.items() if each}
    print(", ".join(f"{name} {rate:,.0f} MB a second" for name, rate in found.items()))
    if theirs:
        share = found["Gunicorn"] / found["nginx"]
        print(f"Gunicorn to nginx: {share:.2f} (aim: at least 0.5) {'met' if share >= 0.5 else 'NOT MET'}")
    grown = memory(process) - before
    verdict = "met" if grown < 10 else "NOT MET"
    print(f"memory grew by {grown:.1f} MB (aim: under 10) {verdict}, after {CLIENTS} clients that hung up")
    print(f"a part of 1,000 bytes: {part(port)}")
    began = time.perf_counter()
    raw = fetched(f"http://127.0.0.1:{port}{ADDRESS}", "br")
    took, grown = time.perf_counter() - began, memory(process) - before
    print(f"compressed with Brotli: {len(raw) / 1e6:.1f} MB in {took:.1f} s, memory grew by {grown:.1f} MB")


def downloaded(port: int, size: int) -> float:
    """Seconds."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", ADDRESS)
    answer = connection.getresponse()
    read = 0
    while chunk := answer.read(CHUNK):
        read += len(chunk)
    connection.close()
    assert read == size, (read, size)
    return time.perf_counter() - began


def hung_up(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", ADDRESS)
    connection.getresponse().read(CHUNK)
    connection.close()


def part(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", ADDRESS, headers={"Range": "bytes=1000-1999"})
    answer = connection.getresponse()
    raw = answer.read()
    connection.close()
    return f"{answer.status}, {len(raw):,} bytes"


def memory(process: int) -> float:
    """MB of the process and its children."""
    ids = [process, *map(int, subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True,
                                             check=False).stdout.split())]  # fmt: skip
    pages = sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in ids)
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
