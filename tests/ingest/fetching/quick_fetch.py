"""A run of the fetch as its tests want it: at one moment, without pauses, for one force."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.fetching.fetch import Pace, Report, Wanted, fetch
from tests.ingest.fetching.upstream_server import Source

NOW = datetime(2024, 11, 20, 6, 0, tzinfo=UTC)
PACE = Pace(pause=0, attempts=3, timeout=2, deadline=2, longest_wait=0.01)
MONTH, FILE = "2024-09", "stops-force-metropolitan-2024-09.json"
PAGE = b"<!DOCTYPE html><title>Sorry</title>"


def stop(minute: int = 0, **changed: Any) -> dict[str, Any]:
    return {
        "type": "Person search",
        "datetime": f"2024-09-10T14:{minute:02}:00+00:00",
        "object_of_search": "Controlled drugs",
        "location": {"latitude": "51.547100", "longitude": "-0.056100"},
        **changed,
    }


# the usual row of tests.samples, as the API has it
AS_ITEM = stop(
    30,
    operation=False,
    operation_name=None,
    gender="Male",
    age_range="18-24",
    self_defined_ethnicity="White - Irish",
    officer_defined_ethnicity="White",
    legislation="Misuse of Drugs Act 1971 (section 23)",
    outcome="A no further action disposal",
)


def wanted(source: Source, *extra: str, **more: Any) -> Wanted:
    return Wanted(("metropolitan",), source.url, tuple(source.url + path for path in extra), "post@example.org", **more)


def run(source: Source, folder: Path, *extra: str, pace: Pace = PACE, **more: Any) -> Report:
    return fetch(wanted(source, *extra), folder, NOW, pace, **more)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
