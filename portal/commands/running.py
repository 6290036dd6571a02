"""A run of a command that writes: one at a time, under a clock that goes forward, noted when it starts and ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from portal.commands.outcomes import AnotherRun, ClockWentBack, RestoreCutOff, Stopped
from portal.private import private_folder
from portal.records import Run
from portal.store import database, register

SLACK = timedelta(minutes=10)  # what a clock may be set back without our minding


def restoring_note(home: Path) -> Path:
    """The file that is there while `portal restore` works, and after one that was cut off."""
    return home / "instance" / "restoring.json"


@contextmanager
def alone(home: Path, *, restoring: bool = False) -> Iterator[None]:
    """Hold the home's lock. AnotherRun at once if another process has it; a dead holder's is free by itself.

    RestoreCutOff for all but `restoring` where a restore was cut off: half a home is nothing to work on.
    """
    path = home / "instance" / "portal.lock"
    private_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        if not restoring and restoring_note(home).exists():
            raise RestoreCutOff(f"a `portal restore` was cut off in {home}; run it again before anything else")
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


@contextmanager
def writing(home: Path, url: str, command: str, when: datetime | None = None) -> Iterator[Engine]:
    """Everything a command that writes needs: the lock, the database, and a note of the run."""
    with alone(home):
        engine = database.opened(url)
        try:
            with noted(engine, command, when or datetime.now(UTC)):
                yield engine
        finally:
            engine.dispose()


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
