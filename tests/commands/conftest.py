"""A portal whose source is a data.police.uk of our own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.settings import Settings
from tests.commands.updating import FORCES
from tests.commands.upstream import Upstream, month_of_stops, served


@pytest.fixture
def upstream() -> Upstream:
    """Two forces, June 2018."""
    found = Upstream()
    found.months = {(force, "2018-06"): month_of_stops("2018-06", 60) for force in FORCES}
    return found


@pytest.fixture
def operated(home: Path, upstream: Upstream, settings: Settings) -> Iterator[Settings]:
    """A portal whose source is the upstream."""
    with served(upstream) as address:
        yield with_source(settings, address)


def with_source(settings: Settings, address: str) -> Settings:
    return Settings(**{**vars(settings), "police_uk_url": address})
