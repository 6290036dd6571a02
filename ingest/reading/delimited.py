"""Comma-separated bytes to rows of text, losing nothing: a line that is no row becomes a fault.

Read line by line, never as one text, so that one open quote, one bad byte or one long row costs its own line, not the
file (Polars refuses or pads; see docs/decisions.md). Only a quoted cell that plainly goes on is joined with the lines
it goes on to.
"""

import codecs
import csv
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice
from operator import itemgetter

import polars as pl

from ingest.reading import sizes
from ingest.reading.batch import Fault, Refused, TooLarge
from portal import file_sizes

UTF_8, WINDOWS_1252 = "utf-8", "windows-1252"
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
NO_LETTERS = re.compile(rb"[\x81\x8d\x8f\x90\x9d\xfe\xff]")
"""Bytes that Windows-1252 has no character for, and the two that begin UTF-16 and fill damaged files."""
WELL_FORMED = re.compile(r'(?:[^",\n]*|"(?:[^"]|"")*")(?:,(?:[^",\n]*|"(?:[^"]|"")*"))*')
"""A record as RFC 4180 has it: a quotation mark only around a cell, or doubled inside one."""
MOST_LINES = 60
"""How many lines one record may go on for."""
PIECE = 20_000
"""Lines, or bytes of ten times as many, that are worked on at a time: the rest is not yet in memory a second time."""
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
        return [split_record(text) for text in self.texts]

    @property
    def columns(self) -> list[pl.Series]:
        """The cells of every column."""
        return columns_of(self.texts, len(self.header))


def columns_of(texts: Sequence[str], width: int) -> list[pl.Series]:
    """The cells of every column of these rows, of which each has that many; "" may have become null."""
    pieces = [frame_of(texts[at : at + PIECE], width) for at in range(0, len(texts), PIECE)]
    if not pieces:
        return [pl.Series([], dtype=pl.String)] * width
    return pl.concat(pieces).get_columns()


def frame_of(texts: Sequence[str], width: int) -> pl.DataFrame:
    """By Polars itself where no cell is quoted: the widths are checked."""
    raw = "\n".join(texts)
    if '"' not in raw:
        frame = pl.read_csv(raw.encode(), has_header=False, infer_schema=False, quote_char=None)
    else:
        cells = zip(*map(split_record, texts), strict=True)
        frame = pl.DataFrame([pl.Series(column, dtype=pl.String) for column in cells])
    return frame.rename(dict(zip(frame.columns, map(str, range(width)), strict=True)))


def refuse_binary(raw: bytes) -> None:
    if not raw or raw.isspace():
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
    if is_utf_8(raw) or MULTIBYTE.search(raw) or NO_LETTERS.search(raw):
        return UTF_8
    return WINDOWS_1252


def is_utf_8(raw: bytes) -> bool:
    """Asked piece by piece: one sign of four bytes would make the whole text four times as large."""
    decoder, view = codecs.getincrementaldecoder("utf-8")(), memoryview(raw)
    try:
        for at in range(0, len(raw), 10 * PIECE):
            decoder.decode(view[at : at + 10 * PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def decoded(raw: bytes, encoding: str = UTF_8) -> str:
    """UTF-8 with or without BOM, or Windows-1252; a bad byte survives as a surrogate for its line's fault to show."""
    text = raw.decode("cp1252") if encoding == WINDOWS_1252 else raw.decode("utf-8-sig", "surrogateescape")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def delimited_header(raw: bytes) -> list[str]:
    """The cells of the first record that is not blank, fit to be printed; `[]` for a file without one."""
    return header_in(decoded(raw[:65536]).split("\n"))[0]


def header_in(lines: list[str]) -> tuple[list[str], int]:
    """The header's cells, and the number of lines up to its end."""
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    for end in range(first + 1, min(first + MOST_LINES, len(lines)) + 1):
        try:
            return [shown(cell).strip() for cell in split_record("\n".join(lines[first:end]))], end
        except csv.Error:
            continue
    return [], min(first + 1, len(lines))


def split_record(record: str) -> list[str]:
    """One record's cells, a line break inside one as a space. csv.Error on an open or misplaced quote."""
    if '"' not in record:
        return record.split(",")
    cells = next(csv.reader([record], strict=True))
    return [re.sub(r"\s*\n\s*", " ", cell) for cell in cells] if "\n" in record else cells


@dataclass
class Lines:
    """The lines of a file, decoded as they are wanted. `ahead`: those that lie ready; `at`: the one that is next there.

    `passed`: how many were there before. A line over `longest` characters is only its beginning, and one too long.
    """

    stream: Iterator[str]
    longest: int
    ahead: list[str] = field(default_factory=list)
    at: int = 0
    passed: int = 0

    @property
    def next(self) -> str:
        return self.ahead[self.at]

    @property
    def number(self) -> int:
        return self.passed + self.at + 1

    def are_left(self) -> bool:
        """Whether there is another line. As many lie ahead of it as a record can have, and those that it may meet."""
        if len(self.ahead) - self.at <= 2 * MOST_LINES:
            self.ahead = [*self.ahead[self.at :], *islice(self.stream, max(PIECE, 2 * MOST_LINES + 1))]
            self.passed, self.at = self.passed + self.at, 0
        return self.at < len(self.ahead)


def open_lines(raw: bytes, encoding: str) -> Lines:
    longest = file_sizes.allowed().line
    codec, errors = ("cp1252", "strict") if encoding == WINDOWS_1252 else ("utf-8-sig", "surrogateescape")
    return Lines(each_line(io.TextIOWrapper(io.BytesIO(raw), codec, errors), longest), longest)


def each_line(text: io.TextIOWrapper, longest: int) -> Iterator[str]:
    """Every line without its end, whichever end it has."""
    while line := text.readline(longest + 1):
        if line[-1] == "\n":
            yield line[:-1]
            continue
        while len(line) > longest and (rest := text.readline(PIECE)) and rest[-1] != "\n":
            pass
        yield line


def read_delimited(raw: bytes) -> Delimited:
    """Every non-blank line after the header becomes part of a row, or a fault. Refused if the bytes are no text."""
    refuse_binary(raw)
    sizes.check_text(raw)
    encoding = encoding_of(raw)
    lines = open_lines(raw, encoding)
    table = Delimited(header_read(lines), [], [], [], raw.endswith((b"\n", b"\r")), [], encoding)
    is_plain = raw.isascii() and b'"' not in raw and b"\0" not in raw
    commas = len(table.header) - 1
    while lines.are_left():
        line = lines.next
        if is_plain and line.count(",") == commas and line.strip() and len(line) <= lines.longest:
            table.lines.append(lines.number)
            table.texts.append(line)
            lines.at += 1
        else:
            take_next(table, lines)
    return table


def header_read(lines: Lines) -> list[str]:
    """The header's cells; the lines stand after it. TooLarge where it is longer than a line may be."""
    while lines.are_left() and not lines.next.strip():
        lines.at += 1
    ahead = lines.ahead[lines.at : lines.at + MOST_LINES]
    header, end = header_in(ahead)
    if any(len(line) > lines.longest for line in ahead[:end]):
        raise TooLarge(f"line {lines.number}: it is longer than {lines.longest:,} characters, the most that a line has")
    lines.at += end
    return header


def take_next(table: Delimited, lines: Lines) -> None:
    """The next record, of however many lines, as a row or as a fault; or a blank line, as nothing."""
    line, number = lines.next, lines.number
    if len(line) > lines.longest:
        lines.at += 1
        table.faults.append(Fault(number, "", f"the line is longer than {lines.longest:,} characters", None))
        return
    taken = lines_of_record(lines.ahead, lines.at, len(table.header)) if '"' in line else 1
    record = "\n".join(lines.ahead[lines.at : lines.at + taken])
    lines.at += taken
    if taken > 1 or line.strip():
        take(table, number, record)
        sizes.check_faults(len(table.faults))


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
    longest = file_sizes.allowed().line
    for end in range(at + 2, min(at + MOST_LINES, len(lines)) + 1):
        if len(lines[end - 1]) > longest:
            return None
        if '"' not in lines[end - 1] and lines[end - 1].count(",") == width - 1:
            return None
        record = "\n".join(lines[at:end])
        if record.count('"') % 2 == 0 and is_whole_record(record, width):
            return end if all(cell.count(",") < max(width - 1, 1) for cell in split_record(record)) else None
    return None


def is_open_nowhere(line: str) -> bool:
    """In a well-formed record, a line leaves a cell open just where its quotation marks are odd in number."""
    return line.count('"') % 2 == 0


def is_whole_record(record: str, width: int) -> bool:
    return WELL_FORMED.fullmatch(record) is not None and len(split_record(record)) == width


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
        cells = split_record(record)
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


# A table of several months becomes one batch a month; a row whose month cannot be read stays with its neighbours.


@dataclass
class MonthLines:
    """The rows of one force and month: where each stood, and its text; and what was no row.

    `texts`: of rows and faults, in the order of the file.
    """

    lines: list[int] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def split_table(table: Delimited, key: Callable[[list[str]], str | None]) -> dict[str, MonthLines]:
    """`key` gives a row's group (a month, or force and month) by its cells, None where the row does not say.

    A row that does not say, or is no row at all, goes with the row before it, else the one after; a table in which
    no row says, or without rows, is one group named "".
    """
    keys = fill_missing_keys(
        [None if fault else intern_key(key(split_record(text))) for _, text, fault in rows_and_faults(table)]
    )
    groups: dict[str, MonthLines] = {}
    for (line, text, fault), group in zip(rows_and_faults(table), keys, strict=True):
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


def rows_and_faults(table: Delimited) -> Iterator[tuple[int, str, Fault | None]]:
    """Line, text and fault of all that the file has, in its order."""
    rows = ((line, text, None) for line, text in zip(table.lines, table.texts, strict=True))
    return merge(rows, ((fault.line, fault.text or "", fault) for fault in table.faults), key=itemgetter(0))


def intern_key(key: str | None) -> str | None:
    """The same key as one text, however many rows have it."""
    return key and sys.intern(key)


def fill_missing_keys(keys: list[str | None]) -> Iterable[str]:
    """Every gap takes the key before it; gaps at the start the first there is."""
    last = next((key for key in keys if key is not None), "")
    for key in keys:
        last = key if key is not None else last
        yield last
