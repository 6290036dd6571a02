"""The house keeps its rule: rooms import as they may, and the site stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.required import ROOT

HEAVY = ("polars", "pandas", "geopandas", "sqlalchemy", "numpy", "shapely", "alembic")
PACKAGES = sorted(path for room in ("portal", "ingest", "geo") for path in (ROOT / room).rglob("__init__.py"))


def test_the_site_loads_no_database_and_no_frames() -> None:
    program = f"import sys, wsgi; print([name for name in {HEAVY} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_package_says_what_it_is_and_imports_nothing(path: object) -> None:
    (statement,) = ast.parse(path.read_text("utf-8")).body  # type: ignore[attr-defined]
    assert isinstance(statement, ast.Expr)


INTERFACES = {
    "command": "click finds the command of a module by it",
    "main": "what `python -m` runs",
    "read": "each source reads its own format",
    "recognises": "each source knows its own format",
    "register": "what a part of the site does to the application",
    "upgrade": "Alembic's",
    "downgrade": "Alembic's",
    "only": "the name of a rule in data/charter, and of another in data/grounds",
    "windows_1252": "the name of a finding, and of the oddity in the demo that it finds",
}
"""Names that more than one function may have, and why."""
WIDEST = 14


def test_no_two_functions_share_a_name() -> None:
    """Whoever looks for a name lands where it is."""
    homes: dict[str, list[str]] = {}
    for path in (path for package in PACKAGES for path in package.parent.glob("*.py")):
        for each in ast.parse(path.read_text("utf-8")).body:
            if isinstance(each, ast.FunctionDef) and each.name not in INTERFACES:
                homes.setdefault(each.name, []).append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_room_is_a_crowd(path: Path) -> None:
    assert len(list(path.parent.glob("*.py"))) <= WIDEST


def test_top_level_names_are_the_customers() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    top = {line.split("/")[0] for line in tracked.splitlines()}
    allowed = {"portal", "ingest", "geo", "templates", "data", "tests", "wsgi.py", "pyproject.toml", "docs",
               "deploy", "Makefile", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
               "requirements.lock", "requirements-run.lock"}  # fmt: skip
    assert {name for name in top if not name.startswith(".")} <= allowed
