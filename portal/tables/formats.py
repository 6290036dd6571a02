"""The files that one table becomes: CSV, its metadata, and where asked a workbook."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.documents import canonical
from portal.tables import dictionary
from portal.tables.definitions import LABELS, Cells, Column, Sheet, Table

# The one place that makes texts of others plain: nothing that a spreadsheet would run, or that a program would take
#
# for a day, a number, a truth or a missing value: the code 007 is not 7, and 12E3 is not 12000.

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


class NotPlain(AssertionError):
    """A table would hold a cell that a spreadsheet changes: a defect of ours, never published."""


FIGURES_SHOWN = ("a_says", "b_says")
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


def held_plain(table: Table, rows: Iterable[Cells]) -> Iterator[Cells]:
    """The same rows. NotPlain for a text that a spreadsheet would change; days, months and labels are declared so."""
    texts = texts_of(table)
    for number, row in enumerate(rows, start=1):
        for place, name in texts:
            cell = row[place]
            changes = is_run if name in FIGURES_SHOWN else is_changed
            if isinstance(cell, str) and changes(cell):
                raise NotPlain(unsafe_cell_message(table, name, f"row {number}", cell))
        yield row


def texts_of(table: Table) -> list[tuple[int, str]]:
    """Place and name of each column whose cells have to be plain."""
    columns = enumerate(table.columns)
    return [(place, each.name) for place, each in columns if each.type == "string" and not is_label(each.name)]


def is_label(name: str) -> bool:
    """An edition or a period, or one side's in a table of two (`a_edition`): texts that are declared to be so."""
    return any(name == label or name.endswith(f"_{label}") for label in LABELS)


def unsafe_cell_message(table: Table, column: str, where: str, cell: str) -> str:
    return f"table {table.id}, column {column}, {where}: a spreadsheet would change {cell!r}"


# A table as CSV: RFC 4180, ASCII, a header row and nothing but the table.


def head(table: Table) -> bytes:
    return csv_bytes([table.header])


def body(table: Table, rows: Iterable[Cells]) -> bytes:
    """Rows without a header. NotPlain for a cell that a spreadsheet would change."""
    return csv_bytes(held_plain(table, rows))


def csv_bytes(rows: Iterable[Cells]) -> bytes:
    """UnicodeEncodeError for a text that is not ASCII: texts of others go through `plain`."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("ascii")


# What stands beside a CSV: its columns, types and licence as CSV on the Web tells them.
#
# Source: W3C, Metadata Vocabulary for Tabular Data (2015); `<file>-metadata.json` is where readers look first.

TYPES: dict[str, Any] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": {"base": "boolean", "format": "true|false"},
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "datetime": "dateTime",
    "month": {"base": "gYearMonth"},
}


LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0: data.police.uk; "
    "Office for National Statistics, Census 2021; boundaries contain OS data, Crown copyright."
)


INVENTED = "These records are made up to show how the portal works. They are not police data."


def csvw(table: Table, title: str, name: str, *, invented: bool) -> bytes:
    """The metadata of the CSV called `name`, which stands in the same folder. Invented records are nobody's."""
    return canonical.as_bytes(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "url": name,
            "dc:title": title,
            "dc:description": f"{table.title}. One row: {table.row[:1].lower()}{table.row[1:]}.",
            **({"dc:rights": INVENTED} if invented else {"dc:license": LICENCE, "dc:rights": ATTRIBUTION}),
            "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True, "delimiter": ","},
            "tableSchema": {"columns": [column_of(column) for column in table.columns]},
        }
    )


def column_of(column: Column) -> dict[str, Any]:
    return {
        "name": name_of(column),
        "titles": column.name,
        "dc:description": column.means,
        "datatype": TYPES[column.type],
        "required": column.required,
    }


def name_of(column: Column) -> str:
    """A name that needs no quoting, also for the columns of others: `Age range` is `age_range`."""
    return "".join(letter if letter.isalnum() else "_" for letter in column.name.lower())


# What stands on a workbook's sheet of notes: what the table is, and what each word in it means.

Note = tuple[str, str]
STATES = "A blank figure is never 0: its status says why there is none."


def sheet_notes(sheet: Sheet, same: Sequence[int]) -> list[Note]:
    """`same`: places of the columns that are the same on all rows, and so stand here and not in the table."""
    columns = sheet.table.columns
    told = [("This table", sheet.title), ("One row", sheet.table.row)]
    told += [("Its shape", sheet.table.note)] if sheet.table.note else []
    told += [(columns[place].name, str(sheet.rows[0][place])) for place in same]
    told += incomplete(sheet)
    told += [("Invented", INVENTED)] if sheet.invented else [("Licence", LICENCE), ("Please name", ATTRIBUTION)]
    told += [("States", STATES)]
    told += [(f"Column {each.name}", each.means) for place, each in enumerate(columns) if place not in same]
    return [*told, *glossary_notes(sheet)]


def incomplete(sheet: Sheet) -> Iterator[Note]:
    """Where any row is of a period in part."""
    header = sheet.table.header
    if "complete" in header and any(row[header.index("complete")] == "false" for row in sheet.rows):
        yield "Not complete", "Months are missing, or here in part: never set these beside figures of a whole year."


def glossary_notes(sheet: Sheet) -> Iterator[Note]:
    """Every measure, unit and state that the table's rows name."""
    measures = {each.id: f"{each.means} Formula: {each.formula}." for each in dictionary.defined_measures().values()}
    units = {each.id: each.means for each in dictionary.units().values()}
    for kind, column, means in (
        ("Measure", "measure", measures),
        ("Unit", "unit", units),
        ("Status", "status", dictionary.statuses()),
    ):
        yield from term_notes(sheet, kind, column, means)


def term_notes(sheet: Sheet, kind: str, column: str, means: Mapping[str, str]) -> Iterator[Note]:
    """Those in the column, or in the two of it (`status_before`, `status_now`), in the order of the dictionary."""
    places = [at for at, name in enumerate(sheet.table.header) if name in (column, f"{column}_before", f"{column}_now")]
    used = {row[at] for row in sheet.rows for at in places}
    yield from ((f"{kind} {word}", text) for word, text in means.items() if word in used)


# A table as an Excel workbook: the figures, and a sheet of notes. The same rows give the same bytes.

MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
WIDEST = 40


def as_xlsx(sheet: Sheet) -> bytes:
    """What is the same on every row stands once, among the notes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": sheet.title, "created": MADE})
        bold = book.add_format({"bold": True})
        kept = [place for place, column in enumerate(sheet.table.columns) if not is_same(sheet, place)]
        figures = book.add_worksheet(sheet.table.title[:31])
        write_figures_page(figures, sheet, kept, bold)
        write_notes_page(book.add_worksheet("Notes"), sheet, kept, bold)
    return file.getvalue()


def is_same(sheet: Sheet, place: int) -> bool:
    """Whether a column that may be of the whole file has one value on all rows."""
    if not sheet.table.columns[place].of_file or not sheet.rows:
        return False
    return all(row[place] == sheet.rows[0][place] for row in sheet.rows)


def write_figures_page(page: Worksheet, sheet: Sheet, kept: list[int], bold: Format) -> None:
    for across, place in enumerate(kept):
        column = sheet.table.columns[place]
        page.write_string(0, across, column.name, bold)
        page.set_column(across, across, width(column, place, sheet.rows))
    for down, row in enumerate(sheet.rows, start=1):
        for across, place in enumerate(kept):
            cell = row[place]
            if isinstance(cell, str):
                if cell:
                    page.write_string(down, across, cell)
            elif cell is not None:
                page.write_number(down, across, cell)
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(kept) - 1)


def width(column: Column, place: int, rows: Sequence[Cells]) -> int:
    longest = max((len(str(row[place])) for row in rows[:200] if row[place] is not None), default=0)
    return min(max(longest, len(column.name)) + 3, WIDEST)


def write_notes_page(page: Worksheet, sheet: Sheet, kept: list[int], bold: Format) -> None:
    """What the table is, what holds for all its rows, and what each column and word means."""
    same = [place for place in range(len(sheet.table.columns)) if place not in kept]
    for down, (name, text) in enumerate(sheet_notes(sheet, same)):
        page.write_string(down, 0, name, bold)
        page.write_string(down, 1, text)
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 100)


METADATA = ".csv-metadata.json"


def sheet_files(stem: str, sheet: Sheet, *, with_workbook: bool = False) -> dict[str, bytes]:
    """`stem`: the path without its ending."""
    found = with_metadata(stem, sheet.table, sheet.title, body(sheet.table, sheet.rows), invented=sheet.invented)
    return {**found, f"{stem}.xlsx": as_xlsx(sheet)} if with_workbook else found


def with_metadata(stem: str, table: Table, title: str, rows: bytes, *, invented: bool) -> dict[str, bytes]:
    """`rows`: the body as CSV."""
    path, metadata = metadata_of(stem, table, title, invented=invented)
    return {f"{stem}.csv": head(table) + rows, path: metadata}


def metadata_of(stem: str, table: Table, title: str, *, invented: bool) -> tuple[str, bytes]:
    """Path and bytes of what stands beside the CSV."""
    name = f"{stem.rsplit('/', maxsplit=1)[-1]}.csv"
    return f"{stem}{METADATA}", csvw(table, title, name, invented=invented)


def flatten_rows(parts: Iterable[Iterable[Cells]]) -> list[Cells]:
    return [row for part in parts for row in part]
