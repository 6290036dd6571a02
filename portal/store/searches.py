"""A period's searches as one Polars frame, every label turned into the key it counts under."""

from collections.abc import Sequence

import polars as pl
from sqlmodel import Session, col, select

from portal import fields, vocabulary
from portal.periods import Period
from portal.places import HOW_PLACED, NO_POINT, OUTSIDE_LONDON
from portal.records import Label, Rejection, Supply
from portal.store.database import driver_frame
from portal.vocabulary import NOT_PUBLISHED, NOT_RECORDED

TWELVE_HOURS = "twelve_hour_clock"
"""The finding (ingest.findings.cells) that a supply's hours tell no morning from evening."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = ("line", "searches", "london_date", "london_hour", "placed")
KEYED = fields.field_names_where(lambda field: field.is_keyed)  # asked at import: SCHEMA is made of it
REJECTED = {"line": pl.Int64, "column": pl.String, "reason": pl.String, "row_text": pl.String}
SCHEMA: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(NUMBERS, pl.Int32),
    "borough": pl.String,
    **dict.fromkeys(KEYED, pl.Int32),
}


def current_supplies(session: Session) -> list[Supply]:
    """Every current supply, by month, then force, then source."""
    order = (col(Supply.month), col(Supply.force), col(Supply.source))
    return list(session.exec(select(Supply).where(Supply.state == "current").order_by(*order)))


def reaching_into(period: Period, supplies: Sequence[Supply]) -> list[Supply]:
    """The supplies of the period's months; and of any other month of a force that one of its sources has days of.

    With one source of such a month come all of it, so that every period chooses among the same: else a row at the
    edge of two years would be counted from one source here and from another there.
    """
    touched = {(supply.force, supply.month) for supply in supplies if reaches(period, supply)}
    return [supply for supply in supplies if (supply.force, supply.month) in touched]


def reaches(period: Period, supply: Supply) -> bool:
    """Whether it is of one of the period's months, or may hold a search of its days."""
    if supply.month in period.months:
        return True
    if supply.first_date is None or supply.last_date is None:
        return False
    first, last = iso_date_to_int(period.start.isoformat()), iso_date_to_int(period.end.isoformat())
    return supply.first_date <= last and supply.last_date >= first


def iso_date_to_int(day: str) -> int:
    return int(day.replace("-", ""))


def stops(session: Session, period: Period, supplies: Sequence[Supply]) -> pl.DataFrame:
    """The period's searches by London date, one row each (a row that stands for many is repeated).

    Columns: supply (public id), force, month (`2018-04`, London), london_date, placed, borough (a GSS code,
    `outside_london` or `no_point`), person (bool), day (`monday`), hour (`hour_14`) and a key for each labelled
    field: never null, `not_recorded` where the cell is blank, `not_published` where the supply has no such column.
    """
    keys = every_label_key(session)
    parts = [supply_stops(session, period, supply, keys) for supply in supplies]
    return pl.concat(parts) if parts else pl.DataFrame(schema=finished_schema())


def every_label_key(session: Session) -> dict[str, dict[int, str]]:
    """Field of KEYED -> number of a label -> the key that it counts under."""
    return {field: label_keys(session, field) for field in KEYED}


def rows_of_period(period: Period, supply: Supply) -> str:
    """The rows of `stop` that are the supply's and of the period by London date, as a condition in SQL."""
    assert supply.id is not None
    first, last = iso_date_to_int(period.start.isoformat()), iso_date_to_int(period.end.isoformat())
    return f"stop.supply = {supply.id:d} AND stop.london_date BETWEEN {first:d} AND {last:d}"


def label_keys(session: Session, field: str) -> dict[int, str]:
    words = vocabulary.field_vocabulary(field)
    rows = session.exec(select(Label.id, Label.written).where(Label.field == field))
    return {number: words.counted_as(written) for number, written in rows if number is not None}


def supply_stops(session: Session, period: Period, supply: Supply, keys: dict[str, dict[int, str]]) -> pl.DataFrame:
    """The supply's part of `stops`. `keys`: every_label_key."""
    names = ", ".join(f'"{name}"' for name in SCHEMA)
    raw = driver_frame(
        session, f"SELECT {names} FROM stop WHERE {rows_of_period(period, supply)} ORDER BY line", SCHEMA
    )
    return searches_of(raw, supply, keys)


def searches_of(raw: pl.DataFrame, supply: Supply, keys: dict[str, dict[int, str]]) -> pl.DataFrame:
    """Rows as they are held -> searches as in `stops`."""
    if (raw["searches"] > 1).any():
        raw = raw.select(pl.all().repeat_by("searches")).explode(*SCHEMA)
    return raw.select(finish_search_columns(supply, keys))


def finish_search_columns(supply: Supply, keys: dict[str, dict[int, str]]) -> list[pl.Expr]:
    persons = vocabulary.field_vocabulary("kind").keys_where(lambda term: term.person)
    keyed = {field: keyed_column(field, supply, keys[field]) for field in KEYED}
    day = pl.col("london_date")
    month = pl.format("{}-{}", day // 10_000, (day // 100 % 100).cast(pl.String).str.zfill(2))
    place = pl.when(pl.col("placed") == HOW_PLACED["no point"]).then(pl.lit(NO_POINT))
    return [
        pl.lit(supply.public_id).alias("supply"),
        pl.col("line"),
        pl.lit(supply.force).alias("force"),
        month.alias("month"),
        day,
        day_column(supply).alias("day"),
        hour_column(supply).alias("hour"),
        pl.col("placed"),
        place.otherwise(pl.col("borough").fill_null(OUTSIDE_LONDON)).alias("borough"),
        keyed["kind"].is_in(persons).alias("person"),
        *(column.alias(field) for field, column in keyed.items()),
    ]


def keyed_column(field: str, supply: Supply, keys: dict[int, str]) -> pl.Expr:
    if field not in supply.columns_present:
        return pl.lit(NOT_PUBLISHED)
    column = pl.col(field).replace_strict(list(keys), list(keys.values()), default=None, return_dtype=pl.String)
    return column.fill_null(NOT_RECORDED)


def day_column(supply: Supply) -> pl.Expr:
    """The day of the week in London: `monday`."""
    if not has_figure_field(supply, "day"):
        return pl.lit(NOT_PUBLISHED)
    number = pl.col("london_date")
    weekday = pl.date(number // 10_000, number // 100 % 100, number % 100).dt.weekday()
    return weekday.replace_strict(list(range(1, 8)), list(DAYS), return_dtype=pl.String)


def hour_column(supply: Supply) -> pl.Expr:
    """`hour_14`; not recorded of a whole supply whose clock had twelve hours: two hours stand under each number."""
    if not has_figure_field(supply, "hour"):
        return pl.lit(NOT_PUBLISHED)
    if any(finding.id == TWELVE_HOURS for finding in supply.found):
        return pl.lit(NOT_RECORDED)
    hour = pl.col("london_hour").cast(pl.String).str.zfill(2)
    return pl.when(hour.is_null()).then(pl.lit(NOT_RECORDED)).otherwise(pl.format("hour_{}", hour))


def has_figure_field(supply: Supply, field: str) -> bool:
    """Whether the supply has what a figure by this field needs."""
    return fields.is_answered_by(field, set(supply.columns_present))


def rejections(session: Session, supply: Supply) -> pl.DataFrame:
    """A supply's rejected rows in the order of lines: line, column, reason, row_text."""
    rows = session.exec(select(Rejection).where(Rejection.supply == supply.id).order_by(col(Rejection.line)))
    plain = [(row.line, row.column, row.reason, row.row_text) for row in rows]
    return pl.DataFrame(plain, schema=REJECTED, orient="row")


def finished_schema() -> dict[str, type[pl.DataType]]:
    return {
        "supply": pl.String,
        "line": pl.Int32,
        "force": pl.String,
        "month": pl.String,
        "london_date": pl.Int32,
        "day": pl.String,
        "hour": pl.String,
        "placed": pl.Int32,
        "borough": pl.String,
        "person": pl.Boolean,
        **dict.fromkeys(KEYED, pl.String),
    }
