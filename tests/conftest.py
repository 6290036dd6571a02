"""A home of its own for every test, and the portal run in it as an operator would."""

import contextlib
import gc
import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import hypothesis
import pytest
from sqlalchemy import Engine
from xdist.remote import Producer

from geo.locate import Locator
from ingest import normalise
from portal import file_sizes
from portal.commands.main import main
from portal.packs import pack
from portal.settings import Settings
from portal.store import database
from portal.tables.formats import FORMATS
from tests.postgres.cluster import CARELESS, Cluster, programs, started
from tests.required import missing
from tests.sharing import ByRoom

NAMES = ("HOME", "DATABASE_URL", "PUBLISHED_DIR", "CHARTER", "BASE_URL", "PUBLISHER", "CONTACT",
         "COMMENTARY_DIR", "POLICE_UK_URL", "GAZETTEER", "WARDS", "PLACES", "SETTINGS")  # fmt: skip


# A run starts hundreds of processes of ours: without compiled files each would compile every module anew, a second of
# work. And whoever publishes makes millions of small objects that live on: looking through them for circles every 700
# is a fifth of the time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
gc.set_threshold(50_000, 20, 20)

QUICK = 20
"""Examples of a property in `make test`; `make test-all` tries each property again, under the profile "thorough"."""

# deadline: a slow machine is no failure, so no test is timed
hypothesis.settings.register_profile("portal", deadline=None, max_examples=QUICK)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=100)
hypothesis.settings.load_profile("portal")


def examples(thorough: int) -> int:
    """For a property that sets its own number of examples: that many, but in `make test` no more than others take."""
    return thorough if hypothesis.settings().max_examples > QUICK else min(QUICK, thorough)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Portal = Callable[..., Ran]
Limited = Callable[..., None]
LEFT_OUT = b"Left out of this test: see living_in.\n"


class LivingIn(Protocol):
    def __call__(self, folder: Path, *, whole: bool = False) -> contextlib.AbstractContextManager[Settings]: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=["sqlite", "postgres"], default="sqlite", help="What the homes keep rows in."
    )


@pytest.hookimpl(optionalhook=True)  # there is no such hook under `-p no:xdist`
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByRoom:
    return ByRoom(config, log)


def run_alone() -> None:
    pytest.fail("xdist would run one only of the tests that have this name: run them without it")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`--database postgres` leaves out what is about SQLite alone. Which tests share a worker is in tests/sharing.py.

    xdist knows tests by their names and runs one of several with one name: there they fail instead.
    """
    if hasattr(config, "workerinput"):
        names = Counter(item.nodeid for item in items)
        for item in items:
            if names[item.nodeid] > 1:
                item.runtest = run_alone  # type: ignore[method-assign]  # the test is to fail, and not the whole run
    if config.getoption("database") == "sqlite":
        return
    for item in items:
        if only := item.get_closest_marker("sqlite_only"):
            item.add_marker(pytest.mark.skip(reason=f"SQLite only: {only.kwargs['reason']}"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL for the whole run (one for each worker of xdist)."""
    binaries = programs()
    if binaries is None:
        missing("postgres", "no PostgreSQL 15 or later is installed")
    else:
        with started(binaries, CARELESS) as cluster:
            yield cluster


@pytest.fixture(scope="session")
def living_in(request: pytest.FixtureRequest) -> LivingIn:
    """`with living_in(folder) as settings`: the portal in that home, its database empty at first.

    Workbooks and packs take as long as all the rest of publishing: only with `whole=True` are they made.
    """
    on_postgres = request.config.getoption("database") == "postgres"
    databases: Cluster | None = request.getfixturevalue("cluster") if on_postgres else None

    @contextlib.contextmanager
    def live(folder: Path, *, whole: bool = False) -> Iterator[Settings]:
        with pytest.MonkeyPatch.context() as patch, contextlib.ExitStack() as held:
            if not whole:
                for each in [each for each in FORMATS.values() if not each.is_text]:
                    patch.setitem(FORMATS, each.ending, replace(each, write=lambda sheet: LEFT_OUT))
                patch.setattr(pack, "borough_pack", lambda *parts: LEFT_OUT)
            for name in NAMES:
                patch.delenv(f"PORTAL_{name}", raising=False)
            patch.setenv("PORTAL_HOME", str(folder))
            if databases:
                patch.setenv("PORTAL_DATABASE_URL", held.enter_context(databases.database()))
            yield Settings.from_environ(os.environ)

    return live


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Settings]:
    with living_in(tmp_path_factory.mktemp("home")) as settings:
        yield settings


@pytest.fixture
def home(settings: Settings) -> Path:
    return settings.home


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
def limited(monkeypatch: pytest.MonkeyPatch) -> Limited:
    """`limited(text=1000)`: no file of more than 1,000 bytes is read (see data/limits.toml)."""
    usual = file_sizes.allowed()
    return lambda **changed: monkeypatch.setattr(file_sizes, "allowed", lambda: replace(usual, **changed))


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = database.open_database(settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def locator() -> Locator:
    return normalise.shipped_locator()
