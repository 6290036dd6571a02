"""The demo, served by Gunicorn as in the field, and a Chromium to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.required import ROOT, missing

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo's site."""
    home = tmp_path_factory.mktemp("demo")
    environ = {**os.environ, "PORTAL_HOME": str(home), "HOME": str(home)}
    words = [sys.executable, "-m", "portal.commands", "demo", "--no-serve"]
    subprocess.run(words, env=environ, cwd=ROOT, check=True, capture_output=True)
    environ["PORTAL_PUBLISHED_DIR"] = str(home / "instance" / "demo" / "published")
    yield from served(environ)


def served(environ: dict[str, str]) -> Iterator[str]:
    port = free_port()
    words = ["-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-k", "gthread", "--threads", "8", "wsgi:app"]
    with subprocess.Popen([sys.executable, *words], env=environ, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_answer(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        missing("browser", "Debian's chromium is not installed")
        return
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=Path(path), args=FLAGS)
