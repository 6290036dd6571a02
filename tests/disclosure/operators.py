"""data/disclosure.toml as an operator may have written it, for as long as a test lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal import shipped
from portal.disclosure.settings import disclosure_settings

SHIPPED = shipped.data("disclosure.toml")
FIVE_TEN = ("base = 1\nfewest = 0", "base = 5\nfewest = 10")
"""What the file says of counts of the police, and what it says where a controller refuses exact small ones."""


@contextmanager
def written_by_operator(folder: Path, *changes: tuple[str, str]) -> Iterator[None]:
    """The shipped settings with these replaced, once each."""
    text, data = SHIPPED.read_text("utf-8"), shipped.data
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "disclosure.toml"
    path.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped, "data", lambda *parts: path if parts == ("disclosure.toml",) else data(*parts))
        disclosure_settings.cache_clear()
        try:
            yield
        finally:
            disclosure_settings.cache_clear()
