"""Excel workbooks: the first sheet that some source recognises, as the CSV that the same rows would have been.

Row 7 of the sheet is line 7 of the CSV. Only .xlsx is read: its size can be known before it is unpacked.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, XmlError, ZipError

from ingest import archive, workbook_parts
from ingest.reading import Refused, TooLarge
from portal import file_sizes

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
            workbook_parts.check(opened)
    except archive.UNOPENED as broken:
        raise Refused(f"the workbook is broken; {SAVE_AS}") from broken


def header_of(rows: Iterable[list[Cell]]) -> list[str]:
    """The cells of the first row that is not blank, without the blank ones after the last."""
    cells = next((row for row in rows if any(cell != "" for cell in row)), [])
    texts = [one_line(as_text(cell)) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def as_csv(header: list[str], rows: Iterable[list[Cell]], text: Callable[[str, Cell], str]) -> bytes:
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
        told = [as_text(cell) if is_head else text(name, cell) for name, cell in zip(names, cells, strict=True)]
        table.writerow([one_line(cell) for cell in told])
        is_head = False
    file.flush()
    return raw.getvalue()


def one_line(text: str) -> str:
    """A break inside a cell is a space, as it is in CSV: so lines are rows."""
    return " ".join(text.split()) if "\n" in text or "\r" in text else text


def as_text(cell: Cell) -> str:
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
    return f"{cell.isoformat()}T00:00:00+00:00" if isinstance(cell, date) else as_text(cell)


def as_age(cell: Cell) -> str:
    """Excel takes an age of `10-17` for October 2017, or for the 17th of October of the year it is opened in.

    Both come out as `Oct-17`, which is how such a cell is saved as CSV.
    """
    if not isinstance(cell, date):
        return as_text(cell)
    return f"{MONTHS[cell.month - 1]}-{cell.day if cell.day != 1 else cell.year % 100}"
