"""Supplies go in: one supply, one transaction, its rows through the driver itself.

SQLite takes `executemany` from slices of the frame, PostgreSQL takes COPY.
"""

import dataclasses
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine, func, text
from sqlmodel import Session, col, delete, select

from portal.records import LABELLED, Fact, Label, PointName, Rejection, Stop, Supply
from portal.store import digests, return_key
from portal.store.digests import rows_digest

SLICE = 20_000  # rows handed to the driver at a time
STOP_COLUMNS = tuple(Stop.__table__.columns.keys())  # type: ignore[attr-defined]
FACT_COLUMNS = tuple(Fact.__table__.columns.keys())  # type: ignore[attr-defined]
REJECTION_COLUMNS = tuple(Rejection.__table__.columns.keys())  # type: ignore[attr-defined]
NAMES: dict[str, type[pl.DataType]] = {"latitude": pl.Float64, "longitude": pl.Float64, "name": pl.String}
"""The columns of PointName but `supply`."""
COMPARED = tuple(name for name in STOP_COLUMNS if name not in ("supply", "line", "borough", "placed"))
"""What makes two rows the same row when a month comes again."""


@dataclass(frozen=True)
class Difference:
    """Rows of the older supply that are gone, rows of the newer that are new; as multisets."""

    gone: int
    new: int


@dataclass(frozen=True)
class Rows:
    """What is kept with a supply: the columns of Stop, Fact, Rejection and PointName but `supply`, labels as text."""

    stops: pl.DataFrame
    facts: pl.DataFrame
    rejections: pl.DataFrame
    names: pl.DataFrame = dataclasses.field(default_factory=lambda: pl.DataFrame(schema=NAMES))


def insert_supply(session: Session, supply: Supply, rows: Rows) -> None:
    """Write a supply with its rows, and the digest of these."""
    supply.rows_sha256 = rows_digest(supply, rows.stops, rows.facts, rows.rejections, rows.names)
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
    insert(connection, "point_name", ("supply", *NAMES), rows.names.with_columns(own))


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


def count_row_difference(session: Session, older: Supply, newer: Supply) -> Difference:
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


# A supply's state: superseding, holding back, accepting, withdrawing.


class NoSuchSupply(LookupError):
    """No supply has that id, or it is not in a state that allows this."""


READ_OFF = ("rows_read", "rows_kept", "rows_rejected", "first_date", "last_date", "columns_present", "profile")
"""What a supply says of its rows."""


class StillRead(Exception):
    """A reader keeps pages alive that should be gone."""


FEWEST_DOUBLED = 20  # records: fewer stand twice by chance


def settle_state(session: Session, supply: Supply, loss_limit: float, doubt: str = "") -> None:
    """A supply just kept takes the place of the current one, or is held back: it loses too many rows, or `doubt`.

    Without a current one, nothing is decided.
    """
    older = current(session, supply.source, supply.force, supply.month, other_than=supply)
    if older is None:
        return
    record_supersession(session, older, supply)
    had = records_of(older) - rows_outside_month(older)
    lost = had - (supply.rows_kept - rows_outside_month(supply))
    if doubt:
        hold_back(session, supply, doubt)
    elif lost > loss_limit * had:
        hold_back(session, supply, f"it has {lost:,} of {had:,} rows fewer than {older.public_id}")
    else:
        older.state = "superseded"
        session.add_all([older, supply])


def rows_outside_month(supply: Supply) -> int:
    """Rows of other months: they are no part of what a month has or loses."""
    return int(supply.profile.get("outside_month", 0))


def records_of(supply: Supply) -> int:
    """Its rows; of a supply that was published doubled its distinct records, so that the right half loses nothing."""
    doubled = supply.profile.get("doubled", {})
    distinct, even = int(doubled.get("distinct", 0)), int(doubled.get("even", 0))
    is_doubled = any(finding.id == "doubled_file" for finding in supply.found)
    return distinct if is_doubled or (distinct >= FEWEST_DOUBLED and even >= distinct / 4) else supply.rows_kept


def is_same_as_current(session: Session, supply: Supply) -> bool:
    """Whether a supply just kept has the rows of the current one, none gone and none new, and all else that counts.

    Line ends, quoting, encoding and order are no difference. The columns that the file has are one, and so is a
    declaration that there was no search, or that an older file broke off and this one does not.
    """
    older = current(session, supply.source, supply.force, supply.month, other_than=supply)
    if older is None or (older.rows_kept, older.rows_rejected) != (supply.rows_kept, supply.rows_rejected):
        return False
    before, after = older.profile, supply.profile
    if any(before.get(name) != after.get(name) for name in ("columns", "declared_zero")):
        return False
    mends_its_end = after.get("ends_cleanly") and not before.get("ends_cleanly")
    return not mends_its_end and count_row_difference(session, older, supply) == Difference(0, 0)


def record_supersession(session: Session, older: Supply, newer: Supply) -> None:
    found = count_row_difference(session, older, newer)
    newer.supersedes = older.public_id
    newer.rows_gone, newer.rows_new = found.gone, found.new


def hold_back(session: Session, supply: Supply, why: str) -> None:
    supply.state = "held"
    supply.note = why
    session.add(supply)


def find_supply(session: Session, public_id: str) -> Supply:
    """The supply of that id, or of one that it had before returns were named by a key. NoSuchSupply."""
    today = return_key.renamed(session).id_of(public_id)
    supply = session.exec(select(Supply).where(Supply.public_id == today)).first()
    if supply is None:
        raise NoSuchSupply(f"There is no supply {public_id}; portal status lists them.")
    return supply


def accept(session: Session, public_id: str) -> Supply:
    """A held supply becomes the current one. NoSuchSupply if it is not held."""
    supply = find_supply(session, public_id)
    if supply.state != "held":
        raise NoSuchSupply(f"{public_id} is not held back: it is {supply.state}.")
    older = current(session, supply.source, supply.force, supply.month, other_than=supply)
    if older:
        record_supersession(session, older, supply)
        older.state = "superseded"
        session.add(older)
    supply.state, supply.note = "current", None
    session.add(supply)
    return supply


def withdraw(session: Session, public_id: str, why: str, when: str) -> Supply:
    """Remove all rows of a supply; it stays in the list as a tombstone with its hash, the day and the reason."""
    supply = find_supply(session, public_id)
    if supply.state == "withdrawn":
        raise NoSuchSupply(f"{public_id} is withdrawn already: {supply.note}")
    remove_rows(session, supply)
    forget_unused_labels(session)
    supply.rows_sha256 = None
    supply.state, supply.note = "withdrawn", f"{why} ({when[:10]})"
    supply.profile, supply.findings, supply.columns_present = {}, [], []
    session.add(supply)
    return supply


def remove_rows(session: Session, supply: Supply) -> None:
    for table in (Stop, Fact, Rejection, PointName):
        session.exec(delete(table).where(col(table.supply) == supply.id))


def put_right(session: Session, held: Supply, fresh: Supply, rows: Rows) -> None:
    """The rows of a held supply go, and those that its bytes were read into anew come; its state and day stay.

    But nobody knows what state an entry had that was altered itself: it is held back.
    """
    if digests.is_broken(held):
        for name in ("findings", "filename", "supersedes", "rows_gone", "rows_new"):
            setattr(held, name, getattr(fresh, name))
        hold_back(session, held, "its entry in the database was altered, so its file was read anew")
        digests.renew_seal(held)
    remove_rows(session, held)
    for name in READ_OFF:
        setattr(held, name, getattr(fresh, name))
    insert_supply(session, held, rows)
    forget_unused_labels(session)


def withdrawn_supply_ids(session: Session) -> set[str]:
    """The public ids of all that was withdrawn, also those that it had once."""
    today = session.exec(select(Supply.public_id).where(Supply.state == "withdrawn"))
    renamed = return_key.renamed(session)
    return {each for public_id in today for each in renamed.ids_of(public_id)}


def not_taken(session: Session) -> list[Supply]:
    """All that was refused or withdrawn: nothing of them is held."""
    return list(session.exec(select(Supply).where(col(Supply.state).in_(("refused", "withdrawn")))))


def forget_unused_labels(session: Session) -> None:
    """Labels that no row has any more go too: a label is text as somebody wrote it."""
    connection = session.connection()
    columns = {field: f'stop."{field}"' for field in LABELLED}
    columns |= {f"return.{name}": f'fact."{name}"' for name in FACT_COLUMNS if name not in ("supply", "line")}
    for field, column in columns.items():
        table = column.split(".")[0]
        used = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"
        connection.execute(text(f"DELETE FROM label WHERE field = :field AND id NOT IN ({used})"), {"field": field})


def forget_freed_pages(session: Session) -> None:
    """Let SQLite overwrite what it deletes from here on, so that withdrawn rows are not left in its file."""
    if session.connection().dialect.name == "sqlite":
        session.connection().execute(text("PRAGMA secure_delete = ON"))


def overwrite_journal(engine: Engine) -> None:
    """Bring SQLite's write-ahead log into the file and empty it: it still holds the pages from before."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        if busy:
            raise StillRead(
                "another program reads the database, so what was withdrawn still lies in its journal; end that one, "
                "then run the command again"
            )
