"""No figure is told as a value unless it was true before the damage, within the interval or range it states."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from geo.locate import Locator
from ingest import load
from ingest.findings import examine
from ingest.outcome import Origin
from portal.accounts.counting import account as drawing_up
from portal.accounts.counting.searches import Year
from portal.accounts.finishing import finish
from portal.documents.account import Account
from portal.periods import Period
from portal.places import Kind
from portal.store import database
from portal.store import searches as frames
from tests.accounts.damaged.damage import (
    DAMAGES,
    DECIDING,
    NEEDS_MONTHS_BEFORE,
    Damage,
    arriving,
    needs_months_before,
)
from tests.accounts.damaged.oracle import wrong
from tests.accounts.damaged.world import CITY, MET, MONTHS, Files, Search, world

RECEIVED = datetime(2026, 6, 1, tzinfo=UTC)
PERIOD = Period.named("2019")


Came = set[tuple[str, str]]
"""The forces and months of which a file came."""


def drawn(folder: Path, files: Sequence[tuple[str, bytes]], locator: Locator) -> tuple[list[Account], Came]:
    """The accounts of what arrived, finished, and of which force and month something did."""
    engine = database.open_database(f"sqlite:///{folder / 'test.sqlite3'}")
    loader = load.Loader(engine, locator, Origin(received=RECEIVED))
    for name, raw in files:
        (folder / name).write_bytes(raw)
        loader.load(load.Candidate(folder / name, by_name=True, below=name))
    with Session(engine) as session, session.begin():
        examine.update_findings(session)
    with Session(engine) as session:
        supplies = frames.reaching_into(PERIOD, frames.current_supplies(session))
        year = Year(PERIOD, frames.stops(session, PERIOD, supplies), tuple(supplies), frames.has_figure_field)
        accounts = finish.finish_accounts(drawing_up.accounts(year), {}, {})
    engine.dispose()
    return accounts, {(supply.force, supply.month) for supply in supplies}


def complaints(files: Files, damages: list[Damage], locator: Locator) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        accounts, came = drawn(Path(folder), list(arriving(files, damages)), locator)
    return [said for each in accounts for said in wrong(each, accounts, held(files, came, each))]


def held(files: Files, came: Came, account: Account) -> list[Search]:
    """London's searches of the months of which a file came: of a force's own file, in its account."""
    own = {month for force, month in came if account.place.kind is not Kind.FORCE or force == account.place.code}
    return [search for (_, month), rows in files.items() if month in own for search in rows]


@st.composite
def damages(draw: st.DrawFn) -> list[Damage]:
    """One to three files go wrong; never all that a category could be missed by."""
    found: dict[tuple[str, str], Damage] = {}
    for _ in range(draw(st.integers(1, 3))):
        what = draw(st.sampled_from(sorted(DAMAGES)))
        force = MET if what in NEEDS_MONTHS_BEFORE else draw(st.sampled_from([MET, MET, CITY]))
        share = draw(st.sampled_from([0.02, 0.04, 0.3, 0.7, 1.0] if what in GENTLE else [0.65, 0.8, 1.0]))
        seed = draw(st.integers(0, 999))
        if (what, force) == ("cut_off", CITY):
            seed %= HALF_A_MONTH  # of a small force no less is missed, whatever came before
        damage = Damage(what, force, MONTHS[0], share, draw(st.sampled_from(DECIDING)), seed)
        month = draw(st.sampled_from(MONTHS[4:] if needs_months_before(damage) else MONTHS))
        found[force, month] = replace(damage, month=month)
    return with_sound_months(list(found.values()))


def with_sound_months(found: list[Damage]) -> list[Damage]:
    """What needs months before it has them: no other damage hits these."""
    needing = [each for each in found if needs_months_before(each)]

    def comes_before_one(damage: Damage) -> bool:
        return any(damage.force == other.force and damage.month < other.month for other in needing)

    return [each for each in found if not comes_before_one(each)]


HALF_A_MONTH = 13  # days
GENTLE = ("new_labels", "blanked", "one_new_label")
"""Damage that may be small: what it leaves is told beside the figure."""


def test_the_oracle_agrees_with_files_that_came_as_they_were(locator: Locator) -> None:
    assert complaints(world(1), [], locator) == []


@pytest.mark.full
@pytest.mark.parametrize("what", sorted(DAMAGES))
def test_each_damage_alone(what: str, locator: Locator) -> None:
    for force in (MET, CITY) if what not in NEEDS_MONTHS_BEFORE else (MET,):
        damage = Damage(what, force, MONTHS[4], 0.8, "Self-defined ethnicity", 7)
        assert complaints(world(2), [damage], locator) == []


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(damages(), st.integers(0, 5))
def test_no_damage_makes_a_value_wrong(locator: Locator, hit: list[Damage], seed: int) -> None:
    assert complaints(world(seed), hit, locator) == []


@pytest.mark.full
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(damages(), st.integers(0, 50))
def test_no_damage_makes_a_value_wrong_in_many_worlds(locator: Locator, hit: list[Damage], seed: int) -> None:
    assert complaints(world(seed), hit, locator) == []


def test_the_oracle_finds_a_planted_fault(locator: Locator) -> None:
    """It is no oracle that agrees with anything: one more search of a child, and it says so."""
    files = world(3)
    searches = [search for rows in files.values() for search in rows]
    with tempfile.TemporaryDirectory() as folder:
        accounts, _ = drawn(Path(folder), list(arriving(files, [])), locator)
    london = accounts[0]
    children = next(each for each in london.apart if each.id == "under_18")
    more = children.model_copy(update={"searches": (children.searches or 0) + children.unknown + 1})
    planted = london.model_copy(update={"apart": [more if each is children else each for each in london.apart]})
    assert any("under_18" in said for said in wrong(planted, accounts, searches))
