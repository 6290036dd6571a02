"""A run of a command that writes: one at a time, under a clock that goes forward, noted when it starts and ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from portal.accounts.shelf import Shelf
from portal.commands.mending import mend
from portal.commands.outcomes import AnotherRun, ClockWentBack, Stopped
from portal.records import Run
from portal.settings import Settings
from portal.store import database, register

SLACK = timedelta(minutes=10)  # what a clock may be set back without our minding


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the home's lock. AnotherRun at once if another process has it; a dead holder's is free by itself."""
    path = home / "instance" / "portal.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    except BlockingIOError as taken:
        holder = path.read_text("ascii", "replace").strip() or "unknown"
        raise AnotherRun(f"another run holds the lock {path} (process {holder}); nothing was done") from taken
    finally:
        os.close(handle)


@contextmanager
def noted(engine: Engine, command: str, when: datetime) -> Iterator[None]:
    """`outcome`: done, `exit 3`, or failed; a killed run has none."""
    number = begun(engine, command, when)
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


def begun(engine: Engine, command: str, when: datetime) -> int:
    """Note the start. ClockWentBack if the clock stands before the last run: every row might seem from the future."""
    with Session(engine) as session, session.begin():
        last = register.last_start(session)
        if last and when < datetime.fromisoformat(last) - SLACK:
            raise ClockWentBack(f"this machine's clock says {when}, but the last run began {last}; set the clock right")
        run = register.started(session, command, when.isoformat(timespec="seconds"))
        session.flush()
        return session.get_one(Run, run.id).id or 0


@dataclass(frozen=True)
class Running:
    """A run: its database, and what it found cut off and mended before it did anything else."""

    engine: Engine
    withdrawn: list[str]
    taken: list[str]


@contextmanager
def mended(settings: Settings, command: str, when: datetime | None = None) -> Iterator[Running]:
    """Everything a command that writes needs: the lock, the database, a note of the run, nothing left half done."""
    with alone(settings.home):
        engine = database.opened(settings.database_url)
        try:
            with noted(engine, command, when or datetime.now(UTC)):
                found = mend(engine, Shelf(settings.published_dir))
                yield Running(engine, found.withdrawn, found.files)
        finally:
            engine.dispose()


@contextmanager
def writing(settings: Settings, command: str, when: datetime | None = None) -> Iterator[Engine]:
    """The same for a command that need not know what was mended."""
    with mended(settings, command, when) as run:
        yield run.engine


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
