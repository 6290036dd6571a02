"""One run of publishing: accounts drawn up from what is held, frozen as numbered editions.

The years first, then what is drawn from them: the series, the list of supplies, and the list of all tables.
"""

import errno
import gc
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from geo.boundaries import drawing, squares
from geo.wards import BadOutlines
from portal import shipped
from portal.accounts.counting.grouped import alike_of_people
from portal.accounts.finishing import maps
from portal.accounts.finishing.commentary import CommentaryFault, commentaries, of_no_year, without_account
from portal.charter.definitions import Charter
from portal.charter.parser import BadCharter
from portal.charter.validation import read_charter
from portal.disclosure.settings import disclosure_settings
from portal.documents.account import Account
from portal.editions.archive import BrokenTombstones, Edition, NotPublished, Shelf
from portal.editions.freeze import Draft, inputs_of, publish_edition
from portal.editions.history import History
from portal.periods import NoSuchPeriod, Period, today_in_london, touching, why_impossible
from portal.places import LONDON
from portal.publishing import beside_years, review_draws, review_year
from portal.publishing.events import (
    Event,
    Fault,
    NothingHeld,
    NothingPublished,
    Published,
    PublishResult,
    Skipped,
    Tell,
    UnusableCharter,
    UnusableOutlines,
    Waiting,
)
from portal.publishing.pipeline import Asked, Drafted, draft_year, drawn_up, public_search_tables, stands_beside
from portal.publishing.register import beginning, reconcile_archive
from portal.publishing.where import Local, where_files
from portal.publishing.year_files import account_stem
from portal.records import Supply
from portal.return_names import Names
from portal.settings import BadSetting, Settings
from portal.store import digests, held_rows, return_key, review_journal, source_rows
from portal.store import searches as frames
from portal.store import supplies as writing
from portal.store.database import DATABASE_ERRORS, DatabaseUnusable
from portal.store.return_key import KeyLost
from portal.store.supplies import NoSuchSupply, StillRead


@dataclass(frozen=True)
class Request:
    """What to publish: `periods`, or all that are held. `now`: the moment that editions carry.

    `on_release_days`: a year that is complete waits for its announced day; one that still runs comes out as it arrives.
    """

    periods: Sequence[Period] = ()
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    on_release_days: bool = False


@dataclass(frozen=True)
class Work:
    """What a run draws from, and by what. `supplies`: those that can be; `altered`: public ids of supplies whose rows

    are not those that were kept. `history`: what was published before. `local`: the operator's wards and places.
    """

    engine: Engine
    settings: Settings
    request: Request
    charter: Charter
    supplies: list[Supply]
    altered: frozenset[str]
    names: Names
    history: History
    local: Local

    @property
    def shelf(self) -> Shelf:
        return self.history.shelf

    @property
    def held(self) -> list[Period]:
        return touching(supply.month for supply in self.supplies if supply.state == "current")

    def freeze(self, draft: Draft) -> Edition | None:
        """The draft as an edition, entered in the register before it can be seen; None if nothing changed."""
        return publish_edition(self.shelf, draft, self.request.now, beginning(self.engine))


def ignore_event(_: Event) -> None:
    """For callers who want the result alone."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Look for circles of dead objects seldom: a year makes millions of cells that live on, and to look through them

    after every 700, as Python does, took a fifth of the time (docs/benchmarks.md).
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@rare_collections()
def publish(engine: Engine, settings: Settings, request: Request, tell: Tell = ignore_event) -> PublishResult:
    """A new edition of every period asked for (else of all held) whose figures changed, if it may come out now.

    A period that cannot be drawn up stays as it is, and so does one of which nothing is held any more; words of a
    place without an account are left out. The result's faults then say what to mend, and everything else comes out.
    NothingPublished (which: see events) before anything is drawn up. Only for whoever holds the lock.
    """
    archive = Shelf(settings.published_dir)
    reconcile_archive(engine, archive)
    work, faults = prepare_work(engine, settings, request)
    events = list(heard(faults, tell))
    if missing := [period.id for period in request.periods if period not in work.held]:
        raise NothingHeld(f"no supply is held for {', '.join(missing)}; ingest one first")
    for part, steps in parts_of(work):
        events += attempted(part, steps, tell)
    reconcile_archive(engine, archive)
    return PublishResult.from_events(events)


def prepare_work(engine: Engine, settings: Settings, request: Request) -> tuple[Work, list[Fault]]:
    """What can be drawn from; and the supplies that cannot be, each with what to do."""
    charter, local, names = usable_charter(settings), usable_local(settings), return_key.open_return_names(engine)
    with Session(engine) as session:
        history = History(Shelf(settings.published_dir), return_key.renamed(session))
        every = list(writing.all_supplies(session))
        altered = held_rows.altered_supplies(
            session, (each for each in every if shows_rows(each) or digests.is_broken(each))
        )
    faults = [Fault(held_rows.what_to_do(supply)) for supply in altered]
    why = {supply.public_id: why_impossible(supply.month, request.now) for supply in every}
    faults += [
        Fault(f"{supply.public_id} is left out: {why[supply.public_id]}; portal withdraw takes it away")
        for supply in every
        if supply.state == "current" and why[supply.public_id]
    ]
    possible = [supply for supply in every if not why[supply.public_id]]
    ids = frozenset(supply.public_id for supply in altered)
    return Work(engine, settings, request, charter, possible, ids, names, history, local), faults


def usable_charter(settings: Settings) -> Charter:
    """The charter to measure by. If it or data/disclosure.toml cannot be used, nothing is published."""
    try:
        disclosure_settings()
        return read_charter(settings.charter)
    except (BadCharter, OSError) as wrong:
        raise UnusableCharter(f"nothing is published: {wrong}") from wrong


def usable_local(settings: Settings) -> Local:
    """The operator's wards and places. If a file of them cannot be used, nothing is published."""
    try:
        return Local.of_files(settings.wards, settings.places)
    except BadOutlines as wrong:
        raise UnusableOutlines(f"nothing is published: {wrong}") from wrong


def shows_rows(supply: Supply) -> bool:
    """Whether anything is published from its rows: figures, or what was rejected."""
    return supply.state == "current" or supply.rows_rejected > 0


# A run in parts: what goes wrong in one of them costs that part alone.

Part = tuple[str, Iterator[Event]]
"""What it is called where it cannot be done, and its steps."""

OF_THE_RUN: tuple[type[Exception], ...] = (NothingPublished, DatabaseUnusable, *DATABASE_ERRORS)
"""No other part could be done either."""
OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""The same of an OSError: a full disk, or one that may not be written."""
OF_A_PART: tuple[type[Exception], ...] = (
    *(CommentaryFault, NotPublished, BrokenTombstones, NoSuchPeriod),
    *(BadSetting, KeyLost, NoSuchSupply, StillRead, OSError),
)
"""What an operator can mend; any other error is a defect of ours."""


def parts_of(work: Work) -> Iterator[Part]:
    """In their order. No step is taken before it is asked for."""
    yield "what lies beside the years", faults_beside(work)
    yield "the draws of the video review", publish_draws(work)
    paper = on_paper()
    for period in sorted(work.request.periods or work.held):
        yield period.id, publish_period(work, period, paper)
    yield "the series", publish_series(work)
    yield "the list of supplies", publish_supplies(work)
    yield "the list of tables", publish_catalogue(work)


def heard(steps: Iterable[Event], tell: Tell) -> Iterator[Event]:
    for event in steps:
        tell(event)
        yield event


def attempted(part: str, steps: Iterator[Event], tell: Tell) -> Iterator[Event]:
    """The events of one part; what goes wrong in it is the last of them, unless no other part could be done either."""
    try:
        yield from heard(steps, tell)
        return
    except OF_THE_RUN:
        raise
    except OF_A_PART as trouble:
        if isinstance(trouble, OSError) and trouble.errno in OF_THE_MACHINE:
            raise
        fault = Fault(str(trouble), part)
    except Exception as defect:  # a defect in one year's figures must not cost all the others theirs
        name = type(defect).__name__  # its words may be those of a record
        fault = Fault(f"{part} is not published anew, by a defect of ours ({name})", part, defect)
    tell(fault)
    yield fault


# The steps of each part.


def faults_beside(work: Work) -> Iterator[Event]:
    """Words beside no year; and years that are served though no supply of them is held: nothing can correct them."""
    today = today_in_london(work.request.now)
    yield from map(Fault, list(of_no_year(work.settings.commentary_dir, work.held, today)))
    if work.request.periods:
        return
    for period in work.shelf.periods():
        edition = work.shelf.newest(period)
        if period not in work.held and edition.has(LONDON):
            name = f"{period.id}/{edition.manifest.number}"
            yield Fault(
                f"no supply is held of {period.id} any more, so {name} stays as it is: ingest one, or withdraw it"
            )


def on_paper() -> maps.Paper:
    drawn = drawing(shipped.data("boundaries", "draw.geojson"))
    layout = squares({area.code: area.label for area in drawn.areas})
    return maps.Paper(drawn.width, drawn.height, {area.code: area.path for area in drawn.areas}, layout)


def publish_period(work: Work, period: Period, paper: maps.Paper) -> Iterator[Event]:
    """A year, if what its figures follow from has changed since its newest edition."""
    history, settings, charter = work.history, work.settings, work.charter
    words = commentaries(settings.commentary_dir, period, today_in_london(work.request.now))
    with Session(work.engine) as session:
        possible = {supply.public_id for supply in work.supplies}
        current = [supply for supply in frames.current_supplies(session) if supply.public_id in possible]
        supplies = frames.reaching_into(period, current)
        if altered := altered_in(work, period, supplies):
            yield Skipped(f"{period.id} is not published anew: it has rows of {', '.join(altered)}")
            return
        given = {"wards": settings.wards, "places": settings.places}
        beside = stands_beside(history, period, words, settings.charter, given)
        journal = review_journal.journal_entries(session)
        if own := review_year.entries_of_year(journal, period):
            beside["review"] = review_year.review_mark(own)
        inputs = inputs_of(supplies, beside, shipped.code())
        inputs = work.names.of_inputs(inputs, {supply.source for supply in supplies})
        newest = history.newest(period)
        if newest and newest.manifest.inputs == inputs:
            return
        asked = Asked(period, alike_of_people(supplies), charter, words)
        year, measured, public_rows = drawn_up(session, history, asked)
        review = review_year.review_of_year(session, history, charter, journal, measured)
        accounts = review_year.with_review(measured, charter, review)
        unheard = words.keys() - {account_stem(account) for account in accounts}
        yield from map(Fault, list(without_account(settings.commentary_dir, period, unheard)))
        mapped = maps.borough_map(accounts, charter, paper)
        named = source_rows.point_names(session, supplies)
        where = where_files(year, accounts, public_rows, work.local, named)
        drafted = Drafted(
            period, accounts, mapped, supplies, charter, beside, inputs, history, where.documents, where.shapes,
            review.document if review else None,
        )  # fmt: skip
        draft = draft_year(drafted, shipped.code(), lambda: public_search_tables(session, year, public_rows))
        if day := day_awaited(work.request, period, is_complete=accounts[0].period.complete):
            yield Waiting(period, day)
            return
        edition = work.freeze(draft)
    if edition:
        yield Published(edition, edition_sentence(edition, accounts[0]))


def altered_in(work: Work, period: Period, supplies: Sequence[Supply]) -> list[str]:
    """Public ids of supplies of the period that cannot be drawn from. `supplies`: those that are current."""
    broken = list(filter(digests.is_broken, work.supplies))  # of which nobody knows whether they are current
    return sorted({each.public_id for each in [*supplies, *frames.reaching_into(period, broken)]} & work.altered)


def day_awaited(request: Request, period: Period, *, is_complete: bool) -> date | None:
    """The day that a year waits for; None if it may come out now."""
    if not (request.on_release_days and is_complete):
        return None
    day = release_day(period)
    return day if request.now.date() < day else None


def edition_sentence(edition: Edition, london: Account) -> str:
    many = london.totals.searches
    counted = "no figure for London" if many is None else f"{many:,} searches"
    months = f"{london.period.months_supplied} of {london.period.months_expected} months"
    number = f"{edition.manifest.period} edition {edition.manifest.number}"
    return f"{number} ({edition.manifest.reason}): {counted}, {months}"


def publish_draws(work: Work) -> Iterator[Event]:
    """How searches are drawn for the video review: seeds that are promised, and a receipt of every draw."""
    with Session(work.engine) as session:
        entries = review_journal.journal_entries(session)
    invented = any(supply.invented for supply in work.supplies)
    draft = review_draws.draft_draws(entries, shipped.code(), invented=invented)
    if draft and (edition := work.freeze(draft)):
        yield Published(edition, f"draws edition {edition.manifest.number}: {len(entries):,} entries of the review")


def publish_series(work: Work) -> Iterator[Event]:
    """Every place over all published years: a line of editions of its own, drawn from published accounts alone."""
    draft = beside_years.draft_series(work.history, work.charter, shipped.code())
    if draft and (edition := work.freeze(draft)):
        yield Published(edition, f"series edition {edition.manifest.number}: {len(draft.documents):,} places")


def publish_supplies(work: Work) -> Iterator[Event]:
    """The list of supplies, a page for each, and the rejected rows of public sources."""
    if not work.supplies:
        return
    with Session(work.engine) as session:
        rejections = {supply.public_id: frames.rejections(session, supply) for supply in work.supplies}
        broken = {supply.public_id for supply in work.supplies if digests.is_broken(supply)}
        altered = [name for name in work.altered & rejections.keys() if not rejections[name].is_empty()]
        if broken or altered:
            names = ", ".join(sorted({*broken, *altered}))
            yield Skipped(f"the list of supplies is not published anew: it has rows of {names}")
            return
        draft = beside_years.draft_supplies(work.supplies, rejections, shipped.code(), work.history.renamed)
        edition = work.freeze(draft)
    if edition:
        yield Published(edition, f"supplies edition {edition.manifest.number}: {len(work.supplies):,} supplies")


def publish_catalogue(work: Work) -> Iterator[Event]:
    """The list of every table, silently: it changes whenever something else does."""
    if draft := beside_years.draft_catalogue(work.history, shipped.code()):
        work.freeze(draft)
    yield from ()


# When the annual accounts of a year come out (data/calendar.toml).


@cache
def release_calendar() -> dict[str, Any]:
    return tomllib.loads(shipped.data("calendar.toml").read_text("utf-8"))


def release_day(period: Period) -> date:
    """The day announced for the period, else the rule's day in the year after its end."""
    for release in release_calendar()["release"]:
        if release["period"] == period.id:
            return date.fromisoformat(release["date"])
    rule = release_calendar()["rule"]["financial" if period.is_financial else "calendar"]
    year = period.end.year if period.is_financial else period.end.year + 1
    return date.fromisoformat(f"{year}-{rule}")
