"""A home with a published year, its live export, and the shipped set-up before it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.settings import Settings
from tests.conftest import LivingIn, run
from tests.required import missing
from tests.samples import WESTMINSTER_BRIDGE, month_file, row
from tests.serving.front import Front, front, site


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Settings]:
    """Published, and live in `live_dir`."""
    with living_in(tmp_path_factory.mktemp("behind")) as settings, pytest.MonkeyPatch.context() as patch:
        live = settings.home / "live"
        patch.setenv("PORTAL_LIVE_DIR", str(live))
        patch.setenv("PORTAL_BASE_URL", "https://portal.example.org")
        run("ingest", month_file(settings.home / "in", [row(), row(Gender="Female"), row(**WESTMINSTER_BRIDGE)]))
        published = run("publish", "--period", "2018-19")
        assert published.code == 0, published.err
        yield replace(settings, live_dir=live, base_url="https://portal.example.org")


@pytest.fixture(scope="module")
def served(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """nginx before Gunicorn."""
    if not shutil.which("nginx"):
        missing("nginx", "Debian's nginx-light is not installed")
    folder = Path(tmp_path_factory.mktemp("front"))
    assert settings.live_dir is not None
    with site(settings) as (port, _), front(folder, settings.live_dir, port) as found:
        yield found
