"""Backup, restore and adopt, killed with -9 at random moments: the same command again does what it was to do.

With tests/commands/test_kill_every.py and test_kill.py that is every command that writes. PORTAL_KILLS as there.
"""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.settings import Settings
from tests.commands import outside
from tests.commands.killing import KILLS, Killer
from tests.conftest import LivingIn, run
from tests.operating.inhabited import entries, forgotten, inhabit, rows, tree

pytestmark = [pytest.mark.full, pytest.mark.sqlite_only(reason="looks into the file of the database")]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Settings]:
    """Two editions of two years, a return, a commentary, something withdrawn."""
    folder = tmp_path_factory.mktemp("whole")
    with living_in(folder / "home") as settings:
        inhabit(run, settings, folder / "records")
        assert run("backup", folder / "backup.tar.gz").code == 0
        yield settings


def other_home(whole: Settings, patch: pytest.MonkeyPatch) -> Path:
    """An empty one, in which commands run from now on."""
    other = whole.home.parent / "other"
    shutil.rmtree(other, ignore_errors=True)
    other.mkdir()
    patch.setenv("PORTAL_HOME", str(other))
    return other


def is_as(whole: Settings, other: Path) -> bool:
    """The same rows, and the same published; and nothing that a look from outside finds."""
    told = Settings.from_environ({"PORTAL_HOME": str(other)})
    assert run("verify").code == 0
    assert outside.faults(other) == []
    return (rows(told), tree(told.published_dir)) == (rows(whole), tree(whole.published_dir))


def test_a_restore_killed_at_random_moments(whole: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    killer = Killer({"PORTAL_HOME": str(whole.home.parent / "other")}, random.Random(15))
    archive = whole.home.parent / "backup.tar.gz"
    while killer.kills < KILLS:
        other = other_home(whole, monkeypatch)
        was_killed = killer.killed("restore", archive)
        again = run("restore", archive)
        assert again.code in ((0, 3) if was_killed else (3,)), again.err
        assert again.code == 0 or "something is held here already" in again.err
        assert is_as(whole, other)


def test_a_backup_killed_at_random_moments(whole: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killer = Killer({"PORTAL_HOME": str(whole.home)}, random.Random(16))
    archive = tmp_path / "saved" / "backup.tar.gz"
    while killer.kills < KILLS:
        shutil.rmtree(archive.parent, ignore_errors=True)
        archive.parent.mkdir()
        killer.killed("backup", archive)
        monkeypatch.setenv("PORTAL_HOME", str(whole.home))
        if not archive.exists():
            again = run("backup", archive)
            assert again.code == 0, again.err
        assert [path.name for path in archive.parent.iterdir() if not path.name.startswith(".")] == [archive.name]
        other = other_home(whole, monkeypatch)
        assert run("restore", archive).code == 0
        assert is_as(whole, other)


def test_an_adoption_killed_at_random_moments(whole: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    killer = Killer({"PORTAL_HOME": str(whole.home.parent / "other")}, random.Random(17))
    archive = whole.home.parent / "backup.tar.gz"
    before = entries(whole)
    while killer.kills < KILLS:
        other = other_home(whole, monkeypatch)
        assert run("restore", archive).code == 0
        forgotten(Settings.from_environ({"PORTAL_HOME": str(other)}))
        killer.killed("adopt")
        again = run("adopt")
        assert again.code == 0, again.err
        assert entries(Settings.from_environ({"PORTAL_HOME": str(other)})) == before
        assert list(outside.of_folder_and_register(other)) == []
