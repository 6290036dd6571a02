"""Every measurement over one set of records, each as often as asked, ours and its floor by turns."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measured import Measured, alone, typical
from tests.postgres.cluster import Cluster

Results = dict[str, Measured]
FLOORS = ("bare", "bare_postgres", "notebook")
YEARS = range(2013, 2023)
"""Financial years by their first half; the last is the one for a set of a single year."""


@dataclass(frozen=True)
class Bench:
    """`cluster`: None where there is no PostgreSQL."""

    folder: Path
    cluster: Cluster | None
    times: int

    @contextmanager
    def records(self, rows: int, years: int) -> Iterator[Path]:
        """Invented months of so many years, ending with the last."""
        records = self.folder / f"records-{years}"
        records.mkdir()
        alone("inventing", records, f"{YEARS[-years]}-04", 12 * years, rows)
        yield records
        shutil.rmtree(records)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        scratch = self.folder / "scratch"
        scratch.mkdir()
        yield scratch
        shutil.rmtree(scratch)

    def sqlite(self, what: str, records: Path) -> Measured:
        """`what`: a module, and for a notebook which of its two ways."""
        module, *way = what.split()
        with self.scratch() as scratch:
            path = scratch / "rows.sqlite3"
            return alone(place_of(module), records, f"sqlite:///{path}" if module == "ingesting" else path, *way)

    def postgres(self, what: str, records: Path) -> Measured:
        assert self.cluster
        with self.cluster.database() as url:
            return alone(place_of(what), records, url)

    def ingest(self, records: Path, *, with_notebook: bool) -> Results:
        """Medians of the floors, of ourselves, and of a notebook, over the same files."""
        on_sqlite = ["bare", "ingesting", *(["notebook plain", "notebook whole"] if with_notebook else [])]
        on_postgres = ["bare_postgres", "ingesting"] if self.cluster else []
        found: dict[str, list[Measured]] = {}
        for _ in range(self.times):
            for what in on_sqlite:
                found.setdefault(what, []).append(self.sqlite(what, records))
            for what in on_postgres:
                name = "ingesting_postgres" if what == "ingesting" else what
                found.setdefault(name, []).append(self.postgres(what, records))
        return {what: typical(times) for what, times in found.items()}

    def publish(self, records: Path, years: int) -> Results:
        """Financial years drawn up from SQLite, one process for all."""
        with self.scratch() as scratch:
            url = f"sqlite:///{scratch / 'rows.sqlite3'}"
            alone("ingesting", records, url)
            periods = [f"{year}-{(year + 1) % 100:02}" for year in YEARS[-years:]]
            return {"publishing": alone("publishing", scratch, url, *periods)}


def place_of(module: str) -> str:
    """Below tests.benchmarks."""
    return f"floors.{module}" if module in FLOORS else module


def measured(bench: Bench, rows: int, years: int) -> Results:
    with bench.records(rows, years) as records:
        return bench.ingest(records, with_notebook=years == 1) | bench.publish(records, years)
