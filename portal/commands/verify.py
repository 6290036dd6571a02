"""`portal verify`: is every published byte what it was, and does the database agree? Faults are named; exit 6."""

import os

import click
from sqlmodel import Session

from portal.accounts import verifying
from portal.accounts.shelf import Shelf
from portal.commands.outcomes import FAULT_FOUND, Stopped
from portal.settings import Settings
from portal.store import database, recount, register


@click.command("verify", help=__doc__)
def command() -> None:
    settings = Settings.from_environ(os.environ)
    engine = database.opened(settings.database_url)
    with Session(engine) as session:
        entered = register.by_name(session)
        found = [*verifying.faults(Shelf(settings.published_dir), entered), *recount.faults(session)]
        finished = sum(not row.is_unfinished for row in entered.values())
    engine.dispose()
    for fault in found:
        click.echo(fault, err=True)
    if found:
        raise Stopped(FAULT_FOUND)
    click.echo(f"{finished} editions and the database verified: no fault")
