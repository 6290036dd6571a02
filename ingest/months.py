"""A table of several months becomes one batch a month; a row whose month cannot be read stays with its neighbours."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from operator import itemgetter

from ingest import sizes
from ingest.delimited import Delimited, cells_of
from ingest.reading import Fault


@dataclass
class MonthLines:
    """The rows of one force and month: where each stood, and its text; and what was no row.

    `texts`: of rows and faults, in the order of the file.
    """

    lines: list[int] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def split(table: Delimited, key: Callable[[list[str]], str | None]) -> dict[str, MonthLines]:
    """`key` gives a row's group (a month, or force and month) by its cells, None where the row does not say.

    A row that does not say, or is no row at all, goes with the row before it, else the one after; a table in which
    no row says, or without rows, is one group named "".
    """
    keys = filled([None if fault else known(key(cells_of(text))) for _, text, fault in entries(table)])
    groups: dict[str, MonthLines] = {}
    for (line, text, fault), group in zip(entries(table), keys, strict=True):
        part = groups.get(group)
        if part is None:
            sizes.check_groups(len(groups))
            part = groups[group] = MonthLines()
        part.texts.append(text)
        if fault is None:
            part.lines.append(line)
            part.rows.append(text)
        else:
            part.faults.append(fault)
    return groups or {"": MonthLines()}


def entries(table: Delimited) -> Iterator[tuple[int, str, Fault | None]]:
    """Line, text and fault of all that the file has, in its order."""
    rows = ((line, text, None) for line, text in zip(table.lines, table.texts, strict=True))
    return merge(rows, ((fault.line, fault.text or "", fault) for fault in table.faults), key=itemgetter(0))


def known(key: str | None) -> str | None:
    """The same key as one text, however many rows have it."""
    return key and sys.intern(key)


def filled(keys: list[str | None]) -> Iterable[str]:
    """Every gap takes the key before it; gaps at the start the first there is."""
    last = next((key for key in keys if key is not None), "")
    for key in keys:
        last = key if key is not None else last
        yield last
