"""Which forces' months the source says that it has."""

import json
from collections.abc import Collection
from typing import Any

from ingest.fetching.downloads import ForceMonth
from ingest.fetching.planning import in_order
from ingest.fetching.upstream import Upstream
from ingest.reading import Refused
from portal.periods import is_month


def listed(upstream: Upstream, base_url: str, forces: Collection[str]) -> tuple[ForceMonth, ...]:
    """The months of these forces that the source lists, the oldest first. Failed; Refused if it is no such list."""
    answer = upstream.get(f"{base_url}/api/crimes-street-dates")
    assert answer  # without a condition there is no "nothing new"
    return in_order(which for which in set(understood(answer.body)) if which.force in forces)


def understood(raw: bytes) -> list[ForceMonth]:
    """Every force and month listed. Refused if it is no list of months with their forces, or lists no force at all."""
    try:
        months = json.loads(raw)
    except (ValueError, RecursionError) as wrong:
        raise Refused("the list of months is not JSON") from wrong
    if not isinstance(months, list) or not all(map(is_entry, months)):
        raise Refused('the list of months has not the shape {"date": "2018-04", "stop-and-search": ["metropolitan"]}')
    found = [ForceMonth(force, month["date"]) for month in months for force in month.get("stop-and-search", [])]
    if not found:
        raise Refused("the list of months names no force")
    return found


def is_entry(entry: Any) -> bool:
    """A month with its forces; of a month from before there was stop and search, the date alone will do."""
    if not isinstance(entry, dict) or not isinstance(entry.get("date"), str) or not is_month(entry["date"]):
        return False
    forces = entry.get("stop-and-search", [])
    return isinstance(forces, list) and all(isinstance(force, str) for force in forces)
