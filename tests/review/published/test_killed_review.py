"""`portal review seed`, `draw` and `add`, killed with -9 at random moments: done once, or not at all. PORTAL_KILLS."""

import random
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from portal.review.drawing import Asked
from portal.review.programme import Programme
from portal.settings import Settings
from portal.store.review_journal import journal_entries
from tests.commands.killing import KILLS, Killer
from tests.conftest import Portal
from tests.review.drawn_town import as_panel_file, draw_and_enter, promise, reviewed
from tests.samples import month_file, row

pytestmark = [pytest.mark.full, pytest.mark.sqlite_only(reason="the killed process has a home of files")]
MONTH, EARLY = "2018-04", "2008-12-01T09:00:00+00:00"


@pytest.fixture
def killer(home: Path) -> Killer:
    return Killer({"PORTAL_HOME": str(home)}, random.Random(18), usual=2.0)


def entries(engine: Engine) -> int:
    with Session(engine) as session:
        return len(journal_entries(session))


def test_a_seed_killed_at_random_moments(portal: Portal, killer: Killer, engine: Engine) -> None:
    year = 2090
    while killer.kills < KILLS:
        words = ("review", "seed", "--month", f"{year}-01", "--promised", f"{year:064x}")
        year += 1
        before = entries(engine)
        killer.killed(*words)
        assert entries(engine) in (before, before + 1)
        assert portal("review", "verify").code == 0
        assert portal(*words).code == 0
        assert entries(engine) == before + 1


def test_a_draw_killed_at_random_moments(portal: Portal, killer: Killer, engine: Engine, settings: Settings) -> None:
    """A month can be drawn once, so there are 204 of them: enough for some 150 kills in one run."""
    months = iter([f"{year}-{month:02}" for year in range(2009, 2026) for month in range(1, 13)])
    promise(engine, settings, [f"{year}-{month:02}" for year in range(2009, 2026) for month in range(1, 13)], EARLY)
    while killer.kills < KILLS:
        month = next(months)
        for force in ("metropolitan", "city-of-london"):
            month_file(settings.home / "sent" / month, [row()] * 9, month=month, force=force)
        assert portal("ingest", settings.home / "sent" / month).code == 0
        before = entries(engine)
        words = ("review", "draw", "--month", month, "--a-borough", "3")
        killer.killed(*words)
        assert portal("review", "verify").code == 0
        again = portal(*words)
        assert again.code in (0, 3)
        assert again.code == 0 or "a month is drawn once" in again.err
        assert entries(engine) == before + 1
        assert portal("review", "list", "--month", month).code == 0


def test_a_file_killed_at_random_moments(
    portal: Portal, killer: Killer, engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    month_file(settings.home / "sent", [row()] * 30)
    assert portal("ingest", settings.home / "sent").code == 0
    promise(engine, settings, [MONTH])
    items = [item.item for item in draw_and_enter(engine, settings, MONTH, Asked(5)).items]
    turn = 0
    while killer.kills < KILLS:
        turn += 1
        receipt = ("issued", "not_offered")[turn % 2]
        file = as_panel_file(tmp_path / "sent.csv", [reviewed(item, receipt=receipt) for item in items])
        before = entries(engine)
        killer.killed("review", "add", file)
        assert entries(engine) in (before, before + 1)
        assert portal("review", "verify").code == 0
        assert portal("review", "add", file).code == 0
        assert entries(engine) == before + 1
        with Session(engine) as session:
            said = Programme.of_entries(journal_entries(session)).said
        assert {roles["first"]["receipt"] for roles in said.values()} == {receipt}
