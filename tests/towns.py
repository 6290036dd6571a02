"""Towns that several files of tests read: each is published once a run, and handed out as a copy of hard links."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.settings import Settings
from tests.accounts.returned_town import CROYDON, HACKNEY, WESTMINSTER, written
from tests.conftest import LivingIn, run
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
    """A copy of what the town's portal published. The first worker to ask publishes it, and the others wait."""
    town = folder_of_the_run(factory) / "towns" / name
    town.mkdir(parents=True, exist_ok=True)
    done = town / "published is whole"
    with (town / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(town / "home", ignore_errors=True)  # of a worker that was stopped half-way
            with living_in(town / "home") as settings:
                publish(settings)
                (town / "published").symlink_to(settings.published_dir)
            done.touch()
    copy = factory.mktemp(name) / "published"
    return shutil.copytree((town / "published").resolve(), copy, copy_function=os.link)


def folder_of_the_run(factory: pytest.TempPathFactory) -> Path:
    """One for all workers of xdist, each of which has a folder of its own in it."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
