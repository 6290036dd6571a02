"""The searches of a supply as its source wrote them: labels as text, the point and the moment as published."""

from collections.abc import Iterable

import polars as pl
from sqlmodel import Session, col, select

from portal.records import LABELLED, Label, PointName, Supply

PLAIN: dict[str, type[pl.DataType]] = {
    "line": pl.Int32,
    "instant": pl.Int64,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}


def source_labels(session: Session) -> dict[str, dict[int, str]]:
    """Field -> number -> label as written."""
    found: dict[str, dict[int, str]] = {field: {} for field in LABELLED}
    for field, number_, written in session.exec(
        select(Label.field, Label.id, Label.written).where(col(Label.field).in_(LABELLED))
    ):
        if number_ is not None:
            found[field][number_] = written
    return found


SOURCE_COLUMNS: dict[str, type[pl.DataType]] = {**PLAIN, **dict.fromkeys(LABELLED, pl.Int32)}
"""What of a row as it is held says how its source wrote it."""


def as_source_wrote(held: pl.DataFrame, supply: Supply, known: dict[str, dict[int, str]]) -> pl.DataFrame:
    """Columns: supply (public id), line, instant (`2018-04-30T23:05:00+00:00`, UTC), latitude, longitude, and as text

    every field of LABELLED; a blank is null. One row a row of the file, by line. `held`: the supply's rows with
    SOURCE_COLUMNS (return_columns.rows_held); `known`: from `source_labels`.
    """
    moment = pl.from_epoch("instant", time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return held.select(
        pl.lit(supply.public_id).alias("supply"),
        "line",
        moment.alias("instant"),
        "latitude",
        "longitude",
        *(label_text_column(field, known[field]) for field in LABELLED),
    )


def label_text_column(field: str, known: dict[int, str]) -> pl.Expr:
    return pl.col(field).replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)


def point_names(session: Session, supplies: Iterable[Supply]) -> dict[tuple[float, float], str]:
    """Latitude and longitude -> what the supplies call that point; of several names the one of the newest month."""
    found: dict[tuple[float, float], str] = {}
    for supply in sorted(supplies, key=lambda supply: (supply.month, supply.public_id)):
        rows = session.exec(select(PointName).where(PointName.supply == supply.id))
        found |= {(row.latitude, row.longitude): row.name for row in rows}
    return found
