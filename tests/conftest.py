"""A home of its own for every test, and the portal run in it as an operator would."""

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from geo.locate import Locator
from portal import shipped
from portal.commands.main import main
from portal.settings import Settings
from portal.store import database

NAMES = ("HOME", "DATABASE_URL", "PUBLISHED_DIR", "CHARTER", "BASE_URL", "PUBLISHER", "CONTACT",
         "COMMENTARY_DIR", "POLICE_UK_URL")  # fmt: skip


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Portal = Callable[..., Ran]


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in NAMES:
        monkeypatch.delenv(f"PORTAL_{name}", raising=False)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("PORTAL_HOME", str(home))
    return home


@pytest.fixture
def portal(home: Path) -> Portal:
    """`portal("ingest", folder)` in a home of its own: exit code and what it printed."""
    return run


def run(*words: object) -> Ran:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings.from_environ({"PORTAL_HOME": str(home)})


@pytest.fixture
def engine(settings: Settings) -> Engine:
    return database.opened(settings.database_url)


@pytest.fixture(scope="session")
def locator() -> Locator:
    return Locator.from_file(shipped.data("boundaries", "locate.geojson"))
