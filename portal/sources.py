"""Where records come from: each source's title, rank, columns and licence, from data/sources/*.toml; and what is odd

about a source itself. A new source is one file in ingest/sources and one in data/sources (docs/sources.md).
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from portal import shipped
from portal.fields import published_search_fields


@dataclass(frozen=True)
class Source:
    """`rank`: of several sources for one month, the lowest that can answer a figure gives it.

    `public`: its rows may be shown and kept as text. `expected`: fields that a supply should never lack.
    `columns`: our field -> the headers that mean it. `force`: the only force it is of, if it is of one.

    `publishes_fields`: its columns are the headers of data/fields.toml, not listed again. `other_forces`: those it
    publishes that do not search in London.
    """

    id: str
    title: str
    rank: int
    public: bool
    licence: str
    expected: tuple[str, ...]
    blank: tuple[str, ...]
    columns: dict[str, list[str]] = field(repr=False)
    publishes_fields: bool = False
    force: str | None = None
    other_forces: tuple[str, ...] = ()


@cache
def known_sources() -> dict[str, Source]:
    """Every source by its id, best rank first."""
    found = []
    for path in shipped.data("sources").glob("*.toml"):
        raw = tomllib.loads(path.read_text("utf-8"))
        lists = {name: tuple(value) for name, value in raw.items() if isinstance(value, list)}
        if raw.get("publishes_fields"):
            raw["columns"] = {field.name: [field.header] for field in published_search_fields()}
        found.append(Source(**{**raw, **lists}))
    return {source.id: source for source in sorted(found, key=lambda source: source.rank)}


def rank(source: str) -> int:
    return known_sources()[source].rank


# What is odd about a source itself: notes that stand on nearly every month of a force, told once.
#
# Counted from the profiles of current supplies alone, so it is the same wherever it is asked.


class Profiled(Protocol):
    """What of a supply (portal.records) a note is drawn from. The site reads this module, and never a record."""

    @property
    def source(self) -> str: ...
    @property
    def force(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def rows_kept(self) -> int: ...
    @property
    def profile(self) -> Mapping[str, Any]: ...


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


def of_source(supplies: Iterable[Profiled]) -> list[SourceNote]:
    """The notes of every source and force among the supplies; only current ones with rows are looked at."""
    held: dict[tuple[str, str], list[Profiled]] = {}
    for supply in supplies:
        if supply.state == "current" and supply.rows_kept:
            held.setdefault((supply.source, supply.force), []).append(supply)
    notes = [contradictory_links_note(*whose, held[whose]) for whose in sorted(held)]
    return [note for note in notes if note]


def contradictory_links_note(source: str, force: str, supplies: list[Profiled]) -> SourceNote | None:
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
