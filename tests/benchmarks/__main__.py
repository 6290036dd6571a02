"""Measure, and print two tables: what was measured, and how it stands to what we aim at.

`--rows 2500000` adds ten years of the Met to the one year that is always measured.
"""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.aims import Aim, of_ingest, of_publish
from tests.benchmarks.measured import Measured
from tests.benchmarks.runs import Bench, Results, measured
from tests.postgres.cluster import Cluster, programs, started

YEAR = 250_000  # rows
FLOORS = {
    "ingesting": "bare",
    "notebook plain": "bare",
    "notebook whole": "bare",
    "ingesting_postgres": "bare_postgres",
}
TITLES = {
    "bare": "Polars read, executemany (the floor)",
    "ingesting": "portal ingest, SQLite",
    "notebook plain": "pandas read, to_sql",
    "notebook whole": "pandas and GeoPandas, as much learnt",
    "bare_postgres": "Polars read, COPY (the floor)",
    "ingesting_postgres": "portal ingest, PostgreSQL",
    "publishing": "portal publish",
}


def main(words: Sequence[str]) -> None:
    asked = options(words)
    year_rows, rows = (YEAR // 10, asked.rows // 10) if asked.quick else (YEAR, asked.rows)
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, postgres() as cluster:
        year = measured(Bench(Path(folder), cluster, asked.times), year_rows, 1)
        show(year)
        ten: Results = {}
        if rows > year_rows:
            ten = measured(Bench(Path(folder), cluster, 1), rows, 10)
            show(ten)
    judge([*of_ingest(year, ten), *of_publish(year, ten)])


def options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=YEAR, help="more than a year's: measure ten years as well")
    parser.add_argument("--times", type=int, default=3, help="how often the year is measured; medians are shown")
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows")
    return parser.parse_args(words)


@contextlib.contextmanager
def postgres() -> Iterator[Cluster | None]:
    """A PostgreSQL as it comes, which keeps its promises to the disk; None where none is installed."""
    binaries = programs()
    if binaries is None:
        yield None
    else:
        with started(binaries, {}) as cluster:
            yield cluster


def show(results: Results) -> None:
    print(f"{'':38}{'rows':>10}{'rows a second':>15}{'seconds':>9}{'MB':>7}{'times the floor':>17}")
    for what, one in results.items():
        beside = to_floor(one, results.get(FLOORS.get(what, "")))
        print(f"{TITLES[what]:38}{one.rows:>10,}{one.rate:>15,.0f}{one.seconds:>9.2f}{one.megabytes:>7.0f}{beside:>17}")
    print(flush=True)


def to_floor(one: Measured, floor: Measured | None) -> str:
    return f"{floor.rate / one.rate:.2f}" if floor else ""


def judge(aims: list[Aim]) -> None:
    print(f"{'aim':56}{'wanted':>12}{'measured':>12}  ")
    for aim in aims:
        wanted = f"{'>=' if aim.at_least else '<='} {aim.limit:,g}"
        found = "" if aim.found is None else f"{aim.found:,.0f}" if aim.found >= 100 else f"{aim.found:.2f}"
        print(f"{aim.says:56}{wanted:>12}{found:>12}  {aim.verdict}")


if __name__ == "__main__":
    main(sys.argv[1:])
