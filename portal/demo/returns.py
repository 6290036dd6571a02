"""The charter return for invented searches: the same rows as the police.uk file, with the charter's fields."""

import tomllib
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from portal import return_standard, shipped, vocabulary
from portal.places import bcu_of

ARREST, SECTION_60, NO_SUSPICION = "arrest", "cjpoa_s60", ("cjpoa_s60",)
AGES = {"under 10": "under 10", "10-17": "10 to 17", "18-24": "18 to 24", "25-34": "25 to 34", "over 34": "over 34"}


def read_return_shape() -> dict[str, Any]:
    with shipped.data("demo", "return.toml").open("rb") as file:
        return tomllib.load(file)


def charter_return(frame: pl.DataFrame, month: str, random: np.random.Generator) -> pl.DataFrame:
    """`frame`: one month in the police.uk form, with `borough`; answers the columns of the standard, as text."""
    shape = read_return_shape()
    base = from_search(frame, str(shape["force"]))
    teams, central = drawn_teams(shape, frame["borough"].to_list(), random)
    odds = {name: invent_answers(shape, name, central, random) for name in shape["odds"]}
    answered = base.with_columns(team=pl.Series(teams), **{name: pl.Series(value) for name, value in odds.items()})
    ruled = with_safeguards(with_rules(answered, random), shape, np.random.default_rng(int(month.replace("-", ""))))
    if month == last_month(shape):
        at = pl.int_range(pl.len()) < shape["unknown_boroughs"]
        ruled = ruled.with_columns(borough=pl.when(at).then(pl.lit("E09000099")).otherwise("borough"))
    names = [field.name for field in return_standard.return_fields()]
    absent = [pl.lit(None, pl.String).alias(name) for name in names if name not in ruled.columns]
    return ruled.with_columns(absent).select(names)


def last_month(shape: dict[str, Any]) -> str:
    year = int(str(shape["first_month"])[:4]) + 1
    return f"{year}-03"


def from_search(frame: pl.DataFrame, force: str) -> pl.DataFrame:
    """What the police.uk row says already, in the standard's words."""
    local = pl.col("Date").str.to_datetime("%Y-%m-%dT%H:%M:%S%z", time_zone="UTC").dt.convert_time_zone("Europe/London")
    pairs = {"power": "Legislation", "object": "Object of search", "outcome": "Outcome", "type": "Type"}
    return frame.select(
        pl.lit(force).alias("force"),
        local.dt.strftime("%Y-%m-%d").alias("date"),
        local.dt.strftime("%H:%M").alias("time"),
        pl.col("borough"),
        pl.Series("bcu", [bcu_of(code) or None for code in frame["borough"]], dtype=pl.String),
        pl.col("Age range").replace(AGES).alias("age_band"),
        pl.col("Gender").str.to_lowercase().alias("gender"),
        pl.col("Officer-defined ethnicity").str.to_lowercase().alias("officer_defined_ethnicity"),
        key_expression(frame, "Self-defined ethnicity", code_of).alias("self_defined_ethnicity"),
        *(key_expression(frame, column, label_to_key(name)).alias(name) for name, column in pairs.items()),
        pl.lit("2026-11").alias("grounds_rules"),
    )


def label_to_key(name: str) -> Any:
    return vocabulary.field_vocabulary("kind" if name == "type" else name).key


def code_of(written: str) -> str:
    """The 16+1 code of a self-defined label: the shortest way it is written."""
    words = vocabulary.field_vocabulary("self_defined_ethnicity")
    return next(min(term.written, key=len) for term in words.terms if term.key == words.key(written))


def key_expression(frame: pl.DataFrame, column: str, key: Any) -> pl.Expr:
    labels = frame[column].drop_nulls().unique().to_list()
    return pl.col(column).replace_strict(labels, [key(label) for label in labels], default=None, return_dtype=pl.String)


def drawn_teams(
    shape: dict[str, Any], boroughs: list[str], random: np.random.Generator
) -> tuple[list[str], NDArray[np.bool_]]:
    """A team for every row, and whether it is a London-wide one."""
    local, central = shape["teams"]["local"], shape["teams"]["central"]
    odds = np.array([*local.values(), *central.values()], dtype=float)
    units = random.choice(np.array([*local, *central], dtype=object), len(boroughs), p=odds / odds.sum())
    is_central = np.isin(units.astype(str), list(central))
    force = shape["force"]
    ids = [
        f"{force}-{unit}" if wide else f"{force}-{unit}-{bcu_of(code) or 'central-west'}"
        for unit, wide, code in zip(units, is_central, boroughs, strict=True)
    ]
    return ids, is_central


def invent_answers(
    shape: dict[str, Any], name: str, central: NDArray[np.bool_], random: np.random.Generator
) -> list[str | None]:
    """A value for every row by its odds; what is left of a thousand is blank."""
    common = draw_by_odds(shape["odds"][name], len(central), random)
    if name not in shape["central"]:
        return common.tolist()  # type: ignore[no-any-return]
    other = draw_by_odds(shape["central"][name], len(central), random)
    return np.where(central, other, common).tolist()  # type: ignore[no-any-return]


def draw_by_odds(odds: dict[str, int], rows: int, random: np.random.Generator) -> NDArray[np.object_]:
    values = np.array([*odds, None], dtype=object)
    weights = np.array([*odds.values(), 1000 - sum(odds.values())], dtype=float)
    chosen: NDArray[np.object_] = random.choice(values, rows, p=weights / 1000)
    return chosen


def with_rules(frame: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """What hangs on other fields: arrests, section 60, children, video, reviews, times."""
    rows = frame.height
    minutes = pl.Series(random.gamma(1.2, 60, rows).astype(int)).cast(pl.String)
    days = pl.Series(random.gamma(1.5, 3, rows).astype(int)).cast(pl.String)
    edits = pl.Series(random.choice(["0", "1", "2"], rows, p=[0.96, 0.03, 0.01]))
    dice = pl.Series(random.random(rows))
    arrested, section_60 = pl.col("outcome") == ARREST, pl.col("power") == SECTION_60
    child = pl.col("age_band").is_in(["under 10", "10 to 17"])
    reviewed = dice < 0.02
    return frame.with_columns(
        receipt=pl.when(arrested).then(pl.lit("custody")).otherwise("receipt"),
        grounds_recorded=pl.when(section_60).then(None).otherwise("grounds_recorded"),
        grounds_flags=pl.when(section_60).then(None).otherwise("grounds_flags"),
        grounds_told=pl.when(section_60).then(None).otherwise("grounds_told"),
        section_60_reference=pl.when(section_60 & (dice < 0.9)).then(pl.lit("S60/2024/0101")),
        safeguarding=pl.when(child & (dice < 0.4)).then(pl.lit("referral")).when(child & (dice < 0.8))
        .then(pl.lit("decision")).when(child & (dice < 0.95)).then(pl.lit("none")),
        outcome_linked=pl.when(arrested).then(pl.lit("yes")).otherwise(pl.lit("no")),
        minutes_to_record=minutes,
        supervisor_days=pl.when(pl.col("supervisor_result").is_not_null()).then(days),
        grounds_edits=edits,
        edits_explained=pl.when(edits != "0").then(pl.when(dice < 0.6).then(pl.lit("yes")).otherwise(pl.lit("no"))),
        video_reason_accepted=pl.when(pl.col("video").is_in(["partial", "none"]))
        .then(pl.when(dice < 0.3).then(pl.lit("yes")).otherwise(pl.lit("no"))),
        review_drawn=pl.when(reviewed).then(pl.lit("yes")).otherwise(pl.lit("no")),
        review_viewed=pl.when(dice < 0.017).then(pl.lit("yes")).when(reviewed).then(pl.lit("missing")),
        review_result=pl.when(dice < 0.013).then(pl.lit("pass")).when(dice < 0.016).then(pl.lit("fail"))
        .when(dice < 0.017).then(pl.lit("cannot_tell")),
        force_recorded=pl.when(pl.col("force_used") == "yes")
        .then(pl.when(dice < 0.93).then(pl.lit("yes")).otherwise(pl.lit("no"))),
        panel_response_days=pl.when(pl.col("panel_feedback") == "yes").then(days),
    )  # fmt: skip


def with_safeguards(frame: pl.DataFrame, shape: dict[str, Any], random: np.random.Generator) -> pl.DataFrame:
    """What is asked of few searches: who was in charge of a vehicle, what came off and who allowed it, late records.

    `random` is the month's own, so that these leave every other draw as it is.
    """
    told = {
        name: pl.Series(draw_by_odds(odds, frame.height, random).tolist(), dtype=pl.String)
        for name, odds in shape["safeguards"].items()
    }
    dice = pl.Series(random.random(frame.height))
    stripped, child = told["clothing"] == "intimate_parts", pl.col("age_band").is_in(["under 10", "10 to 17"])
    minutes = pl.when(dice < 0.012).then(pl.lit("900")).when(dice < 0.02).then(None).otherwise("minutes_to_record")
    late = minutes.cast(pl.Int64) > 720
    return frame.with_columns(
        clothing=told["clothing"],
        vehicle_attended=pl.when(pl.col("type") == "vehicle").then(told["vehicle_attended"]),
        search_authoriser=pl.when(told["clothing"] != "outer").then(told["search_authoriser"]),
        appropriate_adult=pl.when(pl.lit(stripped) & child).then(told["appropriate_adult"]),
        minutes_to_record=minutes,
        late_reason_recorded=pl.when(late).then(told["late_reason_recorded"]),
        grounds_edits=pl.when(dice < 0.99).then("grounds_edits"),
        review_viewed=pl.when(dice < 0.97).then("review_viewed"),
        panel_response_days=pl.when(dice < 0.85).then("panel_response_days")
        .when(pl.col("panel_response_days").is_not_null() & (dice < 0.93)).then(pl.lit("40")),
    )  # fmt: skip
