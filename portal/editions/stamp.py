"""The stamp of the published directory: a small file that changes whenever what readers see changes.

The site keeps drawn pages by its text. Every change lies between two stamps: the first says that nothing is to be kept,
the second is one that never was before. So a page that is kept was drawn wholly between two changes, and a run that is
killed inside a change leaves a directory by which nothing is kept, until the next run settles it.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Folders of pages as files that a web server gives out by itself: live while the published directory is as it was.
#
# Such a folder holds `releases/<n>/` and the link `current`, and the server's root is that link. The published
# directory
# names every such folder, and each change of it first takes the link away: whatever is withdrawn or published, and
# whoever does it, the server then finds no file and asks the site. The next export makes the folder live again.

CURRENT, RELEASES = "current", "releases"


def register_of(root: Path) -> Path:
    """The folders that hang on the published directory, a line each: a file beside it."""
    return root.with_name(f".{root.name}.live")


def hanging(root: Path) -> list[Path]:
    """The folders that were made live from this published directory, as long as they exist."""
    path = register_of(root)
    if path.exists() and not path.is_file():
        raise FileExistsError(f"{path} should be a file, or not be there: move it away")
    names = path.read_text("utf-8", "surrogateescape").splitlines() if path.is_file() else []
    return [Path(name) for name in names if Path(name).is_dir()]


def hang(root: Path, folder: Path) -> None:
    """Note the folder, before it is live, and before anything is changed beside it. Only for whoever holds the lock."""
    names = sorted({str(each) for each in (*hanging(root), folder.resolve())})
    path = register_of(root)
    beside = path.with_name(f"{path.name}.writing")
    beside.write_text("".join(f"{name}\n" for name in names), "utf-8")
    beside.replace(path)


def take_down_folders(root: Path) -> None:
    """No folder that hangs on the published directory is live. OSError if one still is.

    The folder is flushed as well: the link must not come back when the machine loses its power.
    """
    for folder in hanging(root):
        unlink_current(folder)


def unlink_current(folder: Path) -> None:
    """The folder is not live."""
    if (folder / CURRENT).is_symlink():
        (folder / CURRENT).unlink()
        on_disk(folder)


def remove_releases(root: Path) -> None:
    """Nor does one hold a release, so that of what is withdrawn no copy of ours is left behind."""
    take_down_folders(root)
    for folder in hanging(root):
        if (folder / RELEASES).is_dir():
            shutil.rmtree(folder / RELEASES)


def on_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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
    take_down_folders(root)
    number = change_number(root) + 1
    write_stamp(root, f"{CHANGING}{number}\n")
    try:
        yield
    finally:
        write_stamp(root, f"{number}\n")


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


def settle_stamp(root: Path) -> None:
    """End a change that was cut off. Only for whoever holds the lock."""
    if settled(root) is None:
        write_stamp(root, f"{change_number(root)}\n")


def stamp_of(root: Path) -> Path:
    """Beside the published directory, which holds editions and nothing else."""
    return root.with_name(f".{root.name}.stamp")


def last_run_note(root: Path) -> Path:
    """How the last run ended, for the site; beside the published directory as well."""
    return root.with_name(f".{root.name}.last-run.json")


def change_number(root: Path) -> int:
    """The number of the newest change, also of one that was cut off; 0 before the first."""
    try:
        digits = stamp_of(root).read_text("ascii").removeprefix(CHANGING).strip()
    except (FileNotFoundError, ValueError):  # what is written next is another file: no state is met twice
        return 0
    return int(digits) if digits.isdecimal() else 0


def write_stamp(root: Path, text: str) -> None:
    """Replaced whole, so that no reader meets half a stamp."""
    path = stamp_of(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.writing")
    beside.write_text(text, "ascii")
    beside.replace(path)
