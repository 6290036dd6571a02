"""What the values in published tables mean: measures, units and statuses, from data/dictionary.

Also whose the figures are, and the notes of a sheet, which are made of both.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from portal import shipped
from portal.tables.definitions import Sheet


@dataclass(frozen=True)
class Measure:
    """`formula`: in words, how a figure of it is made (docs/method.md has the whole)."""

    id: str
    means: str
    formula: str


@dataclass(frozen=True)
class Unit:
    """`column`: where in the table of figures the figure itself stands: `searches`, `value`, or (a verdict) `key`."""

    id: str
    means: str
    column: str


@cache
def defined_measures() -> dict[str, Measure]:
    """By id, in the order of the dictionary."""
    return {entry["id"]: Measure(**entry) for entry in read_dictionary("measures")["measure"]}


@cache
def units() -> dict[str, Unit]:
    """By id, in the order of the dictionary."""
    return {entry["id"]: Unit(**entry) for entry in read_dictionary("units")["unit"]}


@cache
def statuses() -> dict[str, str]:
    """Status -> what it says."""
    return {entry["id"]: entry["means"] for entry in read_dictionary("statuses")["status"]}


def read_dictionary(name: str) -> dict[str, Any]:
    return tomllib.loads(shipped.data("dictionary", f"{name}.toml").read_text("utf-8"))


# Whose the figures are.

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0: data.police.uk; "
    "Office for National Statistics, Census 2021; boundaries contain OS data, Crown copyright."
)


INVENTED = "These records are made up to show how the portal works. They are not police data."


# The notes of a sheet, for formats that have room for them: what the table is, and what each word in it means.

Note = tuple[str, str]
STATES = "A blank figure is never 0: its status says why there is none."


def columns_apart(sheet: Sheet) -> tuple[list[int], list[int]]:
    """Places of the columns that stand in the table, and of those that are the same on all rows: for the notes."""
    same = [place for place in range(len(sheet.table.columns)) if is_same(sheet, place)]
    return [place for place in range(len(sheet.table.columns)) if place not in same], same


def is_same(sheet: Sheet, place: int) -> bool:
    """Whether a column that may be of the whole file has one value on all rows."""
    if not sheet.table.columns[place].of_file or not sheet.rows:
        return False
    return all(row[place] == sheet.rows[0][place] for row in sheet.rows)


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
    measures = {each.id: f"{each.means} Formula: {each.formula}." for each in defined_measures().values()}
    counted = {each.id: each.means for each in units().values()}
    for kind, column, means in (
        ("Measure", "measure", measures),
        ("Unit", "unit", counted),
        ("Status", "status", statuses()),
    ):
        yield from term_notes(sheet, kind, column, means)


def term_notes(sheet: Sheet, kind: str, column: str, means: Mapping[str, str]) -> Iterator[Note]:
    """Those in the column, or in the two of it (`status_before`, `status_now`), in the order of the dictionary."""
    places = [at for at, name in enumerate(sheet.table.header) if name in (column, f"{column}_before", f"{column}_now")]
    used = {row[at] for row in sheet.rows for at in places}
    yield from ((f"{kind} {word}", text) for word, text in means.items() if word in used)
