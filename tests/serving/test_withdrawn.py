"""What was published shows at once, and what was withdrawn is given out by nothing that we ship: whatever is asked."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.editions.archive import Shelf
from portal.editions.stamp import CURRENT, RELEASES
from portal.settings import Settings
from tests.conftest import run
from tests.required import ROOT
from tests.samples import month_file, row
from tests.serving.front import Answer, Front, front, site

pytestmark = pytest.mark.full
ADDRESSES = ["/", "/london/2018-19", "/london/2018-19.json", "/london.json", "/boroughs/hackney/2018-19",
             "/boroughs/hackney/2018-19.csv", "/editions/2018-19/1.0/london.json", "/editions/2018-19/1.0/accounts.csv",
             "/data/2018-19/searches-hackney.csv", "/compliance/2018-19"]  # fmt: skip
OLD = "Mon, 01 Jun 2009 09:00:00 GMT"


@contextmanager
def asking(served: Front, address: str) -> Iterator[list[tuple[float, Answer]]]:
    """Four readers ask until the block is left; each answer with the moment its question was put."""
    found: list[tuple[float, Answer]] = []
    stopped = threading.Event()

    def ask() -> None:
        while not stopped.is_set():
            began = time.monotonic()
            found.append((began, served.ask(address)))
            time.sleep(0.08)  # together 50 a second: more, for long, and their one address is told to wait

    readers = [threading.Thread(target=ask) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        yield found
    finally:
        stopped.set()
        for reader in readers:
            reader.join()


def is_file(answer: Answer) -> bool:
    return "-" in answer.headers.get("ETag", "")


def live_of(settings: Settings) -> Path:
    assert settings.live_dir is not None
    return settings.live_dir


def test_a_new_edition_shows_at_once_under_load(served: Front, settings: Settings) -> None:
    before = served.ask("/london/2018-19")
    assert is_file(before)
    run("ingest", month_file(settings.home / "in", [row(Date="2018-05-01T10:00:00+00:00")], month="2018-05"))
    with asking(served, "/london/2018-19") as answers:
        published = run("publish", "--period", "2018-19")
        done = time.monotonic()
        time.sleep(1)
    assert (published.code, "live, " in published.out) == (0, True), published.err
    assert {answer.status for _, answer in answers} == {200}
    after = [answer.raw for began, answer in answers if began >= done]
    assert len(after) > 5
    assert set(after) == {served.ask_site("/london/2018-19").raw}
    assert after[0] != before.raw
    assert is_file(answers[-1][1])


def test_a_killed_export_leaves_what_was_live_and_the_next_cleans_up(served: Front, settings: Settings) -> None:
    live = live_of(settings)
    before, page = (live / CURRENT).readlink(), served.ask("/london/2018-19").raw
    environ = {**os.environ, "PORTAL_CONTACT": "somebody else"}  # so that every page is another
    words = [sys.executable, "-m", "portal.commands", "export", "--live"]
    for files in (1, 40, 150):
        with subprocess.Popen(words, env=environ, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None and written(live, before.name) < files:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        assert (live / CURRENT).readlink() == before
        assert served.ask("/london/2018-19").raw == page
    subprocess.run(words, env=environ, cwd=ROOT, check=True, capture_output=True)
    assert [path.name for path in (live / RELEASES).iterdir()] == [(live / CURRENT).readlink().name]
    assert b"somebody else" in served.ask("/london/2018-19").raw
    assert run("export", "--live").code == 0


def written(live: Path, before: str) -> int:
    others = [path for path in (live / RELEASES).iterdir() if path.name != before]
    return sum(path.is_file() for other in others for path in other.rglob("*"))


def test_nothing_withdrawn_is_given_out_again(settings: Settings, tmp_path: Path) -> None:
    """The last of this file: it takes the year away."""
    live = live_of(settings)
    with site(settings) as (port, process), front(tmp_path, live, port) as served:
        held = {address: [served.ask(address), served.ask(address, Accept_Encoding="gzip"), served.ask_site(address)]
                for address in ADDRESSES}  # fmt: skip
        assert is_file(held["/london/2018-19"][0])
        for number in reversed(Shelf(settings.published_dir).numbers("2018-19")):
            assert run("withdraw", f"2018-19/{number}", "--reason", "It named a person.").code == 0
        gone = {raw.raw for answers in held.values() for raw in answers}
        for address, answers in held.items():
            for answer in again(served, address, answers):
                assert answer.raw not in gone, address
                assert answer.status not in (206, 304), address
        for address in ADDRESSES[1:]:
            answer = served.ask(address)
            wanted = (410,) if "2018-19" in address else (404, 410)
            assert answer.status in wanted, address
            assert answer.headers["Cache-Control"] == "no-store"
        assert not (live / CURRENT).is_symlink()
        assert not (live / RELEASES).exists()
        workers = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        for each in (process, *map(int, workers)):
            os.kill(each, signal.SIGKILL)
        time.sleep(0.5)
        for address, answers in held.items():
            for answer in again(served, address, answers):
                assert answer.raw not in gone
                assert (answer.status, answer.headers.get("Cache-Control")) in (
                    (503, "no-store"),
                    (421, None),
                    (400, None),
                )


def again(served: Front, address: str, answers: list[Answer]) -> Iterator[Answer]:
    """Everything that might bring the old answer back."""
    yield served.ask(address)
    yield served.ask(address, Accept_Encoding="gzip")
    yield served.ask(f"{address}?utm_source=letter")
    yield served.ask(address, Range="bytes=0-99")
    yield served.ask(address, Cookie="a=b", Cache_Control="only-if-cached")
    yield served.ask(address, If_Modified_Since=OLD)
    for answer in answers:
        yield served.ask(address, If_None_Match=answer.headers["ETag"])
        yield served.ask(address, If_Range=answer.headers["ETag"], Range="bytes=5-")
        if "Last-Modified" in answer.headers:
            yield served.ask(address, If_Modified_Since=answer.headers["Last-Modified"])
    for number in range(1, 9):
        for folder in ("pages", "dated", "named"):
            yield served.ask(f"/releases/{number}/{folder}{address}")
            yield served.ask(f"/../releases/{number}/{folder}{address}.html")
