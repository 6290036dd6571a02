"""The most memory that `portal ingest` takes, for a year in one file and for the largest file of every kind.

Each in a process of its own, which says how much it held at the most (VmHWM: what getrusage says may be the memory of
the process that began it). The nightly run may have 2 GB.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import accumulate, takewhile
from pathlib import Path

import pytest

from portal import file_sizes
from tests.benchmarks.measured import alone
from tests.ingest import large_files
from tests.ingest.large_files import API, BOOK, EXTRACT, POLICE_UK, RETURN, written
from tests.required import ROOT

pytestmark = pytest.mark.full
YEAR = 250_000
PUBLISHING = 600  # MB
MOST = 1_500  # MB, of the 2,048 that deploy/portal-update.service allows
INGEST = """
import re, sys
from pathlib import Path
from portal.commands.main import main
code = main(["ingest", sys.argv[1]])
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
sys.exit(code)
"""
Made = Callable[[Path], Path]


def year(name: str, lines: Callable[[int], Iterator[str]]) -> Made:
    return lambda folder: written(folder / name, lines(YEAR))


def fullest(name: str, lines: Callable[[int], Iterator[str]], cells: int) -> Made:
    """As many rows as the limits of a CSV let through."""
    rows, most = file_sizes.allowed().cells // (cells + 2), file_sizes.allowed().text

    def made(folder: Path) -> Path:
        every = list(lines(rows))
        sizes = accumulate(len(line.encode()) + 1 for line in every)
        fit = sum(1 for _ in takewhile(lambda size: size <= most, sizes))
        return written(folder / name, iter(every[:fit]))

    return made


def api_month(folder: Path) -> Path:
    rows = file_sizes.allowed().json // 750
    return written(folder / API, large_files.stops(rows))


def with_wide_signs(rows: int) -> Iterator[str]:
    """A sign of four bytes in every line makes each four times as large in memory."""
    return (line.replace("False,,", "False,\U0001f600,", 1) for line in large_files.police_uk(rows))


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(year(POLICE_UK, large_files.police_uk), id="year-police-uk"),
        pytest.param(year(EXTRACT, large_files.extract), id="year-extract"),
        pytest.param(year(RETURN, large_files.charter_return), id="year-return"),
        pytest.param(lambda folder: large_files.book(folder / BOOK, YEAR), id="year-workbook"),
        pytest.param(fullest(POLICE_UK, large_files.police_uk, 15), id="fullest-police-uk"),
        pytest.param(fullest(POLICE_UK, with_wide_signs, 15), id="fullest-wide-signs"),
        pytest.param(fullest(EXTRACT, large_files.extract, 17), id="fullest-extract"),
        pytest.param(fullest(RETURN, large_files.charter_return, 53), id="fullest-return"),
        pytest.param(lambda folder: large_files.book(folder / BOOK, 350_000), id="fullest-workbook"),
        pytest.param(api_month, id="fullest-api"),
    ],
)
def test_the_largest_files_leave_room_to_spare(home: Path, tmp_path: Path, made: Made) -> None:
    words = [sys.executable, "-c", INGEST, str(made(tmp_path))]
    ran = subprocess.run(words, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert ran.returncode == 0 or "rejected" in ran.stderr, ran.stderr
    assert "refused" not in ran.stderr
    megabytes = int(ran.stdout.splitlines()[-1]) // 1024
    print(f"{megabytes} MB")
    assert megabytes < MOST


def test_publishing_a_year_leaves_room_to_spare(tmp_path: Path) -> None:
    """Every place, table and workbook of 250,000 searches."""
    records, url = tmp_path / "records", f"sqlite:///{tmp_path / 'rows.sqlite3'}"
    records.mkdir()
    alone("inventing", records, "2022-04", 12, YEAR)
    alone("ingesting", records, url)
    published = alone("publishing", tmp_path, url, "2022-23")
    print(f"{published.megabytes:.0f} MB")
    assert published.rows > 0.9 * YEAR
    assert published.megabytes < PUBLISHING
