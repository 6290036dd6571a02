"""Towns that several files of tests read: each is published once a run; what is handed out is a copy of hard links."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.settings import Settings
from tests.accounts.returned_town import CROYDON, HACKNEY, WESTMINSTER, written
from tests.conftest import LivingIn, run
from tests.required import ROOT
from tests.returns import returned
from tests.samples import month_file, row

SAID = (["none"] * 9 + ["G1", "G12", "G2;G11", "G12;G1", ""] + ["none"] * 6) * 12
"""What each search's flags are, over and over: of twenty, G1 and G12 stand twice, G2 and G11 once; one is blank."""


def flagged_return(factory: pytest.TempPathFactory, living_in: LivingIn) -> Path:
    """The Met's return: 240 searches each in two boroughs, 20 left out in a third; the City's public file; both years.

    A published directory.
    """
    return published_once("flagged", publish_flagged_return, factory, living_in)


def publish_flagged_return(settings: Settings) -> None:
    folder = settings.home / "records"
    places = [HACKNEY] * 240 + [WESTMINSTER] * 240 + [CROYDON] * 20
    flagged = [*SAID, *["none"] * 223, "G3", *["G4"] * 12, *["G8"] * 4, *SAID[:20]]
    groups, ages = ("A1", "B1"), ("10 to 17", "18 to 24")
    rows = [
        returned(
            borough=place, grounds_flags=said, team="", self_defined_ethnicity=groups[at % 2], age_band=ages[at % 2]
        )
        for at, (place, said) in enumerate(zip(places, flagged, strict=True))
    ]  # fmt: skip
    month_file(folder, [row()] * 150, force="city-of-london")
    written(folder, rows)
    assert run("ingest", folder).code == run("publish").code == 0


def published_once(
    name: str, publish: Callable[[Settings], None], factory: pytest.TempPathFactory, living_in: LivingIn
) -> Path:
    """A copy of what the town's portal published."""

    def made(town: Path) -> None:
        with living_in(town / "home") as settings:
            publish(settings)
            (town / "published").symlink_to(settings.published_dir)

    town = once(name, made, factory)
    copy = factory.mktemp(name) / "published"
    return shutil.copytree((town / "published").resolve(), copy, copy_function=os.link)


def fill_home(
    name: str, fill: Callable[[Path], None], settings: Settings, factory: pytest.TempPathFactory, living_in: LivingIn
) -> None:
    """A home as `fill` leaves it, which gets a folder for what it sends: filled once and copied, if it is all files."""
    if not settings.database_url.startswith("sqlite"):
        fill(settings.home / "sent")
        return

    def made(town: Path) -> None:
        with living_in(town / "home"):
            fill(town / "sent")

    filled = once(name, made, factory) / "home" / "instance"
    shutil.copytree(filled, settings.home / "instance", dirs_exist_ok=True)


def demo_home(factory: pytest.TempPathFactory) -> Path:
    """A home in which `portal demo --no-serve` ran, whatever database is tested: for tests that only read."""

    def made(town: Path) -> None:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        words = [sys.executable, "-m", "portal.commands", "demo", "--no-serve"]
        subprocess.run(words, env={**environ, "PORTAL_HOME": str(town)}, cwd=ROOT, check=True, capture_output=True)

    return once("demo", made, factory)


def once(name: str, make: Callable[[Path], None], factory: pytest.TempPathFactory) -> Path:
    """The folder that `make` filled. The first worker to ask has it filled, and the others wait."""
    whole = folder_of_the_run(factory) / "towns" / name
    whole.mkdir(parents=True, exist_ok=True)
    town, done = whole / "town", whole / "it is whole"
    with (whole / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(town, ignore_errors=True)  # of a worker that was stopped half-way
            town.mkdir()
            make(town)
            done.touch()
    return town


def folder_of_the_run(factory: pytest.TempPathFactory) -> Path:
    """One for all workers of xdist, each of which has a folder of its own in it."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
