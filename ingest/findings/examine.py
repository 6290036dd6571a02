"""What is odd about a supply: every check in its order, over a profile and the profiles before it.

Findings follow from the current supplies alone, whatever order they came in (settle).
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import Session

from ingest import profile
from ingest.findings import cells, volume
from ingest.findings.model import Earlier, Finding, Seen
from portal import sources
from portal.records import Supply
from portal.store import supplies as writing

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
    cells.points_missing,
    cells.points_outside,
    cells.unknown_borough,
    cells.midnight_times,
    cells.hourly_times,
    cells.twelve_hour_clock,
)


def examine(seen: Seen) -> list[Finding]:
    """Every finding about the supply, in the order of CHECKS."""
    return [finding for check in CHECKS for finding in check(seen)]


def update_findings(session: Session) -> None:
    """Draw the findings of every supply that has rows anew."""
    for supply, found in compute_findings(writing.all_supplies(session)):
        if found != supply.findings:
            supply.findings = found
            session.add(supply)


def compute_findings(supplies: Iterable[Supply]) -> list[tuple[Supply, list[dict[str, Any]]]]:
    """The findings of every current or held supply, each from the current ones of the months before it."""
    held = [supply for supply in supplies if supply.state in ("current", "held")]
    told_once = {(note.source, note.force, note.id) for note in sources.of_source(held)}
    current: dict[tuple[str, str], list[Earlier]] = {}
    every = []
    for supply in sorted(held, key=lambda supply: supply.month):
        before = current.setdefault((supply.source, supply.force), [])
        looked = seen(supply, before)
        found = [
            finding
            for finding in examine(looked)
            if finding.severity != "note" or (supply.source, supply.force, finding.id) not in told_once
        ]
        every.append((supply, [finding.as_json() for finding in found]))
        if supply.state == "current":
            serious = [finding for finding in found if finding.severity == "serious"]
            before.append(Earlier(supply.month, looked.now, serious))
    return every


def seen(supply: Supply, before: Sequence[Earlier]) -> Seen:
    earlier = [each for each in before if each.month < supply.month]
    return Seen(supply.source, supply.force, supply.month, profile.looked_up_again(supply.profile), earlier)


# `python -m ingest.findings.examine`: docs/findings.md, generated from the checks themselves.

PAGE = Path(__file__).resolve().parents[2] / "docs" / "findings.md"
HEAD = """# Findings

What the portal looks for in every supply. A finding is public: it stands on the supply's page, in `portal status`, and
in every account the supply feeds. Generated from the code by `python -m ingest.findings.examine`; do not edit.

*Serious* findings of missing rows make a month "part of the month" and keep a year from being complete; serious
findings of missing places do so in borough accounts; where a *column* is affected, only figures of that field are.
Findings are drawn anew after every ingest from the current supplies alone, so that they do not depend on the order in
which files came. What is usual is taken from earlier supplies that are sound themselves, and lasting changes that are
known stand in `data/breaks.toml`. A note that stands on nearly every month of a force is told once, of the source.

No check can know everything. Of a force with about two searches a day, or where only the first three days came, a month
that ends early looks like a quiet one. It is noticed only beside three sound months before it, and only if less than
half of a usual month came.

| check | what it finds |
|---|---|
"""


def findings_markdown() -> str:
    return HEAD + "\n".join(f"| `{check.__name__}` | {check_docstring(check)} |" for check in CHECKS) + "\n"


def check_docstring(check: Callable[[Seen], Iterator[Finding]]) -> str:
    """What the check says of itself, in one line: a cell of a table has no other."""
    return " ".join(str(inspect.getdoc(check)).split())


if __name__ == "__main__":
    PAGE.write_text(findings_markdown(), "utf-8")
