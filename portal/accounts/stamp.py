"""The stamp of the published directory: a small file that changes whenever what readers see changes.

The site keeps drawn pages by its text. Every change lies between two stamps: the first says that nothing is to be kept,
the second is one that never was before. So a page that is kept was drawn wholly between two changes, and a run that is
killed inside a change leaves a directory by which nothing is kept, until the next run settles it.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.accounts import live

CHANGING = "changing "
LONGEST = 100
"""Bytes."""
NEVER = ""
"""The stamp of a directory that has none yet."""


@contextmanager
def changing(root: Path) -> Iterator[None]:
    """What is done inside becomes visible between two stamps. OSError before anything is done if none can be written.

    An error inside ends the change as well: what was done of it is what readers see from then on. Only for whoever
    holds the lock: the stamps are counted, so that the same runs give the same bytes. Pages that a web server gives out
    as files are taken down first.
    """
    live.taken_down(root)
    number = counted(root) + 1
    put(root, f"{CHANGING}{number}\n")
    try:
        yield
    finally:
        put(root, f"{number}\n")


def settled(root: Path) -> str | None:
    """The stamp, never the same for two states; None while something changes, or where a run was cut off meanwhile.

    None too of a stamp that cannot be read: then nothing is kept, which is slow and right.
    """
    try:
        handle = os.open(stamp_of(root), os.O_RDONLY | os.O_NONBLOCK)  # a pipe would never answer
    except FileNotFoundError:
        return NEVER
    except OSError:
        return None
    try:
        text, about = os.read(handle, LONGEST).decode("ascii"), os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            return None
    except (OSError, ValueError):
        return None
    finally:
        os.close(handle)
    # A directory that lost its stamp counts from one again: the file itself is another.
    return None if text.startswith(CHANGING) else f"{text.strip()} {about.st_ino} {about.st_ctime_ns}"


def settle(root: Path) -> None:
    """End a change that was cut off. Only for whoever holds the lock."""
    if settled(root) is None:
        put(root, f"{counted(root)}\n")


def stamp_of(root: Path) -> Path:
    """Beside the published directory, which holds editions and nothing else."""
    return root.with_name(f".{root.name}.stamp")


def last_run_note(root: Path) -> Path:
    """How the last run ended, for the site; beside the published directory as well."""
    return root.with_name(f".{root.name}.last-run.json")


def counted(root: Path) -> int:
    """The number of the newest change, also of one that was cut off; 0 before the first."""
    try:
        digits = stamp_of(root).read_text("ascii").removeprefix(CHANGING).strip()
    except (FileNotFoundError, ValueError):  # what is written next is another file: no state is met twice
        return 0
    return int(digits) if digits.isdecimal() else 0


def put(root: Path, text: str) -> None:
    """Replaced whole, so that no reader meets half a stamp."""
    path = stamp_of(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.writing")
    beside.write_text(text, "ascii")
    beside.replace(path)
