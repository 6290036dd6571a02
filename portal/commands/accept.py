"""`portal accept ID`: a supply that was held back takes its place after all."""

import os

import click
from sqlmodel import Session

from ingest.findings import examine
from portal.running.run import writing
from portal.settings import Settings
from portal.store import supplies


@click.command("accept", help=__doc__)
@click.argument("supply", metavar="ID")
def command(supply: str) -> None:
    settings = Settings.from_environ(os.environ)
    with (
        writing(settings, "accept") as engine,
        Session(engine) as session,
        session.begin(),
    ):
        taken = supplies.accept(session, supply)
        examine.update_findings(session)
        instead = f" in place of {taken.supersedes}" if taken.supersedes else ""
        click.echo(f"{taken.public_id} is current{instead}; portal publish shows it")
