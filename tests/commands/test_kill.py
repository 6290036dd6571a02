"""Killed with -9 at random moments of `portal update`: nothing lost, nothing doubled, every edition whole."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, func, select

from portal.editions.archive import Shelf
from portal.records import Stop, Supply
from portal.settings import Settings
from portal.store import database
from tests.commands import outside
from tests.commands.killing import KILLS, Killer
from tests.commands.upstream import Upstream, month_of_stops, served
from tests.conftest import Portal

pytestmark = pytest.mark.full
RUNS = max(KILLS, 10)
UPDATE = """
import os
from datetime import UTC, datetime
from ingest.fetching.fetch import Pace
from portal.commands.update import update
from portal.settings import Settings
update(Settings.from_environ(os.environ), datetime.now(UTC), at_once=True, pace=Pace(pause=0, attempts=2))
"""


def test_killed_at_random_moments_nothing_is_lost_and_nothing_doubled(
    portal: Portal, settings: Settings, home: Path
) -> None:
    dice = random.Random(20)  # the same moments every time, as far as a clock allows
    upstream, recent = Upstream(), recent_months(6)
    with served(upstream) as address:
        killer = Killer({"PORTAL_HOME": str(home), "PORTAL_POLICE_UK_URL": address}, dice, UPDATE)
        for run in range(RUNS + 1):
            month = recent[run % len(recent)]
            upstream.months["metropolitan", month] = month_of_stops(month, 300 + run)
            upstream.months["city-of-london", month] = month_of_stops(month, 60)
            if run == RUNS:
                killer.ran()
            else:
                killer.killed()
        assert portal("verify").code == 0
        if settings.database_url.startswith("sqlite"):
            assert outside.faults(home) == []
        recount(settings, upstream)


def recent_months(number: int) -> list[str]:
    """The last whole months, which a run asks after again."""
    this = datetime.now(UTC).date().replace(day=1)
    months: list[str] = []
    while len(months) < number:
        this = (this - timedelta(days=1)).replace(day=1)
        months.append(this.isoformat()[:7])
    return months


def recount(settings: Settings, upstream: Upstream) -> None:
    """Rows held and figures published are what the source offers, month by month."""
    offered = {of: len(stops) for of, stops in upstream.months.items()}
    engine = database.open_database(settings.database_url)
    with Session(engine) as session:
        rows = session.exec(
            select(Supply.force, Supply.month, func.count())
            .join(Stop, Stop.supply == Supply.id)  # type: ignore[arg-type]
            .where(Supply.state == "current")
            .group_by(Supply.force, Supply.month)
        ).all()
    engine.dispose()
    assert {(force, month): number for force, month, number in rows} == offered
    shelf = Shelf(settings.published_dir)
    monthly: dict[str, int] = {}
    for period in shelf.periods():
        document = json.loads((shelf.newest(period).directory / "london.json").read_bytes())
        monthly |= {figure["month"]: figure["searches"] for figure in document["monthly"] if figure["searches"]}
    assert monthly == {
        month: sum(n for (_, of), n in offered.items() if of == month) for month in {m for _, m in offered}
    }
