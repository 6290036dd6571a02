"""A table of several months becomes one batch a month; a row whose month cannot be read stays with its neighbours."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ingest.delimited import Delimited
from ingest.reading import Fault


@dataclass
class MonthLines:
    """The rows of one force and month: where each stood, its cells, its text, and what was no row."""

    lines: list[int]
    rows: list[list[str]]
    texts: list[str]
    faults: list[Fault]


def split(table: Delimited, key: Callable[[list[str]], str | None]) -> dict[str, MonthLines]:
    """`key` gives a row's group (a month, or force and month), None where the row does not say.

    A row that does not say, or is no row at all, goes with the row before it, else the one after; a table in which
    no row says, or without rows, is one group named "".
    """
    numbered: list[tuple[int, list[str] | None, str, Fault | None]] = [
        *((line, row, text, None) for line, row, text in zip(table.lines, table.rows, table.texts, strict=True)),
        *((fault.line, None, fault.text or "", fault) for fault in table.faults),
    ]
    numbered.sort(key=lambda entry: entry[0])
    keys = filled([key(row) if row is not None else None for _, row, _, _ in numbered])
    groups: dict[str, MonthLines] = {}
    for (line, row, text, fault), group in zip(numbered, keys, strict=True):
        part = groups.setdefault(group, MonthLines([], [], [], []))
        part.texts.append(text)
        if row is not None:
            part.lines.append(line)
            part.rows.append(row)
        elif fault is not None:
            part.faults.append(fault)
    return groups or {"": MonthLines([], [], [], [])}


def filled(keys: list[str | None]) -> Iterable[str]:
    """Every gap takes the key before it; gaps at the start the first there is."""
    last = next((key for key in keys if key is not None), "")
    for key in keys:
        last = key if key is not None else last
        yield last
