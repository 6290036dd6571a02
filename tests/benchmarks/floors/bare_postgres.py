"""The floor for PostgreSQL: Polars reads the same files as text, COPY takes that text as it is."""

import sys
from pathlib import Path

import polars as pl
import psycopg

from tests.benchmarks.measured import tell


def work(folder: Path, url: str) -> int:
    rows = 0
    with psycopg.connect(url) as connection:
        for file in sorted(folder.glob("*.csv")):
            frame = pl.read_csv(file, infer_schema=False)
            rows += write(connection, frame)
            connection.commit()
    return rows


def write(connection: psycopg.Connection, frame: pl.DataFrame) -> int:
    names = ", ".join(f'"{name}" TEXT' for name in frame.columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS stop ({names})".encode())
        with cursor.copy(b"COPY stop FROM STDIN (FORMAT csv)") as copy:
            copy.write(frame.write_csv(include_header=False).encode())
    return frame.height


if __name__ == "__main__":
    tell(lambda: work(Path(sys.argv[1]), sys.argv[2]))
