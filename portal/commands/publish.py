"""`portal publish`: accounts drawn up from what is held, frozen as numbered editions."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import click
from sqlalchemy import Engine
from sqlmodel import Session

from geo.outlines import drawing, squares
from portal import shipped
from portal.accounts.counting.grouped import alike_of_people
from portal.accounts.finishing import maps
from portal.accounts.finishing.commentary import commentaries, of_no_year, without_account
from portal.charter.definitions import Charter
from portal.charter.parser import BadCharter
from portal.charter.validation import read_charter
from portal.disclosure.settings import disclosure_settings
from portal.documents.account import Account
from portal.editions import freeze
from portal.editions.archive import Edition, Shelf
from portal.export.live import renew_live_exports
from portal.periods import Period, today_in_london, touching, why_impossible
from portal.places import LONDON
from portal.publishing import catalogue, series
from portal.publishing import supplies as supply_documents
from portal.publishing.pipeline import Asked, drawn_up, public_search_tables, stands_beside
from portal.publishing.register import beginning, reconcile_archive
from portal.publishing.year import Drafted, draft_year
from portal.publishing.year_files import account_stem
from portal.records import Supply
from portal.return_names import Names, Renamed
from portal.running import run
from portal.running.outcomes import REFUSED, Stopped
from portal.running.troubles import collect_faults, exit_of, report_faults
from portal.settings import Settings
from portal.store import digests, held_rows, return_key, searches
from portal.store import supplies as writing

May = Callable[[Period, bool], bool]
"""Whether a period may come out now, told whether it is complete."""


def at_any_time(*_: object) -> bool:
    return True


@dataclass(frozen=True)
class Work:
    """One run: what it draws from, and by what. `supplies`: those that can be; `altered`: public ids of supplies whose

    rows are not those that were kept. `faults` grows: what the operator has to mend. `renamed`: what
    supplies were called in older editions.
    """

    engine: Engine
    settings: Settings
    charter: Charter
    now: datetime
    may: May
    supplies: list[Supply]
    altered: frozenset[str]
    faults: list[str]
    names: Names
    renamed: Renamed

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.settings.published_dir)

    @property
    def held(self) -> list[Period]:
        return touching(supply.month for supply in self.supplies if supply.state == "current")


@click.command("publish", help=__doc__)
@click.option("--period", "periods", multiple=True, help="Only this year (2018-19 or 2018); may be repeated.")
def command(periods: tuple[str, ...]) -> None:
    settings = Settings.from_environ(os.environ)
    wanted = [Period.named(text) for text in periods]
    with run.writing(settings, "publish") as engine:
        faults: list[str] = []
        if not publish_editions(engine, settings, wanted, faults=faults) and not faults:
            click.echo("nothing new")
        faults += report_faults(renew_live_exports(settings))
    if faults:
        raise Stopped(exit_of(faults))


def publish_editions(
    engine: Engine,
    settings: Settings,
    wanted: list[Period],
    now: datetime | None = None,
    may: May = at_any_time,
    *,
    faults: list[str],
) -> list[Edition]:
    """A new edition of every wanted period (else of all held) whose figures changed, if it `may` come out now.

    A period that cannot be drawn up stays as it is, and so does one of which nothing is held any more; words of a
    place without an account are left out. `faults` then says what to mend (troubles.exit_of: what the run ends with),
    and everything else comes out. Stopped (6) before anything is drawn up if the shelf holds an edition of nobody's.
    """
    now = now or datetime.now(UTC)
    reconcile_archive(engine, Shelf(settings.published_dir))
    work = prepare_work(engine, settings, now, may, faults)
    missing = [period.id for period in wanted if period not in work.held]
    if missing:
        click.echo(f"portal: no supply is held for {', '.join(missing)}; ingest one first", err=True)
        raise Stopped(REFUSED)
    with collect_faults("what lies beside the years", faults):
        faults += report_faults(of_no_year(settings.commentary_dir, work.held, today_in_london(now)))
        faults += report_faults([] if wanted else unsupported(work.shelf, work.held))
    found = [*published_years(work, wanted or work.held), *published_lists(work)]
    reconcile_archive(engine, work.shelf)
    return found


def prepare_work(engine: Engine, settings: Settings, now: datetime, may: May, faults: list[str]) -> Work:
    """What can be drawn from; supplies that cannot be are told, each with what to do."""
    charter, names = usable_charter(settings), return_key.open_return_names(engine)
    with Session(engine) as session:
        renamed = return_key.renamed(session)
        every = list(writing.all_supplies(session))
        altered = held_rows.altered_supplies(
            session, (each for each in every if shows_rows(each) or digests.is_broken(each))
        )
    faults += report_faults(map(held_rows.what_to_do, altered))
    absurd = [supply for supply in every if supply.state == "current" and why_impossible(supply.month, now)]
    faults += report_faults(
        f"{supply.public_id} is left out: {why_impossible(supply.month, now)}; portal withdraw takes it away"
        for supply in absurd
    )
    supplies = [supply for supply in every if not why_impossible(supply.month, now)]
    ids = frozenset(supply.public_id for supply in altered)
    return Work(engine, settings, charter, now, may, supplies, ids, faults, names, renamed)


def shows_rows(supply: Supply) -> bool:
    """Whether anything is published from its rows: figures, or what was rejected."""
    return supply.state == "current" or supply.rows_rejected > 0


def published_years(work: Work, periods: Iterable[Period]) -> Iterator[Edition]:
    paper = on_paper()
    for period in sorted(periods):
        with collect_faults(period.id, work.faults):
            if edition := publish_period(work, period, paper):
                yield edition


def published_lists(work: Work) -> Iterator[Edition]:
    """Series, list of supplies, and the list of all tables, drawn from what the years came to."""
    with collect_faults("the series", work.faults):
        if edition := publish_series(work):
            yield edition
    with collect_faults("the list of supplies", work.faults):
        if work.supplies and (edition := publish_supplies(work)):
            yield edition
    with collect_faults("the list of tables", work.faults):
        publish_catalogue(work)


def unsupported(shelf: Shelf, held: Collection[Period]) -> Iterator[str]:
    """Years that are served though no supply of them is held any more: nothing can correct them."""
    for period in shelf.periods():
        edition = shelf.newest(period)
        if period not in held and edition.has(LONDON):
            name = f"{period.id}/{edition.manifest.number}"
            fault = f"no supply is held of {period.id} any more, so {name} stays as it is: ingest one, or withdraw it"
            yield fault


def on_paper() -> maps.Paper:
    drawn = drawing(shipped.data("boundaries", "draw.geojson"))
    layout = squares({area.code: area.label for area in drawn.areas})
    return maps.Paper(drawn.width, drawn.height, {area.code: area.path for area in drawn.areas}, layout)


def usable_charter(settings: Settings) -> Charter:
    """The charter to measure by. If it or data/disclosure.toml cannot be used, nothing is published: faults by line."""
    try:
        disclosure_settings()
        return read_charter(settings.charter)
    except (BadCharter, OSError) as wrong:
        click.echo(f"portal: nothing is published: {wrong}", err=True)
        raise Stopped(REFUSED) from wrong


def publish_period(work: Work, period: Period, paper: maps.Paper) -> Edition | None:
    shelf, settings, charter = work.shelf, work.settings, work.charter
    words = commentaries(settings.commentary_dir, period, today_in_london(work.now))
    with Session(work.engine) as session:
        possible = {supply.public_id for supply in work.supplies}
        current = [supply for supply in searches.current_supplies(session) if supply.public_id in possible]
        supplies = searches.reaching_into(period, current)
        broken = list(filter(digests.is_broken, work.supplies))  # of which nobody knows whether they are current
        unclear = searches.reaching_into(period, broken)
        if altered := sorted({each.public_id for each in [*supplies, *unclear]} & work.altered):
            click.echo(f"portal: {period.id} is not published anew: it has rows of {', '.join(altered)}", err=True)
            return None
        beside = stands_beside(shelf, period, words, settings.charter)
        inputs = freeze.inputs_of(supplies, beside, shipped.code())
        inputs = work.names.of_inputs(inputs, {supply.source for supply in supplies})
        if shelf.numbers(period) and shelf.newest(period).manifest.inputs == inputs:
            return None
        asked = Asked(period, alike_of_people(supplies), charter, words)
        year, accounts, public_rows = drawn_up(session, shelf, asked)
        unheard = words.keys() - {account_stem(account) for account in accounts}
        work.faults.extend(report_faults(without_account(settings.commentary_dir, period, unheard)))
        mapped = maps.borough_map(accounts, charter, paper)
        drafted = Drafted(period, accounts, mapped, supplies, charter, beside, inputs, work.renamed)
        draft = draft_year(drafted, shipped.code(), lambda: public_search_tables(session, year, public_rows))
        is_out = work.may(period, accounts[0].period.complete)
        edition = freeze.publish_edition(shelf, draft, work.now, beginning(work.engine)) if is_out else None
    if edition:
        print_edition(edition, accounts[0])
    return edition


def print_edition(edition: Edition, london: Account) -> None:
    many = london.totals.searches
    counted = "no figure for London" if many is None else f"{many:,} searches"
    months = f"{london.period.months_supplied} of {london.period.months_expected} months"
    number = f"{edition.manifest.period} edition {edition.manifest.number}"
    click.echo(f"{number} ({edition.manifest.reason}): {counted}, {months}")


def publish_series(work: Work) -> Edition | None:
    """Every place over all published years: a line of editions of its own, drawn from published accounts alone."""
    draft = series.draft_series(work.shelf, work.charter, shipped.code())
    edition = freeze.publish_edition(work.shelf, draft, work.now, beginning(work.engine)) if draft else None
    if edition:
        click.echo(f"series edition {edition.manifest.number}: {len(draft.documents) if draft else 0:,} places")
    return edition


def publish_supplies(work: Work) -> Edition | None:
    """The list of supplies, a page for each, and the rejected rows of public sources."""
    with Session(work.engine) as session:
        rejections = {supply.public_id: searches.rejections(session, supply) for supply in work.supplies}
        broken = {supply.public_id for supply in work.supplies if digests.is_broken(supply)}
        altered = [name for name in work.altered & rejections.keys() if not rejections[name].is_empty()]
        if broken or altered:
            names = ", ".join(sorted({*broken, *altered}))
            click.echo(f"portal: the list of supplies is not published anew: it has rows of {names}", err=True)
            return None
        draft = supply_documents.draft_supplies(work.supplies, rejections, shipped.code(), work.renamed)
        edition = freeze.publish_edition(work.shelf, draft, work.now, beginning(work.engine))
    if edition:
        click.echo(f"supplies edition {edition.manifest.number}: {len(work.supplies):,} supplies")
    return edition


def publish_catalogue(work: Work) -> None:
    """The list of every table, silently: it changes whenever something else does."""
    if draft := catalogue.draft_catalogue(work.shelf, shipped.code()):
        freeze.publish_edition(work.shelf, draft, work.now, beginning(work.engine))
