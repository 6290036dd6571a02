"""Supplies go in: one supply, one transaction, its rows through the driver itself.

SQLite takes `executemany` from slices of the frame, PostgreSQL takes COPY (SPEED.md says why not more).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection, func, text
from sqlmodel import Session, col, select

from portal.records import LABELLED, Fact, Label, Rejection, Stop, Supply
from portal.store.digests import rows_digest

SLICE = 20_000  # rows handed to the driver at a time
STOP_COLUMNS = tuple(Stop.__table__.columns.keys())  # type: ignore[attr-defined]
FACT_COLUMNS = tuple(Fact.__table__.columns.keys())  # type: ignore[attr-defined]
REJECTION_COLUMNS = tuple(Rejection.__table__.columns.keys())  # type: ignore[attr-defined]
COMPARED = tuple(name for name in STOP_COLUMNS if name not in ("supply", "line", "borough", "placed"))
"""What makes two rows the same row when a month comes again."""


@dataclass(frozen=True)
class Difference:
    """Rows of the older supply that are gone, rows of the newer that are new; as multisets."""

    gone: int
    new: int


@dataclass(frozen=True)
class Rows:
    """What is kept with a supply: the columns of Stop, Fact and Rejection but `supply`, labels as text."""

    stops: pl.DataFrame
    facts: pl.DataFrame
    rejections: pl.DataFrame


def keep(session: Session, supply: Supply, rows: Rows) -> None:
    """Write a supply with its rows, and the digest of these."""
    supply.rows_sha256 = rows_digest(supply, rows.stops, rows.facts, rows.rejections)
    session.add(supply)
    session.flush()
    connection = session.connection()
    own = pl.lit(supply.id).alias("supply")
    stops = with_label_numbers(session, rows.stops, {field: field for field in LABELLED})
    insert(connection, "stop", STOP_COLUMNS, stops.with_columns(own))
    labels = {name: f"return.{name}" for name, kind in rows.facts.schema.items() if kind == pl.String}
    facts = with_label_numbers(session, rows.facts, labels)
    insert(connection, "fact", FACT_COLUMNS, facts.with_columns(own))
    insert(connection, "rejection", REJECTION_COLUMNS, rows.rejections.with_columns(own))


def with_label_numbers(session: Session, rows: pl.DataFrame, fields: dict[str, str]) -> pl.DataFrame:
    """Labels as written become their numbers; `fields`: column -> the field its labels are listed under."""
    known = label_numbers(session, fields.values())
    written = {field: rows[column].drop_nulls().unique().sort() for column, field in fields.items()}
    unknown = [(field, text) for field, texts in written.items() for text in texts if text not in known[field]]
    if unknown:
        session.add_all([Label(field=field, written=text) for field, text in unknown])
        session.flush()
        known = label_numbers(session, fields.values())
    return rows.with_columns(
        pl.col(column).replace_strict(
            list(known[field]), list(known[field].values()), default=None, return_dtype=pl.Int32
        )
        for column, field in fields.items()
    )


def label_numbers(session: Session, fields: Collection[str]) -> dict[str, dict[str, int]]:
    """The numbers of the labels of each field, by the text."""
    numbers: dict[str, dict[str, int]] = {field: {} for field in fields}
    if fields:
        question = select(Label.field, Label.written, Label.id).where(col(Label.field).in_(fields))
        for field, written, number in session.exec(question):
            assert number is not None
            numbers[field][written] = number
    return numbers


def insert(connection: Connection, table: str, columns: tuple[str, ...], rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    ordered = rows.select(columns)
    if connection.dialect.name == "sqlite":
        insert_sqlite(connection, table, columns, ordered)
    else:
        copy_postgres(connection, table, columns, ordered)


def insert_sqlite(connection: Connection, table: str, columns: tuple[str, ...], rows: pl.DataFrame) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    driver: Any = connection.connection.driver_connection
    for slice_ in rows.iter_slices(SLICE):
        driver.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', slice_.rows())


def copy_postgres(connection: Connection, table: str, columns: tuple[str, ...], rows: pl.DataFrame) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN (FORMAT csv)') as copy:
        for slice_ in rows.iter_slices(SLICE):  # text is quoted always, so an empty cell is NULL and "" is not
            copy.write(slice_.write_csv(include_header=False, quote_style="non_numeric"))


def of_bytes(session: Session, source: str, force: str, month: str, sha256: str) -> Supply | None:
    """The supply of the very bytes with this plain SHA-256, in whatever state, if there is one."""
    plain = func.coalesce(Supply.bytes_sha256, Supply.sha256)
    same = (Supply.source == source, Supply.force == force, Supply.month == month, plain == sha256)
    return session.exec(select(Supply).where(*same)).first()


def current(
    session: Session, source: str, force: str, month: str, *, other_than: Supply | None = None
) -> Supply | None:
    """The current supply of a source, force and month, if another one than this is."""
    same = (Supply.source == source, Supply.force == force, Supply.month == month, Supply.state == "current")
    question = select(Supply).where(*same)
    return session.exec(question.where(col(Supply.id) != other_than.id) if other_than else question).first()


def difference(session: Session, older: Supply, newer: Supply) -> Difference:
    """Counted by the database over whole rows as kept; two alike rows are two rows."""
    stops = ", ".join(f'stop."{name}"' for name in COMPARED)
    facts = ", ".join(f'fact."{name}"' for name in FACT_COLUMNS if name not in ("supply", "line"))
    question = text(
        f"""
        SELECT coalesce(sum(CASE WHEN surplus < 0 THEN -surplus END), 0),
               coalesce(sum(CASE WHEN surplus > 0 THEN surplus END), 0)
        FROM (SELECT sum(CASE WHEN stop.supply = :newer THEN 1 ELSE -1 END) AS surplus
              FROM stop LEFT JOIN fact ON fact.supply = stop.supply AND fact.line = stop.line
              WHERE stop.supply IN (:older, :newer) GROUP BY {stops}, {facts}) AS pairs
        """
    )
    gone, new = session.connection().execute(question, {"older": older.id, "newer": newer.id}).one()
    return Difference(int(gone), int(new))


def all_supplies(session: Session) -> Iterator[Supply]:
    """Every supply, in an order that does not depend on when it came."""
    order = (col(Supply.month), col(Supply.source), col(Supply.force), col(Supply.id))
    yield from session.exec(select(Supply).order_by(*order))
