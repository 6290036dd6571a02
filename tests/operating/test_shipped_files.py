"""What `deploy/` promises: two users, each handed no more than it needs; an image of named parts only."""

import configparser
import fnmatch
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.operating.containerfile import DEPLOY, copied, instructions
from tests.required import ROOT, missing

SITE, UPDATE = "portal-site.service", "portal-update.service"


def service(name: str) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string((DEPLOY / name).read_text("utf-8"))
    return dict(parser["Service"])


def test_the_site_is_another_user_and_never_told_of_the_database() -> None:
    site, update = service(SITE), service(UPDATE)
    assert (site["User"], update["User"]) == ("portal-site", "portal")
    assert site["Group"] == update["Group"] == "portal"
    assert site["Environment"] == "PORTAL_SETTINGS=/etc/default/portal"
    assert update["Environment"] == "PORTAL_SETTINGS=/etc/default/portal:-/etc/default/portal-update"
    assert "EnvironmentFile" not in site
    assert "DATABASE" not in (DEPLOY / SITE).read_text("utf-8")
    shared = re.findall(r"^\s*#?\s*(PORTAL_\w+)=", (DEPLOY / "portal.default").read_text("utf-8"), re.MULTILINE)
    assert shared
    assert "PORTAL_DATABASE_URL" not in shared
    assert "-/etc/default/portal-update" in site["InaccessiblePaths"].split()


@pytest.mark.parametrize("name", [SITE, UPDATE])
def test_nothing_a_unit_writes_is_for_everybody_and_no_path_has_to_be_there(name: str) -> None:
    unit = service(name)
    assert unit["UMask"] == "0027"
    for key in ("ReadOnlyPaths", "InaccessiblePaths", "ReadWritePaths"):
        assert all(path.startswith("-") for path in unit.get(key, "").split())


@pytest.mark.full
def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        missing("systemd", "systemd-analyze is not installed")
    for name in (SITE, UPDATE, "portal-update.timer"):
        text = (DEPLOY / name).read_text("utf-8")
        (tmp_path / name).write_text(re.sub(r"/opt/portal/bin/\w+", "/bin/true", text))
    units = [str(tmp_path / name) for name in (SITE, UPDATE, "portal-update.timer")]
    ran = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    ours = [line for line in (ran.stdout + ran.stderr).splitlines() if "portal" in line]
    assert ours == []


def test_the_image_copies_named_parts_and_starts_as_the_site() -> None:
    assert "." not in copied()
    assert not any(name.startswith((".git", "instance", "tests", ".env", ".venv")) for name in copied())
    assert [line for line in instructions() if line.startswith("USER ")] == ["USER portal-site"]
    assert not any("DATABASE" in line for line in instructions())


def is_sent(path: str) -> bool:
    """By the rules of .dockerignore: the last pattern that fits the path, or a folder above it, decides."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pattern = line.removeprefix("!")
        above = [path, *(str(parent) for parent in Path(path).parents if parent != Path())]
        names = [pattern, pattern.removeprefix("**/")] if pattern.startswith("**/") else [pattern]
        if any(fnmatch.fnmatchcase(one, name) for one in above for name in names):
            sent = line.startswith("!")
    return sent


PRIVATE = (
    *(".git/config", ".venv/bin/python", ".env", ".env.example", ".mypy_cache/x", "deploy/.env", "requirements.lock"),
    *("instance/portal.sqlite3", "portal/instance/portal.sqlite3", "data/x.sqlite3-wal", "docs/screenshots/a.jpg"),
    *("tests/conftest.py", "portal/__pycache__/a.pyc"),
)


def test_nothing_private_is_sent_to_the_builder_and_all_that_is_copied_is() -> None:
    assert all(is_sent(name) for name in copied())
    for name in PRIVATE:
        assert not is_sent(name), name


@pytest.mark.full
def test_what_is_copied_is_enough_to_build_the_wheel(tmp_path: Path) -> None:
    """The steps of the image without the image: only the copied files, and the locked build backend."""
    source = tmp_path / "src"
    source.mkdir()
    for name in copied():
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, source / name)
    words = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), "."]
    subprocess.run(words, cwd=source, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"portal/shipped_files/deploy/{path.name}" for path in DEPLOY.iterdir()} <= names
    assert {"wsgi.py", "portal/shipped_files/docs/method.md"} <= names
