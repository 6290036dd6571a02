"""`portal update` night after night: news, silence, trouble with the machine, and a year of a fickle source."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.commands.update import Report, update
from portal.editions.archive import Shelf
from portal.periods import Period
from portal.running import run
from portal.running.outcomes import ClockWentBack
from portal.settings import Settings
from tests.commands.updating import FORCES, NIGHT, PACE
from tests.commands.upstream import Upstream, month_of_stops
from tests.conftest import Portal
from tests.required import ROOT, missing


def london(settings: Settings, period: str) -> dict[str, Any]:
    edition = Shelf(settings.published_dir).newest(Period.named(period))
    document: dict[str, Any] = json.loads((edition.directory / "london.json").read_bytes())
    return document


def test_the_first_night_brings_figures_the_second_silence(
    operated: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    first = update(operated, NIGHT, pace=PACE)
    assert first.exit == 0
    assert len(first.fetched) == 2
    assert london(operated, "2018-19")["totals"]["searches"] == 120
    capsys.readouterr()
    second = update(operated, NIGHT + timedelta(days=1), pace=PACE)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")
    assert (second.fetched, second.outcomes, second.published) == ([], [], [])
    kept = json.loads((operated.home / "instance" / "last-update.json").read_bytes())
    assert Report(**kept) == second


def test_a_republished_month_supersedes_and_makes_a_correction(operated: Settings, upstream: Upstream) -> None:
    update(operated, NIGHT, pace=PACE)
    upstream.months["metropolitan", "2018-06"].append(month_of_stops("2018-06", 1, gender="Female")[0])
    second = update(operated, NIGHT + timedelta(days=1), pace=PACE)
    assert [outcome["what"] for outcome in second.outcomes] == ["superseded"]
    assert "2018-19/1.1" in second.published
    assert london(operated, "2018-19")["totals"]["searches"] == 121


def test_rows_in_another_order_are_no_news(operated: Settings, upstream: Upstream) -> None:
    update(operated, NIGHT, pace=PACE)
    upstream.months["metropolitan", "2018-06"].reverse()
    assert update(operated, NIGHT + timedelta(days=1), pace=PACE).fetched == []


def test_a_shrunken_month_is_held_and_the_site_keeps_the_older(operated: Settings, upstream: Upstream) -> None:
    update(operated, NIGHT, pace=PACE)
    upstream.months["metropolitan", "2018-06"] = month_of_stops("2018-06", 20)
    second = update(operated, NIGHT + timedelta(days=1), pace=PACE)
    assert (second.exit, [outcome["what"] for outcome in second.outcomes]) == (3, ["held back"])
    assert london(operated, "2018-19")["totals"]["searches"] == 120


def test_a_source_that_is_down_is_exit_5_and_what_is_held_is_worked_on(
    operated: Settings, upstream: Upstream, portal: Portal, tmp_path: Path
) -> None:
    update(operated, NIGHT, pace=PACE)
    upstream.is_down = True
    report = update(operated, NIGHT + timedelta(days=1), pace=PACE)
    assert (report.exit, report.unreachable is not None) == (5, True)
    assert london(operated, "2018-19")["totals"]["searches"] == 120


def test_a_complete_year_waits_for_its_announced_day(operated: Settings, upstream: Upstream) -> None:
    months = Period.named("2018").months
    upstream.months = {(force, month): month_of_stops(month, 60) for force in FORCES for month in months}
    early = datetime(2019, 2, 20, tzinfo=UTC)
    waits = update(operated, early, pace=PACE)
    assert waits.waiting == ["2018 is complete and waits for 2019-03-18"]
    assert Period.named("2018") not in Shelf(operated.published_dir).periods()
    assert london(operated, "2018-19")["period"]["months_supplied"] == 9
    assert "2018/1.0" in update(operated, datetime(2019, 3, 18, 4, tzinfo=UTC), pace=PACE).published
    assert london(operated, "2018")["period"]["complete"] is True


@pytest.mark.full
def test_now_does_not_wait(operated: Settings, upstream: Upstream) -> None:
    months = Period.named("2018").months
    upstream.months = {(force, month): month_of_stops(month, 60) for force in FORCES for month in months}
    assert "2018/1.0" in update(operated, datetime(2019, 2, 20, tzinfo=UTC), at_once=True, pace=PACE).published


def test_two_at_once_one_works_one_exits_4(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    with run.alone(settings.home):
        for words in (["update"], ["ingest", tmp_path], ["publish"], ["accept", "x"], ["fetch"]):
            ran = portal(*words)
            assert ran.code == 4
            assert "another run holds the lock" in ran.err
    assert portal("ingest", tmp_path).code == 0


def test_a_dead_holders_lock_is_free(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    hold = f"""
import time
from pathlib import Path
from portal.running import run as running
with running.alone(Path({str(settings.home)!r})):
    print("held", flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", hold], cwd=ROOT, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert portal("ingest", tmp_path).code == 4
        holder.kill()
    assert portal("ingest", tmp_path).code == 0


def test_a_clock_set_back_is_noticed_before_anything_is_read(operated: Settings) -> None:
    update(operated, NIGHT, pace=PACE)
    with pytest.raises(ClockWentBack, match="set the clock right"):
        update(operated, NIGHT - timedelta(days=400), pace=PACE)
    assert london(operated, "2018-19")["totals"]["searches"] == 120


def test_a_published_directory_that_is_gone_is_written_anew_and_verify_names_it(
    operated: Settings, portal: Portal
) -> None:
    update(operated, NIGHT, pace=PACE)
    assert portal("verify").code == 0
    lost = operated.published_dir / "2018-19"
    lost.rename(operated.home / "lost")
    ran = portal("verify")
    assert (ran.code, str(lost / "1.0") in ran.err) == (6, True)
    update(operated, NIGHT + timedelta(days=1), pace=PACE)
    assert london(operated, "2018-19")["totals"]["searches"] == 120


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        missing("tmpfs", "only root may mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.full
def test_a_read_only_database_is_said_and_nothing_is_written(
    operated: Settings, small_disk: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = f"sqlite:///{small_disk}/portal.sqlite3"
    settings = Settings(**{**vars(operated), "database_url": url})
    update(settings, NIGHT, pace=PACE)
    before = tree(settings.published_dir)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    monkeypatch.setenv("PORTAL_DATABASE_URL", url)
    for words in (["ingest", tmp_path], ["publish"], ["status"]):
        ran = portal(*words)
        assert ran.code == 3
        assert "database" in ran.err
    assert tree(settings.published_dir) == before


@pytest.mark.full
def test_a_full_disk_is_said_and_the_last_edition_stays(
    operated: Settings, upstream: Upstream, small_disk: Path
) -> None:
    settings = Settings(**{**vars(operated), "published_dir": small_disk / "published"})
    update(settings, NIGHT, pace=PACE)
    before = tree(settings.published_dir)
    (small_disk / "filler").write_bytes(b"x" * (free(small_disk) - 200_000))
    upstream.months["metropolitan", "2018-06"].append(month_of_stops("2018-06", 1, gender="Female")[0])
    with pytest.raises(OSError, match="No space left"):
        update(settings, NIGHT + timedelta(days=1), pace=PACE)
    assert tree(settings.published_dir) == before
    (small_disk / "filler").unlink()
    update(settings, NIGHT + timedelta(days=2), pace=PACE)
    assert london(settings, "2018-19")["totals"]["searches"] == 121


def free(path: Path) -> int:
    stats = os.statvfs(path)
    return stats.f_bavail * stats.f_frsize


def tree(folder: Path) -> dict[str, bytes]:
    """All that is published: not the stamp, nor the note of the last run."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path): path.read_bytes() for path in files}
