"""Open the database, creating and migrating it when first needed."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

import portal.migrations
from portal.private import private_file, private_folder


class DatabaseUnusable(Exception):
    """The database cannot be opened or written; the text says which and what to do."""


def opened(url: str) -> Engine:
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
    except (DBAPIError, OSError) as failed:
        reason = failed.orig if isinstance(failed, DBAPIError) else failed
        raise DatabaseUnusable(
            f"The database {place.render_as_string(hide_password=True)} cannot be used: {reason}. "
            "Look at PORTAL_DATABASE_URL, the folder's owner and the free space."
        ) from failed
    return engine


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
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def step_of(engine: Engine) -> str | None:
    """The step of the database's shape; None before the first."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def alembic_steps() -> tuple[Config, ScriptDirectory]:
    config = Config()
    config.set_main_option("script_location", str(Path(portal.migrations.__file__).parent))
    return config, ScriptDirectory.from_config(config)
