"""Stops to boroughs: each distinct point is looked up once, however many rows share it."""

import polars as pl

from geo.locate import Locator
from portal.places import HOW_PLACED


def placed(stops: pl.DataFrame, locator: Locator) -> pl.DataFrame:
    """Adds `borough` (a GSS code or null) and `placed` (a number of HOW_PLACED)."""
    points = stops.select("latitude", "longitude").drop_nulls().unique(maintain_order=True)
    found = locator.locate(points["latitude"].to_numpy(), points["longitude"].to_numpy())
    looked_up = points.with_columns(
        borough=pl.Series(found.code.tolist(), dtype=pl.String).replace("", None),
        placed=pl.Series(found.how.tolist(), dtype=pl.Int32),
    )
    joined = stops.join(looked_up, on=["latitude", "longitude"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("placed").fill_null(HOW_PLACED["no point"]))
