"""How a command may end: exit codes, and which error of ours means which."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError

from portal.accounts.shelf import BrokenTombstones, NotPublished
from portal.periods import NoSuchPeriod
from portal.settings import BadSetting
from portal.store.changing import NoSuchSupply
from portal.store.database import DatabaseDamaged, DatabaseUnusable

DEFECT, WRONG_USAGE, REFUSED, LOCKED, UNREACHABLE, FAULT_FOUND = 1, 2, 3, 4, 5, 6
INTERRUPTED = 130  # as shells have it for Ctrl-C


DATABASE_ERRORS: tuple[type[Exception], ...] = (DBAPIError, sqlite3.Error, psycopg.Error)


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


class AnotherRun(Exception):
    """Another run holds the lock."""


class ClockWentBack(Exception):
    """The machine's clock stands before the last run."""


EXIT_CODES: dict[type[Exception], int] = {
    AnotherRun: LOCKED,
    ClockWentBack: REFUSED,
    BadSetting: WRONG_USAGE,
    NoSuchPeriod: WRONG_USAGE,
    DatabaseDamaged: FAULT_FOUND,
    DatabaseUnusable: REFUSED,
    NoSuchSupply: WRONG_USAGE,
    NotPublished: WRONG_USAGE,
    BrokenTombstones: FAULT_FOUND,
    **dict.fromkeys(DATABASE_ERRORS, REFUSED),
    OSError: REFUSED,
}
