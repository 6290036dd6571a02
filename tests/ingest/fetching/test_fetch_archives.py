"""The bulk archive comes where it is cheaper, is checked by its MD5, and gives only what was missing."""

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.fetching import archives, downloads
from tests.ingest.fetching.quick_fetch import AS_ITEM, MONTH, PACE, PAGE, names, run, stop
from tests.ingest.fetching.upstream_server import Reply, Source, by_force, nowhere
from tests.samples import police_uk, row

ZIP, INDEX = f"/data/archive/{MONTH}.zip", "/data/archive/"
CSV, OLDER = f"{MONTH}-metropolitan-stop-and-search.csv", "2024-08-metropolitan-stop-and-search.csv"
RAW = police_uk([row(Date="2024-09-10T14:30:00+00:00")])


def zipped(*members: str, raw: bytes = RAW) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name in members:
            packed.writestr(name, raw)
    return file.getvalue()


WHOLE = zipped(
    f"{MONTH}/{CSV}", f"2024-08/{OLDER}", f"{MONTH}/{MONTH}-kent-stop-and-search.csv", f"{MONTH}/x-street.csv"
)
HEADERS = {"ETag": '"zip"', "Last-Modified": "Tue, 05 Nov 2024 10:00:00 GMT"}


def offer(source: Source, raw: bytes = WHOLE, published: str | None = None, **more: object) -> None:
    """The archive and the page with its MD5 (the true one if none is said)."""
    source.lists("2024-08", MONTH)
    source.say(ZIP, replace(Reply(raw, headers=HEADERS), **more))  # type: ignore[arg-type]
    digest = hashlib.md5(raw).hexdigest() if published is None else published
    other = '<li><a href="/data/archive/2024-08.zip">August</a> MD5: ' + "a" * 32
    page = f'{PAGE.decode()}<ul><li><a href="{ZIP}">September</a> <b>MD5</b>: <code>{digest}</code>{other}</ul>'
    source.say(INDEX, Reply(page.encode()))


def test_missing_months_come_out_of_the_archive(source: Source, folder: Path) -> None:
    offer(source)
    report = run(source, folder)
    assert (report.new, report.warnings, report.failed) == ((folder / OLDER, folder / CSV), (), ())
    assert names(folder) == [OLDER, CSV, downloads.LEDGER]
    assert not [path for path in source.paths() if "stops-force" in path]
    entry = downloads.ledger(folder)[f"{source.url}{ZIP}#{MONTH}/{CSV}"]
    assert (entry.file, entry.sha256) == (CSV, hashlib.sha256(RAW).hexdigest())


def test_an_archive_that_is_dearer_than_the_api_is_left(
    source: Source, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(source)
    monkeypatch.setattr(archives, "BYTES_A_MONTH", len(WHOLE) // 2)
    source.month("2024-08", [stop(1)])
    assert [path.suffix for path in run(source, folder).new] == [".json", ".json"]
    assert [asked.method for asked in source.asked if asked.path == ZIP] == ["HEAD"]


def test_an_unpacked_month_is_checked_by_the_archives_time(source: Source, folder: Path) -> None:
    offer(source)
    run(source, folder)
    for path in (by_force("2024-08"), nowhere("2024-08"), by_force(MONTH), nowhere(MONTH)):
        source.say(path, Reply(b"[]", headers={"Last-Modified": HEADERS["Last-Modified"]}))
    before = (folder / downloads.LEDGER).read_bytes()
    assert run(source, folder).unchanged == 2
    assert (folder / downloads.LEDGER).read_bytes() == before


def test_an_unpacked_month_stays_while_the_api_says_the_same(source: Source, folder: Path) -> None:
    offer(source)
    run(source, folder)
    source.month(MONTH, [AS_ITEM], etag='"json"')
    report = run(source, folder)
    assert (report.unchanged, report.changed) == (1, ())
    assert (folder / CSV).exists()
    run(source, folder)
    assert source.asked[-1].headers["If-None-Match"] == '"json"'


def test_an_unpacked_month_gives_way_to_other_rows(source: Source, folder: Path) -> None:
    offer(source)
    run(source, folder)
    source.month(MONTH, [AS_ITEM, AS_ITEM])
    assert [path.name for path in run(source, folder).changed] == [f"stops-force-metropolitan-{MONTH}.json"]
    assert not (folder / CSV).exists()


def test_a_half_done_archive_is_gone_on_with(source: Source, folder: Path) -> None:
    half = len(WHOLE) // 2
    offer(source, only=half)
    report = run(source, folder, pace=replace(PACE, attempts=1))
    assert "2 missing months up to 2024-09: " in report.failed[0]
    assert "the next run goes on from there" in report.failed[0]
    assert not [path for path in source.paths() if "stops-force" in path]
    offer(source)
    assert len(run(source, folder).new) == 2
    assert source.asked[-1].headers["Range"] == f"bytes={half}-"
    assert names(folder) == [OLDER, CSV, downloads.LEDGER]


def test_an_archive_that_breaks_off_is_gone_on_with_at_once(source: Source, folder: Path) -> None:
    offer(source, only=len(WHOLE) // 2 + 1)
    assert len(run(source, folder).new) == 2
    assert "Range" in source.asked[-1].headers


def test_a_source_that_sends_no_parts_is_taken_from_the_start(source: Source, folder: Path) -> None:
    timed = {"Last-Modified": HEADERS["Last-Modified"]}
    offer(source, only=20, headers=timed)
    run(source, folder, pace=replace(PACE, attempts=1))
    offer(source, headers=timed)
    assert len(run(source, folder).new) == 2
    assert "Range" in source.asked[-1].headers


def test_a_month_that_stands_twice_in_an_archive_comes_once(source: Source, folder: Path) -> None:
    offer(source, zipped(f"{MONTH}/{CSV}", f"old/{CSV}", f"2024-08/{OLDER}"))
    assert len(run(source, folder).new) == 2


def test_another_archive_is_begun_afresh(source: Source, folder: Path) -> None:
    offer(source, only=20)
    run(source, folder, pace=replace(PACE, attempts=1))
    offer(source, headers={"ETag": '"other"'})
    assert len(run(source, folder).new) == 2
    assert "Range" not in source.asked[-1].headers
    assert names(folder) == [OLDER, CSV, downloads.LEDGER]


def test_a_dripping_archive_waits_for_the_next_run(source: Source, folder: Path) -> None:
    offer(source, drip=0.01)
    report = run(source, folder, pace=replace(PACE, deadline=0.05))
    assert "in 0.05 seconds; the next run goes on" in report.failed[0]


def test_a_wrong_md5_is_fetched_again_once_then_refused(source: Source, folder: Path) -> None:
    offer(source, published="0" * 32)
    report = run(source, folder)
    assert [asked.method for asked in source.asked if asked.path == ZIP] == ["HEAD", "GET", "GET"]
    assert "came twice with an MD5 other than the published" in report.warnings[0]
    assert [path.suffix for path in report.new] == [".json"]  # the API has the one month, and not the other
    assert len(report.failed) == 1
    assert not list(folder.glob(".*"))


def test_an_archive_spoilt_once_is_taken_the_second_time(source: Source, folder: Path) -> None:
    offer(source)
    whole = Reply(WHOLE, headers=HEADERS)
    source.say(ZIP, whole, replace(whole, body=b"x" * len(WHOLE)), whole)
    assert len(run(source, folder).new) == 2


@pytest.mark.parametrize("published", ["", "0123", "g" * 32, "a" * 33])
def test_a_malformed_md5_is_a_warning(source: Source, folder: Path, published: str) -> None:
    offer(source, published=published)
    report = run(source, folder)
    assert "has no whole MD5 for it" in report.warnings[0]
    assert len(report.new) == 2


def test_without_its_page_of_md5s_the_archive_is_taken_with_a_warning(source: Source, folder: Path) -> None:
    offer(source)
    source.say(INDEX, Reply(status=404))
    report = run(source, folder)
    assert "could not be checked" in report.warnings[0]
    assert len(report.new) == 2


@pytest.mark.parametrize("trick", ["../", "/", "C:/", "a/../../"])
def test_a_path_that_leads_out_is_not_followed(source: Source, folder: Path, trick: str) -> None:
    offer(source, zipped(f"{trick}{CSV}"))
    report = run(source, folder)
    assert "its path leads out of the archive" in report.warnings[0]
    assert not list(folder.parent.rglob(CSV))


def test_an_archive_that_is_none_is_refused_and_the_api_asked(source: Source, folder: Path) -> None:
    offer(source, b"PK\x03\x04 and no more")
    report = run(source, folder)
    assert "the ZIP archive is broken" in report.warnings[0]
    assert [path.suffix for path in report.new] == [".json"]


def test_an_archive_longer_than_it_said_is_refused(source: Source, folder: Path) -> None:
    offer(source)
    source.say(ZIP, Reply(WHOLE, headers=HEADERS), Reply(WHOLE * 2, headers=HEADERS))
    assert f"gave more than {len(WHOLE):,} bytes" in run(source, folder).warnings[0]
