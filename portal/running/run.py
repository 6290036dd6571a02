"""A run of a command that writes: one at a time, under a clock that goes forward, noted when it starts and ends."""

import fcntl
import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine
from sqlmodel import Session

from portal.editions import stamp
from portal.editions.archive import Shelf
from portal.editions.freeze import flush_folder, write_flushed_file
from portal.private import private_folder
from portal.publishing.events import NothingPublished
from portal.records import Run
from portal.running import named_returns
from portal.running.outcomes import (
    LOCKED,
    REFUSED,
    UNREADABLE,
    WRONG_USAGE,
    AnotherRun,
    ClockWentBack,
    RestoreCutOff,
    Stopped,
    error_sentence,
    exit_code,
    outcome_of,
)
from portal.running.withdrawing import Mended, mend
from portal.settings import Settings
from portal.store import database, held_rows, register
from portal.store.database import DATABASE_ERRORS

SLACK = timedelta(minutes=10)  # what a clock may be set back without our minding
ALSO_DAMAGED = ("withdraw",)
"""Commands that must do what they can in a database that is damaged, too: what leaks has to go first."""


def restoring_note(home: Path) -> Path:
    """The file that is there while `portal restore` works, and after one that was cut off."""
    return home / "instance" / "restoring.json"


@contextmanager
def alone(home: Path, *, restoring: bool = False) -> Iterator[None]:
    """Hold the home's lock. AnotherRun at once if another process has it; a dead holder's is free by itself.

    RestoreCutOff for all but `restoring` where a restore was cut off: half a home is nothing to work on.
    """
    path = lock_of(home)
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
        raise AnotherRun(f"{taken_by(path)}; nothing was done") from taken
    finally:
        os.close(handle)


@contextmanager
def beside_no_other(home: Path, patience: float) -> Iterator[None]:
    """No run that writes is under way inside. AnotherRun if one is not over after `patience` seconds.

    Several may look at once, also where the home may only be read; without a lock file no run was ever there.
    """
    path = lock_of(home)
    handle = os.open(path, os.O_RDONLY) if path.exists() else None
    try:
        if handle is not None:
            await_lock(handle, path, patience)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def await_lock(handle: int, path: Path, patience: float) -> None:
    until, is_told = time.monotonic() + patience, False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return
        except BlockingIOError as taken:
            if time.monotonic() > until:
                raise AnotherRun(f"{taken_by(path)}, and was not over after {patience:g} seconds") from taken
            if not is_told:
                click.echo(f"portal: {taken_by(path)}; waiting for its end", err=True)
            is_told = True
            time.sleep(0.2)


def lock_of(home: Path) -> Path:
    return home / "instance" / "portal.lock"


def taken_by(path: Path) -> str:
    holder = path.read_text("ascii", "replace").strip() or "unknown"
    return f"another run holds the lock {path} (process {holder})"


@contextmanager
def record_run(engine: Engine, command: str, when: datetime) -> Iterator[None]:
    """`outcome`: done, `exit 3`, or failed; a killed run has none."""
    number = record_run_start(engine, command, when)
    try:
        yield
    except BaseException as wrong:
        with suppress(*DATABASE_ERRORS):  # what went wrong first is what to tell: the disk may be full by now
            is_told = isinstance(wrong, Stopped | NothingPublished)
            record_run_end(engine, number, f"exit {exit_code(wrong)}" if is_told else "failed")
        raise
    record_run_end(engine, number, "done")


def record_run_end(engine: Engine, number: int, outcome: str) -> None:
    with Session(engine) as session, session.begin():
        run = session.get_one(Run, number)
        run.finished_at, run.outcome = now(), outcome
        session.add(run)


def record_run_start(engine: Engine, command: str, when: datetime) -> int:
    """Note the start. ClockWentBack if the clock stands before the last run: every row might seem from the future."""
    with Session(engine) as session, session.begin():
        last = register.last_start(session)
        if last and when < datetime.fromisoformat(last) - SLACK:
            raise ClockWentBack(
                f"this machine's clock says {when:%Y-%m-%d %H:%M:%S %Z}, but the last run began {last}; "
                "if it is wrong now, set the clock right; if it was ahead then, run portal clock --was-ahead"
            )
        run = register.started(session, command, when.isoformat(timespec="seconds"))
        session.flush()
        return session.get_one(Run, run.id).id or 0


@dataclass(frozen=True)
class Running:
    """A run: its database, and what it found cut off and mended before it did anything else."""

    engine: Engine
    mended: Mended


@contextmanager
def writing_run(settings: Settings, command: str, when: datetime | None = None) -> Iterator[Running]:
    """All that a command needs that writes: the lock, a sound database, a note of the run, nothing left half done."""
    with alone(settings.home):
        engine = database.open_database(settings.database_url)
        try:
            if command not in ALSO_DAMAGED:
                database.refuse_damaged(engine)
            with record_run(engine, command, when or datetime.now(UTC)):
                if settings.live_dir and settings.live_dir.is_dir():  # also one that was moved, or made by an older run
                    stamp.hang(settings.published_dir, settings.live_dir)
                if command not in ALSO_DAMAGED:
                    named_returns.name_returns_by_key(engine, Shelf(settings.published_dir), command)
                mended_before = mend_or_tell if command in ALSO_DAMAGED else mend
                found = mended_before(engine, Shelf(settings.published_dir))
                if command not in ALSO_DAMAGED:
                    enter_old_digests(engine)
                yield Running(engine, found)
        finally:
            engine.dispose()


def mend_or_tell(engine: Engine, shelf: Shelf) -> Mended:
    """Where the database is damaged, what was cut off may stay so: what is to be done now must be done all the same."""
    try:
        return mend(engine, shelf)
    except UNREADABLE as wrong:
        click.echo(f"portal: what was cut off before cannot be ended yet: {error_sentence(wrong)}", err=True)
        return Mended([], [], whole=False)


@contextmanager
def writing(settings: Settings, command: str, when: datetime | None = None) -> Iterator[Engine]:
    """The same for a command that need not know what was mended."""
    with writing_run(settings, command, when) as run:
        yield run.engine


def enter_old_digests(engine: Engine) -> None:
    """Supplies from before digests were kept get theirs, once."""
    with Session(engine) as session, session.begin():
        if unknown := held_rows.without_digest(session):
            held_rows.enter_digests(session, unknown)
            click.echo(f"{len(unknown):,} supplies have a digest of their rows from now on; portal verify checks it")


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


# What the last run of a command that writes came to, noted beside the published directory: the site may read it.

WRITERS = ("update", "fetch", "ingest", "publish", "accept", "withdraw", "adopt", "restore")
NO_RUN = frozenset(("--help", "--dry-run"))


def noted_end(argv: Sequence[str], started: str, code: int) -> int:
    """Note the end of a run; answers its exit code, or another where all went well but this cannot be noted.

    A run that never began (wrong usage, a refused setting, the lock held) is none: the last one stays.
    """
    command = argv[0] if argv else ""
    if command not in WRITERS or NO_RUN & set(argv) or code in (WRONG_USAGE, LOCKED):
        return code
    settings = Settings.from_environ(os.environ)
    try:
        with alone(settings.home):
            note(settings, command, started, code)
    except (AnotherRun, RestoreCutOff):  # another began after this one ended, or none may: it notes an end of its own
        return code
    except OSError as wrong:
        click.echo(f"portal: how this run ended cannot be noted: {error_sentence(wrong)}", err=True)
        return code or REFUSED
    return code


def note(settings: Settings, command: str, started: str, code: int) -> None:
    """Replace the note whole. Only for whoever holds the lock."""
    before = noted_before(settings)
    ended = now()
    succeeded = dict(before.get("succeeded", {})) | ({command: ended} if code == 0 else {})
    told = {
        "command": command,
        "started_at": started,
        "finished_at": ended,
        "outcome": outcome_of(code),
        "succeeded_at": max(succeeded.values(), default=None),
        "succeeded": succeeded,
    }
    path = stamp.last_run_note(settings.published_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.writing")
    write_flushed_file(beside, json.dumps(told, indent=1).encode() + b"\n")
    beside.replace(path)
    flush_folder(path.parent)


def noted_before(settings: Settings) -> dict[str, Any]:
    """The note of the run before; nothing if there is none, or one that was damaged."""
    try:
        found = json.loads((stamp.last_run_note(settings.published_dir)).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
