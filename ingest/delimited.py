"""Comma-separated bytes to rows of text, losing nothing: a line that is no row becomes a fault.

Read line by line, so that one open quote, one bad byte or one long row costs its own line, not the file (Polars
refuses or pads; see docs/decisions.md). Only a quoted cell that plainly goes on is joined with the lines it goes on to.
"""

import csv
import re
from dataclasses import dataclass

import polars as pl

from ingest.reading import Fault, Refused

UTF_8, WINDOWS_1252 = "utf-8", "windows-1252"
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
NO_LETTERS = re.compile(rb"[\x81\x8d\x8f\x90\x9d\xfe\xff]")
"""Bytes that Windows-1252 has no character for, and the two that begin UTF-16 and fill damaged files."""
WELL_FORMED = re.compile(r'(?:[^",\n]*|"(?:[^"]|"")*")(?:,(?:[^",\n]*|"(?:[^"]|"")*"))*')
"""A record as RFC 4180 has it: a quotation mark only around a cell, or doubled inside one."""
MOST_LINES = 60
"""How many lines one record may go on for."""
BINARY_STARTS = {
    b"PK\x03\x04": "a ZIP archive",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x1f\x8b": "a gzip file",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"SQLite format 3": "a database",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}


@dataclass(frozen=True)
class Delimited:
    """`texts[i]` began on line `lines[i]` of the file and has as many cells as `header`; `quoted` if it has quotes.

    A text holds a line break only inside a quoted cell. `encoding`: what the bytes were read as.
    """

    header: list[str]
    lines: list[int]
    texts: list[str]
    faults: list[Fault]
    ends_cleanly: bool
    quoted: list[int]
    encoding: str = UTF_8

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
            raise Refused(f"this is {what}, not CSV text; unpack it or save it as CSV (UTF-8)")
    if b"\0" in raw[:4096]:
        raise Refused("this is a binary file (it holds NUL bytes), not CSV text; save it as CSV (UTF-8)")


def encoding_of(raw: bytes) -> str:
    """UTF-8, or Windows-1252 where that is what the bytes plainly are.

    Windows-1252 is taken only if the bytes are not UTF-8, hold not one whole character of UTF-8 beyond ASCII, and
    all of them beyond ASCII are letters or signs of Windows-1252. So a UTF-8 file with a damaged byte stays UTF-8,
    and so does any file with a byte that is a letter in neither (0x81, 0xff): such a byte costs its row.
    """
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        is_windows = not MULTIBYTE.search(raw) and not NO_LETTERS.search(raw)
        return WINDOWS_1252 if is_windows else UTF_8
    return UTF_8


def decoded(raw: bytes, encoding: str = UTF_8) -> str:
    """UTF-8 with or without BOM, or Windows-1252; a bad byte survives as a surrogate for its line's fault to show."""
    text = raw.decode("cp1252") if encoding == WINDOWS_1252 else raw.decode("utf-8-sig", "surrogateescape")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def header_of(raw: bytes) -> list[str]:
    """The cells of the first record that is not blank, fit to be printed; `[]` for a file without one."""
    return header_in(decoded(raw[:65536]).split("\n"))[0]


def header_in(lines: list[str]) -> tuple[list[str], int]:
    """The header's cells, and the number of lines up to its end."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    for end in range(first + 1, min(first + MOST_LINES, len(lines)) + 1):
        try:
            return [shown(cell).strip() for cell in cells_of("\n".join(lines[first:end]))], end
        except csv.Error:
            continue
    return [], min(first + 1, len(lines))


def cells_of(record: str) -> list[str]:
    """One record's cells, a line break inside one as a space. csv.Error on an open or misplaced quote."""
    if '"' not in record:
        return record.split(",")
    cells = next(csv.reader([record], strict=True))
    return [re.sub(r"\s*\n\s*", " ", cell) for cell in cells] if "\n" in record else cells


def read(raw: bytes) -> Delimited:
    """Every non-blank line after the header becomes part of a row, or a fault. Refused if the bytes are no text."""
    refuse_binary(raw)
    encoding = encoding_of(raw)
    text = decoded(raw, encoding)
    lines = text.split("\n")
    header, at = header_in(lines)
    table = Delimited(header, [], [], [], text.endswith("\n"), [], encoding)
    is_plain = text.isascii() and '"' not in text and "\0" not in text
    commas = len(header) - 1
    while at < len(lines):
        line = lines[at]
        if is_plain and line.count(",") == commas and line.strip():
            table.lines.append(at + 1)
            table.texts.append(line)
            at += 1
            continue
        taken = lines_of_record(lines, at, len(header)) if '"' in line else 1
        if taken > 1 or line.strip():
            take(table, at + 1, "\n".join(lines[at : at + taken]))
        at += taken
    return table


def lines_of_record(lines: list[str], at: int, width: int) -> int:
    """How many lines the record that begins here has: more than one only if a quoted cell of it plainly goes on.

    A quotation mark left open by mistake looks the same at first, and must cost its own line only. So lines are joined
    only into a well-formed record of the header's width, never with a line that is a record by itself or begins one
    that ends later, and never into a cell with as many commas as a row has: that is two rows that each lost a mark.
    """
    end = end_of_record(lines, at, width)
    if end is None or any(
        (later := end_of_record(lines, inner, width)) and later > end for inner in range(at + 1, end)
    ):
        return 1
    return end - at


def end_of_record(lines: list[str], at: int, width: int) -> int | None:
    """Where a record of several lines that begins here would end (exclusive); None if it is none."""
    if is_open_nowhere(lines[at]):
        return None
    for end in range(at + 2, min(at + MOST_LINES, len(lines)) + 1):
        if '"' not in lines[end - 1] and lines[end - 1].count(",") == width - 1:
            return None
        record = "\n".join(lines[at:end])
        if record.count('"') % 2 == 0 and is_whole(record, width):
            return end if all(cell.count(",") < max(width - 1, 1) for cell in cells_of(record)) else None
    return None


def is_open_nowhere(line: str) -> bool:
    """In a well-formed record, a line leaves a cell open just where its quotation marks are odd in number."""
    return line.count('"') % 2 == 0


def is_whole(record: str, width: int) -> bool:
    return WELL_FORMED.fullmatch(record) is not None and len(cells_of(record)) == width


def take(table: Delimited, number: int, record: str) -> None:
    """Add one record to the table, as a row or as a fault."""
    is_quoted = '"' in record
    if not is_quoted and record.count(",") + 1 == len(table.header) and record.isascii() and "\0" not in record:
        table.lines.append(number)
        table.texts.append(record)
        return
    fault = fault_of(table.header, number, record)
    if fault:
        table.faults.append(fault)
        return
    if is_quoted:
        table.quoted.append(number)
    table.lines.append(number)
    table.texts.append(record)


def fault_of(header: list[str], number: int, record: str) -> Fault | None:
    """What keeps a record from being a row, if anything does."""
    try:
        cells = cells_of(record)
    except csv.Error as error:
        return Fault(number, "", f"a quotation mark is open or out of place: {error}", shown(record))
    if len(cells) != len(header):
        return Fault(number, width_column(header, cells), width_reason(header, cells), shown(record))
    named = list(zip(header, cells, strict=True))
    for name, cell in named:
        if any("\ud800" <= c <= "\udfff" for c in cell):
            return Fault(number, name, "a byte that is not UTF-8 text", shown(record))
        if "\0" in cell:
            return Fault(number, name, "a NUL byte", shown(record))
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
