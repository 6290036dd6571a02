"""Open the database, creating and migrating it when first needed."""

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import polars as pl
import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool
from sqlmodel import Session

import portal.migrations
from portal.private import private_file, private_folder
from portal.store import digests

# Rows of the database as a frame, by the driver itself: it is twice as fast as the toolkit on top of it.

Schema = Mapping[str, type[pl.DataType]]
"""Column -> the type that it has in a frame, in the order of the question's columns."""


def driver_frame(session: Session, question: str, schema: Schema) -> pl.DataFrame:
    """What the database answers. `question`: SQL with every value in it, and so never a text of anybody else's."""
    cursor = session.connection().connection.cursor()
    try:
        cursor.execute(question)
        rows = cursor.fetchall()
        columns = list(zip(*rows, strict=True)) or [()] * len(
            schema
        )  # a column at a time costs half of a row at a time
        return pl.DataFrame(
            [pl.Series(name, cells, dtype=kind) for (name, kind), cells in zip(schema.items(), columns, strict=True)]
        )
    finally:
        cursor.close()


assert digests  # imported so that no supply is ever written without its seal

DATABASE_ERRORS: tuple[type[Exception], ...] = (DBAPIError, sqlite3.Error, psycopg.Error)
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class DatabaseUnusable(Exception):
    """The database cannot be opened or written; the text says which and what to do."""


class DatabaseDamaged(DatabaseUnusable):
    """The database's file is not what was written to it."""


def open_database(url: str) -> Engine:
    """An engine on a database of the present shape. DatabaseUnusable if it cannot be had."""
    place = make_url(url)
    try:
        if place.get_backend_name() == "sqlite" and place.database:
            private_folder(Path(place.database).parent)
            private_file(Path(place.database))
        if place.get_backend_name() == "sqlite":
            engine = create_engine(url)
            event.listen(engine, "connect", prepare_sqlite)
        else:  # a server counts its connections: keep none that nobody uses
            engine = create_engine(url, poolclass=NullPool)
        migrate(engine)
    except (DBAPIError, sqlite3.Error, OSError) as failed:
        reason = failed.orig if isinstance(failed, DBAPIError) else failed
        if is_damage(reason):
            raise DatabaseDamaged(in_a_damaged_file(place.database, reason)) from failed
        raise DatabaseUnusable(
            f"The database {place.render_as_string(hide_password=True)} cannot be used: {reason}. "
            "Look at PORTAL_DATABASE_URL, the folder's owner and the free space."
        ) from failed
    return engine


def opened_to_read(url: str) -> Engine:
    """As `opened`, but a database file that may not be written is read as it stands."""
    place = make_url(url)
    path = Path(place.database or "")
    if place.get_backend_name() != "sqlite" or not path.is_file() or may_write(path):
        return open_database(url)
    # beside a write-ahead log somebody has it open; without one nothing changes it where nobody may write
    how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
    engine = create_engine(f"sqlite:///file:{quote(str(path.absolute()))}?{how}&uri=true")
    try:
        is_new = is_newest_migration(engine)
    except DBAPIError as failed:
        if is_damage(failed.orig):
            raise DatabaseDamaged(in_a_damaged_file(place.database, failed.orig)) from failed
        raise DatabaseUnusable(f"The database {path} cannot be read: {failed.orig}.") from failed
    if not is_new:
        raise DatabaseUnusable(f"The database {path} is of an older shape and may not be written: run portal status.")
    return engine


def may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def refuse_damaged(engine: Engine) -> None:
    """DatabaseDamaged if SQLite finds its own file broken. A server sees to that itself."""
    if engine.dialect.name != "sqlite":
        return
    try:
        with engine.connect() as connection:
            said = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    except DBAPIError as failed:
        if not is_damage(failed.orig):
            raise
        said = str(failed.orig)
    if said != "ok":
        raise DatabaseDamaged(in_a_damaged_file(engine.url.database, said))


def is_damage(reason: object) -> bool:
    """Whether the driver says that the file itself is broken, not that it is busy, full or read-only."""
    code = getattr(reason, "sqlite_errorcode", None)  # only what SQLite itself says has one
    return isinstance(reason, sqlite3.DatabaseError) and code is not None and code & 0xFF in DAMAGED


def in_a_damaged_file(path: str | None, reason: object) -> str:
    said = " ".join(str(reason).split())
    return (
        f"The database file {path} is damaged ({said}); nothing was done. Bring it back from a backup, and look at "
        "the disk; portal verify says when all is well."
    )


def prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA busy_timeout = 30000")


def migrate(engine: Engine) -> None:
    """Bring the database to the newest step; one transaction, none if it is there already.

    DatabaseUnusable if a newer portal had it.
    """
    config, steps = alembic_steps()
    step = step_of(engine)
    if step == steps.get_current_head():
        return
    if step and step not in {known.revision for known in steps.walk_revisions()}:
        raise DatabaseUnusable(
            f"The database {engine.url.render_as_string(hide_password=True)} is of a newer portal than this code: "
            f"its step is {step}, the newest known here {steps.get_current_head()}. Nothing was changed. Install the "
            "newer portal again, or restore a backup from before it (docs/operations.md, Downgrading)."
        )
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":  # Python's driver begins none before a CREATE or an ALTER
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_newest_migration(engine: Engine) -> bool:
    return step_of(engine) == alembic_steps()[1].get_current_head()


def step_of(engine: Engine) -> str | None:
    """The step of the database's shape; None before the first."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def alembic_steps() -> tuple[Config, ScriptDirectory]:
    config = Config()
    config.set_main_option("script_location", str(Path(portal.migrations.__file__).parent))
    return config, ScriptDirectory.from_config(config)
