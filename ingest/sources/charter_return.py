"""The charter return (data/charter_return/schema.json): refused whole if a column could hold personal data."""

import re

from ingest.reading import delimited
from ingest.reading.batch import Batch, PersonalData, Refused, Told, lines_sha256, text_frame
from ingest.reading.delimited import MonthLines, split_table
from portal import return_standard, sources

SOURCE = "charter-return"
MONTH = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))-\d{2}")


def recognises(raw: bytes) -> bool:
    """It has a force, a date, a power and an object under the standard's names, whatever else it has."""
    return {"force", "date", "power", "object"} <= {name.casefold() for name in delimited.delimited_header(raw)}


def read(raw: bytes, told: Told) -> list[Batch]:
    """One batch a force and month. PersonalData, before any row is read, if a column could hold it."""
    check_return_header(delimited.delimited_header(raw))
    table = delimited.read_delimited(raw)
    at_force, at_date = table.header.index("force"), table.header.index("date")
    groups = split_table(table, lambda row: force_month_key(row[at_force], row[at_date]))
    found = [charter_return_batch(group, part, table, told) for group, part in groups.items()]
    return [one for one in found if told.month in (None, one.month) and told.force in (None, one.force)]


def check_return_header(header: list[str]) -> None:
    known = [field.name for field in return_standard.return_fields()]
    for at, name in enumerate(header, start=1):
        if kind := return_standard.personal(name):
            column = f"column {at}: {name!r}" if return_standard.says_only_its_kind(name) else f"column {at}"
            raise PersonalData(
                f"line 1, {column} would hold {kind}. Nothing of this file was kept. "
                "The standard takes booleans, codes and grades only: take the column out and send it again"
            )
        if name not in known:
            raise PersonalData(
                f"line 1, column {at} is not a column of the charter return. Nothing of this file was kept"
            )
        if header.index(name) != at - 1:
            raise Refused(f"line 1, column {at}: {name!r} stands in the header twice")
    for name in (field.name for field in return_standard.return_fields() if field.required):
        if name not in header:
            raise Refused(f"line 1: the header has no column {name!r}, which every return needs")


def force_month_key(force: str, date: str) -> str | None:
    month = MONTH.fullmatch(date.strip())
    return f"{force.strip()} {month[1]}" if month and force.strip() else None


def charter_return_batch(group: str, part: MonthLines, table: delimited.Delimited, told: Told) -> Batch:
    force, month = group.rsplit(" ", 1) if group else (told.force, told.month)
    if not force or not month:
        raise Refused(
            "no row has a force and a date that can be read, so what it is of is unknown; a return of a month "
            "without searches needs --force and --month"
        )
    cells = delimited.columns_of(part.rows, len(table.header))
    names = {return_standard.CORE.get(name, name): name for name in table.header}
    columns = {field: cells[table.header.index(name)] for field, name in names.items()}
    rows = text_frame({**columns}, part.lines, sources.known_sources()[SOURCE].blank)
    return Batch(
        source=SOURCE,
        force=force,
        month=month,
        sha256=lines_sha256([",".join(table.header), *part.texts]),
        columns={("day" if field == "date" else field): name for field, name in names.items()},
        rows=rows.rename({"date": "day"}),
        faults=tuple(part.faults),
        ends_cleanly=table.ends_cleanly,
        encoding=table.encoding,
        declared_zero=not part.rows and not part.faults,
    )
