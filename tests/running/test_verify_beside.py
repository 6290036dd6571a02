"""`verify` beside a run that writes: what is only a moment is no fault, and what is one is told."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.running import run as running
from portal.settings import Settings
from tests.conftest import LivingIn, Portal, run
from tests.required import ROOT, missing
from tests.samples import month_file, row
from tests.towns import fill_home


def publish_one_search(sent: Path) -> None:
    run("ingest", month_file(sent, [row()]))
    assert run("publish").code == 0
    assert run("verify").code == 0


@pytest.fixture
def published(settings: Settings, tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Path:
    fill_home("one-search", publish_one_search, settings, tmp_path_factory, living_in)
    return settings.published_dir


HOLD = """
import sys, time
from pathlib import Path
from portal.running import run as running
with running.alone(Path({home!r})):
    print("held", flush=True)
    time.sleep({seconds})
    {then}
"""


def holding(settings: Settings, seconds: float, then: str = "pass") -> "subprocess.Popen[bytes]":
    program = HOLD.format(home=str(settings.home), seconds=seconds, then=then)
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_what_a_run_has_not_yet_finished_is_no_fault(portal: Portal, settings: Settings, published: Path) -> None:
    """An edition's file that is away for a moment, as register and folder are read at two moments of a run."""
    file, aside = published / "2018" / "1.0" / "london.json", settings.home / "aside"
    file.rename(aside)
    with holding(settings, 1.5, f"Path({str(aside)!r}).rename({str(file)!r})") as run:
        ran = portal("verify")
    assert (ran.code, f"process {run.pid}" in ran.err) == (0, True)
    assert "no fault" in ran.out


def test_a_fault_is_told_once_the_run_is_over(portal: Portal, settings: Settings, published: Path) -> None:
    lost = published / "2018" / "1.0" / "london.json"
    lost.unlink()
    with holding(settings, 0.5):
        ran = portal("verify")
    assert (ran.code, f"{lost}: the file is missing" in ran.err) == (6, True)


def test_a_run_that_does_not_end_is_exit_4_and_nothing_is_said_of_faults(
    portal: Portal, settings: Settings, published: Path
) -> None:
    (published / "2018" / "1.0" / "london.json").unlink()
    with holding(settings, 60) as run:
        ran = portal("verify", "--wait", "0.3")
        run.kill()
    assert (ran.code, "was not over after 0.3 seconds" in ran.err, "missing" in ran.err) == (4, True, False)


def test_where_all_is_well_nobody_waits(portal: Portal, settings: Settings, published: Path) -> None:
    with holding(settings, 60) as run:
        begun = time.monotonic()
        assert portal("verify").code == 0
        assert time.monotonic() - begun < 30
        run.kill()


def test_a_file_that_goes_while_it_is_looked_at_is_looked_at_again(
    portal: Portal, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, times = Path.read_bytes, iter([True])

    def gone_once(path: Path) -> bytes:
        if path.name == "london.json" and next(times, False):
            raise FileNotFoundError(path)
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", gone_once)
    assert portal("verify").code == 0


def test_two_may_look_at_once_and_no_run_begins_meanwhile(portal: Portal, settings: Settings, published: Path) -> None:
    with running.beside_no_other(settings.home, 0), running.beside_no_other(settings.home, 0):
        assert portal("publish").code == 4
    assert portal("publish").code == 0


@pytest.mark.full
def test_beside_real_publishes_it_is_never_false(
    portal: Portal, settings: Settings, published: Path, tmp_path: Path
) -> None:
    found, is_over = [], threading.Event()

    def look() -> None:
        while not is_over.is_set():
            words = [sys.executable, "-m", "portal.commands", "verify"]
            found.append(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        for number in range(2, 6):
            rows = [row()] * number
            words = ["ingest", str(month_file(tmp_path / str(number), rows))]
            for command in (words, ["publish"]):
                while (
                    subprocess.run(
                        [sys.executable, "-m", "portal.commands", *command], cwd=ROOT, check=False
                    ).returncode
                    == 4
                ):
                    pass
    finally:
        is_over.set()
        watcher.join()
    assert len(found) > 1
    assert [ran.stderr for ran in found if ran.returncode not in (0, 4)] == []


@pytest.fixture
def read_only(settings: Settings, published: Path, tmp_path: Path) -> Iterator[Path]:
    """The home as a machine has it that may only read it."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    for words in (["--bind", str(settings.home), str(folder)], ["-o", "remount,ro,bind", str(folder)]):
        if subprocess.run(["mount", *words], capture_output=True, check=False).returncode:
            missing("mount", "only root may mount a folder read-only")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.sqlite_only(reason="the home holds the database")
def test_a_home_that_may_only_be_read_is_verified(
    portal: Portal, read_only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_HOME", str(read_only))
    ran = portal("verify")
    assert (ran.code, "no fault" in ran.out) == (0, True), ran.err
