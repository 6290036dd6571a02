"""A clock that was ahead once: every writing command stops, and `portal clock` is the way out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.records import Run
from portal.store import register
from tests.conftest import Portal
from tests.samples import month_file, row

AHEAD = (datetime.now(UTC) + timedelta(days=400)).isoformat(timespec="seconds")


@pytest.fixture
def ahead(portal: Portal, engine: Engine, tmp_path: Path) -> None:
    """A run that went well, and two of which the clock was 400 days ahead: one ended, one was killed."""
    assert portal("ingest", month_file(tmp_path, [row()])).code == 0
    with Session(engine) as session, session.begin():
        register.started(session, "publish", AHEAD).outcome = "done"
        register.started(session, "update", AHEAD)


def outcomes(engine: Engine) -> list[tuple[str, str | None]]:
    with Session(engine) as session:
        return [(run.command, run.outcome) for run in session.exec(select(Run).order_by("id"))]


@pytest.mark.usefixtures("ahead")
def test_the_message_says_the_way_out_and_the_way_out_works(portal: Portal, engine: Engine, tmp_path: Path) -> None:
    for words in (["ingest", tmp_path], ["publish"], ["withdraw", "x", "--reason", "y"], ["accept", "x"]):
        ran = portal(*words)
        assert (ran.code, "portal clock --was-ahead" in ran.err) == (3, True), words
    ran = portal("clock")
    assert (ran.code, ran.err.count(AHEAD)) == (3, 2)
    ran = portal("clock", "--was-ahead")
    assert (ran.code, ran.out.count(f"{AHEAD}: ")) == (0, 2)
    assert outcomes(engine) == [
        ("ingest", "done"),
        ("publish", "done; its clock was wrong"),
        ("update", "no end; its clock was wrong"),
        ("clock", "done"),
    ]
    assert portal("publish").code == 0
    assert portal("clock").code == 0
    assert "nothing new" in portal("clock", "--was-ahead").out


@pytest.mark.usefixtures("ahead")
def test_a_clock_that_goes_back_after_that_is_noticed_again(portal: Portal, engine: Engine) -> None:
    portal("clock", "--was-ahead")
    with Session(engine) as session, session.begin():
        register.started(session, "publish", AHEAD)
    assert portal("publish").code == 3


def test_it_is_never_marked_by_itself(portal: Portal, engine: Engine, tmp_path: Path, ahead: None) -> None:
    portal("publish")
    portal("clock")
    assert outcomes(engine)[1:] == [("publish", "done"), ("update", None)]


def test_what_came_in_under_the_wrong_clock_is_listed(portal: Portal, engine: Engine, ahead: None) -> None:
    with Session(engine) as session, session.begin():
        register.begin(session, "2018", "1.0", AHEAD, "0" * 64)
    assert "Their days are wrong: 2018/1.0." in portal("clock", "--was-ahead").out
