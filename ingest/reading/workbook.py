"""Excel workbooks: the first sheet that some source recognises, as the CSV that the same rows would have been.

Row 7 of the sheet is line 7 of the CSV. Only .xlsx is read: its size can be known before it is unpacked.
"""

import csv
import io
import re
import zipfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO
from xml.parsers import expat

import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, XmlError, ZipError

from ingest.reading import archive
from ingest.reading.batch import Refused, TooLarge
from portal import file_sizes

# The parts of a workbook, measured before any is laid out: how many cells its sheets reach over, and their text.
#
# A sheet becomes a grid of all cells up to its last, blank ones too, in which a text that many cells share stands
# once for each of them. So a few kilobytes can fill any memory, and are refused here.

SAVE_EACH_AS = "save each sheet as CSV (UTF-8)"
CELLS_INSIDE = b"sheetData"
DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>")
DIGITS = "0123456789"


@dataclass
class Measure:
    """What one part holds: the last column and row of a sheet, the texts it asks for, or the lengths of such texts."""

    filled: int = 0
    columns: int = 0
    rows: int = 0
    row: int = 0
    column: int = 0
    is_shared: bool = False
    wants_text: bool = False
    asked: "array[int]" = field(default_factory=lambda: array("Q"))
    lengths: "array[int]" = field(default_factory=lambda: array("Q"))
    letters: dict[str, int] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self.cell(attributes.get("r"))
            self.is_shared = attributes.get("t") == "s"
        elif tag == "v":
            self.wants_text = self.is_shared
        elif tag == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), 0
        elif tag == "si":
            self.lengths.append(0)

    def cell(self, reference: str | None) -> None:
        """A cell stands where it says (C7), or after the one before it."""
        if reference:
            letters = reference.rstrip(DIGITS)
            self.row, self.column = int(reference[len(letters) :]), self.column_of(letters)
        else:
            self.column += 1
        self.filled += 1
        self.columns, self.rows = max(self.columns, self.column), max(self.rows, self.row)

    def column_of(self, letters: str) -> int:
        if letters not in self.letters:
            number = 0
            for letter in letters.upper()[:4]:
                number = number * 26 + ord(letter) - ord("A") + 1
            self.letters[letters] = number
        return self.letters[letters]

    def text(self, data: str) -> None:
        if self.wants_text:
            self.asked.append(int(data))
            self.wants_text = False
        elif self.lengths:
            self.lengths[-1] += len(data)


def check_workbook_size(opened: zipfile.ZipFile) -> None:
    """TooLarge where the sheets together are more than may be laid out; Refused where a part is broken or a bomb."""
    if len(set(opened.namelist())) < len(opened.namelist()):
        raise Refused("the workbook is broken: two of its parts have one name")
    found = [part_of(opened, entry) for entry in opened.infolist()]
    allowed = file_sizes.allowed()
    if sum(one.columns * one.rows for one in found) > allowed.workbook_grid:
        raise TooLarge(f"a sheet reaches over more than {allowed.workbook_grid:,} cells; {SAVE_EACH_AS}")
    if (filled := sum(one.filled for one in found)) > allowed.workbook_cells:
        raise TooLarge(f"it has {filled:,} cells; {allowed.workbook_cells:,} is the most that is read; {SAVE_EACH_AS}")
    if (text := characters(found)) > allowed.workbook_text:
        raise TooLarge(f"its cells hold {text:,} characters; {allowed.workbook_text:,} is the most; {SAVE_EACH_AS}")


def part_of(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Measure:
    """The measure of a part; a refusal does not say which: its name may be anything."""
    if refusal := archive.refusal_of(entry, file_sizes.allowed().workbook_part):
        raise type(refusal)(f"one of its parts is refused: {refusal}")
    try:
        return measure_workbook_part(archive.member_chunks(opened, entry), entry.filename)
    except Refused as refusal:
        raise Refused(f"one of its parts is refused: {refusal}") from refusal


def characters(found: list[Measure]) -> int:
    """Of the texts that cells share, each as often as it is asked for."""
    shared = [one.lengths for one in found if one.lengths]
    if len(shared) > 1:
        raise Refused("the workbook is broken: it has two tables of texts")
    lengths = np.array(shared[0] if shared else [], dtype=np.uint64)
    total = 0
    for one in found:
        asked = np.frombuffer(one.asked, dtype=np.uint64) if one.asked else lengths[:0]
        total += int(lengths[asked[asked < len(lengths)]].sum(dtype=np.float64))
    return total


def measure_workbook_part(pieces: Iterable[bytes], name: str) -> Measure:
    """The part's measure; nothing of one that is no XML, such as a picture. Refused for XML that is broken.

    Read as one element more, for the reader of the cells does not mind if there are two roots, or words before one.
    A document type inside it is an error, so no entity can grow.
    """
    measure, parser = Measure(), expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.CharacterDataHandler = measure.start, measure.text
    wrong, before, is_first = fed(parser, b"<all>"), b"", True
    for piece in pieces:
        if not wrong:
            wrong = fed(parser, DECLARATION.sub(b"", piece, count=1) if is_first else piece)
        is_first = False
        if wrong and (name.casefold().endswith((".xml", ".rels")) or CELLS_INSIDE in before + piece):
            raise Refused(f"it is no sound XML: {wrong}")
        before = piece[-len(CELLS_INSIDE) :]
    return measure if not wrong else Measure()


def fed(parser: expat.XMLParserType, piece: bytes) -> str:
    """What is wrong with the XML up to here; "" for nothing. An end that is missing is left to the reader."""
    try:
        parser.Parse(piece, False)
    except (expat.ExpatError, ValueError, OverflowError) as broken:
        return type(broken).__name__
    return ""


Cell = int | float | str | bool | time | date | datetime | timedelta
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
OTHER_KINDS = {"xl/workbook.bin": "an Excel workbook of the kind .xlsb"}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
SAVE_AS = "save the sheet as .xlsx or as CSV (UTF-8)"


@dataclass(frozen=True)
class Grid:
    """A sheet as it was unpacked; a row of it is made only when it is asked for."""

    sheet: CalamineSheet

    @property
    def width(self) -> int:
        return self.sheet.total_width

    @property
    def rows(self) -> Iterator[list[Cell]]:
        """From row 1 and column A on."""
        before = [""] * (self.sheet.start[1] if self.sheet.start else 0)
        return ([*before, *row] for row in self.sheet.iter_rows())


def is_workbook(file: Path | IO[bytes]) -> bool:
    """Told by what it holds, whatever it is called: a ZIP of Excel's parts, or of OpenDocument's."""
    try:
        with archive.opened_zip(file) as opened:
            names = set(opened.namelist())
            return bool(names & {"xl/workbook.xml", *OTHER_KINDS}) or is_open_document(opened, names)
    except (Refused, *archive.BROKEN):
        return False


def is_open_document(opened: zipfile.ZipFile, names: set[str]) -> bool:
    if "mimetype" not in names or opened.getinfo("mimetype").file_size > 200:
        return False
    return opened.read("mimetype").startswith(OPEN_DOCUMENT)


def sheets(raw: bytes) -> Iterator[Grid]:
    """Every sheet, one at a time. Refused if it is broken, locked, or unpacks too far."""
    check_parts(raw)
    try:
        opened = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        names, most = opened.sheet_names, file_sizes.allowed().sheets
        if len(names) > most:
            raise TooLarge(f"it has {len(names):,} sheets; {most} is the most that is read")
        for number, _ in enumerate(names):
            yield Grid(opened.get_sheet_by_index(number))
    except PasswordError as locked:
        raise Refused(f"the workbook is locked with a password; {SAVE_AS}") from locked
    except (CalamineError, XmlError, ZipError, OSError, ValueError) as broken:
        raise Refused(f"the workbook cannot be read ({type(broken).__name__}); {SAVE_AS}") from broken


def check_parts(raw: bytes) -> None:
    """Refused for a workbook that is not .xlsx, one of whose parts is a bomb, or with sheets too large to hold."""
    try:
        with archive.opened_zip(io.BytesIO(raw)) as opened:
            names = set(opened.namelist())
            for name, kind in OTHER_KINDS.items():
                if name in names:
                    raise Refused(f"this is {kind}; {SAVE_AS}")
            if "xl/workbook.xml" not in names:
                raise Refused(f"this is an OpenDocument spreadsheet; {SAVE_AS}")
            check_workbook_size(opened)
    except archive.UNOPENED as broken:
        raise Refused(f"the workbook is broken; {SAVE_AS}") from broken


def workbook_header(rows: Iterable[list[Cell]]) -> list[str]:
    """The cells of the first row that is not blank, without the blank ones after the last."""
    cells = next((row for row in rows if any(cell != "" for cell in row)), [])
    texts = [one_line(workbook_cell_text(cell)) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def workbook_to_csv(header: list[str], rows: Iterable[list[Cell]], text: Callable[[str, Cell], str]) -> bytes:
    """The sheet as CSV, one line a row. `text`: header and cell -> what the CSV would have had there.

    Blank cells beyond the header are none of the table; others there are kept, and cost the row.
    """
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, "utf-8", "backslashreplace", newline="")
    table = csv.writer(file, lineterminator="\n")
    is_head = True
    for row in rows:
        if not any(cell != "" for cell in row):
            file.write("\n")
            continue
        width = max([len(header), *(at + 1 for at, cell in enumerate(row) if cell != "")])
        names = [*header, *[""] * (width - len(header))]
        cells = [*row, *[""] * (width - len(row))][:width]
        told = [
            workbook_cell_text(cell) if is_head else text(name, cell) for name, cell in zip(names, cells, strict=True)
        ]
        table.writerow([one_line(cell) for cell in told])
        is_head = False
    file.flush()
    return raw.getvalue()


def one_line(text: str) -> str:
    """A break inside a cell is a space, as it is in CSV: so lines are rows."""
    return " ".join(text.split()) if "\n" in text or "\r" in text else text


def workbook_cell_text(cell: Cell) -> str:
    """A cell as CSV has it: True, 12 and not 12.0, 2018-04-01, 16:40."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, timedelta) and timedelta(0) <= cell < timedelta(days=1):
        cell = (datetime.min + cell).time()
    if isinstance(cell, time):
        return cell.strftime("%H:%M" if not cell.second else "%H:%M:%S")
    return str(cell)


def as_stamp(cell: Cell) -> str:
    """A cell of day and time, of a source that stamps in UTC.

    A workbook has no time zones: whoever turned `2018-04-01T08:00:00+00:00` into such a cell cut off the `+00:00`,
    and the clock still shows UTC. A stamp that was left as text is read as the text it is.
    """
    if isinstance(cell, datetime):
        return f"{cell.isoformat(timespec='seconds')}+00:00"
    return f"{cell.isoformat()}T00:00:00+00:00" if isinstance(cell, date) else workbook_cell_text(cell)


def as_age(cell: Cell) -> str:
    """Excel takes an age of `10-17` for October 2017, or for the 17th of October of the year it is opened in.

    Both come out as `Oct-17`, which is how such a cell is saved as CSV.
    """
    if not isinstance(cell, date):
        return workbook_cell_text(cell)
    return f"{MONTHS[cell.month - 1]}-{cell.day if cell.day != 1 else cell.year % 100}"
