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


class DatabaseUnusable(Exception):
    """The database cannot be opened or written; the text says which and what to do."""


def opened(url: str) -> Engine:
    """An engine on a database of the present shape. DatabaseUnusable if it cannot be had."""
    place = make_url(url)
    try:
        if place.get_backend_name() == "sqlite" and place.database:
            Path(place.database).parent.mkdir(parents=True, exist_ok=True)
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
    """Bring the database to the newest step; one transaction, none if it is there already."""
    config = Config()
    config.set_main_option("script_location", str(Path(portal.migrations.__file__).parent))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
