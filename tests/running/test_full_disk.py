"""A disk that fills up while something is written: said in a sentence, rolled back, and nothing left behind."""

import errno
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ingest.fetching import downloads
from ingest.fetching.client import Upstream
from portal.editions import freeze
from portal.settings import Settings
from tests.conftest import Portal
from tests.required import missing
from tests.samples import month_file, row

FULL = OSError(errno.ENOSPC, "No space left on device")


def tree(folder: Path) -> set[str]:
    """Every file and folder, but those that count changes and note runs."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    return {name for name in found if "portal." not in name and ".published." not in name}


@pytest.mark.parametrize("at", [0, 1, 40])
def test_an_edition_half_written_goes_at_once(
    portal: Portal, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    portal("ingest", month_file(tmp_path / "1", [row()]))
    assert portal("publish", "--period", "2018").code == 0
    portal("ingest", month_file(tmp_path / "2", [row()], month="2018-05"))
    before, whole, count = tree(settings.home), freeze.appended, iter(range(1000))

    def full(path: Path, raw: bytes) -> None:
        if next(count) >= at:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw[: len(raw) // 2])
            raise FULL
        whole(path, raw)

    with monkeypatch.context() as patch:
        patch.setattr(freeze, "appended", full)
        ran = portal("publish")
    assert (ran.code, "No space left on device" in ran.err) == (3, True)
    assert tree(settings.home) == before  # not even the folder of a year that has no edition yet
    assert portal("verify").code == 0
    assert portal("publish").code == 0
    assert portal("verify").code == 0


def test_a_download_half_written_goes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "month.json"
    downloads.write_download(target, b"old")

    def full(path: Path, raw: bytes) -> None:
        with path.open("wb") as file:
            file.write(raw[:1])
        raise FULL

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        downloads.write_download(target, b"new")
    assert (target.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (b"old", ["month.json"])


def test_an_archive_half_written_goes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, raw: Any) -> int:
            raise FULL

    part = tmp_path / ".archive.part"
    part.write_bytes(b"half")
    monkeypatch.setattr(Path, "open", lambda *_: Full())
    upstream: Any = SimpleNamespace(chunks=lambda *_: iter([b"more"]))
    response: Any = SimpleNamespace(headers={}, url="https://source.example/x.zip")
    with pytest.raises(OSError, match="No space left"):
        Upstream.pour(upstream, response, part, "ab", 100)
    assert not part.exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        missing("tmpfs", "only root may mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.full
@pytest.mark.sqlite_only(reason="the database lies on the small disk")
def test_on_a_disk_that_is_really_full_every_command_leaves_things_as_they_were(
    portal: Portal, small_disk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORTAL_HOME", str(small_disk))
    portal("ingest", month_file(tmp_path / "1", [row()]))
    assert portal("publish", "--period", "2018").code == 0
    many = [row(Policing_operation=f"Operation {number}" * 120) for number in range(20_000)]
    newer = month_file(tmp_path / "2", many, month="2018-05")
    before = tree(small_disk)
    ran = portal("ingest", newer)
    assert ran.code == 3
    assert "full" in ran.err
    assert tree(small_disk) == before
    assert portal("verify").code == 0
    filler = small_disk / "filler"
    for room in (300_000, 100_000, 20_000):
        filler.unlink(missing_ok=True)
        fill(filler, room)
        ran = portal("publish")
        said = ("No space left", "is full", "the free space")  # SQLite does not always know why it cannot write
        assert (ran.code, any(words in ran.err for words in said)) == (3, True), ran.err
        assert tree(small_disk) - {"filler"} == before, room
    filler.unlink()
    assert portal("publish").code == 0
    assert portal("verify").code == 0


def fill(filler: Path, room: int) -> None:
    """Leave so many bytes of the disk."""
    with filler.open("wb", buffering=0) as file:  # a buffer would try again as it is closed
        try:
            while True:
                file.write(b"x" * 65_536)
        except OSError:
            pass
    with filler.open("r+b") as file:
        file.truncate(max(0, filler.stat().st_size - room))
