"""`portal publish`: accounts drawn up from what is held, frozen as numbered editions."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

import click
from sqlalchemy import Engine
from sqlmodel import Session

from geo.outlines import drawing
from portal import shipped
from portal.accounts import canonical, drawing_up, editions, maps, supply_documents
from portal.accounts.shelf import SUPPLIES, Edition, Shelf
from portal.accounts.year import Year
from portal.commands import running
from portal.commands.outcomes import REFUSED, Stopped
from portal.periods import Period, touching
from portal.settings import Settings
from portal.store import frames, register, writing

May = Callable[[Period, bool], bool]
"""Whether a period may come out now, told whether it is complete."""


def at_any_time(*_: object) -> bool:
    return True


@click.command("publish", help=__doc__)
@click.option("--period", "periods", multiple=True, help="Only this year (2018-19 or 2018); may be repeated.")
def command(periods: tuple[str, ...]) -> None:
    settings = Settings.from_environ(os.environ)
    wanted = [Period.named(text) for text in periods]
    with running.writing(settings.home, settings.database_url, "publish") as engine:
        if not publish(engine, Shelf(settings.published_dir), wanted):
            click.echo("nothing new")


def publish(
    engine: Engine, shelf: Shelf, wanted: list[Period], now: datetime | None = None, may: May = at_any_time
) -> list[Edition]:
    """A new edition of every wanted period (else of all held) whose figures changed, if it `may` come out now."""
    now = now or datetime.now(UTC)
    with Session(engine) as session:
        supplies = list(writing.all_supplies(session))
    held = touching(supply.month for supply in supplies if supply.state == "current")
    missing = [period.id for period in wanted if period not in held]
    if missing:
        click.echo(f"portal: no supply is held for {', '.join(missing)}; ingest one first", err=True)
        raise Stopped(REFUSED)
    paper = on_paper()
    found = [publish_period(engine, shelf, period, paper, now, may) for period in wanted or held]
    if supplies:
        found.append(publish_supplies(engine, shelf, now))
    return [edition for edition in found if edition]


def on_paper() -> maps.Paper:
    drawn = drawing(shipped.data("boundaries", "draw.geojson"))
    return maps.Paper(drawn.width, drawn.height, {area.code: area.path for area in drawn.areas})


def publish_period(
    engine: Engine, shelf: Shelf, period: Period, paper: maps.Paper, now: datetime, may: May
) -> Edition | None:
    with Session(engine) as session:
        supplies = frames.reaching_into(period, frames.current_supplies(session))
        inputs = editions.inputs_of(supplies, shipped.code())
        if shelf.numbers(period) and shelf.newest(period).manifest.inputs == inputs:
            settle_register(engine, shelf, period.id)
            return None
        year = Year(period, frames.stops(session, period, supplies), tuple(supplies), frames.answers)
        accounts = list(drawing_up.accounts(year))
        london_map = maps.drawn(accounts[0], paper)
        draft = editions.of_accounts(period, accounts, london_map, supplies, shipped.code())
        is_out = may(period, accounts[0].period.complete)
        edition = editions.publish(shelf, draft, now) if is_out else None
    settle_register(engine, shelf, period.id)
    if edition:
        told = accounts[0]
        months = f"{told.period.months_supplied} of {told.period.months_expected} months"
        click.echo(
            f"{period.id} edition {edition.manifest.number} ({edition.manifest.reason}): "
            f"{told.totals.searches:,} searches, {months}"
        )
    return edition


def publish_supplies(engine: Engine, shelf: Shelf, now: datetime) -> Edition | None:
    """The list of supplies, a page for each, and the rejected rows of public sources."""
    with Session(engine) as session:
        supplies = list(writing.all_supplies(session))
        rejections = {supply.public_id: frames.rejections(session, supply) for supply in supplies}
        edition = editions.publish(shelf, supply_documents.draft(supplies, rejections, shipped.code()), now)
    settle_register(engine, shelf, SUPPLIES)
    if edition:
        click.echo(f"supplies edition {edition.manifest.number}: {len(supplies):,} supplies")
    return edition


def settle_register(engine: Engine, shelf: Shelf, line: str) -> None:
    """Enter every edition on the shelf: also one whose run was cut off between its renaming and its entry."""
    with Session(engine) as session, session.begin():
        for number in shelf.numbers(line):
            if register.entered(session, line, number) is None:
                manifest = shelf.root / line / number / "manifest.json"
                published = Edition(manifest.parent).manifest.published_at
                register.enter(session, line, number, published, canonical.sha256(manifest.read_bytes()))
