"""A run of a command that writes, noted in the database when it starts and when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from portal.commands.outcomes import Stopped
from portal.records import Run
from portal.store import register


@contextmanager
def noted(engine: Engine, command: str) -> Iterator[None]:
    """`outcome`: done, `exit 3`, or the kind of error; a killed run has none."""
    with Session(engine) as session, session.begin():
        run = register.started(session, command, now())
        session.flush()
        number = run.id
    outcome = "failed"
    try:
        yield
        outcome = "done"
    except Stopped as stopped:
        outcome = f"exit {stopped.code}"
        raise
    finally:
        with Session(engine) as session, session.begin():
            ended = session.get_one(Run, number)
            ended.finished_at, ended.outcome = now(), outcome
            session.add(ended)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
