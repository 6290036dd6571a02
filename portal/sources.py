"""Where records come from: each source's title, rank, columns and licence, from data/sources/*.toml.

A new source is one file in ingest/sources and one here (docs/sources.md).
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache

from portal import shipped


@dataclass(frozen=True)
class Source:
    """`rank`: of several sources for one month, the lowest that can answer a figure gives it.

    `public`: its rows may be shown and kept as text. `expected`: fields that a supply should never lack.
    `columns`: our field -> the headers that mean it. `force`: the only force it is of, if it is of one.

    `other_forces`: those it publishes that do not search in London.
    """

    id: str
    title: str
    rank: int
    public: bool
    licence: str
    expected: tuple[str, ...]
    blank: tuple[str, ...]
    columns: dict[str, list[str]] = field(repr=False)
    force: str | None = None
    other_forces: tuple[str, ...] = ()


@cache
def known_sources() -> dict[str, Source]:
    """Every source by its id, best rank first."""
    found = []
    for path in shipped.data("sources").glob("*.toml"):
        raw = tomllib.loads(path.read_text("utf-8"))
        lists = {name: tuple(value) for name, value in raw.items() if isinstance(value, list)}
        found.append(Source(**{**raw, **lists}))
    return {source.id: source for source in sorted(found, key=lambda source: source.rank)}


def rank(source: str) -> int:
    return known_sources()[source].rank
