"""Are the rows of a supply still those that were kept? They are read back, and their digest is taken once more."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator

import polars as pl
import psycopg
from sqlalchemy import text
from sqlmodel import Session, col, select

from portal.records import LABELLED, Supply
from portal.store import digests, return_columns, source_rows, supplies
from portal.store.database import driver_frame
from portal.store.digests import rows_digest
from portal.store.searches import REJECTED
from portal.store.supplies import FACT_COLUMNS, NAMES, STOP_COLUMNS, Rows

OF_A_CELL: tuple[type[Exception], ...] = (
    *(sqlite3.OperationalError, sqlite3.DataError, psycopg.DataError),
    *(ValueError, TypeError, OverflowError, pl.exceptions.PolarsError),
)
"""What a driver, or a frame, says of a cell that it cannot hand over."""
WITHOUT_ROWS = ("withdrawn", "refused")
"""States of a supply that must hold no row, so that there is nothing to take a digest of."""
NO_LABEL = "\0"
"""Stands for a label that a row has and nobody knows any more: no text that was ever read has such a sign."""
FLOATS = ("latitude", "longitude")
Labels = dict[str, dict[int, str]]


def known_labels(session: Session) -> Labels:
    """Column of Stop, or `return.` and the column of Fact -> number -> the label as written."""
    return source_rows.source_labels(session) | {
        f"return.{name}": return_columns.labels_of_field(session, f"return.{name}") for name in return_columns.TEXTS
    }


def read_held_rows(session: Session, supply: Supply, labels: Labels) -> Rows:
    """All that is held of the supply, as it was handed to `supplies.insert_supply`."""
    texts = {**dict.fromkeys(STOP_COLUMNS, pl.Int64), **dict.fromkeys(FLOATS, pl.Float64), "borough": pl.String}
    stops = read_supply_table(session, "stop", {name: texts[name] for name in STOP_COLUMNS}, supply)
    said = read_supply_table(session, "fact", dict.fromkeys(FACT_COLUMNS, pl.Int64), supply)
    return Rows(
        stops.with_columns(as_written(name, labels[name]) for name in LABELLED),
        said.with_columns(as_written(name, labels[f"return.{name}"]) for name in return_columns.TEXTS),
        read_supply_table(session, "rejection", {"supply": pl.Int64, **REJECTED}, supply),
        read_supply_table(session, "point_name", NAMES, supply, "latitude, longitude"),
    )


def read_supply_table(
    session: Session, name: str, schema: dict[str, type[pl.DataType]], supply: Supply, order: str = "line"
) -> pl.DataFrame:
    """The supply's rows of a table."""
    assert supply.id is not None
    names = ", ".join(f'"{column}"' for column in schema)
    question = f'SELECT {names} FROM "{name}" WHERE supply = {supply.id:d} ORDER BY {order}'
    return driver_frame(session, question, schema)


def as_written(name: str, labels: dict[int, str]) -> pl.Expr:
    text = pl.col(name).replace_strict(list(labels), list(labels.values()), default=NO_LABEL, return_dtype=pl.String)
    return pl.when(pl.col(name).is_not_null()).then(text).alias(name)


def held_digest(session: Session, supply: Supply, labels: Labels) -> str:
    rows = read_held_rows(session, supply, labels)
    return rows_digest(supply, rows.stops, rows.facts, rows.rejections, rows.names)


def altered_supplies(session: Session, supplies: Iterable[Supply]) -> list[Supply]:
    """The supplies whose rows, or whose entry, are not those that were kept; of rows without a digest nobody knows."""
    labels = known_labels(session)
    return [supply for supply in supplies if digests.is_broken(supply) or has_altered_rows(session, supply, labels)]


def has_altered_rows(session: Session, supply: Supply, labels: Labels) -> bool:
    if supply.rows_sha256 is None or supply.state in WITHOUT_ROWS:
        return False
    return digest_or_none(session, supply, labels) != supply.rows_sha256


def can_be_put_right(session: Session, supply: Supply) -> bool:
    """Whether it was altered, and reading its bytes anew brings nothing back that was withdrawn or refused."""
    return supply.state not in WITHOUT_ROWS and bool(altered_supplies(session, [supply]))


def digest_or_none(session: Session, supply: Supply, labels: Labels) -> str | None:
    """None where a cell is not even of its kind any more: a damaged file may hold anything, and each reader of ours

    says so in its own way. What is wrong with the database as a whole, the other supplies tell as well.
    """
    try:
        return held_digest(session, supply, labels)
    except OF_A_CELL:
        return None


def what_to_do(supply: Supply) -> str:
    """A supply that is not what was kept, in a sentence for the operator."""
    if digests.is_broken(supply):
        return (
            f"{supply.public_id}: what the database says of it (it is {supply.state}) is not what was kept; "
            f"bring a backup back, or read its file ({supply.filename}) again with portal ingest --anew, "
            "and then portal accept takes it"
        )
    return (
        f"{supply.public_id}: its rows in the database are not those that were kept; bring a backup back, "
        f"or read its file ({supply.filename}) again with portal ingest --anew"
    )


def without_digest(session: Session) -> list[Supply]:
    """Supplies with rows, kept before digests were."""
    unknown = select(Supply).where(col(Supply.rows_sha256).is_(None), col(Supply.state).not_in(WITHOUT_ROWS))
    return list(session.exec(unknown.order_by(col(Supply.id))))


def enter_digests(session: Session, supplies: Collection[Supply]) -> None:
    """Take their rows for what they are from now on: nobody can tell what they were before."""
    labels = known_labels(session)
    for supply in supplies:
        supply.rows_sha256 = held_digest(session, supply, labels)
        session.add(supply)


# Does the database hold what its supplies say: every row once and as it was kept, and no row without a supply?


def held_row_faults(session: Session) -> Iterator[str]:
    """One sentence a fault; none when all is well."""
    kept, rejected, said = counts(session, "stop"), counts(session, "rejection"), counts(session, "fact")
    current: set[tuple[str, str, str]] = set()
    for supply in supplies.all_supplies(session):
        stops, rejections = kept.pop(supply.id or 0, 0), rejected.pop(supply.id or 0, 0)
        facts, gone = said.pop(supply.id or 0, 0), supply.state in WITHOUT_ROWS
        if (stops, rejections) != ((0, 0) if gone else (supply.rows_kept, supply.rows_rejected)):
            yield f"{supply.public_id}: {stops} rows and {rejections} rejections are held, it says otherwise"
        if gone and facts:
            yield f"{supply.public_id}: what a return said of {facts} rows is held, though it is {supply.state}"
        if supply.rows_read != supply.rows_kept + supply.rows_rejected:
            yield f"{supply.public_id}: rows read are not rows kept and rejected"
        of = (supply.source, supply.force, supply.month)
        if supply.state == "current" and of in current:
            yield f"{supply.public_id}: another supply of {' '.join(of)} is current as well"
        current |= {of} if supply.state == "current" else set()
    for number in sorted({*kept, *rejected, *said}):
        yield f"rows are held of a supply number {number} that there is not"
    yield from map(what_to_do, altered_supplies(session, supplies.all_supplies(session)))


def counts(session: Session, table: str) -> dict[int, int]:
    rows = session.connection().execute(text(f'SELECT supply, count(*) FROM "{table}" GROUP BY supply'))
    return {int(supply): int(number) for supply, number in rows}
