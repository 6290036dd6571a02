"""A supply's state: superseding, holding back, accepting, withdrawing."""

from sqlalchemy import Engine, text
from sqlmodel import Session, col, delete, select

from portal.records import LABELLED, Fact, Rejection, Stop, Supply
from portal.store import return_key, seals, writing
from portal.store.writing import FACT_COLUMNS


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
    older = writing.current(session, supply.source, supply.force, supply.month, other_than=supply)
    if older is None:
        return
    compare(session, older, supply)
    had = records_of(older) - spilt(older)
    lost = had - (supply.rows_kept - spilt(supply))
    if doubt:
        hold_back(session, supply, doubt)
    elif lost > loss_limit * had:
        hold_back(session, supply, f"it has {lost:,} of {had:,} rows fewer than {older.public_id}")
    else:
        older.state = "superseded"
        session.add_all([older, supply])


def spilt(supply: Supply) -> int:
    """Rows of other months: they are no part of what a month has or loses."""
    return int(supply.profile.get("outside_month", 0))


def records_of(supply: Supply) -> int:
    """Its rows; of a supply that was published doubled its distinct records, so that the right half loses nothing."""
    doubled = supply.profile.get("doubled", {})
    distinct, even = int(doubled.get("distinct", 0)), int(doubled.get("even", 0))
    is_doubled = any(finding["id"] == "doubled_file" for finding in supply.findings)
    return distinct if is_doubled or (distinct >= FEWEST_DOUBLED and even >= distinct / 4) else supply.rows_kept


def says_the_same(session: Session, supply: Supply) -> bool:
    """Whether a supply just kept has the rows of the current one, none gone and none new, and all else that counts.

    Line ends, quoting, encoding and order are no difference. The columns that the file has are one, and so is a
    declaration that there was no search, or that an older file broke off and this one does not.
    """
    older = writing.current(session, supply.source, supply.force, supply.month, other_than=supply)
    if older is None or (older.rows_kept, older.rows_rejected) != (supply.rows_kept, supply.rows_rejected):
        return False
    before, after = older.profile, supply.profile
    if any(before.get(name) != after.get(name) for name in ("columns", "declared_zero")):
        return False
    mends_its_end = after.get("ends_cleanly") and not before.get("ends_cleanly")
    return not mends_its_end and writing.difference(session, older, supply) == writing.Difference(0, 0)


def compare(session: Session, older: Supply, newer: Supply) -> None:
    found = writing.difference(session, older, newer)
    newer.supersedes = older.public_id
    newer.rows_gone, newer.rows_new = found.gone, found.new


def hold_back(session: Session, supply: Supply, why: str) -> None:
    supply.state = "held"
    supply.note = why
    session.add(supply)


def named(session: Session, public_id: str) -> Supply:
    """The supply of that id, or of one that it had before returns were named by a key. NoSuchSupply."""
    today = return_key.renamed(session).id_of(public_id)
    supply = session.exec(select(Supply).where(Supply.public_id == today)).first()
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
    remove_rows(session, supply)
    forget_unused_labels(session)
    supply.rows_sha256 = None
    supply.state, supply.note = "withdrawn", f"{why} ({when[:10]})"
    supply.profile, supply.findings, supply.columns_present = {}, [], []
    session.add(supply)
    return supply


def remove_rows(session: Session, supply: Supply) -> None:
    for table in (Stop, Fact, Rejection):
        session.exec(delete(table).where(col(table.supply) == supply.id))


def put_right(session: Session, held: Supply, fresh: Supply, rows: writing.Rows) -> None:
    """The rows of a held supply go, and those that its bytes were read into anew come; its state and day stay.

    But nobody knows what state an entry had that was altered itself: it is held back.
    """
    if seals.is_broken(held):
        for name in ("findings", "filename", "supersedes", "rows_gone", "rows_new"):
            setattr(held, name, getattr(fresh, name))
        hold_back(session, held, "its entry in the database was altered, so its file was read anew")
        seals.renew(held)
    remove_rows(session, held)
    for name in READ_OFF:
        setattr(held, name, getattr(fresh, name))
    writing.keep(session, held, rows)
    forget_unused_labels(session)


def withdrawn(session: Session) -> set[str]:
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
