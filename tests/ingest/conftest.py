"""A source to fetch from, a folder to fetch into, and sleep that takes no time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ingest.fetching.quick_fetch import MONTH, stop
from tests.ingest.fetching.upstream_server import Source, serving


@pytest.fixture
def source() -> Iterator[Source]:
    """A source with one month of two searches."""
    with serving() as source:
        source.lists(MONTH)
        source.month(MONTH, [stop(1), stop(2)])
        yield source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "downloads"


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been slept."""
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    return slept
