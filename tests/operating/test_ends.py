"""However a run ends, something says so: the report of an update, `portal status`, and the measures of the site."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from portal.commands import update as updating
from portal.commands.update import update
from portal.editions import stamp
from portal.running import run as running
from portal.settings import Settings
from portal.web.app import create_app
from tests.commands.updating import NIGHT, PACE
from tests.conftest import Portal
from tests.required import ROOT
from tests.samples import month_file, row

KEYS = {
    "started_at", "unreachable", "fetched", "failed", "warnings", "outcomes", "published", "waiting", "exit",
    "finished_at", "outcome", "why",
}  # fmt: skip


def report(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "instance" / "last-update.json").read_bytes())
    assert found.keys() == KEYS
    assert found["finished_at"] >= found["started_at"] or found["started_at"] > "2026"
    return found


def note(settings: Settings) -> dict[str, Any] | None:
    path = stamp.last_run_note(settings.published_dir)
    return json.loads(path.read_bytes()) if path.exists() else None


def measures(settings: Settings) -> dict[str, float]:
    text = create_app(settings).test_client().get("/metrics").text
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines if "last_" in name or "success" in name}


@pytest.mark.parametrize(
    ("error", "code", "outcome", "why"),
    [
        (ZeroDivisionError("PC 4711 SMITH"), 1, "failed", "ZeroDivisionError"),
        (OSError(28, "No space left on device"), 3, "exit 3", "[Errno 28] No space left on device"),
        (KeyboardInterrupt(), 130, "stopped", "KeyboardInterrupt"),
    ],
)
def test_a_run_that_is_cut_off_says_so(
    operated: Settings,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    outcome: str,
    why: str,
) -> None:
    def cut(*_: object, **__: object) -> None:
        raise error

    update(operated, NIGHT, pace=PACE)
    monkeypatch.setattr(updating, "publish", cut)
    with contextlib.suppress(type(error)):
        update(operated, NIGHT, pace=PACE)
    found = report(operated.home)
    assert (found["exit"], found["outcome"], found["why"]) == (code, outcome, why)
    assert found["published"] == []


def test_a_whole_run_says_so_too(operated: Settings, portal: Portal) -> None:
    update(operated, NIGHT, pace=PACE)
    found = report(operated.home)
    assert (found["exit"], found["outcome"], found["why"]) == (0, "done", None)
    told = json.loads(portal("status", "--json").out)
    assert told["last_update"] == found
    assert {"supplies", "missing", "runs"} <= told.keys()
    assert "last update 2018-08-01T03:17:00+00:00 to 2" in portal("status").out
    assert ": done (2 fetched, 0 failed, " in portal("status").out


def test_a_held_lock_and_a_refused_setting_are_ends(
    portal: Portal, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running.alone(settings.home):
        assert portal("update").code == 4
    assert "another run holds the lock" in report(settings.home)["why"]
    monkeypatch.setenv("PORTAL_DATABASE_URL", "mysql://u@h/n")
    assert portal("update").code == 2
    found = report(settings.home)
    assert (found["exit"], found["outcome"]) == (2, "exit 2")
    assert "PORTAL_DATABASE_URL must begin with" in found["why"]
    assert note(settings) is None  # neither was a run
    monkeypatch.delenv("PORTAL_DATABASE_URL")
    assert portal("update", "--dry-run", "--help").code == 0
    assert report(settings.home) == found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_asked_to_end_ends_and_says_so(
    settings: Settings, tmp_path: Path, number: signal.Signals
) -> None:
    """A source that never answers, and `kill`."""
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        environ = {**os.environ, "PORTAL_POLICE_UK_URL": f"http://127.0.0.1:{silent.getsockname()[1]}"}
        words = [sys.executable, "-m", "portal.commands", "update"]
        with subprocess.Popen(words, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True) as run:
            silent.settimeout(60)
            connection, _ = silent.accept()
            time.sleep(0.2)
            run.send_signal(number)
            _, said = run.communicate(timeout=60)
            connection.close()
    assert (run.returncode, said) == (143, "Stopped.\n")
    found = report(settings.home)
    assert (found["exit"], found["outcome"]) == (143, "stopped")
    told = note(settings)
    assert told is not None
    assert (told["command"], told["outcome"], told["succeeded_at"]) == ("update", "stopped", None)


def test_the_note_of_the_last_run_and_its_measures(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    assert measures(settings) == {}
    portal("status")
    portal("ingest", "--help")
    assert note(settings) is None
    assert portal("ingest", month_file(tmp_path / "records", [row()])).code == 0
    first = note(settings)
    assert first is not None
    assert first.keys() == {"command", "started_at", "finished_at", "outcome", "succeeded_at", "succeeded"}
    assert (first["command"], first["outcome"]) == ("ingest", "done")
    assert first["succeeded_at"] == first["finished_at"] >= first["started_at"]
    (tmp_path / "records" / "2018-05-metropolitan-stop-and-search.csv").write_bytes(b"PC 4711 SMITH\n")
    assert portal("ingest", tmp_path / "records").code == 3
    second = note(settings)
    assert second is not None
    assert (second["outcome"], second["succeeded_at"]) == ("exit 3", first["succeeded_at"])
    found = measures(settings)
    assert found["portal_last_run_ok"] == 0
    assert found["portal_last_run_timestamp_seconds"] >= found["portal_last_success_timestamp_seconds"] > 0
    assert found['portal_command_success_timestamp_seconds{command="ingest"}'] > 0


def test_the_note_is_no_part_of_what_is_published(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    portal("ingest", month_file(tmp_path / "records", [row()]))
    portal("publish")
    told = note(settings)
    assert told is not None
    assert told["command"] == "publish"
    assert portal("verify").code == 0
    before = {path: path.stat() for path in settings.published_dir.rglob("*")}
    assert portal("publish").out == "nothing new\n"
    assert {path: path.stat() for path in settings.published_dir.rglob("*")} == before


def test_a_damaged_note_takes_nothing_down(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    portal("ingest", month_file(tmp_path / "records", [row()]))
    stamp.last_run_note(settings.published_dir).write_bytes(b"{")
    assert measures(settings) == {}
    assert portal("ingest", tmp_path / "records").code == 0
    assert measures(settings)["portal_last_run_ok"] == 1
