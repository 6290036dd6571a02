"""Nothing that a command writes is for everybody, whatever umask it was started under."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.private import wide_paths
from portal.settings import Settings
from tests.conftest import Portal
from tests.samples import month_file, row


@pytest.fixture
def careless() -> Iterator[None]:
    """The umask of a machine that lets everybody write."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    paths = [folder, *folder.rglob("*")]
    return {str(path): stat.S_IMODE(path.lstat().st_mode) for path in paths}


@pytest.mark.usefixtures("careless")
def test_under_umask_0_nothing_is_for_everybody(
    portal: Portal, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = tmp_path / "published"
    monkeypatch.setenv("PORTAL_PUBLISHED_DIR", str(published))
    assert portal("ingest", month_file(tmp_path / "records", [row()])).code == 0
    assert portal("publish").code == 0
    instance = settings.home / "instance"
    found = modes(instance) | modes(published)
    assert len(found) > 100
    assert {path: oct(mode) for path, mode in found.items() if mode & 0o027} == {}
    assert found[str(instance)] == 0o700
    assert {found[str(path)] for path in published.rglob("*.json")} == {0o640}
    assert {found[str(path)] for path in (published, *published.glob("*/*"))} == {0o750}
    for path in instance.glob("portal.sqlite3*"):
        assert found[str(path)] == 0o600


@pytest.mark.usefixtures("careless")
@pytest.mark.sqlite_only(reason="it is about the files of SQLite while it is open")
def test_the_log_of_an_open_database_is_the_owners_alone(portal: Portal, settings: Settings) -> None:
    from portal.private import masked
    from portal.store import database

    with masked():
        engine = database.open_database(settings.database_url)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE scratch (a INTEGER)")
            found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (settings.home / "instance").iterdir()}
        engine.dispose()
    assert found == dict.fromkeys(("portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm"), 0o600)


@pytest.mark.usefixtures("careless")
def test_a_defect_is_written_down_for_the_owner_alone(
    portal: Portal, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("portal.commands.status.status", broken)
    assert portal("status").code == 1
    (path,) = (settings.home / "instance" / "defects").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) & 0o027 == 0
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.full
def test_an_export_is_for_everybody_and_the_umask_is_as_before(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal("ingest", month_file(tmp_path / "records", [row()]))
    portal("publish")
    before = os.umask(0o077)
    try:
        assert portal("export", tmp_path / "site").code == 0
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "site" / "index.html").stat().st_mode) == 0o644
    assert stat.S_IMODE((tmp_path / "site" / "boroughs").stat().st_mode) == 0o755


def test_what_an_older_portal_left_open_is_told(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    portal("ingest", month_file(tmp_path / "records", [row()]))
    portal("publish")
    assert list(wide_paths(settings.home / "instance", settings.published_dir)) == []
    (settings.published_dir / "catalogue").chmod(0o755)
    (settings.home / "instance").chmod(0o755)
    wide = dict(wide_paths(settings.home / "instance", settings.published_dir))
    assert wide == {settings.home / "instance": 0o700, settings.published_dir / "catalogue": 0o750}
    assert "portal setup tightens it" in portal("status").out
