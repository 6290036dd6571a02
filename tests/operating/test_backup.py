"""A backup brings everything back, into either database, whole or not at all."""

import gzip
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from portal.commands.machine import restore as restoring
from portal.settings import Settings
from tests.conftest import LivingIn, Portal, run
from tests.operating.inhabited import inhabit, rows, tree
from tests.postgres.cluster import Cluster
from tests.required import ROOT
from tests.samples import month_file, row


@dataclass(frozen=True)
class Saved:
    """A portal once, in its archive and as it was."""

    archive: Path
    records: Path
    rows: dict[str, list[bytes]]
    published: dict[str, bytes]
    words: dict[str, bytes]

    def is_whole_in(self, settings: Settings) -> bool:
        found = rows(settings), tree(settings.published_dir), tree(settings.commentary_dir)
        return found == (self.rows, self.published, self.words)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Saved:
    folder = tmp_path_factory.mktemp("saved")
    with living_in(folder / "home") as settings:
        inhabit(run, settings, folder / "records")
        ran = run("backup", folder / "backup.tar.gz")
        assert (ran.code, ran.err) == (0, "")
        trees = tree(settings.published_dir), tree(settings.commentary_dir)
        found = Saved(folder / "backup.tar.gz", folder / "records", rows(settings), *trees)
    assert found.archive.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in folder.iterdir()) == ["backup.tar.gz", "home", "records"]
    return found


@pytest.fixture
def saved(once: Saved, tmp_path: Path) -> Saved:
    """With an archive that the test may harm."""
    return replace(once, archive=Path(shutil.copy(once.archive, tmp_path / "backup.tar.gz")))


def test_all_is_as_it_was_in_another_home_and_can_go_on(saved: Saved, tmp_path: Path, living_in: LivingIn) -> None:
    assert sum(map(len, saved.rows.values())) > 15
    assert all(
        saved.rows[name] for name in ("supply", "stop", "fact", "rejection", "edition", "run", "label", "return_key")
    )
    with living_in(tmp_path / "other") as other:
        ran = run("restore", saved.archive)
        assert (ran.code, ran.err) == (0, "")
        assert saved.is_whole_in(other)
        again = run("restore", saved.archive)
        assert (again.code, "nothing is restored, as something is held here already" in again.err) == (3, True)
        assert saved.is_whole_in(other)
        assert run("verify").code == 0
        assert run("publish").out == "nothing new\n"
        assert run("ingest", month_file(tmp_path / "more", [row(Gender="A new label")], month="2018-06")).code == 0
        assert run("publish").code == 0  # new ids begin behind the old
        assert run("verify").code == 0


@pytest.mark.full
@pytest.mark.sqlite_only(reason="it brings a PostgreSQL beside the SQLite itself")
def test_it_moves_from_sqlite_to_postgresql_and_back(
    saved: Saved, tmp_path: Path, living_in: LivingIn, cluster: Cluster
) -> None:
    with living_in(tmp_path / "server"), cluster.database() as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_DATABASE_URL", url)
        there = Settings.from_environ(os.environ)
        assert run("restore", saved.archive).code == 0
        assert saved.is_whole_in(there)
        assert run("verify").code == 0
        assert run("ingest", month_file(tmp_path / "more", [row(Gender="A new label")], month="2018-06")).code == 0
        assert run("publish").code == 0  # new ids begin behind the old
        after = rows(there)
        assert run("backup", tmp_path / "again.tar.gz").code == 0
    with living_in(tmp_path / "back") as back:
        assert run("restore", tmp_path / "again.tar.gz").code == 0
        assert rows(back) == after
        assert run("verify").code == 0


@pytest.mark.parametrize("what", ["published/2018/1.0/x", "commentary/2018/london.md"])
def test_files_alone_are_something_held(saved: Saved, tmp_path: Path, living_in: LivingIn, what: str) -> None:
    with living_in(tmp_path / "other") as other:
        path = other.home / "instance" / what
        path.parent.mkdir(parents=True)
        path.write_text("x")
        assert run("restore", saved.archive).code == 3
        assert path.read_text() == "x"
        assert not any(rows(other).values())


def test_no_damage_goes_unnoticed_and_nothing_is_touched(saved: Saved, tmp_path: Path, living_in: LivingIn) -> None:
    whole = saved.archive.read_bytes()
    chosen = random.Random(1)
    places = [chosen.randrange(10, len(whole)) for _ in range(12)]
    damaged = [whole[:at] + bytes([whole[at] ^ 1 << chosen.randrange(8)]) + whole[at + 1 :] for at in places]
    damaged += [whole[: len(whole) // 2], whole[:-1], whole[:-40], b"", b"PC 4711 SMITH", whole + b"x"]
    with living_in(tmp_path / "other") as other:
        for raw in damaged:
            saved.archive.write_bytes(raw)
            ran = run("restore", saved.archive)
            assert ran.code == 3, ran.err
            assert "a defect" not in ran.err
        assert not other.published_dir.exists() or tree(other.published_dir) == {}
        assert not (other.home / "instance" / "portal.sqlite3").exists()


def remade(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The archive with other members, and every checksum of gzip in order."""
    with tarfile.open(path) as archive:
        members = {about.name: archive.extractfile(about).read() for about in archive}  # type: ignore[union-attr]
    change(members)
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, 0) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        for name, content in members.items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            tar.addfile(about, io.BytesIO(content))


def relisted(members: dict[str, bytes], old: str, new: str) -> None:
    assert old.encode() in members["backup.json"]
    members["backup.json"] = members["backup.json"].replace(old.encode(), new.encode())


def without_a_file(members: dict[str, bytes]) -> None:
    members.pop(next(name for name in members if name.startswith("content/")))


def with_a_file_too_many(members: dict[str, bytes]) -> None:
    listed = members.pop("backup.json")
    members.update({f"content/{'0' * 64}": b"x", "backup.json": listed})


def without_a_list(members: dict[str, bytes]) -> None:
    members.pop("backup.json")


TABLE = "published/2018/1.1/london.csv"
CHANGES: dict[str, Callable[[dict[str, bytes]], None]] = {
    "a row": lambda members: members.update({"tables/stop.ndjson": b"[]\n"}),
    "a file gone": without_a_file,
    "a file too many": with_a_file_too_many,
    "no list": without_a_list,
    "out of the folder": lambda members: relisted(members, TABLE, "published/../../escaped.csv"),
    "an absolute name": lambda members: relisted(members, TABLE, "/tmp/escaped.csv"),
    "another format": lambda members: relisted(members, "portal-backup/1", "portal-backup/2"),
    "another shape": lambda members: relisted(members, '"step": "', '"step": "9'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_archive_that_was_meddled_with_is_refused(
    saved: Saved, tmp_path: Path, living_in: LivingIn, change: str
) -> None:
    remade(saved.archive, CHANGES[change])
    with living_in(tmp_path / "other") as other:
        ran = run("restore", saved.archive)
        assert (ran.code, "a defect" in ran.err) == (3, False)
        assert not any(rows(other).values())
        assert tree(other.published_dir) == {}
    assert not (tmp_path / "other" / "escaped.csv").exists()


def test_what_fails_half_way_is_taken_back(
    saved: Saved, tmp_path: Path, living_in: LivingIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved_in = restoring.moved_in

    def second_fails(hidden: Path, place: Path) -> None:
        if place.name == "commentary":
            raise OSError(28, "No space left on device")
        moved_in(hidden, place)

    with living_in(tmp_path / "other") as other:
        with monkeypatch.context() as patch:
            patch.setattr(restoring, "moved_in", second_fails)
            ran = run("restore", saved.archive)
        assert (ran.code, "No space left" in ran.err) == (3, True)
        assert not any(rows(other).values())
        assert tree(other.published_dir) == {}
        assert run("restore", saved.archive).code == 0
        assert run("verify").code == 0


KILLED = """
import os, signal, sys
from portal.commands.machine import restore
from portal.commands.main import main
real = getattr(restore, sys.argv[1])
calls = []
def killed(*words):
    calls.append(1)
    if len(calls) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*words)
setattr(restore, sys.argv[1], killed)
sys.exit(main(["restore", sys.argv[3]]))
"""


@pytest.mark.full
@pytest.mark.parametrize(
    ("where", "time"), [("write_copies", 5), ("moved_in", 1), ("moved_in", 2), ("flush_folder", 5)]
)
def test_a_restore_that_was_killed_is_run_again_and_nothing_else_before(
    saved: Saved, tmp_path: Path, living_in: LivingIn, where: str, time: int
) -> None:
    with living_in(tmp_path / "other") as other:
        words = [sys.executable, "-c", KILLED, where, str(time), str(saved.archive)]
        assert subprocess.run(words, cwd=ROOT, check=False).returncode == -signal.SIGKILL
        ran = run("publish")
        assert (ran.code, "`portal restore` was cut off" in ran.err) == (3, True)
        assert run("restore", saved.archive).code == 0
        assert saved.is_whole_in(other)
        assert run("verify").code == 0


def test_a_backup_overwrites_nothing_and_leaves_nothing_half(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "backup.tar.gz"
    path.write_text("precious")
    assert run("backup", path).code == 2
    assert path.read_text() == "precious"
    assert run("backup", tmp_path / "no" / "backup").code == 2
    assert run("backup").code == 2
    settings.published_dir.mkdir(parents=True)
    assert run("backup", settings.published_dir / "backup").code == 2
    (settings.published_dir / "link").symlink_to("/etc/passwd")
    ran = run("backup", tmp_path / "other.tar.gz")
    assert (ran.code, "no backup is made" in ran.err, "link: it is no part of any edition" in ran.err) == (
        6,
        True,
        True,
    )
    assert sorted(one.name for one in tmp_path.iterdir()) == ["backup.tar.gz"]
    assert run("restore", tmp_path / "none").code == 2


def test_the_list_says_what_is_in_it(saved: Saved) -> None:
    with tarfile.open(saved.archive) as archive:
        names = archive.getnames()
        listed = json.load(archive.extractfile("backup.json"))  # type: ignore[arg-type]
    assert names[-1] == "backup.json"
    assert listed["schema"] == "portal-backup/1"
    assert "published/2018/1.1/manifest.json" in listed["files"]
    assert all(name.count("/") > 1 for name in listed["files"] if name.startswith("published/"))
