"""A supply's state: superseding, holding back, accepting, withdrawing."""

from sqlalchemy import Engine, text
from sqlmodel import Session, col, delete, select

from portal.records import LABELLED, Fact, Rejection, Stop, Supply
from portal.store import writing
from portal.store.writing import FACT_COLUMNS


class NoSuchSupply(LookupError):
    """No supply has that id, or it is not in a state that allows this."""


def settle_state(session: Session, supply: Supply, loss_limit: float) -> None:
    """A supply just kept takes the place of the current one, or is held back if it loses too many rows."""
    older = writing.current(session, supply.source, supply.force, supply.month, other_than=supply)
    if older is None:
        return
    compare(session, older, supply)
    lost = older.rows_kept - supply.rows_kept
    if lost > loss_limit * older.rows_kept:
        hold_back(session, supply, f"it has {lost:,} of {older.rows_kept:,} rows fewer than {older.public_id}")
    else:
        older.state = "superseded"
        session.add_all([older, supply])


def compare(session: Session, older: Supply, newer: Supply) -> None:
    found = writing.difference(session, older, newer)
    newer.supersedes = older.public_id
    newer.rows_gone, newer.rows_new = found.gone, found.new


def hold_back(session: Session, supply: Supply, why: str) -> None:
    supply.state = "held"
    supply.note = why
    session.add(supply)


def named(session: Session, public_id: str) -> Supply:
    supply = session.exec(select(Supply).where(Supply.public_id == public_id)).first()
    if supply is None:
        raise NoSuchSupply(f"There is no supply {public_id}; portal status lists them.")
    return supply


def accept(session: Session, public_id: str) -> Supply:
    """A held supply becomes the current one. NoSuchSupply if it is not held."""
    supply = named(session, public_id)
    if supply.state != "held":
        raise NoSuchSupply(f"{public_id} is not held back: it is {supply.state}.")
    older = writing.current(session, supply.source, supply.force, supply.month, other_than=supply)
    if older:
        compare(session, older, supply)
        older.state = "superseded"
        session.add(older)
    supply.state, supply.note = "current", None
    session.add(supply)
    return supply


def withdraw(session: Session, public_id: str, why: str, when: str) -> Supply:
    """Remove all rows of a supply; it stays in the list as a tombstone with its hash, the day and the reason."""
    supply = named(session, public_id)
    if supply.state == "withdrawn":
        raise NoSuchSupply(f"{public_id} is withdrawn already: {supply.note}")
    for table in (Stop, Fact, Rejection):
        session.exec(delete(table).where(col(table.supply) == supply.id))
    forget_unused_labels(session)
    supply.state, supply.note = "withdrawn", f"{why} ({when[:10]})"
    supply.profile, supply.findings, supply.columns_present = {}, [], []
    session.add(supply)
    return supply


def withdrawn(session: Session) -> set[str]:
    """The public ids of all that was withdrawn."""
    return set(session.exec(select(Supply.public_id).where(Supply.state == "withdrawn")))


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
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
