"""`portal verify`: is every published byte what it was, and does the database agree? Faults are named; exit 6."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import click
from sqlmodel import Session

from portal.editions import stamp, verify, withdraw
from portal.editions.archive import Shelf
from portal.export import live as live_folder
from portal.running import named_returns
from portal.running.outcomes import FAULT_FOUND, Stopped
from portal.running.reviewing import review_faults
from portal.running.run import beside_no_other, restoring_note
from portal.settings import Settings
from portal.store import database, held_rows, register, supplies
from portal.store.database import DATABASE_ERRORS

OF_A_MOMENT: tuple[type[Exception], ...] = (OSError, *DATABASE_ERRORS)
"""A file that went between its listing and its reading, a lock: if it is more than that, the second look raises it."""


@dataclass(frozen=True)
class Looked:
    """`editions`: how many are entered; `unknown`: supplies whose rows have no digest to compare with yet.

    `notes`: what is no fault, or none that a run could mend.
    """

    faults: list[str]
    editions: int
    unknown: int
    notes: list[str]


@click.command("verify", help=__doc__)
@click.option("--wait", default=600.0, show_default=True, help="Seconds to wait for another run before looking again.")
def command(wait: float) -> None:
    settings = Settings.from_environ(os.environ)
    found = looked(settings, wait)
    for fault in found.faults:
        click.echo(fault, err=True)
    if found.unknown:
        click.echo(
            f"of {found.unknown} supplies it is not known yet whether their rows are those that were kept: "
            "the next ingest or publish notes a digest of them"
        )
    for note in found.notes:
        click.echo(note)
    if found.faults:
        raise Stopped(FAULT_FOUND)
    click.echo(f"{found.editions} editions and the database verified: no fault")


def looked(settings: Settings, wait: float) -> Looked:
    """What is wrong. Beside a run that writes, register and folder are read at two moments of it and need not agree:

    so what seems wrong is looked at once more when no run is under way, and only that is told. AnotherRun (4) if it
    is not over after `wait` seconds.
    """
    try:
        first = look(settings)
    except OF_A_MOMENT:
        first = None
    if first and not first.faults:
        return first
    with beside_no_other(settings.home, wait):
        return look(settings)


def look(settings: Settings) -> Looked:
    """DatabaseDamaged (6) before anything is compared with a database that is broken."""
    engine = database.opened_to_read(settings.database_url)
    shelf = Shelf(settings.published_dir)
    try:
        database.refuse_damaged(engine)
        with Session(engine) as session:
            entered = register.edition_rows_by_number(session)
            faults = [
                *verify.archive_faults(shelf, entered),
                *held_rows.held_row_faults(session),
                *withdrawn_faults(session, shelf),
                *review_faults(session, shelf),
            ]
            faults += [*restore_faults(settings), *live_faults(settings), *named_returns.return_name_faults(session)]
            unknown = len(held_rows.without_digest(session))
            notes = list(named_returns.return_name_notes(session, shelf))
        return Looked(faults, sum(not row.is_unfinished for row in entered.values()), unknown, notes)
    finally:
        engine.dispose()


def restore_faults(settings: Settings) -> list[str]:
    path = restoring_note(settings.home)
    return [f"{path}: a `portal restore` was cut off; run it again before anything else"] if path.exists() else []


def live_faults(settings: Settings) -> Iterator[str]:
    """Folders that a server may give out and that are not of what is published now."""
    state = stamp.settled(settings.published_dir)
    folders = [*stamp.hanging(settings.published_dir), *([settings.live_dir] if settings.live_dir else [])]
    for folder in dict.fromkeys(path.resolve() for path in folders):
        made_of = live_folder.live_made_of(folder)
        if made_of is not None and made_of.partition("\n")[0] != state:
            yield f"{folder}: the live export is not of what is published now; portal export --live makes it anew"


def withdrawn_faults(session: Session, shelf: Shelf) -> Iterator[str]:
    """What was ordered to go and is not gone."""
    for row in register.unfinished(session):
        yield (
            f"the withdrawal of {row.what}, ordered on {row.begun_at[:10]}, was cut off; "
            "the next run of any command that writes finishes it"
        )
    for path, supply in withdraw.still_public(shelf, supplies.withdrawn_supply_ids(session)):
        yield f"{path}: it holds what was withdrawn with {supply}; run `portal withdraw {supply}` again"
