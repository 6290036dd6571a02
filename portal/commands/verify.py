"""`portal verify`: is every published byte what it was, and does the database agree? Faults are named; exit 6."""

import os
from collections.abc import Iterator

import click
from sqlmodel import Session

from portal.accounts import verifying, withdrawal
from portal.accounts.shelf import Shelf
from portal.commands.outcomes import FAULT_FOUND, Stopped
from portal.settings import Settings
from portal.store import changing, database, recount, register, withdrawals


@click.command("verify", help=__doc__)
def command() -> None:
    settings = Settings.from_environ(os.environ)
    engine = database.opened(settings.database_url)
    with Session(engine) as session:
        entered = register.by_name(session)
        shelf = Shelf(settings.published_dir)
        found = [*verifying.faults(shelf, entered), *recount.faults(session), *withdrawn_faults(session, shelf)]
        finished = sum(not row.is_unfinished for row in entered.values())
    engine.dispose()
    for fault in found:
        click.echo(fault, err=True)
    if found:
        raise Stopped(FAULT_FOUND)
    click.echo(f"{finished} editions and the database verified: no fault")


def withdrawn_faults(session: Session, shelf: Shelf) -> Iterator[str]:
    """What was ordered to go and is not gone."""
    for row in withdrawals.unfinished(session):
        yield (
            f"the withdrawal of {row.what}, ordered on {row.begun_at[:10]}, was cut off; "
            "the next run of any command that writes finishes it"
        )
    for path, supply in withdrawal.still_public(shelf, changing.withdrawn(session)):
        yield f"{path}: it holds what was withdrawn with {supply}; run `portal withdraw {supply}` again"
