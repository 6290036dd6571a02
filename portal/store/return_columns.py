"""What charter returns say of a period's searches, and columns that a check needs finer than searches.stops has them.

Every text column is never null: the cell as the standard writes it, `not_recorded` where the cell is blank in a
living column, `not_published` where the supply has no such column or left it blank on every row. A whole number is an
Int64 column, null where there is none, with a companion `<name>_state`: `value`, `not_recorded` or `not_published`.
"""

from collections.abc import Sequence

import polars as pl
from sqlmodel import Session, select

from portal import return_standard, vocabulary
from portal.periods import Period
from portal.places import HOW_PLACED, OUTSIDE_LONDON
from portal.records import Label, Supply
from portal.store import searches
from portal.store.database import driver_frame
from portal.vocabulary import NOT_PUBLISHED, NOT_RECORDED

Keys = dict[str, dict[int, str]]
"""Column -> number of a label -> what stands in a frame."""
VALUE = "value"
NUMBERS = tuple(field.name for field in return_standard.return_fact_fields() if field.type == "integer")
TEXTS = tuple(field.name for field in return_standard.return_fact_fields() if field.type != "integer")
FINER = {
    "self_defined_code": "self_defined_ethnicity",
    "clothing_level": "clothing",
    "clock": "hour",
    "point": "latitude",
    "area": "borough",
}
"""Columns of ours finer than those of searches.stops -> the field that a supply must answer for them."""

LABELLED = {"self_defined_code": "self_defined_ethnicity", "clothing_level": "clothing"}
PLACES = {
    "latitude": pl.Float64,
    "borough": pl.String,
    "placed": pl.Int32,
    "instant": pl.Int64,
    "london_hour": pl.Int32,
    "longitude": pl.Float64,
    "operation_name": pl.Int32,
}


def measuring_frame(session: Session, period: Period, supplies: Sequence[Supply]) -> pl.DataFrame:
    """All that a check may look at, a row a search: the columns of searches.stops, then those of `facts`."""
    return join_return_facts(searches.stops(session, period, supplies), read_return_facts(session, period, supplies))


def join_return_facts(stops: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """The searches in their order, each with what is said of its row; a row that stands for many repeats that too."""
    return stops.join(facts, on=["supply", "line"], how="left", validate="m:1", maintain_order="left")


def read_return_facts(session: Session, period: Period, supplies: Sequence[Supply]) -> pl.DataFrame:
    """One row a kept row of the supplies with a London date in the period, in the order of supplies and lines.

    Columns: supply (public id), line, source; every column that only a return has, under the standard's name;
    self_defined_code (a key of the vocabulary, such as `white_irish` or `declined`), clothing_level (`outer`,
    `more_than_outer`, `intimate_parts`), clock (`timed`, or `midnight` where the stamp is midnight sharp),
    midnight_share (Float64: midnight stamps among the supply's times, null without times), point (`in_london`,
    `outside_london`), area (a GSS code or `outside_london`).
    """
    keys = every_finer_key(session)
    parts = [supply_facts(session, period, supply, keys) for supply in supplies]
    return pl.concat(parts) if parts else pl.DataFrame(schema=return_facts_schema())


def every_finer_key(session: Session) -> Keys:
    """Column of TEXTS and LABELLED -> number of a label -> what stands in a frame."""
    keys = {name: labels_of_field(session, f"return.{name}") for name in TEXTS}
    return keys | {name: finer_keys(session, name) for name in LABELLED}


def has_check_field(supply: Supply, field: str) -> bool:
    """Whether the supply has what a check that looks at this column needs."""
    return searches.has_figure_field(supply, FINER.get(field, field))


def labels_of_field(session: Session, field: str) -> dict[int, str]:
    rows = session.exec(select(Label.id, Label.written).where(Label.field == field))
    return {number: text for number, text in rows if number is not None}


def finer_keys(session: Session, name: str) -> dict[int, str]:
    words = vocabulary.field_vocabulary(LABELLED[name])
    key = clothing_level if name == "clothing_level" else words.key
    return {number: key(text) for number, text in labels_of_field(session, LABELLED[name]).items()}


def clothing_level(label: str) -> str:
    """How far the search went. A public file only says whether it went further than outer clothing."""
    if vocabulary.fold_label(label) == "intimate_parts":
        return "intimate_parts"
    key = vocabulary.field_vocabulary("clothing").key(label)
    return {"true": "more_than_outer", "false": "outer"}.get(key, key)


def supply_facts(session: Session, period: Period, supply: Supply, keys: Keys) -> pl.DataFrame:
    """The supply's part of `facts`. `keys`: every_finer_key."""
    return rows_held(session, period, supply).select(finish_fact_columns(supply, keys))


def measured_frames(held: pl.DataFrame, supply: Supply, keys: Keys, finer: Keys) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The supply's parts of searches.stops and of `read_return_facts`. `held`: rows_held.

    `keys`: searches.every_label_key; `finer`: every_finer_key.
    """
    return searches.searches_of(held.select(*searches.SCHEMA), supply, keys), held.select(
        finish_fact_columns(supply, finer)
    )


def rows_held(session: Session, period: Period, supply: Supply) -> pl.DataFrame:
    """The supply's rows of the period by line, with all that is asked of them later."""
    held = dict.fromkeys([name for name in (*TEXTS, *NUMBERS) if name in supply.columns_present], pl.Int32)
    of_stop: dict[str, type[pl.DataType]] = {**searches.SCHEMA, **PLACES}
    names = ", ".join([*(f'stop."{name}"' for name in of_stop), *(f'fact."{name}"' for name in held)])
    beside = "LEFT JOIN fact ON fact.supply = stop.supply AND fact.line = stop.line" if held else ""
    question = f"SELECT {names} FROM stop {beside} WHERE {searches.rows_of_period(period, supply)} ORDER BY stop.line"
    return driver_frame(session, question, {**of_stop, **held})


def finish_fact_columns(supply: Supply, keys: dict[str, dict[int, str]]) -> list[pl.Expr]:
    labelled = {name: LABELLED.get(name, name) for name in (*TEXTS, *LABELLED)}
    return [
        pl.lit(supply.public_id).alias("supply"),
        pl.col("line"),
        pl.lit(supply.source).alias("source"),
        *(searches.keyed_column(column, supply, keys[name]).alias(name) for name, column in labelled.items()),
        *(column for name in NUMBERS for column in number_columns(name, supply)),
        or_unpublished(supply, "clock", clock_column()),
        midnight_share(supply).alias("midnight_share"),
        or_unpublished(supply, "point", point()),
        or_unpublished(supply, "area", area_column()),
    ]


def number_columns(name: str, supply: Supply) -> list[pl.Expr]:
    state = f"{name}_state"
    if name not in supply.columns_present:
        return [pl.lit(None, pl.Int64).alias(name), pl.lit(NOT_PUBLISHED).alias(state)]
    said = pl.when(pl.col(name).is_null()).then(pl.lit(NOT_RECORDED)).otherwise(pl.lit(VALUE))
    return [pl.col(name).cast(pl.Int64), said.alias(state)]


def or_unpublished(supply: Supply, name: str, column: pl.Expr) -> pl.Expr:
    return (column if has_check_field(supply, name) else pl.lit(NOT_PUBLISHED)).alias(name)


def clock_column() -> pl.Expr:
    """Midnight as ingest counts it for the supply's profile: midnight sharp, in London or in UTC."""
    sharp = pl.col("instant") % 3600 == 0
    midnight = sharp & ((pl.col("london_hour") == 0) | (pl.col("instant") % 86_400 == 0))
    timed = pl.when(midnight).then(pl.lit("midnight")).otherwise(pl.lit("timed"))
    return pl.when(pl.col("london_hour").is_null()).then(pl.lit(NOT_RECORDED)).otherwise(timed)


def midnight_share(supply: Supply) -> pl.Expr:
    counts = supply.profile.get("clock", {})
    timed = counts.get("timed", 0)
    return pl.lit(counts["midnight"] / timed if timed else None, pl.Float64)


def point() -> pl.Expr:
    outside = pl.col("placed") == HOW_PLACED["outside London"]
    placed = pl.when(outside).then(pl.lit(OUTSIDE_LONDON)).otherwise(pl.lit("in_london"))
    return pl.when(pl.col("latitude").is_null()).then(pl.lit(NOT_RECORDED)).otherwise(placed)


def area_column() -> pl.Expr:
    unknown = pl.col("placed") == HOW_PLACED["no point"]
    return pl.when(unknown).then(pl.lit(NOT_RECORDED)).otherwise(pl.col("borough").fill_null(OUTSIDE_LONDON))


def return_facts_schema() -> dict[str, type[pl.DataType]]:
    numbers = [(name, pl.Int64) for name in NUMBERS]
    return {
        "supply": pl.String,
        "line": pl.Int32,
        "source": pl.String,
        **dict.fromkeys((*TEXTS, *LABELLED), pl.String),
        **{column: kind for name, whole in numbers for column, kind in ((name, whole), (f"{name}_state", pl.String))},
        "clock": pl.String,
        "midnight_share": pl.Float64,
        "point": pl.String,
        "area": pl.String,
    }
