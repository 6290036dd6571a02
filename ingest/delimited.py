"""Comma-separated bytes to rows of text, losing nothing: a line that is no row becomes a fault.

Read line by line, because a public row never holds a line break: so one open quote, one bad byte or one
long row costs its own line, not the file (Polars refuses or pads; see docs/decisions.md).
"""

import csv
from dataclasses import dataclass

import polars as pl

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
    """`texts[i]` stood on line `lines[i]` of the file and has as many cells as `header`; `quoted` if it has quotes."""

    header: list[str]
    lines: list[int]
    texts: list[str]
    faults: list[Fault]
    ends_cleanly: bool
    quoted: list[int]

    @property
    def rows(self) -> list[list[str]]:
        """The cells of every row."""
        return [cells_of(text) for text in self.texts]

    @property
    def columns(self) -> list[pl.Series]:
        """The cells of every column, "" as null; by Polars itself where no cell is quoted: the widths are checked."""
        if self.quoted or not self.texts:
            cells = list(zip(*self.rows, strict=True)) or [()] * len(self.header)
            return [pl.Series(column, dtype=pl.String) for column in cells]
        raw = "\n".join(self.texts).encode()
        frame = pl.read_csv(raw, has_header=False, infer_schema=False, quote_char=None)
        return frame.get_columns()


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
    head = next((line for line in decoded(raw[:65536]).split("\n") if line.strip()), "")
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
    table = Delimited(header, [], [], [], text.endswith("\n"), [])
    is_plain = text.isascii() and '"' not in text and "\0" not in text
    commas = len(header) - 1
    for number, line in lines[1:]:
        if is_plain and line.count(",") == commas:
            table.lines.append(number)
            table.texts.append(line)
        else:
            take(table, number, line)
    return table


def take(table: Delimited, number: int, line: str) -> None:
    """Add one line to the table, as a row or as a fault."""
    is_quoted = '"' in line
    if not is_quoted and line.count(",") + 1 == len(table.header) and line.isascii() and "\0" not in line:
        table.lines.append(number)
        table.texts.append(line)
        return
    fault = fault_of(table.header, number, line)
    if fault:
        table.faults.append(fault)
        return
    if is_quoted:
        table.quoted.append(number)
    table.lines.append(number)
    table.texts.append(line)


def fault_of(header: list[str], number: int, line: str) -> Fault | None:
    """What keeps a line from being a row, if anything does."""
    try:
        cells = cells_of(line)
    except csv.Error as error:
        return Fault(number, "", f"a quotation mark is open or out of place: {error}", shown(line))
    if len(cells) != len(header):
        return Fault(number, width_column(header, cells), width_reason(header, cells), shown(line))
    named = list(zip(header, cells, strict=True))
    for name, cell in named:
        if any("\ud800" <= c <= "\udfff" for c in cell):
            return Fault(number, name, "a byte that is not UTF-8 text", shown(line))
        if "\0" in cell:
            return Fault(number, name, "a NUL byte", shown(line))
    return None


def width_reason(header: list[str], cells: list[str]) -> str:
    return f"the row has {len(cells)} cells, the header has {len(header)}"


def width_column(header: list[str], cells: list[str]) -> str:
    """Where a short row stops, or the last column that a long row runs past; none where there is no header."""
    return header[min(len(cells), len(header) - 1)] if header else ""


def shown(text: str) -> str:
    """The text fit to be stored and printed: bad bytes and NULs as escapes."""
    clean = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return clean.replace("\0", "\\x00")
