"""Texts of others made plain: nothing that a spreadsheet would run, or that a program would take

for a day, a number, a truth or a missing value: the code 007 is not 7, and 12E3 is not 12000.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from portal.editions.archive import PublishingDefect
from portal.tables.definitions import LABELS, Cells, Table

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@")
ERRORS_BEGIN = "#"  # #N/A, #REF!: a spreadsheet reads them as errors of its own
MONTH = (
    r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|"
    r"dec(ember)?)"
)
DAY_LIKE = re.compile(
    r"\d{1,2}\s*[-/ ]\s*\d{1,4}(\s*[-/ ]\s*\d{1,4})?"  # 10-17, 1/2, 3-4-2019, 3/2019
    r"|\d{1,2}\.\d{1,2}\.\d{2,4}"  # 1.2.18
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?"  # 2018-04-01
    r"|\d{4}[-/](0?[1-9]|1[0-2])"  # 2018-04
    r"|\d{1,2}:\d{2}(:\d{2})?(\s*[ap]m)?"  # 10:30
    rf"|(\d{{1,4}}[-/. ]*)?{MONTH}([-/., ]*\d{{1,4}}){{0,2}}",  # Mar-24, 1 May 2018, May
    re.IGNORECASE,
)


CLOCK = re.compile(r"[T ]\s*\d{1,2}:\d{2}(:\d{2})?(\s*[ap]m)?$", re.IGNORECASE)
NUMBER_LIKE = re.compile(
    r"[$(]*[\d.,'\s]*\d[\d.,'\s]*\)?\s*%?"  # 007, 1,234, 1.5, (12), $5, 5%; also a row of several
    r"|[\d.,]*\d[\d.,]*\s*e\s*[-+]?\d+"  # 12E3
    r"|\d+\s+\d+/\d+"  # 1 1/2
    r"|\d+(:\d+){1,3}([.,]\d+)?(\s*[ap]m?)?|\d{1,2}\s*[ap]m?"  # 1:2, 10:30:00.5, 8 pm
    r"|inf(inity)?",
    re.IGNORECASE,
)
TRUTHS = frozenset({"true", "false"})
MISSING = frozenset({"<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"})
"""What pandas reads as a missing value, but for those that begin like an error or like a sum."""


class NotPlain(PublishingDefect):
    """A table would hold a cell that a spreadsheet changes: a defect of ours, never published."""


FIGURES_SHOWN = ("a_says", "b_says", "c_says", "d_says")
"""Columns with a figure as a page shows it: a program may take it for the number that it is."""


@lru_cache(maxsize=65536)
def safe_cell_text(text: str) -> str:
    """A text of somebody else's: ASCII, one line, and where a program would change it, between angle quotes.

    `NA` stands between two pairs of them, since `<NA>` is itself what pandas writes for a missing value.
    """
    told = as_ascii(text)
    while is_changed(told):
        told = f"<{told}>"
    return told


def plain_figure(text: str) -> str:
    """A figure in words (FIGURES_SHOWN): as `plain`, but a number stays as it is."""
    told = as_ascii(text)
    return f"<{told}>" if is_run(told) else told


def as_ascii(text: str) -> str:
    return CONTROL.sub(" ", text.encode("ascii", "backslashreplace").decode())


@lru_cache(maxsize=65536)
def is_changed(text: str) -> bool:
    """Whether a spreadsheet would run it, or it or pandas take it for something other than the text it is."""
    told = text.strip()
    return (
        is_run(told)
        or told.startswith(ERRORS_BEGIN)
        or told in MISSING
        or told.casefold() in TRUTHS
        or NUMBER_LIKE.fullmatch(told) is not None
    )


def is_run(text: str) -> bool:
    """Whether a spreadsheet would run it, or take it for a day or a time."""
    told = text.strip()
    return told.startswith(RUN_BY_SPREADSHEETS) or DAY_LIKE.fullmatch(CLOCK.sub("", told)) is not None


def held_plain(table: Table, rows: Iterable[Cells]) -> list[Cells]:
    """The same rows. NotPlain for a text that a spreadsheet would change; days, months and labels are declared so."""
    held = list(rows)
    for place, name in texts_of(table):
        changes = is_run if name in FIGURES_SHOWN else is_changed
        for cell in {row[place] for row in held}:  # a few texts stand in thousands of rows
            if isinstance(cell, str) and changes(cell):
                number = next(number for number, row in enumerate(held, start=1) if row[place] == cell)
                raise NotPlain(unsafe_cell_message(table, name, f"row {number}", cell))
    return held


def texts_of(table: Table) -> list[tuple[int, str]]:
    """Place and name of each column whose cells have to be plain."""
    columns = enumerate(table.columns)
    return [(place, each.name) for place, each in columns if each.type == "string" and not is_label(each.name)]


def is_label(name: str) -> bool:
    """An edition or a period, or one side's in a table of two (`a_edition`): texts that are declared to be so."""
    return any(name == label or name.endswith(f"_{label}") for label in LABELS)


def unsafe_cell_message(table: Table, column: str, where: str, cell: str) -> str:
    return f"table {table.id}, column {column}, {where}: a spreadsheet would change {cell!r}"
