"""What a source hands on, and the two ways a file can be bad: in a row (Fault), or as a whole (Refused)."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Fault:
    """A row that could not be read. `line` counts from 1, the header being 1; `text` is the row itself."""

    line: int
    column: str
    reason: str
    text: str


class Refused(Exception):
    """The whole file cannot be taken; the text says why, with line and column where there is one."""


@dataclass(frozen=True)
class Reading:
    """A file as its source read it.

    `rows`: one text column a field of ours (null = blank), and `line`; `columns`: the fields the file
    has a column for, with the name it gives the column; `faults`: rows that never became a row of the frame;
    `rows_read` counts both; `ends_cleanly`: the file's last line is a whole line.
    """

    source: str
    columns: dict[str, str]
    rows: pl.DataFrame
    faults: tuple[Fault, ...]
    ends_cleanly: bool

    @property
    def rows_read(self) -> int:
        return self.rows.height + len(self.faults)
