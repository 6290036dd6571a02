"""Folders of pages as files that a web server gives out by itself: live while the published directory is as it was.

Such a folder holds `releases/<n>/` and the link `current`, and the server's root is that link. The published directory
names every such folder, and each change of it first takes the link away: whatever is withdrawn or published, and
whoever does it, the server then finds no file and asks the site. The next export makes the folder live again.
"""

import os
import shutil
from pathlib import Path

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


def taken_down(root: Path) -> None:
    """No folder that hangs on the published directory is live. OSError if one still is.

    The folder is flushed as well: the link must not come back when the machine loses its power.
    """
    for folder in hanging(root):
        unlinked(folder)


def unlinked(folder: Path) -> None:
    """The folder is not live."""
    if (folder / CURRENT).is_symlink():
        (folder / CURRENT).unlink()
        on_disk(folder)


def emptied(root: Path) -> None:
    """Nor does one hold a release, so that of what is withdrawn no copy of ours is left behind."""
    taken_down(root)
    for folder in hanging(root):
        if (folder / RELEASES).is_dir():
            shutil.rmtree(folder / RELEASES)


def on_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
