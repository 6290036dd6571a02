"""Stops to boroughs: as the source names it, else by the point, each distinct point looked up once."""

from functools import cache

import polars as pl

from geo.locate import Locator
from portal import shipped
from portal.places import HOW_PLACED, boroughs


@cache
def shipped_locator() -> Locator:
    """The boroughs' outlines, made ready once a process."""
    return Locator.from_file(shipped.data("boundaries", "locate.geojson"))


def placed(stops: pl.DataFrame, locator: Locator) -> pl.DataFrame:
    """`named_borough` becomes `borough` (a GSS code or null) and `placed` (a number of HOW_PLACED)."""
    points = stops.select("latitude", "longitude").drop_nulls().unique(maintain_order=True)
    found = locator.locate(points["latitude"].to_numpy(), points["longitude"].to_numpy())
    looked_up = points.with_columns(
        by_point=pl.Series(found.code.tolist(), dtype=pl.String).replace("", None),
        how=pl.Series(found.how.tolist(), dtype=pl.Int32),
    )
    joined = stops.join(looked_up, on=["latitude", "longitude"], how="left", maintain_order="left")
    named = named_codes()
    supplied = folded(pl.col("named_borough")).replace_strict(
        list(named), list(named.values()), default=None, return_dtype=pl.String
    )
    by_point = pl.col("how").fill_null(HOW_PLACED["no point"])
    return joined.with_columns(
        borough=pl.coalesce(supplied, "by_point"),
        placed=pl.when(supplied.is_not_null()).then(HOW_PLACED["as supplied"]).otherwise(by_point),
    ).drop("by_point", "how")


def named_codes() -> dict[str, str]:
    """What a source may write for a borough, folded -> its GSS code: the code, the name, with or without `City of`."""
    names: dict[str, str] = {}
    for code, place in boroughs().items():
        names |= {code.casefold(): code, fold(place.name): code}
    return names | {"city of westminster": "E09000033", "royal borough of kensington and chelsea": "E09000020",
                    "kensington & chelsea": "E09000020", "hammersmith & fulham": "E09000013",
                    "barking & dagenham": "E09000002", "richmond": "E09000027",
                    "kingston": "E09000021"}  # fmt: skip


def fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def folded(text: pl.Expr) -> pl.Expr:
    return text.str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()
