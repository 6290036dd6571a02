"""From a year's supplies to its accounts as they may be published: the one walk through all rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from sqlmodel import Session

from portal import shipped
from portal.accounts import (
    canonical,
    drawing_up,
    duties,
    earlier,
    earlier_checks,
    finishing,
    gate,
    grounds_grades,
    grounds_shares,
)
from portal.accounts.difference_document import as_changed
from portal.accounts.document import Account, Commentary
from portal.accounts.files.searches import bodies as search_bodies
from portal.accounts.measures import BY, Measures
from portal.accounts.shelf import Shelf
from portal.accounts.with_checks import with_checks
from portal.accounts.year import Year
from portal.charter import measuring
from portal.charter.definitions import Charter
from portal.charter.known import published
from portal.periods import Period
from portal.places import LONDON
from portal.records import Supply
from portal.store import changes, facts, frames, writing, written


@dataclass(frozen=True)
class Asked:
    """A year to draw up: its supplies, the charter to measure by, the words beside it, rows changed since before."""

    period: Period
    supplies: list[Supply]
    charter: Charter
    words: Mapping[str, list[Commentary]]
    changed: Mapping[str, tuple[int, int]]


def drawn(session: Session, shelf: Shelf, asked: Asked, year: Year, measures: Measures) -> list[Account]:
    """Every account of the year: drawn up, through the gate, measured, finished. The last two: from `counted`."""
    exact = drawing_up.accounts(year)
    here = [finishing.place_of(account) for account in exact]
    table = gate.table_of(year, earlier.tables(shelf, year.period, as_changed(asked.changed)))
    old = finishing.as_published(shelf, year.period, here)
    shown = gate.through(year, exact, table, old)
    before = earlier_checks.columns(shelf, year.period, as_changed(asked.changed), asked.charter)
    arrived = duties.arrivals(writing.all_supplies(session))
    checked = with_checks(year, measures, shown, table, before, old, arrived)
    return finishing.finished(checked, finishing.as_published(shelf, year.period.before, here), asked.words)


def counted(session: Session, asked: Asked) -> tuple[Year, Measures]:
    """The year's searches, and the state of each under every check: measured a supply at a time, to stay small."""
    known = published(asked.charter)
    stops, measured = [], []
    for supply in asked.supplies:
        own = frames.stops(session, asked.period, [supply])
        frame = facts.joined(own, facts.facts(session, asked.period, [supply]))
        stops.append(own)
        states = measuring.states(asked.charter, known, frame).hstack(grounds_shares.states(frame))
        states = states.hstack(grounds_grades.states(frame))
        measured.append(own.select(*BY, "placed").hstack(states))
    year = Year(asked.period, pl.concat(stops), tuple(asked.supplies), facts.answers)
    shares = (
        *grounds_shares.flags(),
        *(each for each in grounds_grades.checks() if each.id != grounds_grades.STRENGTH),
    )
    excusing = measuring.excusing(asked.charter, known) | {each.id: frozenset() for each in shares}
    return year, Measures(asked.charter, pl.concat(measured), excusing)


def searches(session: Session, year: Year) -> dict[str, bytes]:
    """The bodies of the tables of public searches, by place."""
    known = written.labels(session)
    return search_bodies(year, lambda supply: written.rows(session, year.period, supply, known))


def stands_beside(shelf: Shelf, period: Period, words: Mapping[str, list[Commentary]], charter: Path) -> dict[str, str]:
    """What a year's figures follow from beside its supplies, by name."""
    beside = {"charter": charter_mark(charter)}
    if shelf.numbers(period.before) and shelf.newest(period.before).has(LONDON):  # else there is nothing to compare
        manifest = shelf.newest(period.before).manifest
        beside["year before"] = f"{manifest.period}/{manifest.number} {manifest.sha256}"
    if words:
        told = {stem: [each.model_dump() for each in voices] for stem, voices in sorted(words.items())}
        beside["commentary"] = canonical.sha256(canonical.as_bytes(told))
    return beside


def charter_mark(path: Path) -> str:
    """The charter that is measured: its bytes, those of the agreed rationale and of section 60 authorisations."""
    beside = [file for name in shipped.BESIDE_CHARTER for file in sorted(shipped.data(name).glob("*.toml"))]
    return canonical.sha256(b"".join(file.read_bytes() for file in (path, *beside)))


def changed_since(session: Session, shelf: Shelf, period: Period, supplies: list[Supply]) -> dict[str, tuple[int, int]]:
    """Rows changed since the newest edition, by borough; none before the first."""
    if not shelf.numbers(period):
        return {}
    before = [source["id"] for source in shelf.newest(period).manifest.supplies]
    return changes.rows_changed(session, period, before, supplies)
