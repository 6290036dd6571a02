"""Our own way in, from the files to the last finding, as `portal ingest` goes it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from ingest.outcome import Origin
from ingest.run import ingest
from portal.settings import database_url
from portal.store import database, supplies
from tests.benchmarks.measured import tell


def work(folder: Path, url: str) -> int:
    engine = database.open_database(database_url(folder, url))
    ingest(engine, (folder,), Origin(datetime.now(UTC), invented=True))
    with Session(engine) as session:
        rows = sum(supply.rows_kept for supply in supplies.all_supplies(session))
    engine.dispose()
    return rows


if __name__ == "__main__":
    tell(lambda: work(Path(sys.argv[1]), sys.argv[2]))
