"""Months made odd on purpose, so that the demo shows every kind of finding (data/demo/shape.toml names which)."""

from collections.abc import Callable

import numpy as np
import polars as pl

CAP = 10_000
NOT_STATED = "Other ethnic group - Not stated"


def some(frame: pl.DataFrame, every: int) -> pl.Series:
    """One row in `every`."""
    return pl.Series(np.arange(frame.height) % every == 0)


def replace_every_nth(frame: pl.DataFrame, every: int, column: str, value: str | None) -> pl.DataFrame:
    return frame.with_columns(pl.when(some(frame, every)).then(pl.lit(value)).otherwise(pl.col(column)).alias(column))


def bad_latitudes(frame: pl.DataFrame) -> pl.DataFrame:
    return replace_every_nth(frame.filter(pl.col("Latitude").is_not_null()), 2000, "Latitude", "abc")


def a_third_only(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(some(frame, 3))


def stops_on_the_17th(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("Date").str.slice(8, 2) <= "17")


def doubled(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([frame, frame]).sort("Date", maintain_order=True)


def strange_labels(frame: pl.DataFrame) -> pl.DataFrame:
    strange = replace_every_nth(frame, 900, "Object of search", "Electronic device")
    return replace_every_nth(strange, 40, "Outcome linked to object of search", "True")


def at_midnight(frame: pl.DataFrame) -> pl.DataFrame:
    midnight = pl.col("Date").str.slice(0, 10) + "T00:00:00+00:00"
    some_at = pl.when(some(frame, 8)).then(midnight).otherwise(pl.col("Date"))
    hourly = some_at.str.slice(0, 13) + ":00:00+00:00"
    return capped(frame.with_columns(hourly.alias("Date")))


def capped(frame: pl.DataFrame) -> pl.DataFrame:
    """Exactly so many rows, some of them again if there are too few."""
    return pl.concat([frame, frame])[:CAP].sort("Date", maintain_order=True)


def capped_without_some(frame: pl.DataFrame) -> pl.DataFrame:
    return capped(frame.filter(pl.col("Self-defined ethnicity").ne_missing(NOT_STATED)))


def of_other_months(frame: pl.DataFrame) -> pl.DataFrame:
    early = replace_every_nth(frame, 500, "Date", "2024-12-30T12:30:00+00:00")
    return replace_every_nth(replace_every_nth(early, 40, "Latitude", "51.483900"), 40, "Longitude", "-0.604400")


def all_male(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.when(pl.col("Gender").is_not_null()).then(pl.lit("Male")).alias("Gender"))


def twelve_hours(frame: pl.DataFrame) -> pl.DataFrame:
    """By a clock without morning and evening: 14:30 reads 02:30."""
    stamp = pl.col("Date").str.to_datetime("%Y-%m-%dT%H:%M:%S%z", time_zone="UTC")
    halved = stamp.dt.truncate("1d") + pl.duration(hours=stamp.dt.hour() % 12, minutes=stamp.dt.minute())
    return frame.with_columns(halved.dt.strftime("%Y-%m-%dT%H:%M:%S+00:00").alias("Date"))


def windows_1252(frame: pl.DataFrame) -> pl.DataFrame:
    """A name with an accent, in a file that is saved with one byte a letter."""
    named = replace_every_nth(frame, 700, "Part of a policing operation", "True")
    return replace_every_nth(named, 700, "Policing operation", "Operation Café")


def header_only(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.clear()


FRAMES: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    function.__name__: function
    for function in (
        bad_latitudes,
        a_third_only,
        stops_on_the_17th,
        doubled,
        strange_labels,
        at_midnight,
        capped,
        capped_without_some,
        of_other_months,
        all_male,
        twelve_hours,
        windows_1252,
        header_only,
    )
}
"""How a month's frame is made odd; `cut_short`, `windows_1252`, `declared_zero`, `sent_again_changed` are done

as it is written."""
