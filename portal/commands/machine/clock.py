"""`portal clock`: does this machine's clock agree with the runs so far? The way out when it once was ahead."""

import os
from datetime import UTC, datetime

import click
from sqlalchemy import Engine
from sqlmodel import Session

from portal.running.outcomes import REFUSED, Stopped
from portal.running.run import alone, record_run
from portal.settings import Settings
from portal.store import database, register, supplies


@click.command("clock", help=__doc__)
@click.option(
    "--was-ahead", is_flag=True, help="The clock is right now: runs later than now were made under a wrong one."
)
def command(was_ahead: bool) -> None:
    settings = Settings.from_environ(os.environ)
    now = datetime.now(UTC)
    if was_ahead:
        with alone(settings.home):
            marked(settings, now)
    else:
        compare_clock(settings, now)


def compare_clock(settings: Settings, now: datetime) -> None:
    """What the clock says, and whether a run was later. Stopped (3) if one was."""
    engine = database.open_database(settings.database_url)
    with Session(engine) as session:
        ahead = [f"{run.command}, {run.started_at}" for run in register.runs_after(session, stamped(now))]
        last = register.last_start(session)
    engine.dispose()
    click.echo(f"This machine's clock says {stamped(now)}; the last run began {last or 'never'}.")
    if ahead:
        click.echo(f"These runs are later than that: {'; '.join(ahead)}.", err=True)
        click.echo("If the clock is right now, portal clock --was-ahead sets them apart; else set it right.", err=True)
        raise Stopped(REFUSED)


def marked(settings: Settings, now: datetime) -> None:
    """Set the runs later than now apart, as a run of its own that stays in the list; tell what else has a late day."""
    engine = database.open_database(settings.database_url)
    with Session(engine) as session, session.begin():
        ahead = register.runs_after(session, stamped(now))
        for run in ahead:
            register.mark_clock_was_wrong(session, run)
            click.echo(f"set apart: {run.command}, {run.started_at}: {run.outcome}")
    if not ahead:
        click.echo("nothing new: no run is later than now")
    else:
        with record_run(engine, "clock", now):
            told_of_late_days(engine, now)
    engine.dispose()


def told_of_late_days(engine: Engine, now: datetime) -> None:
    """What those runs took in and published: it stays as it is, and its day is wrong."""
    with Session(engine) as session:
        late = [each.public_id for each in supplies.all_supplies(session) if each.received_at > stamped(now)]
        late += [
            f"{each.period}/{each.number}"
            for each in register.edition_rows(session)
            if each.published_at > stamped(now)
        ]
    if late:
        click.echo(f"Their days are wrong: {', '.join(late)}.")
        click.echo("docs/operations.md (When the machine is the trouble) says what that means.")


def stamped(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")
