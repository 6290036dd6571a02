"""Gunicorn with two workers under load: what is published or withdrawn is so for every request that begins after."""

import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.editions import stamp, withdraw
from portal.editions.archive import Edition
from tests.browser.conftest import await_answer, free_port
from tests.required import ROOT
from tests.web.written_shelf import DAYS, accounts, differs, edition, written

pytestmark = pytest.mark.full
TOTAL = re.compile(r"in London (\d+) times")
LONDON, CLIENTS, CHANGES = "/london/2018-19", 12, 25


@contextmanager
def served(root: Path) -> Iterator[str]:
    port = free_port()
    environ = {**os.environ, "PORTAL_HOME": str(root), "PORTAL_PUBLISHED_DIR": str(root)}
    words = ["-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-w", "2", "-k", "gthread", "--threads", "64", "wsgi:app"]
    with subprocess.Popen(
        [sys.executable, *words], env=environ, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        try:
            await_answer(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


class Clients:
    """They ask without pause, and note when each request began and what it was answered."""

    def __init__(self, address: str) -> None:
        self.address, self.said, self.is_over = address, list[tuple[float, str]](), False
        self.threads = [threading.Thread(target=self.ask) for _ in range(CLIENTS)]

    def ask(self) -> None:
        while not self.is_over:
            began = time.monotonic()
            self.said.append((began, seen(self.address)))

    def __enter__(self) -> "Clients":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over = True
        for thread in self.threads:
            thread.join()


def seen(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return str(TOTAL.findall(answer.read().decode())[0])
    except urllib.error.HTTPError as wrong:
        return str(wrong.code)


def test_every_request_that_begins_after_a_change_sees_it(tmp_path: Path) -> None:
    root = written(tmp_path)
    changed = [(time.monotonic(), "9")]
    with served(root) as site, Clients(f"{site}{LONDON}") as clients:
        for number in range(1, CHANGES):
            time.sleep(0.15)
            name = f"2.{number}"
            DAYS.setdefault(name, DAYS["2.1"])
            with stamp.changing(root):
                edition(root, "2018-19", name, accounts(10 + number) | differs("2.0", 9, 9), reason="corrected")
            changed.append((time.monotonic(), str(10 + number)))
        newest = Edition(root / "2018-19" / f"2.{CHANGES - 1}")
        order = withdraw.Order("A court ordered it.", "2026-11-29T10:00:00+00:00", lambda *_: None)
        withdraw.withdraw_edition_files(newest, newest.manifest.files, order)
        changed.append((time.monotonic(), "410"))
        time.sleep(0.3)
    assert len(clients.said) > 100
    assert clients.said[-1][1] == "410"
    order_of = {what: at for at, (_, what) in enumerate(changed)}
    for began, what in clients.said:
        last = max(at for at, (when, _) in enumerate(changed) if when <= began or at == 0)
        assert order_of[what] >= last, (what, changed[last])
