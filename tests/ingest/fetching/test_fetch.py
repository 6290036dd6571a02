"""What is new at the source comes once, whole, and politely; what is wrong leaves what was there."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.fetching import downloads
from ingest.fetching.fetch import Wanted, fetch
from tests.ingest.fetching.quick_fetch import FILE, MONTH, NOW, PACE, bytes_of, run, stop, wanted
from tests.ingest.fetching.upstream_server import LISTING, Reply, Source, as_json, by_force, nowhere


def test_a_new_month_comes_and_the_ledger_says_whence(source: Source, folder: Path) -> None:
    report = run(source, folder)
    assert report.new == (folder / FILE,)
    assert report.listed == (("metropolitan", MONTH),)
    assert len(json.loads((folder / FILE).read_bytes())) == 2
    entry = downloads.ledger(folder)[source.url + by_force(MONTH)]
    assert (entry.file, entry.fetched_at) == (FILE, "2024-11-20T06:00:00+00:00")
    assert entry.sha256 == downloads.download_sha256(folder / FILE)


def test_it_says_who_asks_and_holds_one_connection(source: Source, folder: Path) -> None:
    run(source, folder)
    assert {asked.headers["User-Agent"] for asked in source.asked} == {"stop-search-portal (post@example.org)"}
    assert len({asked.connection for asked in source.asked}) == 1


def test_it_pauses_between_calls(source: Source, folder: Path, sleeps: list[float]) -> None:
    run(source, folder, pace=replace(PACE, pause=0.5))
    assert len([seconds for seconds in sleeps if 0.3 < seconds <= 0.5]) == 3


def test_a_second_run_writes_nothing(source: Source, folder: Path) -> None:
    run(source, folder)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    report = fetch(wanted(source), folder, NOW.replace(day=21), PACE)
    assert (report.new, report.changed, report.unchanged) == ((), (), 1)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_reordered_rows_and_keys_are_no_change(source: Source, folder: Path) -> None:
    run(source, folder)
    source.month(MONTH, [dict(reversed(stop(2).items())), stop(1)])
    assert run(source, folder).unchanged == 1


def test_changed_rows_are_a_change(source: Source, folder: Path) -> None:
    run(source, folder)
    source.month(MONTH, [stop(1), stop(3)])
    report = run(source, folder)
    assert report.changed == (folder / FILE,)
    assert b"14:03" in (folder / FILE).read_bytes()


def test_a_tag_that_no_header_can_hold_is_not_kept(source: Source, folder: Path) -> None:
    source.month(MONTH, [stop(1)], etag='"\xe9"')
    run(source, folder)
    assert run(source, folder).unchanged == 1
    assert {entry.etag for entry in downloads.ledger(folder).values()} == {None}


def test_an_empty_month_is_declared_empty(source: Source, folder: Path) -> None:
    source.month(MONTH, [])
    run(source, folder)
    assert (folder / FILE).read_bytes() == b"[]"


def test_nothing_new_is_asked_by_condition(source: Source, folder: Path) -> None:
    source.month(MONTH, [stop(1)], etag='"one"')
    run(source, folder)
    assert run(source, folder).unchanged == 1
    assert [asked.headers.get("If-None-Match") for asked in source.asked[-2:]] == ['"one"', '"one"']


def test_news_in_one_call_brings_both(source: Source, folder: Path) -> None:
    source.month(MONTH, [stop(1)], etag='"one"')
    run(source, folder)
    source.say(nowhere(MONTH), as_json([stop(5, location=None)], {"ETag": '"two"'}))
    assert run(source, folder).changed
    assert len(json.loads((folder / FILE).read_bytes())) == 2


def test_news_in_the_first_call_needs_no_third(source: Source, folder: Path) -> None:
    source.month(MONTH, [stop(1)], etag='"one"')
    run(source, folder)
    source.say(by_force(MONTH), as_json([stop(3)], {"ETag": '"two"'}))
    source.asked.clear()
    assert run(source, folder).changed
    assert source.paths() == [LISTING, by_force(MONTH), nowhere(MONTH)]


def test_a_file_that_was_touched_is_asked_for_without_condition(source: Source, folder: Path) -> None:
    source.month(MONTH, [stop(1)], etag='"one"')
    run(source, folder)
    (folder / FILE).write_bytes(b"[]")
    assert run(source, folder).changed == (folder / FILE,)


def test_a_vanished_month_stays_and_is_told(source: Source, folder: Path) -> None:
    run(source, folder)
    source.lists("2024-10")
    report = run(source, folder)
    assert report.vanished == ("metropolitan 2024-09",)
    assert (folder / FILE).exists()


@pytest.mark.parametrize("broken", [b"{", b"[]", b'{"http://x": {"sha256": 1}}', b"\xff"])
def test_a_broken_ledger_means_asking_again(source: Source, folder: Path, broken: bytes) -> None:
    source.lists("2018-04")
    source.month("2018-04", [stop(1)], etag='"one"')
    run(source, folder)
    assert run(source, folder).unchanged == 0  # too old to be checked again
    whole = (folder / downloads.LEDGER).read_bytes()
    (folder / downloads.LEDGER).write_bytes(broken)
    assert run(source, folder).unchanged == 1
    assert (folder / downloads.LEDGER).read_bytes() == whole


def test_a_dry_run_asks_for_the_list_and_writes_nothing(source: Source, folder: Path) -> None:
    report = run(source, folder, "/extract.csv", dry_run=True)
    assert (report.new, source.paths()) == ((folder / FILE, folder / "extract.csv"), [LISTING])
    assert not folder.exists()
    source.say("/extract.csv", Reply(b"a\n"))
    run(source, folder, "/extract.csv")
    before = bytes_of(folder)
    report = run(source, folder, "/extract.csv", dry_run=True)
    assert (report.new, report.changed) == ((), (folder / FILE, folder / "extract.csv"))
    assert bytes_of(folder) == before


def test_what_a_killed_run_left_is_cleared(source: Source, folder: Path) -> None:
    run(source, folder)
    clean = bytes_of(folder)
    (folder / f".{FILE}.part").write_bytes(b"[{")
    shutil.copy(folder / FILE, folder / "2024-09-metropolitan-stop-and-search.csv")
    run(source, folder)
    assert bytes_of(folder) == clean


def test_only_months_from_the_first_are_asked_for(source: Source, folder: Path) -> None:
    report = fetch(wanted(source, first_month="2024-10"), folder, NOW, PACE)
    assert (report.new, report.listed) == ((), (("metropolitan", MONTH),))


def test_without_forces_only_the_addresses_are_asked_for(source: Source, folder: Path) -> None:
    source.say("/extract.csv", Reply(b"a;b\n"))
    fetch(Wanted((), source.url, (f"{source.url}/extract.csv",)), folder, NOW, PACE)
    assert source.paths() == ["/extract.csv"]
