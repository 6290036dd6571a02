"""Files at given addresses come under their own name, once, and only if they are files."""

from pathlib import Path

import pytest

from ingest.fetching import downloads
from ingest.fetching.fetch import Wanted, fetch
from tests.conftest import Limited
from tests.ingest.fetching.quick_fetch import NOW, PACE, PAGE, bytes_of, run
from tests.ingest.fetching.upstream_server import Reply, Source

EXTRACT = "/download/extract_202409.csv"
GOOD = Reply(b"Date;Subject\n", headers={"ETag": '"one"'})


def test_a_file_comes_and_is_asked_for_by_condition_afterwards(source: Source, folder: Path) -> None:
    source.say(EXTRACT, GOOD)
    assert folder / "extract_202409.csv" in run(source, folder, EXTRACT).new
    before = bytes_of(folder)
    assert run(source, folder, EXTRACT).unchanged == 2
    assert source.asked[-1].headers["If-None-Match"] == '"one"'
    assert bytes_of(folder) == before


def test_a_file_is_unchanged_if_its_bytes_are(source: Source, folder: Path) -> None:
    source.say(EXTRACT, Reply(b"a"), Reply(b"a"), Reply(b"b"))
    run(source, folder, EXTRACT)
    assert run(source, folder, EXTRACT).unchanged == 2
    assert run(source, folder, EXTRACT).changed == (folder / "extract_202409.csv",)


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(PAGE), "a web page instead of data"),
        (Reply(b"\xef\xbb\xbf  \n<html>"), "a web page instead of data"),
        (Reply(b""), "gave nothing"),
        (Reply(b"x" * 100, only=50), "broke off"),
        (Reply(b"x" * 100, status=500), "answered 500"),
        (Reply(b"x" * 5000), "more than 1,000 bytes"),
    ],
)
def test_what_is_no_file_leaves_the_file(
    source: Source, folder: Path, limited: Limited, reply: Reply, sentence: str
) -> None:
    limited(archive=1000)
    source.say(EXTRACT, Reply(b"Date;Subject\n"))
    run(source, folder, EXTRACT)
    before = bytes_of(folder)
    source.say(EXTRACT, reply)
    (told,) = run(source, folder, EXTRACT).failed
    assert sentence in told
    assert bytes_of(folder) == before


@pytest.mark.parametrize(
    "address",
    ["ftp://127.0.0.1/a.csv", "a.csv", "http://127.0.0.1/", "http://[/a.csv", "http://127.0.0.1/.hidden",
     f"http://127.0.0.1/{downloads.LEDGER}", "http://127.0.0.1/..%2Fa.csv", "http://127.0.0.1:x/a.csv"],
)  # fmt: skip
@pytest.mark.parametrize("dry_run", [True, False])
def test_an_address_that_names_no_file_is_told_of(source: Source, folder: Path, address: str, dry_run: bool) -> None:
    report = fetch(Wanted((), source.url, (address,)), folder, NOW, PACE, dry_run=dry_run)
    assert len(report.failed) == 1
    assert not source.asked


def test_two_files_of_one_name_do_not_take_each_others_place(source: Source, folder: Path) -> None:
    source.say("/a/x.csv", Reply(b"a"))
    source.say("/b/x.csv", Reply(b"b"))
    report = run(source, folder, "/a/x.csv", "/b/x.csv")
    assert "would take the place of" in report.failed[0]
    assert (folder / "x.csv").read_bytes() == b"a"
