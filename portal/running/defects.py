"""A defect of ours, kept in a file for whoever mends it: where it happened, and never a word of a record."""

import os
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from portal.private import private_folder
from portal.settings import Settings


def written_down(defect: Exception) -> str:
    """Keep where it happened in a file of the home; answers where that lies."""
    told = "".join(where(defect))
    try:
        folder = Settings.from_environ(os.environ).home / "instance" / "defects"
        private_folder(folder.parent)
        private_folder(folder)
        path = Path(folder, f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt")
        path.write_text(told, "utf-8")
    except (OSError, ValueError):
        return f"Please report it with this:\n{told}"
    return f"Please report it with the file {path}."


def where(error: BaseException) -> Iterator[str]:
    """The lines of code that an error came through, and its kind; never its words, which may be those of a record."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from where(before)
        yield "\nThen:\n\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
