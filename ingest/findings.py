"""What is odd about a supply: every check in its order, over a profile and the profiles before it.

Findings follow from the current supplies alone, whatever order they came in (settle).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlmodel import Session

from ingest import profile
from ingest.checks import cells, clock_and_place, volume
from ingest.finding import Earlier, Finding, Seen
from portal import source_notes
from portal.records import Supply
from portal.store import writing

CHECKS: tuple[Callable[[Seen], Iterator[Finding]], ...] = (
    volume.empty_file,
    volume.declared_zero,
    volume.rejected_rows,
    volume.cut_short,
    volume.partial_month,
    volume.low_volume,
    volume.control_total_missed,
    volume.capped_rows,
    volume.doubled_file,
    volume.month_spill,
    volume.windows_1252,
    cells.column_blank,
    cells.category_vanished,
    cells.column_constant,
    cells.unlisted_label,
    cells.contradictory_links,
    clock_and_place.points_missing,
    clock_and_place.points_outside,
    clock_and_place.unknown_borough,
    clock_and_place.midnight_times,
    clock_and_place.hourly_times,
    clock_and_place.twelve_hour_clock,
)


def examine(seen: Seen) -> list[Finding]:
    """Every finding about the supply, in the order of CHECKS."""
    return [finding for check in CHECKS for finding in check(seen)]


def settle(session: Session) -> None:
    """Draw the findings of every supply that has rows anew."""
    for supply, found in drawn(writing.all_supplies(session)):
        if found != supply.findings:
            supply.findings = found
            session.add(supply)


def drawn(supplies: Iterable[Supply]) -> list[tuple[Supply, list[dict[str, Any]]]]:
    """The findings of every current or held supply, each from the current ones of the months before it."""
    held = [supply for supply in supplies if supply.state in ("current", "held")]
    told_once = {(note.source, note.force, note.id) for note in source_notes.of_source(held)}
    current: dict[tuple[str, str], list[Earlier]] = {}
    every = []
    for supply in sorted(held, key=lambda supply: supply.month):
        before = current.setdefault((supply.source, supply.force), [])
        looked = seen(supply, before)
        found = [
            finding.as_json()
            for finding in examine(looked)
            if finding.severity != "note" or (supply.source, supply.force, finding.id) not in told_once
        ]
        every.append((supply, found))
        if supply.state == "current":
            serious = [finding for finding in found if finding["severity"] == "serious"]
            before.append(Earlier(supply.month, looked.now, serious))
    return every


def seen(supply: Supply, before: Sequence[Earlier]) -> Seen:
    earlier = [each for each in before if each.month < supply.month]
    return Seen(supply.source, supply.force, supply.month, profile.looked_up_again(supply.profile), earlier)
