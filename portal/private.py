"""Who may read what we write: the owner, and the group where it is for the site; records the owner alone."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UMASK = 0o027
"""Of every command: files 0640, folders 0750."""
PUBLIC_UMASK = 0o022
"""Of an export, which is made to be read by everybody."""
OWNER_ONLY = 0o700
NOT_OWNER = 0o077
NOT_GROUP = 0o007


@contextmanager
def masked(umask: int = UMASK) -> Iterator[None]:
    """What is made inside is not for everybody."""
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)


def private_folder(path: Path) -> None:
    """Make a folder that the owner alone may enter, if it is not there; one that is there stays as it is."""
    if not path.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=OWNER_ONLY, exist_ok=True)


def private_file(path: Path) -> None:
    """Make an empty file that the owner alone may read, if it is not there."""
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def wide_paths(instance: Path, published: Path) -> Iterator[tuple[Path, int]]:
    """What more may read than should, with the mode it ought to have.

    In the home's own folder nothing is for others than the owner, and the folder itself shuts out the rest; the
    published directory is for the group too.
    """
    if instance.is_dir():
        yield from too_wide([instance], 0o7077)
        yield from too_wide((p for p in sorted(instance.rglob("*")) if not p.is_relative_to(published)), NOT_GROUP)
    if published.is_dir():
        yield from too_wide([published, *sorted(published.rglob("*"))], NOT_GROUP)


def too_wide(paths: Iterator[Path] | list[Path], shut: int) -> Iterator[tuple[Path, int]]:
    """Those of which the mode has a bit that `shut` has; a link's own mode means nothing."""
    for path in paths:
        if path.is_symlink():
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & shut:
            yield path, mode & ~shut
