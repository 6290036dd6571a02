"""The Met's extract on the London Datastore, in its three layouts (data/sources/met-datastore.toml).

Built from the published layouts; it has not yet met an original file.
"""

import re

import polars as pl

from ingest.reading import delimited
from ingest.reading.batch import Batch, Refused, Told, lines_sha256, text_frame
from ingest.reading.delimited import MonthLines, split_table
from portal import sources
from portal.fields import search_field

SOURCE = "met-datastore"
NEEDED = ("date", "borough_name", "object", "outcome")
LAYOUTS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})([ T].*)?"),
    re.compile(r"(?P<day>\d{2})/(?P<month>\d{2})/(?P<year>\d{4})( .*)?"),
    re.compile(r"(?P<year>\d{4})[-_ ]?(?P<month>\d{2})(?P<day>)"),
)


def fold_header(header: str) -> str:
    return re.sub(r"[\s_-]+", "", header).casefold()


def fields_by_header() -> dict[str, str]:
    columns = sources.known_sources()[SOURCE].columns
    return {fold_header(name): field for field, names in columns.items() for name in names}


def fields_of(header: list[str]) -> list[str | None]:
    return [fields_by_header().get(fold_header(name)) for name in header]


def recognises(raw: bytes) -> bool:
    """It has a date, a borough's name, a reason and an outcome, under whatever spelling."""
    return set(NEEDED) <= set(fields_of(delimited.delimited_header(raw)))


def read(raw: bytes, told: Told) -> list[Batch]:
    """One batch a month. Refused if a column is unknown or stands twice, or the force is said to be another."""
    source = sources.known_sources()[SOURCE]
    if told.force not in (None, source.force):
        raise Refused(f"this extract is of the force {source.force}, not of {told.force}")
    table = delimited.read_delimited(raw)
    fields = fields_of(table.header)
    for at, (name, field) in enumerate(zip(table.header, fields, strict=True), start=1):
        if field is None and name:
            raise Refused(f"line 1, column {at} is not a column of any known layout of this extract")
        if field is not None and fields.index(field) != at - 1:
            raise Refused(f"line 1, column {at} says what another column says already ({field})")
    at_date = fields.index("date")
    months = split_table(table, lambda row: month_of(row[at_date]))
    return [
        met_datastore_batch(month or told.month or "", part, table, fields)
        for month, part in months.items()
        if told.month in (None, month) or not month
    ]


def met_datastore_batch(month: str, part: MonthLines, table: delimited.Delimited, fields: list[str | None]) -> Batch:
    if not month:
        raise Refused("no row has a date that can be read, so its month is unknown; say so with --month")
    cells = delimited.columns_of(part.rows, len(fields))
    used = {field: at for at, field in enumerate(fields) if field and search_field(field)}
    columns = {field: cells[at] for field, at in used.items()}
    source = sources.known_sources()[SOURCE]
    rows = text_frame({**columns}, part.lines, source.blank)
    names = {field: table.header[at] for field, at in used.items()}
    header = names.pop("date")
    days = pl.Series([met_datastore_day(text) for text in rows["date"]], dtype=pl.String)
    return Batch(
        source=SOURCE,
        force=str(source.force),
        month=month,
        sha256=lines_sha256([",".join(table.header), *part.texts]),
        columns=names | ({"day": header} if days.str.len_chars().max() == len("2018-04-10") else {}),
        rows=rows.drop("date").with_columns(day=days),
        faults=tuple(part.faults),
        ends_cleanly=table.ends_cleanly,
        encoding=table.encoding,
    )


def month_of(text: str) -> str | None:
    """`2018-04` from any layout's date; None where there is none."""
    day = met_datastore_day(text.strip())
    return day[:7] if day and day[4:5] == "-" and day[5:7].isdigit() and "01" <= day[5:7] <= "12" else None


def met_datastore_day(text: str | None) -> str | None:
    """`2018-04-10`, or `2018-04` where the layout gives a month only; the text itself where it is neither."""
    for layout in LAYOUTS:
        if text and (found := layout.fullmatch(text)):
            return "-".join(filter(None, (found["year"], found["month"], found["day"])))
    return text
