"""data.police.uk: the monthly CSV of one force, as published and as commonly resaved.

Resaved copies seen: a BOM, an unnamed first column, `NA`, `TRUE`, `0.0`/`1.0`.
"""

import hashlib
import re
from pathlib import PurePath

from ingest import names
from ingest.reading import delimited
from ingest.reading.batch import Batch, Refused, Told, text_frame
from portal import sources
from portal.fields import Field, published_search_fields

SOURCE = "police-uk"
EXAMPLE = "2018-04-metropolitan-stop-and-search.csv"
NAME = re.compile(r"(?P<month>\d{4}-\d{2})-(?P<force>[a-z-]+)-stop-and-search\.csv", re.IGNORECASE)


def police_uk_fields() -> dict[str, Field]:
    """The columns of the header, always in this order, and what they are to us."""
    return {field.header: field for field in published_search_fields()}


def parse_csv_name(name: str) -> tuple[str, str] | None:
    """The force and month that a file's name says, as published; names.said_by reads what became of such names."""
    found = NAME.fullmatch(PurePath(name).name)
    return (found["force"].lower(), found["month"]) if found else None


def recognises(raw: bytes) -> bool:
    """Its header has most of the published columns: near enough to be told what is wrong with it."""
    return len(police_uk_fields().keys() & set(delimited.delimited_header(raw))) > len(police_uk_fields()) // 2


def read(raw: bytes, told: Told) -> list[Batch]:
    """One batch: the file. Refused if the header is not the published columns, or force or month is unknown."""
    table = delimited.read_delimited(raw)
    check_police_uk_header(table.header)
    force, month = force_and_month(told, EXAMPLE)
    columns = table.columns
    cells = {police_uk_fields()[name].name: columns[at] for at, name in enumerate(table.header) if name}
    return [
        Batch(
            source=SOURCE,
            force=force,
            month=month,
            sha256=told.sha256 or hashlib.sha256(raw).hexdigest(),
            columns={field.name: name for name, field in police_uk_fields().items() if name in table.header},
            rows=text_frame({**cells}, table.lines, sources.known_sources()[SOURCE].blank),
            faults=tuple(table.faults),
            ends_cleanly=table.ends_cleanly,
            encoding=table.encoding,
        )
    ]


def force_and_month(told: Told, example: str) -> tuple[str, str]:
    """Which force and month: what the caller says, else the name. Refused if neither does."""
    said = names.said_by(told.name)
    force, month = told.force or said.force, told.month or said.month
    if force is None:
        missing = "force" if month else "force and month"
        options = " and ".join(f"--{word}" for word in missing.split(" and "))
        raise Refused(f"its name does not say which {missing} it is (as in {example}); say so with {options}")
    if month is None and said.year:
        raise Refused(
            f"its name says the year {said.year} and no month of it; cut it into one file a month, "
            f"each named as {example}"
        )
    if month is None:
        raise Refused(f"its name does not say which month it is (as in {example}); say so with --month")
    return force, month


def check_police_uk_header(header: list[str]) -> None:
    named_columns = header[1:] if header and header[0] == "" else header
    for name in police_uk_fields():
        if name not in named_columns and not police_uk_fields()[name].later:
            raise Refused(f"line 1: the header has no column {name!r} among its {len(named_columns):,}")
    for at, name in enumerate(header, start=1):
        if name not in police_uk_fields() and not (at == 1 and name == ""):
            raise Refused(f"line 1, column {at} is not a column of a data.police.uk file")
        if header.index(name) != at - 1:
            raise Refused(f"line 1, column {at}: {name!r} stands in the header twice")
