"""`portal publish`: accounts drawn up from what is held, frozen as numbered editions."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Engine
from sqlmodel import Session

from geo.outlines import drawing
from geo.squares import squares
from portal import shipped
from portal.accounts import (
    catalogue,
    editions,
    maps,
    series_drawing,
    supply_documents,
)
from portal.accounts.commentary import CommentaryFault, commentaries, of_no_year, without_account
from portal.accounts.document import Account
from portal.accounts.files.year import account_stem
from portal.accounts.shelf import Edition, Shelf
from portal.accounts.year_draft import Drafted, of_accounts
from portal.charter.building import BadCharter
from portal.charter.definitions import Charter
from portal.charter.reading import read as read_charter
from portal.commands import running
from portal.commands.drawing import Asked, changed_since, counted, drawn, searches, stands_beside
from portal.commands.live_export import renewed
from portal.commands.outcomes import REFUSED, Stopped
from portal.commands.settling import beginning, settle
from portal.periods import Period, touching
from portal.places import LONDON
from portal.settings import Settings
from portal.store import frames, writing

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
        faults: list[str] = []
        if not publish(engine, settings, wanted, faults=faults) and not faults:
            click.echo("nothing new")
        faults += said(renewed(settings))
    if faults:
        raise Stopped(REFUSED)


def publish(
    engine: Engine,
    settings: Settings,
    wanted: list[Period],
    now: datetime | None = None,
    may: May = at_any_time,
    *,
    faults: list[str],
) -> list[Edition]:
    """A new edition of every wanted period (else of all held) whose figures changed, if it `may` come out now.

    A period with a commentary that cannot be used stays as it is, and so does one of which nothing is held any more;
    words of a place without an account are left out. `faults` then says what to mend. Stopped (6) before anything is
    drawn up if the shelf holds an edition of nobody's.
    """
    now = now or datetime.now(UTC)
    shelf = Shelf(settings.published_dir)
    settle(engine, shelf)
    charter = charter_of(settings)
    with Session(engine) as session:
        supplies = list(writing.all_supplies(session))
    held = touching(supply.month for supply in supplies if supply.state == "current")
    missing = [period.id for period in wanted if period not in held]
    if missing:
        click.echo(f"portal: no supply is held for {', '.join(missing)}; ingest one first", err=True)
        raise Stopped(REFUSED)
    paper = on_paper()
    found = []
    faults += said(of_no_year(settings.commentary_dir, held, today_in_london(now)))
    faults += said([] if wanted else unsupported(shelf, held))
    for period in sorted(wanted or held):
        try:
            found.append(publish_period(engine, settings, charter, period, paper, now, may, faults))
        except CommentaryFault as fault:
            faults.append(str(fault))
            click.echo(f"portal: {period.id} is not published anew: {fault}", err=True)
    found.append(publish_series(engine, shelf, charter, now))
    if supplies:
        found.append(publish_supplies(engine, shelf, now))
    publish_catalogue(engine, shelf, now)
    settle(engine, shelf)
    return [edition for edition in found if edition]


def unsupported(shelf: Shelf, held: Collection[Period]) -> Iterator[str]:
    """Years that are served though no supply of them is held any more: nothing can correct them."""
    for period in shelf.periods():
        edition = shelf.newest(period)
        if period not in held and edition.has(LONDON):
            name = f"{period.id}/{edition.manifest.number}"
            fault = f"no supply is held of {period.id} any more, so {name} stays as it is: ingest one, or withdraw it"
            yield fault


def today_in_london(now: datetime) -> date:
    return now.astimezone(ZoneInfo("Europe/London")).date()


def said(faults: Iterable[str]) -> list[str]:
    """The faults, told to the operator."""
    told = list(faults)
    for fault in told:
        click.echo(f"portal: {fault}", err=True)
    return told


def on_paper() -> maps.Paper:
    drawn = drawing(shipped.data("boundaries", "draw.geojson"))
    layout = squares({area.code: area.label for area in drawn.areas})
    return maps.Paper(drawn.width, drawn.height, {area.code: area.path for area in drawn.areas}, layout)


def charter_of(settings: Settings) -> Charter:
    """The charter to measure by; one that cannot be used stops everything, with its faults by line."""
    try:
        return read_charter(settings.charter)
    except (BadCharter, OSError) as wrong:
        click.echo(f"portal: nothing is published: {wrong}", err=True)
        raise Stopped(REFUSED) from wrong


def publish_period(
    engine: Engine,
    settings: Settings,
    charter: Charter,
    period: Period,
    paper: maps.Paper,
    now: datetime,
    may: May,
    faults: list[str],
) -> Edition | None:
    shelf = Shelf(settings.published_dir)
    words = commentaries(settings.commentary_dir, period, today_in_london(now))
    with Session(engine) as session:
        supplies = frames.reaching_into(period, frames.current_supplies(session))
        beside = stands_beside(shelf, period, words, settings.charter)
        inputs = editions.inputs_of(supplies, beside, shipped.code())
        if shelf.numbers(period) and shelf.newest(period).manifest.inputs == inputs:
            return None
        changed = changed_since(session, shelf, period, supplies)
        asked = Asked(period, supplies, charter, words, changed)
        year, measures = counted(session, asked)
        accounts = drawn(session, shelf, asked, year, measures)
        unheard = words.keys() - {account_stem(account) for account in accounts}
        faults += said(without_account(settings.commentary_dir, period, unheard))
        drafted = Drafted(period, accounts, maps.drawn(accounts, charter, paper), supplies, charter, beside)
        draft = of_accounts(drafted, shipped.code(), changed, lambda: searches(session, year))
        is_out = may(period, accounts[0].period.complete)
        edition = editions.publish(shelf, draft, now, beginning(engine)) if is_out else None
    if edition:
        told(edition, accounts[0])
    return edition


def told(edition: Edition, london: Account) -> None:
    many = london.totals.searches
    counted = "no figure for London" if many is None else f"{many:,} searches"
    months = f"{london.period.months_supplied} of {london.period.months_expected} months"
    number = f"{edition.manifest.period} edition {edition.manifest.number}"
    click.echo(f"{number} ({edition.manifest.reason}): {counted}, {months}")


def publish_series(engine: Engine, shelf: Shelf, charter: Charter, now: datetime) -> Edition | None:
    """Every place over all published years: a line of editions of its own, drawn from published accounts alone."""
    draft = series_drawing.draft(shelf, charter, shipped.code())
    edition = editions.publish(shelf, draft, now, beginning(engine)) if draft else None
    if edition:
        click.echo(f"series edition {edition.manifest.number}: {len(draft.documents) if draft else 0:,} places")
    return edition


def publish_supplies(engine: Engine, shelf: Shelf, now: datetime) -> Edition | None:
    """The list of supplies, a page for each, and the rejected rows of public sources."""
    with Session(engine) as session:
        supplies = list(writing.all_supplies(session))
        rejections = {supply.public_id: frames.rejections(session, supply) for supply in supplies}
        draft = supply_documents.draft(supplies, rejections, shipped.code())
        edition = editions.publish(shelf, draft, now, beginning(engine))
    if edition:
        click.echo(f"supplies edition {edition.manifest.number}: {len(supplies):,} supplies")
    return edition


def publish_catalogue(engine: Engine, shelf: Shelf, now: datetime) -> None:
    """The list of every table, silently: it changes whenever something else does."""
    if draft := catalogue.draft(shelf, shipped.code()):
        editions.publish(shelf, draft, now, beginning(engine))
