"""What to ask the source for: plain values in, plain values out, no network."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.fetching.client import Upstream
from ingest.fetching.downloads import ForceMonth
from ingest.reading.batch import Refused
from portal.periods import is_month, why_impossible

CHECKED_AGAIN = 36  # months, up to the present one: what the source still changes
ARCHIVE_MONTHS = 36  # a bulk archive holds so many, up to the month it is named for


@dataclass(frozen=True)
class Plan:
    """`missing`: listed and not held; `again`: held, and to be asked about; `vanished`: held, and no longer listed."""

    missing: tuple[ForceMonth, ...]
    again: tuple[ForceMonth, ...]
    vanished: tuple[ForceMonth, ...]


@dataclass(frozen=True)
class Span:
    """The missing months that one archive would hold; `month` is the one it is named for."""

    month: str
    missing: tuple[ForceMonth, ...]

    def __str__(self) -> str:
        return f"{len(self.missing)} missing months up to {self.month}"


def plan(
    listed: Collection[ForceMonth],
    held: Collection[ForceMonth],
    recorded: Collection[ForceMonth],
    first_month: str | None,
    now: datetime,
) -> Plan:
    """`recorded`: the months whose files the ledger knows; a held one that it does not know is asked about at any age.

    Months before `first_month` are left alone.
    """
    first = first_month or ""
    oldest = month_ordinal(f"{now:%Y-%m}") - CHECKED_AGAIN
    asked = sort_force_months(which for which in listed if which.month >= first)
    again = (
        which for which in asked if which in held and (month_ordinal(which.month) > oldest or which not in recorded)
    )
    return Plan(
        missing=tuple(which for which in asked if which not in held),
        again=tuple(again),
        vanished=sort_force_months(which for which in held if which not in listed and which.month >= first),
    )


def impossible(listed: Iterable[ForceMonth], now: datetime) -> tuple[ForceMonth, ...]:
    """What no source can have: months to come, and from before there were records."""
    return sort_force_months(which for which in listed if why_impossible(which.month, now))


def spans(missing: Iterable[ForceMonth]) -> list[Span]:
    """The archives that would together hold all the missing months, the newest first, each month in one of them."""
    left, found = list(missing), []
    while left:
        newest = max(which.month for which in left)
        oldest = month_ordinal(newest) - ARCHIVE_MONTHS
        inside = tuple(which for which in left if month_ordinal(which.month) > oldest)
        found.append(Span(newest, inside))
        left = [which for which in left if which not in inside]
    return found


def sort_force_months(months: Iterable[ForceMonth]) -> tuple[ForceMonth, ...]:
    return tuple(sorted(months, key=lambda which: (which.month, which.force)))


def month_ordinal(month: str) -> int:
    """Months since the year nought, so that months can be subtracted."""
    return int(month[:4]) * 12 + int(month[5:7])


# Which forces' months the source says that it has.


def fetch_force_months(upstream: Upstream, base_url: str, forces: Collection[str]) -> tuple[ForceMonth, ...]:
    """The months of these forces that the source lists, the oldest first. Failed; Refused if it is no such list."""
    answer = upstream.get(f"{base_url}/api/crimes-street-dates")
    assert answer  # without a condition there is no "nothing new"
    return sort_force_months(which for which in set(understood(answer.body)) if which.force in forces)


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
