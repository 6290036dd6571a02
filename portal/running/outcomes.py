"""How a command may end: exit codes, and which error of ours means which."""

import sqlite3
from pathlib import Path

import psycopg

from portal.editions.archive import BrokenTombstones, NotPublished
from portal.periods import NoSuchPeriod
from portal.publishing.events import ForeignEdition, NothingHeld, UnusableCharter, UnusableOutlines
from portal.settings import BadSetting
from portal.store.database import DATABASE_ERRORS, DatabaseDamaged, DatabaseUnusable
from portal.store.return_key import KeyLost
from portal.store.supplies import NoSuchSupply, StillRead

DEFECT, WRONG_USAGE, REFUSED, LOCKED, UNREACHABLE, FAULT_FOUND = 1, 2, 3, 4, 5, 6
INTERRUPTED, TERMINATED = 130, 143  # as shells have it for Ctrl-C and `kill`


UNREADABLE: tuple[type[Exception], ...] = (*DATABASE_ERRORS, ValueError)
"""What reading a damaged row may end in: the driver's own error, or a cell that is no JSON any more."""


VALUE_ERRORS: tuple[type[Exception], ...] = (
    *(sqlite3.DataError, sqlite3.IntegrityError),
    *(psycopg.DataError, psycopg.IntegrityError),
)
"""Those of them that are about a value, and may repeat it."""


class Stopped(Exception):
    """The command has told its story and ends with this exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Terminated(BaseException):
    """The process was asked to end (SIGTERM, or its terminal is gone). Nothing that catches errors takes it for one."""


class AnotherRun(Exception):
    """Another run holds the lock."""


class RestoreCutOff(Exception):
    """The home holds half of what a restore was bringing back."""


class BadBackup(Exception):
    """An archive is not what `portal backup` wrote, or not for this code; the text says how."""


class ClockWentBack(Exception):
    """The machine's clock stands before the last run."""


EXIT_CODES: dict[type[Exception], int] = {
    AnotherRun: LOCKED,
    ClockWentBack: REFUSED,
    RestoreCutOff: REFUSED,
    BadBackup: REFUSED,
    NothingHeld: REFUSED,
    UnusableCharter: REFUSED,
    UnusableOutlines: REFUSED,
    ForeignEdition: FAULT_FOUND,
    BadSetting: WRONG_USAGE,
    NoSuchPeriod: WRONG_USAGE,
    DatabaseDamaged: FAULT_FOUND,
    DatabaseUnusable: REFUSED,
    StillRead: REFUSED,
    KeyLost: FAULT_FOUND,
    NoSuchSupply: WRONG_USAGE,
    NotPublished: WRONG_USAGE,
    BrokenTombstones: FAULT_FOUND,
    **dict.fromkeys(DATABASE_ERRORS, REFUSED),
    OSError: REFUSED,
}


def exit_code(error: BaseException) -> int:
    """What a command ends with that this error ended."""
    if isinstance(error, Stopped):
        return error.code
    if isinstance(error, Terminated | KeyboardInterrupt):
        return TERMINATED if isinstance(error, Terminated) else INTERRUPTED
    return next((code for kind, code in EXIT_CODES.items() if isinstance(error, kind)), DEFECT)


def outcome_of(code: int) -> str:
    """done, failed (a defect of ours), stopped (from outside), or `exit 3`."""
    words = {0: "done", DEFECT: "failed", INTERRUPTED: "stopped", TERMINATED: "stopped"}
    return words.get(code, f"exit {code}")


def may_repeat(cause: object) -> bool:
    """Whether a database's error may repeat a value: it is about one, or is the driver's own and not SQLite's."""
    is_drivers_own = isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", None) is None
    return isinstance(cause, VALUE_ERRORS) or (is_drivers_own and "'" in str(cause))


def error_sentence(error: BaseException) -> str:
    """The error's own sentence; of a database's error only what the database said, never the rows it was given.

    What it says of a value that it cannot take repeats the value.
    """
    if isinstance(error, DATABASE_ERRORS):
        cause = getattr(error, "orig", None) or error
        said = type(cause).__name__ if may_repeat(cause) else str(cause).splitlines()[0]
        return f"the database said: {said}. Nothing of the unfinished step was kept."
    return str(error)


def error_lines(error: BaseException) -> list[str]:
    """The same, a sentence a line where there are several things to mend."""
    return list(error.faults) if isinstance(error, ForeignEdition) else [error_sentence(error)]


def report_of_update(home: Path) -> Path:
    """What the last `portal update` came to; `portal status` tells it."""
    return home / "instance" / "last-update.json"
