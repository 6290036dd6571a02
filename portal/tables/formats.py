"""The forms that tables are published in, and the files that a sheet becomes. A new form: one file, one entry here."""

from collections.abc import Collection, Iterator

from portal.tables.csv_format import CSV, body, with_metadata
from portal.tables.definitions import Format, Sheet
from portal.tables.xlsx_format import XLSX

FORMATS: dict[str, Format] = {each.ending: each for each in (CSV, XLSX)}
"""Ending -> the form. CSV is the one in which every table is saved, some of them in parts; it is described beside."""


def sheet_files(stem: str, sheet: Sheet, *, is_shown: bool = False) -> dict[str, bytes]:
    """Path -> bytes: the CSV and its metadata, and of a table that a page shows every other form that is saved.

    `stem`: the path without its ending.
    """
    found = with_metadata(stem, sheet.table, sheet.title, body(sheet.table, sheet.rows), invented=sheet.invented)
    return {**found, **dict(other_files(stem, sheet))} if is_shown else found


def other_files(stem: str, sheet: Sheet) -> Iterator[tuple[str, bytes]]:
    """Path and bytes in every form that is saved beside the CSV."""
    yield from ((f"{stem}.{each.ending}", each.write(sheet)) for each in saved_formats() if each.ending != CSV.ending)


def saved_formats() -> list[Format]:
    return [each for each in FORMATS.values() if each.is_saved]


def formats_among(names: Collection[str], stem: str) -> list[Format]:
    """The forms in which an edition of these files has the table: an older one has not every form."""
    return [each for each in FORMATS.values() if f"{stem}.{each.ending}" in names]
