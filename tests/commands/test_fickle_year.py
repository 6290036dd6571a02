"""A year of a fickle source, played day by day against `portal update`: the end does not depend on the beginning."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.commands.update import update
from portal.editions.archive import Shelf, is_document
from portal.periods import Period
from portal.settings import Settings
from tests.commands.updating import FORCES, PACE
from tests.commands.upstream import Upstream, month_of_stops


class Year:
    """A year of a fickle source: what it offers on a day."""

    def __init__(self) -> None:
        self.months = Period.named("2018").months

    def offered(self, today: date, upstream: Upstream) -> None:
        upstream.is_down = date(2018, 9, 10) <= today <= date(2018, 9, 25)
        upstream.months = {
            (force, month): self.stops(force, month, today)
            for force in FORCES
            for month in self.months
            if today >= self.arrives(force, month)
        }

    def arrives(self, force: str, month: str) -> date:
        """Seven weeks after the month began; March late, the City's May later still."""
        days = {"2018-03": 100, "2018-05": 130 if force == "city-of-london" else 50}.get(month, 50)
        return date.fromisoformat(f"{month}-01") + timedelta(days=days)

    def stops(self, force: str, month: str, today: date) -> list[dict[str, Any]]:
        rows = 60 + 3 * int(month[5:])
        if month == "2018-04" and date(2018, 8, 1) <= today < date(2018, 10, 1):
            rows = 25  # shrunken for two months
        stops = month_of_stops(month, rows)
        if month == "2018-02" and today >= date(2018, 11, 1):
            stops[::7] = [{**stop, "outcome": "Arrest"} for stop in stops[::7]]  # republished
        return stops


LAST = date(2019, 4, 2)


def days_of_runs(first: date) -> Iterator[date]:
    """Two a month while the source is at its most fickle, else one; and the last day."""
    today = first
    while today < LAST:
        yield today
        is_fickle = date(2018, 8, 20) <= today < date(2018, 11, 15)
        today += timedelta(days=16 if is_fickle else 32)
    yield LAST


@pytest.mark.full
def test_a_year_of_a_fickle_source_ends_the_same_whatever_day_it_began(
    operated: Settings, upstream: Upstream, home: Path
) -> None:
    ends = []
    met_while_down = 0
    for name, first in (("a", date(2018, 3, 1)), ("b", date(2018, 8, 20)), ("c", LAST)):
        settings = with_home(operated, home / name)
        for today in days_of_runs(first):
            Year().offered(today, upstream)
            met_while_down += upstream.is_down
            update(settings, datetime(today.year, today.month, today.day, 3, tzinfo=UTC), pace=PACE)
        ends.append(newest_documents(settings))
    assert met_while_down >= 2  # the two that were there in September both met it
    for other in ends[1:]:
        assert other.keys() == ends[0].keys()
        assert [name for name in other if other[name] != ends[0][name]] == []
    whole = ends[0]["2018/london.json"]
    assert whole["period"]["complete"] is True
    assert whole["totals"]["searches"] == 2 * sum(60 + 3 * month for month in range(1, 13))


def with_home(settings: Settings, home: Path) -> Settings:
    url = settings.database_url
    if url.startswith("sqlite"):
        url = f"sqlite:///{home}/instance/portal.sqlite3"
    return Settings(**{**vars(settings), "home": home, "published_dir": home / "published", "database_url": url})


def newest_documents(settings: Settings) -> dict[str, Any]:
    """Every document of the newest edition of every year, but for what rightly tells of the days it was looked for.

    These are: the manifest and the differences (they tell of the edition before) and check P01 (files in time).
    """
    shelf = Shelf(settings.published_dir)
    return {
        f"{period.id}/{path.relative_to(shelf.newest(period).directory)}": without_p01(json.loads(path.read_bytes()))
        for period in shelf.periods()
        for path in sorted(shelf.newest(period).directory.rglob("*.json"))
        if path.name not in ("manifest.json", "differences.json", "P01.json") and is_document(path.name)
    }


def without_p01(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_p01(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_p01(each) for each in value if not (isinstance(each, dict) and each.get("check") == "P01")]
    return value
