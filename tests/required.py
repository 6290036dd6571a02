"""What a test needs of the machine: skip with a reason where it lacks, fail where PORTAL_REQUIRE names it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def missing(what: str, why: str) -> None:
    """Skip the test, or fail it where CI says that the machine must have this."""
    if what in os.environ.get("PORTAL_REQUIRE", "").split(","):
        pytest.fail(f"{what} is required here: {why}")
    pytest.skip(why)  # here only: a machine that lacks it is no fault of ours, and CI never comes this far


def shared(*parts: str) -> Path:
    """A file of the collection that stands beside the project, where there is one."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        missing("shared", f"the collection of real months is not beside the project ({parts[0]})")
    return path
