"""What is odd about a source itself: notes that stand on nearly every month of a force, told once.

Counted from the profiles of current supplies alone, so it is the same wherever it is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.records import Supply

OF_THE_SOURCE = ("contradictory_links",)
"""Findings that, as notes, are left out of the months where they stand on nearly all of them."""
FEWEST_SUPPLIES = 6
NEARLY_ALL = 0.9


@dataclass(frozen=True)
class SourceNote:
    """`months`: supplies on which it stands, `of` all with rows; `rows` that are odd, of those that are `stated`."""

    source: str
    force: str
    id: str
    months: int
    of: int
    rows: int
    stated: int
    sentence: str


def of_source(supplies: Iterable[Supply]) -> list[SourceNote]:
    """The notes of every source and force among the supplies; only current ones with rows are looked at."""
    held: dict[tuple[str, str], list[Supply]] = {}
    for supply in supplies:
        if supply.state == "current" and supply.rows_kept:
            held.setdefault((supply.source, supply.force), []).append(supply)
    notes = [contradictory_links_note(*whose, held[whose]) for whose in sorted(held)]
    return [note for note in notes if note]


def contradictory_links_note(source: str, force: str, supplies: list[Supply]) -> SourceNote | None:
    counts = [supply.profile["links"] for supply in supplies]
    odd = [links["none_but_linked"] + links["arrest_not_linked"] for links in counts]
    months = sum(rows > 0 for rows in odd)
    if len(supplies) < FEWEST_SUPPLIES or months < NEARLY_ALL * len(supplies):
        return None
    rows, stated = sum(odd), sum(links["stated"] for links in counts)
    sentence = (
        f"In {months:,} of {len(supplies):,} months some rows have an outcome and a link to what was searched for that "
        f"contradict each other: {rows:,} of {stated:,} rows that say. All are kept as sent."
    )
    return SourceNote(source, force, "contradictory_links", months, len(supplies), rows, stated, sentence)
