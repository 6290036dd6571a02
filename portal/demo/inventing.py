"""Two invented years of records in the police.uk form, from data/demo/shape.toml: always the same bytes."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from portal import shipped
from portal.demo import oddities, returns
from portal.periods import month_after
from portal.places import boroughs

HEADER = (
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender",
    "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search",
    "Outcome", "Outcome linked to object of search", "Removal of more than just outer clothing",
)  # fmt: skip
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
    shape = Shape.shipped()
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
    frame = whole.select(HEADER)
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
        frame = oddities.FRAMES[how](frame) if how in oddities.FRAMES else frame
    frame.write_csv(path, line_terminator="\r\n")
    if "windows_1252" in odd:
        path.write_bytes(path.read_bytes().decode("utf-8").encode("cp1252"))
    if "cut_short" in odd:
        path.write_bytes(path.read_bytes()[:-40])
    yield path


def records(
    shape: Shape, force: str, month: str, volume: int, points: Points, random: np.random.Generator
) -> pl.DataFrame:
    """One force's month, in order of time, under the fifteen columns and `borough` (a GSS code)."""
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
    frame = pl.DataFrame({name: pl.Series(cells.tolist(), dtype=pl.String) for name, cells in columns.items()})
    return without_person(frame).sort("Date", maintain_order=True)


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
    which = random.integers(0, len(next(iter(points.values()))), rows)
    pairs = np.array([points[code][at] for code, at in zip(where, which, strict=True)])
    blackout = is_blackout(shape, force, month)
    blank = random.random(rows) < (BLACKOUT_SHARE if blackout else shape.told["blank"]["point"])
    text = [
        [None, None] if gone else [f"{lat:.6f}", f"{lon:.6f}"] for gone, (lat, lon) in zip(blank, pairs, strict=True)
    ]
    table = np.array(text, dtype=object)
    return where.astype(object), table[:, 0], table[:, 1]


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
    names = ("Gender", "Age range", "Self-defined ethnicity", "Officer-defined ethnicity")
    return frame.with_columns(pl.when(vehicle).then(None).otherwise(pl.col(name)).alias(name) for name in names)
