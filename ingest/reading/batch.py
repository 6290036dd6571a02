"""What a source hands on, and the ways a file can be bad: in a row (Fault), or as a whole (Refused)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Fault:
    """A row that could not be read. `line` counts from 1, a header being 1; `text` is the row itself.

    In JSON the line is the number of the item. `month` is where the row would have belonged.
    """

    line: int
    column: str
    reason: str
    text: str | None
    month: str = ""


class Refused(Exception):
    """The whole file cannot be taken; the text says why, with the numbers of line and column where there are any.

    The text is stored, logged and published: it never has a word of the file in it, nor what a library says of it.
    """


class PersonalData(Refused):
    """The file has a column that would hold personal data: nothing of it is kept, not even that it came."""


class TooLarge(Refused):
    """More than is read at once (data/limits.toml). It is told, not remembered: another day it may be taken."""


@dataclass(frozen=True)
class Told:
    """What is known of a file beside its bytes: its name, and what the caller says of it.

    `sha256`: of the file itself, where what is read was made of it (the sheet of a workbook).
    """

    name: str
    force: str | None = None
    month: str | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Batch:
    """What becomes one supply: one force's month from one source, as its source read it.

    `rows`: one text column a field of ours (null = blank), and `line`; `columns`: the fields the file has a
    column for, with the name it gives the column; `faults`: rows that never became a row of the frame;
    `ends_cleanly`: the file's last line is a whole line; `declared_zero`: the file says that there was none;
    `encoding`: what its bytes were read as, utf-8 or windows-1252. `names`: what the file calls points, as latitude,
    longitude and name, each point once.
    """

    source: str
    force: str
    month: str
    sha256: str
    columns: dict[str, str]
    rows: pl.DataFrame
    faults: tuple[Fault, ...] = ()
    ends_cleanly: bool = True
    declared_zero: bool = False
    encoding: str = "utf-8"
    names: tuple[tuple[float, float, str], ...] = ()

    @property
    def rows_read(self) -> int:
        return self.rows.height + len(self.faults)


def lines_sha256(lines: Iterable[str]) -> str:
    """SHA-256 of a month's lines in order: the same whether the month came alone or with others."""
    whole = hashlib.sha256()
    for line in lines:
        whole.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return whole.hexdigest()


def text_frame(
    columns: Mapping[str, pl.Series | Iterable[object]], lines: list[int], blank: tuple[str, ...]
) -> pl.DataFrame:
    """Cells as text, stripped, with the source's words for blank made null; and the line of each row."""
    series = {n: c if isinstance(c, pl.Series) else pl.Series(list(c), dtype=pl.String) for n, c in columns.items()}
    frame = pl.DataFrame(series)
    for name in columns:  # one at a time: all at once would stand in memory three times over
        cell = pl.col(name).str.strip_chars()
        frame = frame.with_columns(pl.when(cell.is_in(list(blank))).then(None).otherwise(cell).alias(name))
    return frame.with_columns(line=pl.Series(lines, dtype=pl.Int64))
