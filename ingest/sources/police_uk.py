"""data.police.uk: the monthly CSV of one force, as published and as commonly resaved.

Resaved copies seen: a BOM, an unnamed first column, `NA`, `TRUE`, `0.0`/`1.0` (DATA.md, source 1).
"""

import re
from dataclasses import dataclass
from pathlib import PurePath

import polars as pl

from ingest import delimited
from ingest.reading import Reading, Refused

SOURCE = "police-uk"
FIELDS = {
    "Type": "kind",
    "Date": "date",
    "Part of a policing operation": "operation",
    "Policing operation": "operation_name",
    "Latitude": "latitude",
    "Longitude": "longitude",
    "Gender": "gender",
    "Age range": "age",
    "Self-defined ethnicity": "self_defined_ethnicity",
    "Officer-defined ethnicity": "officer_defined_ethnicity",
    "Legislation": "power",
    "Object of search": "object",
    "Outcome": "outcome",
    "Outcome linked to object of search": "linked",
    "Removal of more than just outer clothing": "clothing",
}
"""The 15 columns of the header, always in this order, and what we call them."""
BLANK = ("", "NA", "NaN", "nan", "#N/A", "NULL", "null")
NAME = re.compile(r"(?P<month>\d{4}-\d{2})-(?P<force>[a-z-]+)-stop-and-search\.csv", re.IGNORECASE)


@dataclass(frozen=True)
class FileName:
    """What a file's name says: which force, which month."""

    month: str
    force: str


def named(name: str) -> FileName | None:
    found = NAME.fullmatch(PurePath(name).name)
    return FileName(found["month"], found["force"].lower()) if found else None


def recognises(raw: bytes) -> bool:
    """Its header has most of the fifteen columns: near enough to be told what is wrong with it."""
    return len(FIELDS.keys() & set(delimited.header_of(raw))) > len(FIELDS) // 2


def read(raw: bytes) -> Reading:
    """Refused if the header is not the fifteen columns."""
    table = delimited.read(raw)
    check_header(table.header)
    wanted = [(at, FIELDS[name]) for at, name in enumerate(table.header) if name in FIELDS]
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.header)
    frame = pl.DataFrame({field: pl.Series(columns[at], dtype=pl.String) for at, field in wanted})
    blank = pl.all().str.strip_chars()
    rows = frame.select(pl.when(blank.is_in(BLANK)).then(None).otherwise(blank).name.keep())
    return Reading(
        source=SOURCE,
        columns={field: name for name, field in FIELDS.items()},
        rows=rows.with_columns(line=pl.Series(table.lines, dtype=pl.Int64)),
        faults=tuple(table.faults),
        ends_cleanly=table.ends_cleanly,
    )


def check_header(header: list[str]) -> None:
    named_columns = header[1:] if header and header[0] == "" else header
    for name in FIELDS:
        if name not in named_columns:
            raise Refused(f"line 1: the header has no column {name!r}; it has {', '.join(named_columns)}")
    for at, name in enumerate(header, start=1):
        if name not in FIELDS and not (at == 1 and name == ""):
            raise Refused(f"line 1, column {at}: {name!r} is not a column of a data.police.uk file")
        if header.index(name) != at - 1:
            raise Refused(f"line 1, column {at}: {name!r} stands in the header twice")
