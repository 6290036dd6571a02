"""What to ask the source for: plain values in, plain values out, no network."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from ingest.fetching.downloads import ForceMonth
from portal.periods import why_impossible

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
    oldest = counted(f"{now:%Y-%m}") - CHECKED_AGAIN
    asked = in_order(which for which in listed if which.month >= first)
    again = (which for which in asked if which in held and (counted(which.month) > oldest or which not in recorded))
    return Plan(
        missing=tuple(which for which in asked if which not in held),
        again=tuple(again),
        vanished=in_order(which for which in held if which not in listed and which.month >= first),
    )


def impossible(listed: Iterable[ForceMonth], now: datetime) -> tuple[ForceMonth, ...]:
    """What no source can have: months to come, and from before there were records."""
    return in_order(which for which in listed if why_impossible(which.month, now))


def spans(missing: Iterable[ForceMonth]) -> list[Span]:
    """The archives that would together hold all the missing months, the newest first, each month in one of them."""
    left, found = list(missing), []
    while left:
        newest = max(which.month for which in left)
        oldest = counted(newest) - ARCHIVE_MONTHS
        inside = tuple(which for which in left if counted(which.month) > oldest)
        found.append(Span(newest, inside))
        left = [which for which in left if which not in inside]
    return found


def in_order(months: Iterable[ForceMonth]) -> tuple[ForceMonth, ...]:
    return tuple(sorted(months, key=lambda which: (which.month, which.force)))


def counted(month: str) -> int:
    """Months since the year nought, so that months can be subtracted."""
    return int(month[:4]) * 12 + int(month[5:7])
