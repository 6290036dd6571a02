"""Pages of the demo under load: requests a second beside an empty Flask view and nginx's own page of equal size.

`python -m tests.benchmarks.serving`. Needs wrk; without nginx only Gunicorn is measured.
"""

import argparse
import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.settings import Settings
from tests.benchmarks.downloading import memory
from tests.benchmarks.site.loads import Rate, slow, wrk
from tests.benchmarks.site.set_ups import EMPTY_VIEW, GUNICORN, LIVE, STATIC, SetUps, standing
from tests.required import ROOT
from tests.serving.front import HOST, Answer, asked

CONNECTIONS = (8, 32)
OF_EMPTY, OF_FILES, P50, GROWTH, SLOW_PAGE = 0.8, 5.0, 8.0, 10.0, 50.0
"""Aims: times the empty view; files, times that; milliseconds at 32 connections; MB; milliseconds beside slow ones."""
LARGE = "/data/2024-25/accounts.csv"
SLOW_ONES, LOOKS, PATIENCE = 20, 20, 3
PAGES = {
    "borough": "/boroughs/hackney/2024-25",
    "London": "/london/2024-25",
    "compliance": "/compliance/2024-25",
    "home": "/",
    "JSON": "/boroughs/hackney/2024-25.json",
}
Rates = dict[tuple[str, int, str], Rate]
"""What was asked, by how many connections, of which set-up."""


@dataclass(frozen=True)
class Question:
    """What is asked of each set-up, so that each has as many bytes to send."""

    name: str
    addresses: Mapping[str, str]
    headers: Mapping[str, Mapping[str, str]]


def main(words: Sequence[str]) -> None:
    wanted = options(words)
    if not shutil.which("wrk"):
        print("wrk is not installed: nothing is measured")
        return
    with tempfile.TemporaryDirectory(prefix="portal-serving-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        settings = published(Path(wanted.home) if wanted.home else folder / "home")
        live = exported(settings, Path(wanted.live or folder / "live")) if shutil.which("nginx") else None
        with standing(folder, settings, live) as set_ups:
            rates = measured(set_ups, wanted.rounds, wanted.seconds)
            judge(rates)
            judge_memory(set_ups, wanted.minutes)
            judge_slow(set_ups)


def options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured, in turns; medians are shown")
    parser.add_argument("--seconds", type=int, default=3, help="of each measurement")
    parser.add_argument("--minutes", type=float, default=10, help="how long the memory is watched under load")
    parser.add_argument("--home", help="a home in which `portal demo` has run; default: a new one")
    parser.add_argument("--live", help="where its live export lies or is to lie; default: a new folder")
    return parser.parse_args(words)


def published(home: Path) -> Settings:
    """The demo, published."""
    environ = {**os.environ, "PORTAL_HOME": str(home)}
    demo = home / "instance" / "demo" / "published"
    if not demo.is_dir():
        words = [sys.executable, "-m", "portal.commands", "demo", "--no-serve"]
        subprocess.run(words, env=environ, cwd=ROOT, check=True, capture_output=True)
    return Settings.from_environ({**environ, "PORTAL_PUBLISHED_DIR": str(demo)})


def exported(settings: Settings, live: Path) -> Path:
    environ = {**os.environ, "PORTAL_HOME": str(settings.home), "PORTAL_PUBLISHED_DIR": str(settings.published_dir)}
    words = [sys.executable, "-m", "portal.commands", "export", str(live), "--live"]
    began = time.monotonic()
    subprocess.run(words, env=environ, cwd=ROOT, check=True, capture_output=True)
    print(f"the live export took {time.monotonic() - began:.0f} s")
    return live


def questions(set_ups: SetUps) -> Iterator[Question]:
    """Each page, and one of them that the reader holds already."""
    for name, address in PAGES.items():
        size = len(look(set_ups.ports[GUNICORN], address).raw)
        if STATIC in set_ups.ports:
            set_ups.floor_of(size)
        addresses = {GUNICORN: address, EMPTY_VIEW: f"/{size}", LIVE: address, STATIC: f"/{size}.html"}
        yield Question(f"{name}, {size:,} bytes", addresses, {})
    page = PAGES["borough"]
    floor = next(path.name for path in (set_ups.folder / "floor").iterdir()) if STATIC in set_ups.ports else ""
    addresses = {GUNICORN: page, EMPTY_VIEW: "/same", LIVE: page, STATIC: f"/{floor}"}
    tags = {name: {"If-None-Match": look(set_ups.ports[name], addresses[name]).headers["ETag"]}
            for name in set_ups.ports if name != EMPTY_VIEW}  # fmt: skip
    yield Question("borough, 304", addresses, tags)


def look(port: int, address: str, patience: float = 30) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    return asked(connection, "GET", address, {"Host": HOST, "Accept-Encoding": "gzip"})


def measured(set_ups: SetUps, rounds: int, seconds: int) -> Rates:
    """In turns, so that a busy moment hits all of them."""
    print(f"{'asked':26}{'lines':>6}  {'of':20}{'a second':>10}{'p50 ms':>9}{'p99 ms':>9}{'of empty':>10}")
    rates: Rates = {}
    for question in questions(set_ups):
        for lines in CONNECTIONS:
            found: dict[str, list[Rate]] = {name: [] for name in set_ups.ports}
            for _ in range(rounds):
                for name, port in set_ups.ports.items():
                    headers = question.headers.get(name, {})
                    found[name].append(wrk(port, question.addresses[name], lines, seconds, headers))
            medians = {name: median(each) for name, each in found.items()}
            rates |= {(question.name, lines, name): rate for name, rate in medians.items()}
            show(question.name, lines, medians)
    return rates


def median(rates: list[Rate]) -> Rate:
    second, p50, p99 = (statistics.median(getattr(rate, name) for rate in rates) for name in ("second", "p50", "p99"))
    return Rate(second, p50, p99, "; ".join(rate.wrong for rate in rates if rate.wrong))


def show(name: str, lines: int, rates: Mapping[str, Rate]) -> None:
    for of, rate in rates.items():
        share = rate.second / rates[EMPTY_VIEW].second
        print(f"{name:26}{lines:>6}  {of:20}{rate.second:>10,.0f}{rate.p50:>9.2f}{rate.p99:>9.2f}{share:>10.2f}  "
              f"{rate.wrong}", flush=True)  # fmt: skip


def judge(rates: Rates) -> None:
    """The aims of every page; a measurement with answers that were none meets none."""
    print(f"\n{'aim':72}{'wanted':>10}{'measured':>10}")
    for (name, lines, of), rate in rates.items():
        empty = rates[name, lines, EMPTY_VIEW]
        if of == GUNICORN:
            say(f"{name}, {lines} lines: times the empty view", ">=", OF_EMPTY, rate.second / empty.second, rate.wrong)
            if lines == max(CONNECTIONS):
                say(f"{name}, {lines} lines: p50 in ms", "<=", P50, rate.p50, rate.wrong)
        if of == LIVE:
            limit = OF_FILES * OF_EMPTY
            share = rate.second / empty.second
            say(f"{name}, {lines} lines: files by nginx, times the empty view", ">=", limit, share, rate.wrong)


def say(what: str, sign: str, limit: float, found: float, wrong: str = "") -> None:
    is_met = (found >= limit if sign == ">=" else found <= limit) and not wrong
    print(f"{what:72}{sign:>4} {limit:>5g}{found:>10.2f}  {'met' if is_met else 'NOT MET'} {wrong}", flush=True)


def judge_memory(set_ups: SetUps, minutes: float) -> None:
    """From when every page was asked often to the end."""
    for address in PAGES.values():
        wrk(set_ups.ports[GUNICORN], address, 8, 2, {})
    before, until, rounds = memory(set_ups.process), time.monotonic() + 60 * minutes, 0
    while time.monotonic() < until:
        address = f"{list(PAGES.values())[rounds % len(PAGES)]}?utm_source={rounds}"  # what no page knows is kept once
        wrk(set_ups.ports[GUNICORN], address, 8, 2, {})
        rounds += 1
    say(f"memory of Gunicorn, MB of growth in {minutes:g} minutes", "<=", GROWTH, memory(set_ups.process) - before)


def judge_slow(set_ups: SetUps) -> None:
    """One page at a time, while slow readers hold a large table and slow senders never finish their question."""
    for name in (GUNICORN, LIVE):
        if port := set_ups.ports.get(name):
            with slow(port, LARGE, SLOW_ONES, SLOW_ONES):
                took = sorted(milliseconds(port) for _ in range(LOOKS))
            say(f"{name}: page beside {SLOW_ONES} slow readers and senders, ms, 19 of 20", "<=", SLOW_PAGE,
                took[-2])  # fmt: skip


def milliseconds(port: int) -> float:
    """As long as we wait where no page comes."""
    began = time.perf_counter()
    try:
        answer = look(port, PAGES["borough"], PATIENCE)
    except OSError:
        return 1000.0 * PATIENCE
    return 1000 * (time.perf_counter() - began) if answer.status == 200 else 1000.0 * PATIENCE


if __name__ == "__main__":
    main(sys.argv[1:])
