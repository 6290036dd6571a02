"""One period's trouble never stops the others: it is told and noted, and all else is published."""

import errno
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from ingest.outcome import Origin
from ingest.run import ingest
from portal.commands.update import update
from portal.editions.archive import Shelf
from portal.publishing import beside_years, pipeline
from portal.records import Supply
from portal.settings import Settings
from tests.commands.updating import NIGHT, PACE
from tests.conftest import Portal
from tests.disclosure.operators import written_by_operator
from tests.samples import month_file, row

Broken = Callable[[str, Exception], None]


@pytest.fixture
def held(portal: Portal, tmp_path: Path) -> None:
    """Records of 2018, 2018-19 and 2019."""
    for month in ("2018-04", "2019-01"):
        portal("ingest", month_file(tmp_path / "held", [row()], month=month))


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Broken:
    """Drawing up this period fails."""

    def breaks(period: str, error: Exception) -> None:
        whole = pipeline.measure_year

        def counted(session: Any, asked: Any) -> Any:
            if asked.period.id == period:
                raise error
            return whole(session, asked)

        monkeypatch.setattr(pipeline, "measure_year", counted)

    return breaks


def lines(settings: Settings) -> set[str]:
    return set(Shelf(settings.published_dir).lines())


@pytest.mark.usefixtures("held")
def test_a_defect_in_one_period_costs_that_period_alone(
    portal: Portal, settings: Settings, home: Path, broken: Broken
) -> None:
    broken("2018", ZeroDivisionError("with John Doe in it"))
    ran = portal("publish")
    assert ran.code == 1
    assert "portal: 2018 is not published anew, by a defect of ours (ZeroDivisionError)" in ran.err
    (written,) = (home / "instance" / "defects").iterdir()
    assert str(written) in ran.err
    assert "John Doe" not in ran.err  # a defect may have anybody's row in its hands
    assert lines(settings) == {"2018-19", "2019", "series", "supplies", "catalogue"}
    assert not list(settings.published_dir.rglob(".*unfinished"))
    assert portal("verify").code == 0


@pytest.mark.usefixtures("held")
def test_a_file_that_cannot_be_read_in_one_period_ends_with_3(
    portal: Portal, settings: Settings, broken: Broken
) -> None:
    broken("2018", PermissionError(errno.EACCES, "Permission denied", "commentary"))
    assert portal("publish").code == 3
    assert lines(settings) == {"2018-19", "2019", "series", "supplies", "catalogue"}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 3),
        (OperationalError("SELECT", {}, Exception("server closed the connection")), 3),
        (KeyboardInterrupt(), 130),
    ],
    ids=["full disk", "database gone", "interrupted"],
)
@pytest.mark.usefixtures("held")
def test_what_no_other_period_would_survive_stops_the_run(
    portal: Portal, settings: Settings, broken: Broken, error: Exception, code: int
) -> None:
    broken("2018", error)
    assert portal("publish").code == code
    assert lines(settings) == set()


@pytest.mark.usefixtures("held")
def test_a_series_that_cannot_be_drawn_costs_no_list(
    portal: Portal, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise KeyError("total")

    monkeypatch.setattr(beside_years, "draft_series", fails)
    assert portal("publish").code == 1
    assert lines(settings) == {"2018", "2018-19", "2019", "supplies", "catalogue"}


def test_update_ends_with_1_as_well(operated: Settings, broken: Broken) -> None:
    broken("2018", ZeroDivisionError())
    report = update(operated, NIGHT, pace=PACE)
    assert (report.exit, "2018-19/1.0" in report.published) == (1, True)
    assert any("defect of ours" in warning for warning in report.warnings)


def test_a_month_to_come_that_an_older_portal_took_in_is_left_out(
    portal: Portal, settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    month_file(tmp_path, [row()], month="2018-04")
    month_file(tmp_path, [row()], month="2018-05")
    portal("ingest", tmp_path)
    with Session(engine) as session, session.begin():
        for supply in session.exec(select(Supply).where(Supply.month == "2018-05")):
            supply.month, supply.rows_sha256 = "2099-01", None
    ran = portal("publish")
    assert (ran.code, "2099-01 is still to come; portal withdraw takes it away" in ran.err) == (3, True)
    assert lines(settings) == {"2018", "2018-19", "series", "supplies", "catalogue"}
    assert b"2099" not in (settings.published_dir / "supplies/1.0/supplies.json").read_bytes()
    assert portal("publish", "--period", "2099").code == 3


@pytest.mark.parametrize("month", ["2099-01", "2007-12"])
def test_a_month_that_cannot_be_is_refused_and_not_remembered(
    portal: Portal, settings: Settings, tmp_path: Path, month: str
) -> None:
    file = month_file(tmp_path, [row(Date="2018-04-10T12:00:00+00:00")], month=month)
    broken = tmp_path / "broken" / file.name
    broken.parent.mkdir()
    broken.write_bytes(b"no header of ours\r\n1,2\r\n")
    plain = tmp_path / "searches.csv"
    plain.write_bytes(file.read_bytes())
    for words in ([file], [broken], [plain, "--force", "metropolitan", "--month", month]):
        ran = portal("ingest", *words)
        assert (ran.code, f"refused: {month} is " in ran.err) == (3, True), ran.err
    assert month not in portal("status", "--json").out


def test_the_months_end_with_the_london_month_of_the_run(
    portal: Portal, settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    path = month_file(tmp_path, [row(Date="2018-06-30T23:10:00+00:00")], month="2018-07")
    for received, codes in (
        (datetime(2018, 6, 30, 22, 30, tzinfo=UTC), ["refused"]),  # half past eleven in London
        (datetime(2018, 6, 30, 23, 30, tzinfo=UTC), ["new"]),  # July has begun there
    ):
        assert [outcome.what for outcome in ingest(engine, (path,), Origin(received))] == codes


def test_nothing_is_published_where_the_rule_of_disclosure_cannot_be_used(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    portal("ingest", month_file(tmp_path, [row()]))
    with written_by_operator(tmp_path / "settings", ("fewest_searches = 100", "fewest_searches = 99")):
        ran = portal("publish")
    assert (ran.code, "disclosure.toml: line " in ran.err) == (3, True)
    assert not settings.published_dir.exists()
