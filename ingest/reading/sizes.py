"""What is counted of a file before it is taken apart, so that none takes more memory than there is.

The limits and their reasons stand in data/limits.toml. Whatever is over one is TooLarge.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from ingest.reading.batch import TooLarge
from portal import file_sizes
from portal.file_sizes import SPLIT, NotTaken

NO_MEMORY = f"there is not enough memory free to read it; {SPLIT}"


def bytes_of(path: Path) -> bytes:
    """A file's bytes. TooLarge, or no plain file, or one that is still being written."""
    try:
        return file_sizes.read_whole_file(path, file_sizes.allowed().text)
    except NotTaken as why:
        raise TooLarge(str(why)) from why


def why_unread(wrong: Exception) -> str:
    """What kept a file from being read, in words."""
    if isinstance(wrong, OSError):
        return f"it cannot be read: {wrong.strerror}"
    return NO_MEMORY if isinstance(wrong, MemoryError) else str(wrong)


def check_text(raw: bytes) -> None:
    """A CSV by its commas and line ends: there are no more cells than these, and each costs memory of its own."""
    cells, most = raw.count(b",") + raw.count(b"\n") + raw.count(b"\r"), file_sizes.allowed().cells
    if cells > most:
        raise TooLarge(f"it has about {cells:,} cells (commas and line ends); {most:,} is the most; {SPLIT}")


def check_json(raw: bytes) -> None:
    """JSON by its bytes, and by its commas and brackets: there are no more values than these."""
    allowed = file_sizes.allowed()
    try:
        file_sizes.refuse_large_file(len(raw), allowed.json)
    except NotTaken as why:
        raise TooLarge(f"this is JSON: {why}") from why
    values = sum(raw.count(sign) for sign in (b",", b"[", b"{"))
    if values > allowed.json_values:
        raise TooLarge(f"it has about {values:,} values; {allowed.json_values:,} is the most; {SPLIT}")


def check_faults(faults: int) -> None:
    most = file_sizes.allowed().faults
    if faults > most:
        raise TooLarge(f"more than {most:,} of its lines are no rows of a table: it is not what its first line says")


def check_groups(groups: int) -> None:
    most = file_sizes.allowed().groups
    if groups >= most:
        raise TooLarge(f"its rows are of more than {most:,} forces and months; {SPLIT}")


def check_answers(columns: Iterable[pl.Series]) -> None:
    """Each different answer is kept for good; a column of numbers or names in its place would be millions."""
    most = file_sizes.allowed().answers
    for column in columns:
        if column.n_unique() > most:
            raise TooLarge(f"its column for {column.name} has over {most:,} different answers: it is not that column")


def check_room(folder: Path, size: int) -> str:
    """Why a download of so many bytes does not fit on the disk; "" where it does."""
    free, left = shutil.disk_usage(folder).free, file_sizes.allowed().disk_left
    if size + left <= free:
        return ""
    return f"it has {size:,} bytes, the disk has {free:,} free, and {left:,} of them are left free"
