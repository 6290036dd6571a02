"""Installed from an export without `.git`, the portal has all it needs inside."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
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


BUILD = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
ASK = """
from portal import shipped
print(shipped.__file__, shipped.in_checkout(), shipped.method_fingerprint(), shipped.build_fingerprint())
"""


def test_a_wheel_has_the_fingerprints_of_its_checkout(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    here, inside = export(tmp_path / "export"), tmp_path / "deeper" / "installed"
    build = [sys.executable, "-c", BUILD, str(tmp_path)]
    built = subprocess.run(build, cwd=here, capture_output=True, text=True, check=True).stdout.split()[-1]
    with zipfile.ZipFile(tmp_path / built) as wheel:
        wheel.extractall(inside)
    checkout, installed = fingerprint(here), fingerprint(inside)
    assert (checkout[0], installed[0]) == ("True", "False")
    assert checkout[1:] == installed[1:]
    assert checkout[1] != checkout[2]


def fingerprint(folder: Path) -> list[str]:
    """Whether the code in the folder takes itself for a checkout, its fingerprint, and that of all of it."""
    environ = {**os.environ, "PYTHONPATH": str(folder)}
    ask = [sys.executable, "-c", ASK]
    said = subprocess.run(ask, env=environ, cwd=folder, capture_output=True, text=True, check=True).stdout.split()
    assert Path(said[0]).is_relative_to(folder)
    return said[1:]
