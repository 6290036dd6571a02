"""`portal withdraw ID --reason TEXT`: remove a supply's or an edition's content; a tombstone stays."""

import os
from datetime import UTC, datetime

import click

from portal.accounts.shelf import NotPublished, Shelf
from portal.commands.live_export import taken_down
from portal.commands.running import mended
from portal.commands.withdrawing import Place, withdraw
from portal.settings import Settings
from portal.store.changing import NoSuchSupply


@click.command("withdraw", help=__doc__)
@click.argument("what", metavar="ID")
@click.option("--reason", required=True, help="Why, in a sentence the public may read.")
def command(what: str, reason: str) -> None:
    """ID is a supply's (police-uk-metropolitan-2018-04-1a2b3c4d) or an edition's (2018-19/1.0)."""
    settings = Settings.from_environ(os.environ)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    with mended(settings, "withdraw") as run:
        found = withdraw(Place(run.engine, Shelf(settings.published_dir), click.echo), what, reason, when)
        taken_down(settings)
        if not found and what not in run.withdrawn and not run.taken:
            already = NotPublished if "/" in what else NoSuchSupply
            raise already(f"{what} is withdrawn already.")
