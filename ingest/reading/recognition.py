"""Which source a file is of, told by its content. A new source is found by being a file in ingest/sources."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

import ingest.sources
from ingest import names
from ingest.reading import workbook
from ingest.reading.batch import Batch, Refused, Told
from ingest.sources import police_uk, police_uk_api
from portal import return_standard, sources


class Source(Protocol):
    """What every file in ingest/sources offers."""

    SOURCE: str

    def recognises(self, raw: bytes) -> bool: ...

    def read(self, raw: bytes, told: Told) -> list[Batch]: ...


@cache
def readers() -> tuple[Source, ...]:
    found = sorted(module.name for module in iter_modules(ingest.sources.__path__))
    return tuple(cast("Source", import_module(f"ingest.sources.{name}")) for name in found)


def recognised(raw: bytes) -> Source | None:
    return next((reader for reader in readers() if reader.recognises(raw)), None)


def in_workbook(raw: bytes) -> tuple[Source, bytes] | None:
    """The one sheet of records, as the CSV it would have been. Refused if it cannot be read, or if there are more.

    Another sheet that is as wide may hold the rest of the records: nobody would notice that it was left out.
    """
    found: list[tuple[Source, list[str], workbook.Grid]] = []
    widest_other = 0
    for grid in workbook.sheets(raw):
        header = workbook.workbook_header(grid.rows)
        reader = recognised(
            workbook.workbook_to_csv(header, [list(header)], lambda _, cell: workbook.workbook_cell_text(cell))
        )
        if reader:
            found.append((reader, header, grid))
        elif grid.sheet.total_height > 1:
            widest_other = max([widest_other, *map(count_filled_cells, grid.rows)])
    if not found:
        return None
    reader, header, grid = found[0]
    if len(found) > 1 or widest_other > grid.width / 2:
        raise Refused("more than one sheet of this workbook holds records; save each sheet as a file of its own")
    return reader, workbook.workbook_to_csv(header, grid.rows, workbook_cell_writer(reader.SOURCE))


def count_filled_cells(row: list[workbook.Cell]) -> int:
    """How many cells of a row have something in them."""
    return sum(cell not in (None, "") for cell in row)


def workbook_cell_writer(source: str) -> Callable[[str, workbook.Cell], str]:
    """How the source's CSV writes a cell: its stamps and its ages are what a spreadsheet takes for days of its own."""
    stamps = sources.known_sources()[source].columns.get("date", []) if source == police_uk.SOURCE else []
    ages = {name.casefold() for name in (*sources.known_sources()[source].columns.get("age", []), *ages_of_standard())}

    def text(header: str, cell: workbook.Cell) -> str:
        if header in stamps:
            return workbook.as_stamp(cell)
        return workbook.as_age(cell) if header.casefold() in ages else workbook.workbook_cell_text(cell)

    return text


def ages_of_standard() -> list[str]:
    return [name for name, field in return_standard.CORE.items() if field == "age"]


@dataclass(frozen=True)
class Named:
    """What the name of a file of data.police.uk says it is, and what reads such a file."""

    force: str
    month: str
    reader: Source


def recognise_file_name(name: str) -> Named | None:
    """None where the name leaves open the force or the month, or says nothing of stop and search."""
    said = names.said_by(name)
    if not said.of_records or said.force is None or said.month is None:
        return None
    reader = police_uk_api if name.casefold().endswith(".json") else police_uk
    return Named(said.force, said.month, cast("Source", reader))


def known_headers() -> frozenset[str]:
    """Every column name of every source, in small letters."""
    named = {name for source in sources.known_sources().values() for names in source.columns.values() for name in names}
    return frozenset(name.casefold() for name in named | {field.name for field in return_standard.return_fields()})


DISGUISES = {";": "semicolons", "\t": "tabs", "|": "upright strokes", ",": "commas, but under other names than usual"}
FEWEST_NAMES = 6


def disguised(raw: bytes) -> str | None:
    """What parts the cells of a file that has our columns and is no CSV that we read; None if it has not."""
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    head = raw[:8192].decode(encoding, "replace").lstrip().partition("\n")[0]
    for sign, words in DISGUISES.items():
        cells = {cell.strip().strip('"').casefold() for cell in head.split(sign)}
        if len(cells & known_headers()) >= FEWEST_NAMES:
            return f"{words}, in UTF-16" if encoding == "utf-16" else words
    return None
