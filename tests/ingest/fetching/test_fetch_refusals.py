"""What is not what it should be is refused with a sentence, and leaves what was there; a busy source is waited for."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.fetching.client import seconds_asked
from ingest.fetching.fetch import SourceUnreachable
from tests.conftest import Limited
from tests.ingest.fetching.quick_fetch import FILE, MONTH, PACE, PAGE, bytes_of, run, stop
from tests.ingest.fetching.upstream_server import LISTING, Reply, Source, as_json, by_force, serving


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({}, 1, 1.5),
        ({"Retry-After": "7"}, 7, 10.5),
        ({"Retry-After": "9999"}, 120, 120),
        ({"Retry-After": "x"}, 1, 1.5),
    ],
)
def test_too_many_requests_is_waited_out(
    source: Source, folder: Path, sleeps: list[float], headers: dict[str, str], least: float, most: float
) -> None:
    source.say(by_force(MONTH), Reply(status=429, headers=headers), as_json([stop(1)]))
    report = run(source, folder, pace=replace(PACE, longest_wait=120))
    assert report.new
    assert [least <= seconds <= most for seconds in sleeps if seconds] == [True]


def test_a_date_to_try_again_at_is_understood() -> None:
    assert seconds_asked("Wed, 20 Nov 2024 06:00:00 GMT") == 0
    assert (seconds_asked("Fri, 20 Nov 2099 06:00:00 GMT") or 0) > 1e9
    assert seconds_asked("soon") is None


def test_a_month_that_stays_busy_fails_and_the_next_comes(source: Source, folder: Path) -> None:
    source.lists("2024-08", MONTH)
    source.say(by_force("2024-08"), Reply(status=503))
    told: list[str] = []
    report = run(source, folder, tell=told.append)
    assert source.paths().count(by_force("2024-08")) == PACE.attempts
    assert len(report.failed) == 1
    assert "metropolitan 2024-08: " in report.failed[0]
    assert "answered 503" in report.failed[0]
    assert report.new == (folder / FILE,)
    assert "trying again in" in told[0]


def test_a_source_that_stops_answering_is_left_in_peace(source: Source, folder: Path) -> None:
    months = [f"2024-0{month}" for month in range(1, 9)]
    source.lists(*months)
    for month in months:
        source.say(by_force(month), Reply(status=503))
    report = run(source, folder)
    assert len(report.failed) == 8
    assert "has stopped answering" in report.failed[-1]
    assert len([path for path in source.paths() if "stops-force" in path]) == 3 * PACE.attempts


ODD = {
    "half a body": (Reply(b"[" + b" " * 100 + b"]", only=50), "broke off"),
    "a longer length": (Reply(b"[]", claimed=10), "broke off"),
    "a shorter length": (Reply(b'[{"datetime": "2024-09"}]', claimed=9), "not JSON"),
    "a web page": (Reply(PAGE, headers={"Content-Type": "text/html"}), "a web page instead of data"),
    "no JSON": (Reply(b'[{"datetime": "2024'), "not JSON"),
    "no UTF-8": (Reply(b'["\xff"]'), "not JSON"),
    "too deep": (Reply(b"[" * 100_000), "not JSON"),
    "no number": (Reply(b'[{"datetime": NaN}]'), "NaN is no JSON number"),
    "too large a number": (Reply(b'[{"datetime": 1e999}]'), "a number that cannot be kept"),
    "an object": (as_json({"error": "no"}), "no list of stops"),
    "a list of words": (as_json(["no"]), "no list of stops"),
    "a list of others": (as_json([{"category": "theft"}]), "nothing in it has a datetime"),
    "not found": (Reply(b"[]", status=404), "answered 404"),
    "nothing new, unasked": (Reply(status=304), "answered 304"),
    "a part, unasked": (Reply(b"[]", status=206), "answered 206"),
    "a circle": (Reply(status=302, headers={"Location": by_force(MONTH)}), "redirects in a circle"),
    "another host": (Reply(status=302, headers={"Location": "http://localhost:1/x"}), "redirects elsewhere"),
    "another port": (Reply(status=301, headers={"Location": "http://127.0.0.1:1/x"}), "redirects elsewhere"),
    "another scheme": (Reply(status=301, headers={"Location": "ftp://127.0.0.1/x"}), "redirects elsewhere"),
    "nowhere": (Reply(status=301), "answered 301"),
    "no address": (Reply(status=301, headers={"Location": "http://[/"}), "redirects elsewhere"),
    "not packed as it says": (Reply(b"[]", headers={"Content-Encoding": "gzip"}), "broke off"),
}


@pytest.mark.parametrize("what", ODD)
def test_what_is_not_what_it_should_be_leaves_what_was_there(source: Source, folder: Path, what: str) -> None:
    run(source, folder)
    before = bytes_of(folder)
    reply, sentence = ODD[what]
    source.say(by_force(MONTH), reply)
    report = run(source, folder)
    assert len(report.failed) == 1
    assert sentence in report.failed[0]
    assert bytes_of(folder) == before


def test_a_redirect_to_another_name_is_not_followed(source: Source, folder: Path) -> None:
    elsewhere = source.url.replace("127.0.0.1", "localhost")
    source.say(by_force(MONTH), Reply(status=302, headers={"Location": f"{elsewhere}/x"}))
    assert "redirects elsewhere" in run(source, folder).failed[0]
    assert "/x" not in source.paths()


def test_a_redirect_on_the_same_host_is_followed(source: Source, folder: Path) -> None:
    source.say(by_force(MONTH), Reply(status=302, headers={"Location": "/elsewhere"}))
    source.say("/elsewhere", as_json([stop(1)]))
    assert run(source, folder).new


def test_too_many_redirects_are_not_followed(source: Source, folder: Path) -> None:
    source.say(by_force(MONTH), Reply(status=302, headers={"Location": "/0"}))
    for step in range(10):
        source.say(f"/{step}", Reply(status=302, headers={"Location": f"/{step + 1}"}))
    assert "redirects more than 5 times" in run(source, folder).failed[0]


def test_a_drip_ends_at_the_deadline(source: Source, folder: Path) -> None:
    source.say(by_force(MONTH), Reply(b"[" + b" " * 1000, drip=0.01))
    report = run(source, folder, pace=replace(PACE, deadline=0.1))
    assert "in 0.1 seconds" in report.failed[0]


def test_too_large_a_body_is_refused(source: Source, folder: Path, limited: Limited) -> None:
    limited(json=1000)
    source.say(by_force(MONTH), Reply(b"[" + b" " * 2000 + b"]"))
    assert "more than 1,000 bytes" in run(source, folder).failed[0]


def test_a_source_that_is_down_is_unreachable(folder: Path) -> None:
    with serving() as source:
        pass
    with pytest.raises(SourceUnreachable, match="could not be reached"):
        run(source, folder)
    assert not folder.exists()


@pytest.mark.parametrize(
    "reply",
    [Reply(status=503), Reply(status=404), Reply(PAGE), as_json([]), as_json({}), as_json([{"date": "soon"}]),
     as_json([{"date": MONTH, "stop-and-search": "metropolitan"}])],
)  # fmt: skip
def test_without_the_list_of_months_nothing_is_done(source: Source, folder: Path, reply: Reply) -> None:
    source.say(LISTING, reply)
    with pytest.raises(SourceUnreachable, match="list of months could not be had"):
        run(source, folder)
