"""`portal demo`: two invented years, read in, published and served in a place of their own."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlmodel import Session

from geo.locate import inside_each
from ingest.outcome import Origin
from portal import shipped
from portal.commands.serve import serve
from portal.demo import inventing
from portal.demo.reviewing import invent_review
from portal.publishing.register import beginning
from portal.publishing.run import Request, publish
from portal.running.ingesting import ingest_aloud
from portal.running.outcomes import DEFECT, Stopped
from portal.running.run import writing
from portal.running.troubles import exit_of, print_event
from portal.settings import Settings

POINTS = 250  # a borough: police.uk snaps searches to a list of places, too


@click.command("demo", help=__doc__)
@click.option("--port", default=8000, show_default=True)
@click.option("--serve/--no-serve", "then_serve", default=True, help="Serve the site when done.")
def command(port: int, then_serve: bool) -> None:
    settings = demo_settings(Settings.from_environ(os.environ))
    folder = settings.home / "invented"
    click.echo("Inventing two years of records ...")
    invent(folder)
    origin = Origin(received=datetime.now(UTC), invented=True, retrieved_from="invented")
    with writing(settings, "demo") as engine:
        ingest_aloud(engine, (folder / "first", folder / "records"), origin)
        click.echo("Inventing a year of the video review ...")
        invent_review(lambda: Session(engine), settings, beginning(engine))
        result = publish(engine, settings, Request(), print_event)
        if not result.editions and not result.faults:
            click.echo("nothing new")
        if exit_of(result.faults) == DEFECT:
            raise Stopped(DEFECT)
    if then_serve:
        click.echo(f"The demo is at http://127.0.0.1:{port}/ (stop it with Ctrl-C)")
        whose = {"PORTAL_PUBLISHER": "nobody: this is a demo"}
        serve("127.0.0.1", port, environ=whose | os.environ | {"PORTAL_PUBLISHED_DIR": str(settings.published_dir)})


def demo_settings(settings: Settings) -> Settings:
    """The operator's settings, but with home, database and editions apart from the real ones."""
    home = settings.home / "instance" / "demo"
    url = f"sqlite:///{home / 'portal.sqlite3'}"
    return replace(settings, home=home, database_url=url, published_dir=home / "published")


def invent(folder: Path) -> None:
    points = inside_each(shipped.data("boundaries", "locate.geojson"), POINTS, seed=1)
    for _ in inventing.write_all(folder, points):
        pass
