"""`portal withdraw ID --reason TEXT`: remove a supply's or an edition's content; a tombstone stays."""

import os
from datetime import UTC, datetime

import click
from sqlalchemy import Engine
from sqlmodel import Session

from ingest import findings
from portal.accounts import withdrawal
from portal.accounts.shelf import Shelf
from portal.accounts.withdrawal import Order
from portal.commands.running import writing
from portal.commands.settling import burying
from portal.settings import Settings
from portal.store import changing


@click.command("withdraw", help=__doc__)
@click.argument("what", metavar="ID")
@click.option("--reason", required=True, help="Why, in a sentence the public may read.")
def command(what: str, reason: str) -> None:
    """ID is a supply's (police-uk-metropolitan-2018-04-1a2b3c4d) or an edition's (2018-19/1.0)."""
    settings = Settings.from_environ(os.environ)
    shelf = Shelf(settings.published_dir)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    with writing(settings.home, settings.database_url, "withdraw") as engine:
        if "/" in what:
            files = withdrawal.withdraw_edition(shelf, what, Order(reason, when, burying(engine)))
            click.echo(f"{what}: {files} files withdrawn; their hashes and the reason stay")
        else:
            withdraw_supply(engine, shelf, what, reason, when)


def withdraw_supply(engine: Engine, shelf: Shelf, supply: str, reason: str, when: str) -> None:
    """Its rows leave the database, its documents leave every published list of supplies."""
    with Session(engine) as session, session.begin():
        changing.forget_freed_pages(session)
        changing.withdraw(session, supply, reason, when)
        findings.settle(session)
    changing.overwrite_journal(engine)
    files = withdrawal.withdraw_supply_files(shelf, supply, Order(reason, when, burying(engine)))
    click.echo(f"{supply} withdrawn from the database, and {files} published files of it; publish corrects the figures")
    if older := withdrawal.drawn_from(shelf, supply):
        click.echo(f"Editions drawn from it stay as they are: {', '.join(older)}. Withdraw those that must go as well.")
