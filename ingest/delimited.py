"""Comma-separated bytes to rows of text, losing nothing: a line that is no row becomes a fault.

Read line by line, because a public row never holds a line break: so one open quote, one bad byte or one
long row costs its own line, not the file (Polars refuses or pads; see docs/decisions.md).
"""

import csv
from dataclasses import dataclass

from ingest.reading import Fault, Refused

BINARY_STARTS = {
    b"PK\x03\x04": "a ZIP archive (or an Excel workbook)",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"SQLite format 3": "a database",
}


@dataclass(frozen=True)
class Delimited:
    """`rows[i]` stood on line `lines[i]` of the file as `texts[i]` and is as wide as `header`."""

    header: list[str]
    lines: list[int]
    rows: list[list[str]]
    texts: list[str]
    faults: list[Fault]
    ends_cleanly: bool


def refuse_binary(raw: bytes) -> None:
    if not raw.strip():
        raise Refused("the file is empty: not even a header line")
    for start, what in BINARY_STARTS.items():
        if raw.startswith(start):
            raise Refused(f"this is {what}, not CSV text; unpack or export it as CSV")
    if b"\0" in raw[:4096]:
        raise Refused("this is a binary file (it holds NUL bytes), not CSV text")


def decoded(raw: bytes) -> str:
    """UTF-8 with or without BOM; a bad byte survives as a surrogate for its line's fault to show."""
    return raw.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")


def header_of(raw: bytes) -> list[str]:
    """The cells of the first line that is not blank, fit to be printed; `[]` for a file without one."""
    head = decoded(raw[:65536]).lstrip("\n").split("\n", 1)[0]
    try:
        return [shown(cell).strip() for cell in cells_of(head)]
    except csv.Error:
        return []


def cells_of(line: str) -> list[str]:
    """One line's cells. csv.Error on an open or misplaced quote."""
    if '"' not in line:
        return line.split(",")
    return next(csv.reader([line], strict=True))


def read(raw: bytes) -> Delimited:
    """Every non-blank line after the header becomes a row or a fault. Refused if the bytes are no text."""
    refuse_binary(raw)
    text = decoded(raw)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    header = header_of(raw)
    table = Delimited(header, [], [], [], [], text.endswith("\n"))
    for number, line in lines[1:]:
        take(table, number, line)
    return table


def take(table: Delimited, number: int, line: str) -> None:
    """Add one line to the table, as a row or as a fault."""
    try:
        cells = cells_of(line)
    except csv.Error as error:
        table.faults.append(Fault(number, "", f"a quotation mark is open or out of place: {error}", shown(line)))
        return
    if len(cells) != len(table.header):
        table.faults.append(Fault(number, width_column(table.header, cells), width_reason(table, cells), shown(line)))
    elif not line.isascii() and any("\ud800" <= c <= "\udfff" for c in line):
        column = next(name for name, cell in zip(table.header, cells, strict=True) if shown(cell) != cell)
        table.faults.append(Fault(number, column, "a byte that is not UTF-8 text", shown(line)))
    elif "\0" in line:
        column = next(name for name, cell in zip(table.header, cells, strict=True) if "\0" in cell)
        table.faults.append(Fault(number, column, "a NUL byte", shown(line)))
    else:
        table.lines.append(number)
        table.rows.append(cells)
        table.texts.append(line)


def width_reason(table: Delimited, cells: list[str]) -> str:
    return f"the row has {len(cells)} cells, the header has {len(table.header)}"


def width_column(header: list[str], cells: list[str]) -> str:
    """Where a short row stops, or the last column that a long row runs past."""
    return header[min(len(cells), len(header) - 1)]


def shown(text: str) -> str:
    """The text fit to be stored and printed: bad bytes and NULs as escapes."""
    clean = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return clean.replace("\0", "\\x00")
