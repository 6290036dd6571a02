"""Text to searches: times, points and blanks made sense of, and a reason for every row that is refused."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

import polars as pl

from geo.locate import Locator
from ingest.reading.batch import Batch, Fault
from portal import return_standard, shipped, sources
from portal.fields import field_names_where
from portal.periods import today_in_london
from portal.places import HOW_PLACED, boroughs
from portal.records import LABELLED
from portal.return_standard import CORE, StandardField

# The standard's constraints as claims over a frame: one column, one sentence, never the cell itself.


def row_faults(columns: list[str]) -> list[tuple[str, pl.Expr, pl.Expr]]:
    """For every field of the return that the frame has: its column, where a row breaks it, and what it allows."""
    found = []
    for field in return_standard.return_fields():
        name = CORE.get(field.name, field.name)
        if name in columns and field.type not in ("date", "time"):
            found.append((name, breaks_field_rule(field, pl.col(name)), pl.lit(f"the cell is not {field.allows}")))
            if field.required:
                found.append((name, pl.col(name).is_null(), pl.lit("the cell is blank; every row needs it")))
    return found


def breaks_field_rule(field: StandardField, cell: pl.Expr) -> pl.Expr:
    """True where there is a cell and it is not what the field allows."""
    if field.enum:
        allowed = cell.is_in(list(field.enum))
    elif field.type in ("integer", "number"):
        text = r"^\d+$" if field.type == "integer" else r"^-?\d+(\.\d+)?$"
        number = cell.cast(pl.Float64, strict=False)
        allowed = cell.str.contains(text) & number.is_between(field.minimum, field.maximum)
    else:
        allowed = cell.str.contains(f"^(?:{field.pattern})$")
    return cell.is_not_null() & ~allowed.fill_null(False)


# Stops to boroughs: as the source names it, else by the point, each distinct point looked up once.


@cache
def shipped_locator() -> Locator:
    """The boroughs' outlines, made ready once a process."""
    return Locator.from_file(shipped.data("boundaries", "locate.geojson"))


def place_stops(stops: pl.DataFrame, locator: Locator) -> pl.DataFrame:
    """`named_borough` becomes `borough` (a GSS code or null) and `placed` (a number of HOW_PLACED)."""
    points = stops.select("latitude", "longitude").drop_nulls().unique(maintain_order=True)
    found = locator.locate(points["latitude"].to_numpy(), points["longitude"].to_numpy())
    looked_up = points.with_columns(
        by_point=pl.Series(found.code.tolist(), dtype=pl.String).replace("", None),
        how=pl.Series(found.how.tolist(), dtype=pl.Int32),
    )
    joined = stops.join(looked_up, on=["latitude", "longitude"], how="left", maintain_order="left")
    named = named_codes()
    supplied = fold_borough_name(pl.col("named_borough")).replace_strict(
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


def fold_borough_name(text: pl.Expr) -> pl.Expr:
    return text.str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()


LONDON = "Europe/London"
ISO = "%Y-%m-%dT%H:%M:%S%.f%z"
REJECTION = {"line": pl.Int64, "column": pl.String, "reason": pl.String, "row_text": pl.String}
TEXTS = field_names_where(lambda field: field.holds != "nothing")
"""Columns that a file may have, by our names; asked at import, once for all files."""


@dataclass(frozen=True)
class Normalised:
    """`stops`: the columns of Stop but supply, borough and placed, and `named_borough` as the source has it;

    `facts`: the columns of Fact but supply, labels as text (empty but for returns); `rejections`: those of
    Rejection but supply.
    """

    stops: pl.DataFrame
    facts: pl.DataFrame
    rejections: pl.DataFrame

    @property
    def answers(self) -> tuple[pl.Series, ...]:
        """The columns whose cells are answers: few are different."""
        texts = [column for column in self.facts.get_columns() if column.dtype == pl.String]
        return (*self.stops.select(*LABELLED, "named_borough").get_columns(), *texts)


def normalise(batch: Batch, received: datetime) -> Normalised:
    """Every row read comes out once: as a stop, or as a rejection. `received` needs a time zone."""
    absent = [pl.lit(None, pl.String).alias(name) for name in TEXTS if name not in batch.rows.columns]
    understood = understand(batch.rows.with_columns(absent)).with_columns(first_fault(batch, received))
    refused = understood.filter(pl.col("fault_reason").is_not_null())
    kept = understood.filter(pl.col("fault_reason").is_null())
    rejections = pl.concat([as_frame(batch.faults), refused.select(rejection_columns(batch))])
    if not sources.known_sources()[batch.source].public:
        rejections = rejections.with_columns(row_text=pl.lit(None, pl.String))
    return Normalised(kept.select(stop_columns()), charter_return_facts(batch, kept), rejections.sort("line"))


def understand(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds `at` (UTC), `on` (the London day), `hour`, `lat`, `lon`, `number`; null where it makes no sense."""
    stamp = pl.col("date").str.replace(" ", "T", literal=True).str.replace(r"[Zz]$", "+00:00")
    clock = pl.concat_str(pl.col("day"), pl.lit("T"), pl.col("time"), pl.lit(":00"))
    local = clock.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us")
    aware = local.dt.replace_time_zone(LONDON, ambiguous="earliest", non_existent="null")
    stamped = stamp.str.to_datetime(ISO, strict=False, time_unit="us", time_zone="UTC")
    whole_day = pl.when(pl.col("day").str.len_chars() == 7).then(pl.col("day") + "-01").otherwise(pl.col("day"))
    moments = rows.with_columns(
        at=pl.coalesce(stamped, aware.dt.convert_time_zone("UTC")),
        lat=pl.col("latitude").cast(pl.Float64, strict=False),
        lon=pl.col("longitude").cast(pl.Float64, strict=False),
        number=pl.col("count").cast(pl.Int32, strict=False),
    )
    london = pl.col("at").dt.convert_time_zone(LONDON)
    day = pl.coalesce(london.dt.date(), whole_day.str.to_date("%Y-%m-%d", strict=False))
    return moments.with_columns(on=day, hour=london.dt.hour().cast(pl.Int32))


def first_fault(batch: Batch, received: datetime) -> list[pl.Expr]:
    """The first thing wrong with a row, as two columns: which column, and why. Null for a good row."""
    public = sources.known_sources()[batch.source].public
    late = (pl.col("at") > pl.lit(received)) | (pl.col("on") > pl.lit(today_in_london(received)))
    dated = "day" if "day" in batch.rows.columns else "date"
    faults: list[tuple[str, pl.Expr, pl.Expr]] = [
        (dated, pl.col(dated).is_null(), pl.lit("there is no date")),
        (dated, pl.col("on").is_null(), rejection_reason(public, "{} is not a date", dated)),
        ("time", clock_is_wrong(), rejection_reason(public, "{} is not a time of that day", "time")),
        (dated, late, rejection_reason(public, "{} is later than the day the file came", dated)),
        ("latitude", not_degrees("latitude", "lat", 90), rejection_reason(public, "{} is not a latitude", "latitude")),
        (
            "longitude",
            not_degrees("longitude", "lon", 180),
            rejection_reason(public, "{} is not a longitude", "longitude"),
        ),
        ("latitude", is_given_without("longitude", "latitude"), pl.lit("there is a longitude but no latitude")),
        ("longitude", is_given_without("latitude", "longitude"), pl.lit("there is a latitude but no longitude")),
        ("count", count_is_wrong(), rejection_reason(public, "{} is not a count of searches", "count")),
        *(row_faults(batch.rows.columns) if batch.source == "charter-return" else []),
    ]
    column, reason = pl.lit(None, pl.String), pl.lit(None, pl.String)
    for name, wrong, why in reversed(faults):
        column = pl.when(wrong).then(pl.lit(name)).otherwise(column)
        reason = pl.when(wrong).then(why).otherwise(reason)
    return [column.alias("fault_column"), reason.alias("fault_reason")]


def rejection_reason(public: bool, sentence: str, column: str) -> pl.Expr:
    """The sentence with the cell in it; a cell of a source that is not public is never repeated."""
    if not public:
        return pl.lit(sentence.replace("{}", "the cell"))
    return pl.format(sentence.replace("{}", '"{}"'), pl.col(column))


def clock_is_wrong() -> pl.Expr:
    return pl.col("time").is_not_null() & pl.col("at").is_null() & pl.col("date").is_null()


def count_is_wrong() -> pl.Expr:
    return pl.col("count").is_not_null() & ~(pl.col("number").is_between(1, 100_000).fill_null(False))


def not_degrees(text: str, number: str, most: int) -> pl.Expr:
    inside = pl.col(number).is_between(-most, most).fill_null(False)
    return pl.col(text).is_not_null() & ~inside


def is_given_without(present: str, absent: str) -> pl.Expr:
    return pl.col(present).is_not_null() & pl.col(absent).is_null()


def stop_columns() -> list[pl.Expr]:
    on = pl.col("on")
    number = on.dt.year().cast(pl.Int32) * 10_000 + on.dt.month().cast(pl.Int32) * 100 + on.dt.day().cast(pl.Int32)
    return [
        pl.col("line"),
        pl.col("number").fill_null(1).alias("searches"),
        pl.col("at").dt.epoch("s").alias("instant"),
        number.alias("london_date"),
        pl.col("hour").alias("london_hour"),
        pl.col("lat").alias("latitude"),
        pl.col("lon").alias("longitude"),
        pl.coalesce("borough", "borough_name").alias("named_borough"),
        *(pl.col(name) for name in LABELLED),
    ]


def charter_return_facts(batch: Batch, kept: pl.DataFrame) -> pl.DataFrame:
    """What only a return says: whole numbers as numbers, all else as text."""
    if batch.source != "charter-return":
        return pl.DataFrame({"line": []}, schema={"line": pl.Int64})
    columns = []
    for field in return_standard.return_fact_fields():
        kind: type[pl.DataType] = pl.Int32 if field.type == "integer" else pl.String
        cell = pl.col(field.name).cast(kind) if field.name in kept.columns else pl.lit(None, kind)
        columns.append(cell.alias(field.name))
    return kept.select(pl.col("line"), *columns)


def rejection_columns(batch: Batch) -> list[pl.Expr]:
    cells = [pl.col(name).fill_null("") for name in batch.rows.columns if name != "line"]
    text = pl.concat_str(cells, separator=",") if cells else pl.lit("")
    return [
        pl.col("line"),
        pl.col("fault_column").replace(batch.columns).alias("column"),
        pl.col("fault_reason").alias("reason"),
        text.alias("row_text"),
    ]


def as_frame(faults: tuple[Fault, ...]) -> pl.DataFrame:
    rows = [(fault.line, fault.column, fault.reason, fault.text) for fault in faults]
    return pl.DataFrame(rows, schema=REJECTION, orient="row")
