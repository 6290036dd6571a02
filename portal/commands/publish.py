"""`portal publish`: accounts drawn up from what is held, frozen as numbered editions."""

import os
from datetime import UTC, datetime

import click
from sqlalchemy import Engine
from sqlmodel import Session

from geo.outlines import drawing
from portal import shipped
from portal.accounts import canonical, drawing_up, editions, maps
from portal.accounts.shelf import Edition, Shelf
from portal.commands.outcomes import REFUSED, Stopped
from portal.periods import Period, touching
from portal.settings import Settings
from portal.store import database, frames, register


@click.command("publish", help=__doc__)
@click.option("--period", "periods", multiple=True, help="Only this year (2018-19 or 2018); may be repeated.")
def command(periods: tuple[str, ...]) -> None:
    settings = Settings.from_environ(os.environ)
    wanted = [Period.named(text) for text in periods]
    published = publish(database.opened(settings.database_url), Shelf(settings.published_dir), wanted)
    if not published:
        click.echo("nothing new")


def publish(engine: Engine, shelf: Shelf, wanted: list[Period]) -> list[Edition]:
    """A new edition of every wanted period (else of all held) whose figures changed."""
    with Session(engine) as session:
        held = touching(supply.month for supply in frames.current_supplies(session))
    missing = [period.id for period in wanted if period not in held]
    if missing:
        click.echo(f"portal: no supply is held for {', '.join(missing)}; ingest one first", err=True)
        raise Stopped(REFUSED)
    paper = on_paper()
    found = [publish_period(engine, shelf, period, paper) for period in wanted or held]
    return [edition for edition in found if edition]


def on_paper() -> maps.Paper:
    drawn = drawing(shipped.data("boundaries", "draw.geojson"))
    return maps.Paper(drawn.width, drawn.height, {area.code: area.path for area in drawn.areas})


def publish_period(engine: Engine, shelf: Shelf, period: Period, paper: maps.Paper) -> Edition | None:
    with Session(engine) as session:
        supplies = frames.reaching_into(period, frames.current_supplies(session))
        year = drawing_up.Year(period, frames.stops(session, period, supplies), tuple(supplies))
        accounts = list(drawing_up.accounts(year))
        london_map = maps.drawn(accounts[0], paper)
        edition = editions.publish(shelf, period, accounts, london_map, supplies, datetime.now(UTC))
    settle_register(engine, shelf, period)
    if edition:
        told = accounts[0]
        months = f"{told.period.months_supplied} of {told.period.months_expected} months"
        click.echo(
            f"{period.id} edition {edition.manifest.number} ({edition.manifest.reason}): "
            f"{told.totals.searches:,} searches, {months}"
        )
    return edition


def settle_register(engine: Engine, shelf: Shelf, period: Period) -> None:
    """Enter every edition on the shelf: also one whose run was cut off between its renaming and its entry."""
    with Session(engine) as session, session.begin():
        for number in shelf.numbers(period):
            if register.entered(session, period.id, number) is None:
                manifest = shelf.root / period.id / number / "manifest.json"
                published = Edition(manifest.parent).manifest.published_at
                register.enter(session, period.id, number, published, canonical.sha256(manifest.read_bytes()))
