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
    finishing,
    grounds_grades,
    grounds_shares,
)
from portal.accounts.document import Account, Commentary
from portal.accounts.editions import FilesInTurn
from portal.accounts.files.searches import bodies as search_bodies
from portal.accounts.measures import Measures
from portal.accounts.people_before import drawn_before
from portal.accounts.shelf import Shelf
from portal.accounts.with_checks import with_checks
from portal.accounts.year import Year
from portal.charter import measuring
from portal.charter.definitions import Charter
from portal.charter.known import published
from portal.periods import Period
from portal.places import LONDON
from portal.records import Supply
from portal.store import facts, frames, writing, written


@dataclass(frozen=True)
class Asked:
    """A year to draw up: its supplies, the charter to measure by, the words beside it."""

    period: Period
    supplies: list[Supply]
    charter: Charter
    words: Mapping[str, list[Commentary]]


def drawn_up(session: Session, shelf: Shelf, asked: Asked) -> tuple[Year, list[Account]]:
    """The year's searches, and every account of it. What the checks were counted from is not kept."""
    year, measures = counted(session, asked)
    return year, drawn(session, shelf, asked, year, measures)


def drawn(session: Session, shelf: Shelf, asked: Asked, year: Year, measures: Measures) -> list[Account]:
    """Every account of the year: drawn up, measured, finished. The last two: from `counted`."""
    accounts = drawing_up.accounts(year)
    arrived = duties.arrivals(writing.all_supplies(session))
    checked = with_checks(year, measures, accounts, drawn_before(shelf, year.period), arrived)
    here = [finishing.place_of(account) for account in accounts]
    return finishing.finished(checked, finishing.as_published(shelf, year.period.before, here), asked.words)


def counted(session: Session, asked: Asked) -> tuple[Year, Measures]:
    """The year's searches in groups, and the state of each under every check.

    They are measured a supply at a time, to stay small. Nothing behind this has to be protected (accounts.grouped).
    """
    known, keys, finer = published(asked.charter), frames.every_label_key(session), facts.every_finer_key(session)
    stops, measured = [], []
    for supply in asked.supplies:
        own, said = facts.supply_measured(session, asked.period, supply, keys, finer)
        frame = facts.joined(own, said)
        stops.append(own.cast({pl.String: pl.Categorical}))
        states = measuring.states(asked.charter, known, frame)
        measured.append(states.hstack(grounds_shares.states(frame)).hstack(grounds_grades.states(frame)))
    year = Year.of(asked.period, pl.concat(stops), asked.supplies, facts.answers)
    return year, Measures.from_states(asked.charter, year, pl.concat(measured))


def searches(session: Session, year: Year) -> FilesInTurn:
    """The tables of public searches, by place, in parts."""
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
