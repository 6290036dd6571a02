"""`portal review verify`: is the review's journal what was published, and does each draw come out the same again?

Faults are named; exit 6. Draws of supplies that were withdrawn cannot be made again, which is told and is no fault.
"""

import os

import click
from sqlmodel import Session

from portal.editions.archive import Shelf
from portal.running.outcomes import FAULT_FOUND, Stopped
from portal.running.reviewing import review_faults, review_notes
from portal.settings import Settings
from portal.store import database
from portal.store.review_journal import journal_entries


@click.command("verify", help=__doc__)
def command() -> None:
    settings = Settings.from_environ(os.environ)
    engine = database.opened_to_read(settings.database_url)
    try:
        with Session(engine) as session:
            faults = list(review_faults(session, Shelf(settings.published_dir)))
            notes = list(review_notes(session))
            entries = len(journal_entries(session))
    finally:
        engine.dispose()
    for fault in faults:
        click.echo(fault, err=True)
    for note in notes:
        click.echo(note)
    if faults:
        raise Stopped(FAULT_FOUND)
    click.echo(f"{entries:,} entries of the review verified: no fault")
