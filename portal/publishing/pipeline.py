"""From a year's supplies to its accounts as they may be published: the one walk through all rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from sqlmodel import Session

from portal import shipped
from portal.accounts.checks import duties, grounds
from portal.accounts.checks.apply import Evidence, with_checks
from portal.accounts.checks.states import Measures
from portal.accounts.counting import account as drawing_up
from portal.accounts.counting.searches import Year
from portal.accounts.finishing import finish
from portal.charter import rules
from portal.charter.agreements import known_facts
from portal.charter.definitions import Charter
from portal.documents import canonical
from portal.documents.account import Account, Commentary, account_place
from portal.documents.manifest import YEAR_BEFORE
from portal.documents.references import EditionRef
from portal.editions.freeze import FilesInTurn
from portal.editions.history import History
from portal.periods import Period
from portal.places import LONDON
from portal.publishing.searches import bodies as search_bodies
from portal.publishing.searches import public_supplies
from portal.records import Supply
from portal.store import return_columns, searches, source_rows
from portal.store import supplies as writing

PublicRows = dict[str, pl.DataFrame]
"""Public id of a supply of a public source -> its rows as they are held (source_rows.SOURCE_COLUMNS)."""


@dataclass(frozen=True)
class Asked:
    """A year to draw up: its supplies, the charter to measure by, the words beside it."""

    period: Period
    supplies: list[Supply]
    charter: Charter
    words: Mapping[str, list[Commentary]]


def drawn_up(session: Session, history: History, asked: Asked) -> tuple[Year, list[Account], PublicRows]:
    """The year's searches, every account of it, and its public rows. What checks were counted from is not kept."""
    year, measures, public_rows = measure_year(session, asked)
    return year, build_year_accounts(session, history, asked, year, measures), public_rows


def build_year_accounts(
    session: Session, history: History, asked: Asked, year: Year, measures: Measures
) -> list[Account]:
    """Every account of the year: drawn up, measured, finished. The last two: from `counted`."""
    accounts = drawing_up.accounts(year)
    arrived = duties.arrivals(writing.all_supplies(session))
    checked = with_checks(Evidence(year, measures, accounts, history.people_figures(year.period), arrived))
    here = [account_place(account) for account in accounts]
    return finish.finish_accounts(checked, history.year_before(year.period, here), asked.words)


def measure_year(session: Session, asked: Asked) -> tuple[Year, Measures, PublicRows]:
    """The year's searches in groups, the state of each under every check, and the rows that may be published.

    They are measured a supply at a time, to stay small, and each row is read from the database once. Nothing behind
    this has to be protected (accounts.counting.grouped).
    """
    known, keys, finer = (
        known_facts(asked.charter),
        searches.every_label_key(session),
        return_columns.every_finer_key(session),
    )
    stops, measured, public_rows = [], [], {}
    public_ids = {supply.public_id for supply in public_supplies(asked.supplies)}
    for supply in asked.supplies:
        held = return_columns.rows_held(session, asked.period, supply)
        own, said = return_columns.measured_frames(held, supply, keys, finer)
        if supply.public_id in public_ids:
            public_rows[supply.public_id] = held.select(*source_rows.SOURCE_COLUMNS)
        frame = return_columns.join_return_facts(own, said)
        stops.append(own.cast({pl.String: pl.Categorical}))
        states = rules.states(asked.charter, known, frame)
        measured.append(states.hstack(grounds.flag_states(frame)).hstack(grounds.grade_states(frame)))
    year = Year.of(asked.period, pl.concat(stops), asked.supplies, return_columns.has_check_field)
    return year, Measures.from_states(asked.charter, year, pl.concat(measured)), public_rows


def public_search_tables(session: Session, year: Year, public_rows: PublicRows) -> FilesInTurn:
    """The tables of public searches, by place, in parts."""
    known = source_rows.source_labels(session)
    return search_bodies(year, lambda supply: source_rows.as_source_wrote(public_rows[supply.public_id], supply, known))


def stands_beside(
    history: History, period: Period, words: Mapping[str, list[Commentary]], charter: Path
) -> dict[str, str]:
    """What a year's figures follow from beside its supplies, by name."""
    beside = {"charter": charter_mark(charter)}
    before = history.newest(period.before)
    if before and before.has(LONDON):  # else there is nothing to compare
        beside[YEAR_BEFORE] = str(EditionRef(before.name, before.manifest.sha256))
    if words:
        told = {stem: [each.model_dump() for each in voices] for stem, voices in sorted(words.items())}
        beside["commentary"] = canonical.sha256(canonical.as_bytes(told))
    return beside


def charter_mark(path: Path) -> str:
    """The charter that is measured: its bytes, those of the agreed rationale and of section 60 authorisations."""
    beside = [file for name in shipped.BESIDE_CHARTER for file in sorted(shipped.data(name).glob("*.toml"))]
    return canonical.sha256(b"".join(file.read_bytes() for file in (path, *beside)))
