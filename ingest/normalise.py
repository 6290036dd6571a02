"""Text to searches: times, points and blanks made sense of, and a reason for every row that is refused."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from ingest.reading import Fault, Reading
from portal.records import LABELLED

LONDON = "Europe/London"
ISO = "%Y-%m-%dT%H:%M:%S%.f%z"
REJECTION = {"line": pl.Int64, "column": pl.String, "reason": pl.String, "row_text": pl.String}


@dataclass(frozen=True)
class Normalised:
    """`stops`: the columns of Stop but supply, borough and placed; `rejections`: those of Rejection."""

    stops: pl.DataFrame
    rejections: pl.DataFrame


def normalise(reading: Reading, received: datetime) -> Normalised:
    """Every row read comes out once: as a stop, or as a rejection. `received` needs a time zone."""
    understood = understand(reading.rows).with_columns(first_fault(received))
    refused = understood.filter(pl.col("fault_reason").is_not_null())
    rejections = pl.concat([as_frame(reading.faults), refused.select(rejection_columns(reading))])
    return Normalised(
        stops=understood.filter(pl.col("fault_reason").is_null()).select(stop_columns()),
        rejections=rejections.sort("line"),
    )


def understand(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds `at` (UTC), `lat` and `lon`; null where the text makes no sense."""
    stamp = pl.col("date").str.replace(" ", "T", literal=True).str.replace(r"[Zz]$", "+00:00")
    return rows.with_columns(
        at=stamp.str.to_datetime(ISO, strict=False, time_unit="us", time_zone="UTC"),
        lat=pl.col("latitude").cast(pl.Float64, strict=False),
        lon=pl.col("longitude").cast(pl.Float64, strict=False),
    )


def first_fault(received: datetime) -> list[pl.Expr]:
    """The first thing wrong with a row, as two columns: which column, and why. Null for a good row."""
    faults = [
        ("date", pl.col("date").is_null(), pl.lit("there is no date")),
        ("date", pl.col("at").is_null(), said("{} is not a date and time with its offset")),
        ("date", pl.col("at") > pl.lit(received), said("{} is later than the day the file came")),
        ("latitude", not_degrees("latitude", "lat", 90), said("{} is not a latitude", "latitude")),
        ("longitude", not_degrees("longitude", "lon", 180), said("{} is not a longitude", "longitude")),
        ("latitude", only("longitude", "latitude"), pl.lit("there is a longitude but no latitude")),
        ("longitude", only("latitude", "longitude"), pl.lit("there is a latitude but no longitude")),
    ]
    column, reason = pl.lit(None, pl.String), pl.lit(None, pl.String)
    for name, wrong, why in reversed(faults):
        column = pl.when(wrong).then(pl.lit(name)).otherwise(column)
        reason = pl.when(wrong).then(why).otherwise(reason)
    return [column.alias("fault_column"), reason.alias("fault_reason")]


def said(sentence: str, column: str = "date") -> pl.Expr:
    return pl.format(sentence.replace("{}", '"{}"'), pl.col(column))


def not_degrees(text: str, number: str, most: int) -> pl.Expr:
    inside = pl.col(number).is_between(-most, most).fill_null(False)
    return pl.col(text).is_not_null() & ~inside


def only(present: str, absent: str) -> pl.Expr:
    return pl.col(present).is_not_null() & pl.col(absent).is_null()


def stop_columns() -> list[pl.Expr]:
    london = pl.col("at").dt.convert_time_zone(LONDON)
    day = london.dt.year().cast(pl.Int32) * 10_000 + london.dt.month().cast(pl.Int32) * 100
    return [
        pl.col("line"),
        pl.col("at").dt.epoch("s").alias("instant"),
        (day + london.dt.day().cast(pl.Int32)).alias("london_date"),
        london.dt.hour().cast(pl.Int32).alias("london_hour"),
        pl.col("lat").alias("latitude"),
        pl.col("lon").alias("longitude"),
        *(pl.col(name) for name in LABELLED),
    ]


def rejection_columns(reading: Reading) -> list[pl.Expr]:
    cells = [pl.col(name).fill_null("") for name in reading.rows.columns if name != "line"]
    return [
        pl.col("line"),
        pl.col("fault_column").replace(reading.columns).alias("column"),
        pl.col("fault_reason").alias("reason"),
        pl.concat_str(cells, separator=",").alias("row_text"),
    ]


def as_frame(faults: tuple[Fault, ...]) -> pl.DataFrame:
    rows = [(fault.line, fault.column, fault.reason, fault.text) for fault in faults]
    return pl.DataFrame(rows, schema=REJECTION, orient="row")
