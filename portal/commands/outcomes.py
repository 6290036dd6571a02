"""How a command may end: exit codes, and which error of ours means which."""

from portal.accounts.shelf import NotPublished
from portal.periods import NoSuchPeriod
from portal.settings import BadSetting
from portal.store.changing import NoSuchSupply
from portal.store.database import DatabaseUnusable

DEFECT, WRONG_USAGE, REFUSED = 1, 2, 3
INTERRUPTED = 130  # as shells have it for Ctrl-C


class Stopped(Exception):
    """The command has told its story and ends with this exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


EXIT_CODES: dict[type[Exception], int] = {
    BadSetting: WRONG_USAGE,
    NoSuchPeriod: WRONG_USAGE,
    DatabaseUnusable: REFUSED,
    NoSuchSupply: WRONG_USAGE,
    NotPublished: WRONG_USAGE,
}
