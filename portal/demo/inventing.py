"""Two invented years of records in the police.uk form, from data/demo/shape.toml: always the same bytes."""

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from portal import shipped
from portal.demo import returns
from portal.fields import published_search_fields
from portal.periods import month_after
from portal.places import boroughs

LONDON = "Europe/London"
BLACKOUT_SHARE = 0.95

Points = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Shape:
    """What data/demo/shape.toml says."""

    told: dict[str, Any]

    @classmethod
    def shipped(cls) -> "Shape":
        with shipped.data("demo", "shape.toml").open("rb") as file:
            return cls(tomllib.load(file))

    @property
    def months(self) -> list[str]:
        return months_from(str(self.told["first_month"]), int(self.told["months"]))

    def oddities(self, month: str, force: str) -> list[str]:
        """What is odd about a force's month."""
        return [odd["how"] for odd in self.told["oddity"] if odd["of"] == f"{month}-{force}"]


def months_from(first: str, number: int) -> list[str]:
    months = [first]
    while len(months) < number:
        months.append(month_after(months[-1]))
    return months


def write_all(folder: Path, points: Points) -> Iterator[Path]:
    """Every file below `folder`: `first` holds what is sent again later, `records` the rest; yields each path."""
    shape, points = Shape.shipped(), around_busy_points(points)
    for at, month in enumerate(shape.months):
        for which, (force, volume) in enumerate(shape.told["volume"].items()):
            random = np.random.default_rng([shape.told["seed"], at, which])
            whole = records(shape, force, month, volume, points, random)
            yield from write_month(folder, force, month, shape.oddities(month, force), whole)
            if force == returns.read_return_shape()["force"] and month in returned_months():
                path = folder / "records" / month / f"charter-return-{month}.csv"
                returns.charter_return(whole, month, random).write_csv(path, line_terminator="\r\n")
                yield path
        for odd in shape.oddities(month, "btp"):
            yield from write_month(folder, "btp", month, [odd], whole.clear())


def returned_months() -> list[str]:
    told = returns.read_return_shape()
    return months_from(str(told["first_month"]), int(told["months"]))


def write_month(folder: Path, force: str, month: str, odd: Sequence[str], whole: pl.DataFrame) -> Iterator[Path]:
    """One force's month as it comes, with what is odd about it."""
    frame = whole.select(field.header for field in published_search_fields())
    path = folder / "records" / month / f"{month}-{force}-stop-and-search.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    if "declared_zero" in odd:
        path = path.with_name(f"stops-force-{force}-{month}.json")
        path.write_text("[]\n")
        yield path
        return
    if "sent_again_changed" in odd:
        first = folder / "first" / path.name
        first.parent.mkdir(parents=True, exist_ok=True)
        frame[::-1][100:].sort("Date", maintain_order=True).write_csv(first, line_terminator="\r\n")
        yield first
    for how in odd:
        frame = FRAMES[how](frame) if how in FRAMES else frame
    frame.write_csv(path, line_terminator="\r\n")
    if "windows_1252" in odd:
        path.write_bytes(path.read_bytes().decode("utf-8").encode("cp1252"))
    if "cut_short" in odd:
        path.write_bytes(path.read_bytes()[:-40])
    yield path


def records(
    shape: Shape, force: str, month: str, volume: int, points: Points, random: np.random.Generator
) -> pl.DataFrame:
    """One force's month, in order of time, under the published columns and `borough` (a GSS code)."""
    rows = int(volume * random.uniform(0.8, 1.2))
    self_defined, officer_defined = split_pairs(draw_from_shape(shape, "ethnicity", rows, random))
    power, object_ = split_pairs(draw_from_shape(shape, "search", rows, random))
    borough, latitude, longitude = located(shape, force, month, points, rows, random)
    columns = {
        "Type": draw_from_shape(shape, "kind", rows, random),
        "Date": moments(shape, month, rows, random),
        "Part of a policing operation": np.full(rows, "False", dtype=object),
        "Policing operation": np.full(rows, None, dtype=object),
        "Latitude": latitude,
        "Longitude": longitude,
        "Gender": blanked(draw_from_shape(shape, "gender", rows, random), shape, "gender", random),
        "Age range": ages(shape, force, month, rows, random),
        "Self-defined ethnicity": blanked(self_defined, shape, "self_defined", random),
        "Officer-defined ethnicity": blanked(officer_defined, shape, "officer_defined", random),
        "Legislation": power,
        "Object of search": blanked(object_, shape, "object", random),
        "Outcome": blanked(draw_from_shape(shape, "outcome", rows, random), shape, "outcome", random),
        "Outcome linked to object of search": np.full(rows, None, dtype=object),
        "Removal of more than just outer clothing": np.full(rows, "False", dtype=object),
        "borough": borough,
    }
    columns |= drawn_alone(shape, columns, rows, random.spawn(1)[0])
    frame = pl.DataFrame({name: pl.Series(cells.tolist(), dtype=pl.String) for name, cells in columns.items()})
    return without_person(frame).sort("Date", maintain_order=True)


def drawn_alone(
    shape: Shape, drawn: Collection[str], rows: int, random: np.random.Generator
) -> dict[str, NDArray[np.object_]]:
    """The published fields that hang on nothing else and are not `drawn` yet: each by the odds under its name."""
    more = [field for field in published_search_fields() if field.header not in drawn]
    return {field.header: draw_from_shape(shape, field.name, rows, random) for field in more}


def draw_from_shape(shape: Shape, table: str, rows: int, random: np.random.Generator) -> NDArray[np.object_]:
    weights = shape.told[table]
    odds = np.array(list(weights.values()), dtype=float)
    chosen: NDArray[np.object_] = random.choice(np.array(list(weights), dtype=object), rows, p=odds / odds.sum())
    return chosen


def split_pairs(pairs: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """`a | b` -> a, b."""
    halves = [pair.split(" | ") for pair in pairs]
    return tuple(np.array(half, dtype=object) for half in zip(*halves, strict=True))  # type: ignore[return-value]


def blanked(values: NDArray[np.object_], shape: Shape, which: str, random: np.random.Generator) -> NDArray[np.object_]:
    blank = random.random(len(values)) < shape.told["blank"][which]
    kept = values.copy()
    kept[blank] = None
    return kept


def ages(shape: Shape, force: str, month: str, rows: int, random: np.random.Generator) -> NDArray[np.object_]:
    values = blanked(draw_from_shape(shape, "age", rows, random), shape, "age", random)
    return np.full(rows, None, dtype=object) if is_blackout(shape, force, month) else values


def is_blackout(shape: Shape, force: str, month: str) -> bool:
    return bool(month == shape.told["blackout"] and force == "metropolitan")


def located(
    shape: Shape, force: str, month: str, points: Points, rows: int, random: np.random.Generator
) -> tuple[NDArray[np.object_], NDArray[np.object_], NDArray[np.object_]]:
    """Borough, latitude and longitude as text: the point blank for some rows, for nearly all in the blackout month."""
    weights = dict(shape.told["borough"])
    if force == "city-of-london":
        weights = {slug: 900 if slug == force else 5 for slug in ("city-of-london", "islington", "tower-hamlets")}
    odds = np.array(list(weights.values()), dtype=float)
    codes = {place.slug: place.code for place in boroughs().values()}
    where = random.choice(np.array([codes[slug] for slug in weights]), rows, p=odds / odds.sum())
    number = len(next(iter(points.values())))
    which = busier_first(random.integers(0, number, rows), number)
    pairs = np.array([points[code][at] for code, at in zip(where, which, strict=True)])
    blackout = is_blackout(shape, force, month)
    blank = random.random(rows) < (BLACKOUT_SHARE if blackout else shape.told["blank"]["point"])
    text = [
        [None, None] if gone else [f"{lat:.6f}", f"{lon:.6f}"] for gone, (lat, lon) in zip(blank, pairs, strict=True)
    ]
    table = np.array(text, dtype=object)
    return where.astype(object), table[:, 0], table[:, 1]


BUSY = 3
"""Points of a borough around which most searches are."""
SKEW = 1.7


def around_busy_points(points: Points) -> dict[str, NDArray[np.float64]]:
    """The points of each borough, those near its first few before those far from all of them."""
    return {code: own[np.argsort(nearest_distance(own), kind="stable")] for code, own in points.items()}


def nearest_distance(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """From each point to the nearest of the first few; a degree of longitude is 0.62 of one of latitude here."""
    away = (points[:, None, :] - points[None, :BUSY, :]) * (1, 0.62)
    found: NDArray[np.float64] = np.sqrt((away**2).sum(axis=2)).min(axis=1)
    return found


def busier_first(which: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    """Even chances made uneven: the first of `number` points are drawn far more often than the last."""
    found: NDArray[np.int64] = (number * ((which + 0.5) / number) ** SKEW).astype(np.int64)
    return found


def moments(shape: Shape, month: str, rows: int, random: np.random.Generator) -> NDArray[np.object_]:
    """Moments of the London month, stamped in UTC as the source stamps them."""
    start = np.datetime64(month, "D").astype("datetime64[ms]")
    days = int((np.datetime64(month_after(month), "D") - np.datetime64(month, "D")).astype(int))
    hours = draw_from_shape(shape, "hour", rows, random).astype(int)
    seconds = random.integers(0, days, rows) * 86_400 + hours * 3600 + random.integers(0, 60, rows) * 60
    local = pl.Series(start + (1000 * seconds).astype("timedelta64[ms]"))
    aware = local.dt.replace_time_zone(LONDON, ambiguous="earliest", non_existent="null").drop_nulls()
    if len(aware) < rows:  # the hour that spring skips: use the one before it
        aware = pl.concat([aware, aware.head(rows - len(aware))])
    stamped = aware.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return stamped.to_numpy().astype(object)


def without_person(frame: pl.DataFrame) -> pl.DataFrame:
    """Three in four searches of a vehicle only say nothing of a person."""
    vehicle = (pl.col("Type") == "Vehicle search") & (pl.int_range(pl.len()) % 4 != 0)
    names = [field.header for field in published_search_fields() if field.of_persons]
    return frame.with_columns(pl.when(vehicle).then(None).otherwise(pl.col(name)).alias(name) for name in names)


# Months made odd on purpose, so that the demo shows every kind of finding (data/demo/shape.toml names which).

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
