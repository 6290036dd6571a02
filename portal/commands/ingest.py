"""`portal ingest PATH...`: files and folders into the database."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from ingest.outcome import Origin
from portal.running.ingesting import ingest_aloud
from portal.running.outcomes import REFUSED, Stopped
from portal.running.run import writing
from portal.settings import Settings


@click.command("ingest", help=__doc__)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--force", help="The force the file is of, where its name does not say so.")
@click.option("--month", help="The month it is of (2018-04), where its name does not say so.")
@click.option(
    "--anew", is_flag=True, help="Read files held already again, where their rows in the database were altered."
)
def command(paths: tuple[Path, ...], force: str | None, month: str | None, anew: bool) -> None:
    settings = Settings.from_environ(os.environ)
    origin = Origin(received=datetime.now(UTC), force=force, month=month, anew=anew)
    with writing(settings, "ingest") as engine:
        if any(outcome.is_trouble for outcome in ingest_aloud(engine, paths, origin)):
            raise Stopped(REFUSED)
