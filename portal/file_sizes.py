"""How large a file may be (data/limits.toml), and its bytes if it is no larger: no file takes all the memory.

Nothing is asked of a file but its kind, its size and its bytes; a pipe or a device is never waited on.
"""

import os
import stat
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal import shipped

NO_FILE = "it is no plain file but a pipe, a device or a socket; save what it gives as a file"
SPLIT = "split it into one file a month"


@dataclass(frozen=True)
class Sizes:
    """The most that is read of each kind, as data/limits.toml says it."""

    text: int
    cells: int
    line: int
    faults: int
    groups: int
    answers: int
    json: int
    json_values: int
    workbook_cells: int
    workbook_grid: int
    workbook_text: int
    workbook_part: int
    sheets: int
    archive: int
    members: int
    contents: int
    unpacked: int
    words: int
    disk_left: int


class NotTaken(ValueError):
    """A file that is not read; the text says why and what to do, with nothing of its content."""


@cache
def allowed() -> Sizes:
    return Sizes(**tomllib.loads(shipped.data("limits.toml").read_text("utf-8"))["files"])


def read_whole_file(path: Path, most: int, advice: str = SPLIT) -> bytes:
    """The bytes of a plain file of at most so many. NotTaken; also where it changes while it is read. OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise NotTaken(NO_FILE)
        refuse_large_file(before.st_size, most, advice)
        raw = file.read(before.st_size + 1)
        after = os.fstat(handle)
    if len(raw) != before.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise NotTaken("it changed while it was read; try again once nothing writes to it")
    return raw


def refuse_large_file(size: int, most: int, advice: str = SPLIT) -> None:
    """NotTaken if it is more bytes than may be read at once."""
    if size > most:
        raise NotTaken(f"it has {size:,} bytes; {most:,} is the most that is read at once; {advice}")
