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
from tests.towns import demo_home

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def demo_environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The demo is published; this is the environment of whoever serves or exports it."""
    home = demo_home(tmp_path_factory)
    published = str(home / "instance" / "demo" / "published")
    return {**os.environ, "PORTAL_HOME": str(home), "HOME": str(home), "PORTAL_PUBLISHED_DIR": published}


@pytest.fixture(scope="session")
def demo(demo_environ: dict[str, str]) -> Iterator[str]:
    """The address of the demo's site."""
    yield from served(demo_environ)


@pytest.fixture(scope="session")
def exported(demo_environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo as files, behind a server that knows nothing but files."""
    folder = tmp_path_factory.mktemp("exported")
    words = [sys.executable, "-m", "portal.commands", "export", str(folder)]
    subprocess.run(words, env=demo_environ, cwd=ROOT, check=True, capture_output=True)
    port = free_port()
    words = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(folder), str(port)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(f"http://127.0.0.1:{port}/robots.txt")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


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
