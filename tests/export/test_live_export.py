"""The folder of a live export: live when whole, down before anything changes, and nothing of a killed run is live."""

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import shipped
from portal.editions import stamp
from portal.editions import stamp as live
from portal.editions.stamp import CURRENT, RELEASES
from portal.export import live as live_export
from portal.export.live import MARK, NotLive, live_made_of, made_live, prepared_folder, released, whole_releases
from portal.export.live_site import LiveFile
from portal.settings import Settings
from tests.conftest import run

PAGE = LiveFile("pages/words.html", b"<p>words</p>" * 200, 7)
SMALL = LiveFile("named/a.json", b"{}", 1_500_000_000)


class Killed(BaseException):
    """The process is gone."""


def made(folder: Path, *site: LiveFile, of: str = "1") -> Path:
    prepared_folder(folder)
    release, _ = released(folder, site, of)
    made_live(folder, release)
    return release


def numbers(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / RELEASES).iterdir())


def test_a_release_is_live_whole_and_alone(tmp_path: Path) -> None:
    made(tmp_path, PAGE, SMALL)
    page = tmp_path / CURRENT / PAGE.path
    assert page.read_bytes() == PAGE.raw
    assert gzip.decompress(page.with_name("words.html.gz").read_bytes()) == PAGE.raw
    assert not (tmp_path / CURRENT / "named" / "a.json.gz").exists()
    assert (page.stat().st_mtime, (tmp_path / CURRENT / SMALL.path).stat().st_mtime) == (7, 1_500_000_000)
    made(tmp_path, SMALL, of="2")
    assert numbers(tmp_path) == ["2"]
    assert live_made_of(tmp_path) == "2"
    assert not page.exists()


def test_what_is_as_it_was_shares_its_bytes_and_what_is_damaged_is_mended(tmp_path: Path) -> None:
    made(tmp_path, PAGE, SMALL)
    inode = (tmp_path / CURRENT / PAGE.path).stat().st_ino
    prepared_folder(tmp_path)
    release, counts = released(tmp_path, [PAGE, SMALL], "2")
    assert (counts.files, counts.same) == (2, 2)
    made_live(tmp_path, release)
    assert (tmp_path / CURRENT / PAGE.path).stat().st_ino == inode
    for damaged in (PAGE.path, f"{PAGE.path}.gz"):
        path = tmp_path / CURRENT / damaged
        path.write_bytes(path.read_bytes()[:-9] + b"x" * 9)
        os.utime(path, (7, 7))
        prepared_folder(tmp_path)
        release, counts = released(tmp_path, [PAGE, SMALL], "3")
        assert (counts.files, counts.same) == (2, 1)
        made_live(tmp_path, release)


def test_a_killed_run_leaves_what_was_live_and_the_next_removes_what_it_left(tmp_path: Path) -> None:
    def until_killed() -> Iterator[LiveFile]:
        yield LiveFile("pages/leak.html", b"leak", 1)
        raise Killed

    made(tmp_path, PAGE)
    for _ in range(2):
        with pytest.raises(Killed):
            released(tmp_path, until_killed(), "2")
        assert (tmp_path / CURRENT).readlink() == Path(RELEASES, "1")
        assert [path.name for path in whole_releases(tmp_path)] == ["1"]
        assert list(tmp_path.rglob("leak.html"))
    made(tmp_path, SMALL, of="3")
    assert not list(tmp_path.rglob("leak.html"))
    assert len(numbers(tmp_path)) == 1


def test_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(NotLive):
        prepared_folder(tmp_path)
    assert not (tmp_path / MARK).exists()


def test_everybody_may_read_what_is_public_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        made(tmp_path / "live", PAGE)
    finally:
        os.umask(before)
    assert {oct(path.stat().st_mode)[-3:] for path in (tmp_path / "live" / RELEASES).rglob("*") if path.is_file()} == {
        "644"
    }
    folders = [tmp_path / "live", *(path for path in (tmp_path / "live").rglob("*") if path.is_dir())]
    assert {oct(path.stat().st_mode)[-3:] for path in folders} == {"755"}


def test_before_anything_changes_nothing_is_live(tmp_path: Path) -> None:
    root, folders = tmp_path / "published", [tmp_path / "a", tmp_path / "b"]
    root.mkdir()
    for folder in folders:
        made(folder, PAGE)
        live.hang(root, folder)
    assert live.hanging(root) == folders
    with stamp.changing(root):
        assert not any((folder / CURRENT).is_symlink() for folder in folders)
    assert [numbers(folder) for folder in folders] == [["1"], ["1"]]
    live.remove_releases(root)
    assert not any((folder / RELEASES).exists() for folder in folders)


def test_what_cannot_be_taken_down_stops_the_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path / "live", PAGE)
    live.hang(tmp_path, tmp_path / "live")

    def refused(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError("not yours")

    monkeypatch.setattr(Path, "unlink", refused)
    before = stamp.settled(tmp_path)
    with pytest.raises(PermissionError), stamp.changing(tmp_path):
        pytest.fail("nothing may change while it is given out")
    assert stamp.settled(tmp_path) == before


def test_a_folder_that_is_gone_hangs_no_more(tmp_path: Path) -> None:
    live.hang(tmp_path, tmp_path / "gone")
    live.take_down_folders(tmp_path)
    assert live.hanging(tmp_path) == []


def test_without_a_folder_the_live_export_needs_the_setting(home: Path) -> None:
    assert run("export", "--live").code == 2
    assert run("export").code == 2


def test_a_state_that_was_cut_off_is_not_made_live(settings: Settings, tmp_path: Path) -> None:
    stamp.write_stamp(settings.published_dir, "changing 7\n")
    faults = list(live_export.made_live_at(tmp_path / "live", settings))
    assert len(faults) == 1
    assert "run portal publish first" in faults[0]
    assert not (tmp_path / "live").exists()


def test_pages_made_ready_follow_all_of_the_code_not_only_what_gives_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings.from_environ({"PORTAL_HOME": str(tmp_path)})
    before = live_export.of_code(settings)
    monkeypatch.setattr(shipped, "code", lambda: "other figures")
    assert live_export.of_code(settings) == before
    monkeypatch.setattr(shipped, "build", lambda: "another page")
    assert live_export.of_code(settings) != before
