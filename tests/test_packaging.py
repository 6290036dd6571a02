"""Installed from an export without `.git`, the portal has all it needs inside."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.required import ROOT
from tests.samples import month_file, row

pytestmark = pytest.mark.full
PARTS = (
    "portal",
    "ingest",
    "geo",
    "templates",
    "data",
    "docs",
    "deploy",
    "wsgi.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
)


def export(into: Path) -> Path:
    for name in PARTS:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, into / name)
    return into


def test_a_wheel_install_ingests_publishes_and_serves(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    venv.create(tmp_path / "env", with_pip=True)
    python = str(tmp_path / "env" / "bin" / "python")
    lock = ["-m", "pip", "install", "-q", "--require-hashes", "-r", str(ROOT / "requirements.lock")]
    subprocess.run([python, *lock], check=True)
    here = export(tmp_path / "export")
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "."], cwd=here, check=True)
    shutil.rmtree(here)
    month_file(tmp_path / "records", [row()])
    environ = {**os.environ, "PORTAL_HOME": str(tmp_path / "home")}
    portal = str(tmp_path / "env" / "bin" / "portal")
    for words in (["ingest", str(tmp_path / "records")], ["publish"]):
        subprocess.run([portal, *words], env=environ, cwd=tmp_path, check=True)
    asks = (
        "import wsgi; c = wsgi.app.test_client();"
        "print(*(c.get(path).status_code for path in ('/boroughs/hackney/2018', '/static/site.css', '/method')))"
    )
    served = subprocess.run([python, "-c", asks], env=environ, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert served.stdout.split() == ["200"] * 3
    assert sys.version_info >= (3, 11)
