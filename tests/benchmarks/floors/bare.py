"""The floor: Polars reads the same files as text, the standard driver writes them as they are."""

import contextlib
import sqlite3
import sys
from pathlib import Path

import polars as pl

from tests.benchmarks.measured import tell


def work(folder: Path, path: Path) -> int:
    rows = 0
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        for file in sorted(folder.glob("*.csv")):
            frame = pl.read_csv(file, infer_schema=False)
            rows += write(database, frame)
    return rows


def write(database: sqlite3.Connection, frame: pl.DataFrame) -> int:
    """One transaction."""
    names = ", ".join(f'"{name}" TEXT' for name in frame.columns)
    marks = ", ".join("?" * frame.width)
    with database:
        database.execute(f"CREATE TABLE IF NOT EXISTS stop ({names})")
        for part in frame.iter_slices(20_000):
            database.executemany(f"INSERT INTO stop VALUES ({marks})", part.rows())
    return frame.height


if __name__ == "__main__":
    tell(lambda: work(Path(sys.argv[1]), Path(sys.argv[2])))
