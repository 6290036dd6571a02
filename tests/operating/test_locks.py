"""What production installs: the tested pins, all that they need, and nothing else."""

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import locks
from tests.required import ROOT

RUN = locks.pins(locks.RUN.read_text("utf-8"))
WHOLE = locks.pins(locks.WHOLE.read_text("utf-8"))


def named(kind: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    texts = (
        project["build-system"]["requires"] if kind == "build" else project["project"]["optional-dependencies"][kind]
    )
    return {canonicalize_name(Requirement(text).name) for text in texts}


def test_the_lock_for_running_is_what_follows_from_the_whole_one() -> None:
    assert locks.RUN.read_text("utf-8") == locks.run_lock(), "run `python -m tests.locks`"


def test_every_pin_has_the_hashes_of_the_whole_lock() -> None:
    assert RUN
    for name, entries in RUN.items():
        assert entries == WHOLE[name]
        assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)


def test_it_is_closed_and_holds_the_build_but_no_tool_for_tests() -> None:
    assert locks.closure(locks.wanted(), WHOLE) == RUN.keys()
    assert named("build") <= RUN.keys()
    assert not (named("dev") - named("build")) & RUN.keys()
    assert not {"pytest", "playwright", "mypy", "hypothesis", "duckdb"} & RUN.keys()
    assert len(RUN) < len(WHOLE) / 2


def test_a_need_for_an_extra_counts_only_when_asked_for() -> None:
    known = {"psycopg": [""], "psycopg-binary": [""], "typing-extensions": [""]}
    assert "psycopg-binary" not in locks.closure([Requirement("psycopg")], known)
    assert "psycopg-binary" in locks.closure([Requirement("psycopg[binary]")], known)


def test_container_and_operators_install_that_lock() -> None:
    for path in ("deploy/Containerfile", "docs/operations.md"):
        text = (ROOT / path).read_text("utf-8")
        assert "--require-hashes" in text
        assert re.findall(r"requirements[a-z-]*\.lock", text)
        assert set(re.findall(r"requirements[a-z-]*\.lock", text)) == {"requirements-run.lock"}
