"""`portal review list --month 2027-01`: write the lists and receipts of a month's draws again."""

import os
from pathlib import Path

import click
from sqlmodel import Session

from portal.commands.review.lists import write_lists
from portal.review.programme import Programme
from portal.running.outcomes import REFUSED, Stopped
from portal.settings import Settings
from portal.store import database
from portal.store.review_journal import journal_entries


@click.command("list", help=__doc__)
@click.option("--month", required=True, help="Such as 2027-01.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Else reviews/ in the home.")
def command(month: str, folder: Path | None) -> None:
    settings = Settings.from_environ(os.environ)
    engine = database.open_database(settings.database_url)
    try:
        with Session(engine) as session:
            programme = Programme.of_entries(journal_entries(session))
    finally:
        engine.dispose()
    draws = [each for each in programme.draws if each.month == month]
    if not draws:
        click.echo(f"portal: nothing was drawn of {month}", err=True)
        raise Stopped(REFUSED)
    for one in draws:
        for path in write_lists(folder or settings.home / "reviews", one):
            click.echo(str(path))
