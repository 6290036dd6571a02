"""The parts of a workbook, measured before any is laid out: how many cells its sheets reach over, and their text.

A sheet becomes a grid of all cells up to its last, blank ones too, in which a text that many cells share stands once
for each of them. So a few kilobytes can fill any memory, and are refused here.
"""

import re
import zipfile
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

import numpy as np

from ingest import archive
from ingest.reading import Refused, TooLarge
from portal import file_sizes

SAVE_AS = "save each sheet as CSV (UTF-8)"
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


def check(opened: zipfile.ZipFile) -> None:
    """TooLarge where the sheets together are more than may be laid out; Refused where a part is broken or a bomb."""
    if len(set(opened.namelist())) < len(opened.namelist()):
        raise Refused("the workbook is broken: two of its parts have one name")
    found = [part_of(opened, entry) for entry in opened.infolist()]
    allowed = file_sizes.allowed()
    if sum(one.columns * one.rows for one in found) > allowed.workbook_grid:
        raise TooLarge(f"a sheet reaches over more than {allowed.workbook_grid:,} cells; {SAVE_AS}")
    if (filled := sum(one.filled for one in found)) > allowed.workbook_cells:
        raise TooLarge(f"it has {filled:,} cells; {allowed.workbook_cells:,} is the most that is read; {SAVE_AS}")
    if (text := characters(found)) > allowed.workbook_text:
        raise TooLarge(f"its cells hold {text:,} characters; {allowed.workbook_text:,} is the most; {SAVE_AS}")


def part_of(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Measure:
    """The measure of a part; a refusal does not say which: its name may be anything."""
    if refusal := archive.refusal_of(entry, file_sizes.allowed().workbook_part):
        raise type(refusal)(f"one of its parts is refused: {refusal}")
    try:
        return measured(archive.pieces(opened, entry), entry.filename)
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


def measured(pieces: Iterable[bytes], name: str) -> Measure:
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
