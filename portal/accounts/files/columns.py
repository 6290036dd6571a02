"""What a table is made of: columns, each with what it means and its type."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Value = str | int | float | None
Row = Sequence[Value]
Type = Literal["string", "integer", "number", "boolean", "date", "datetime", "month"]
LABELS = ("edition", "period", "since", "series_edition")
"""Texts that a program takes for numbers unless it is told (1.10, 2018): docs/data.md says how to tell it."""


@dataclass(frozen=True)
class Column:
    """A column: its header, what it means, and the type of its cells. `required`: no cell of it is blank.

    `of_file`: it says what the whole file is of; a workbook has it among its notes.
    """

    name: str
    means: str
    type: Type = "string"
    required: bool = False
    of_file: bool = False


@dataclass(frozen=True)
class Table:
    """A kind of table: its id, what one row of it is, and its columns in the order of the header, which never changes:

    a column may be added at the end, none renamed, moved or taken away. `note`: what a reader of one file of it should
    know of the others.
    """

    id: str
    title: str
    row: str
    columns: tuple[Column, ...]
    note: str = ""

    @cached_property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Sheet:
    """A table filled: what it is of, and its rows, which can be gone through more than once.

    `invented`: its records are made up, and all that is made of them says so.
    """

    table: Table
    title: str
    rows: Sequence[Row]
    invented: bool = False
