"""The house keeps its rule: rooms import as they may, and the site stays light."""

import ast
import subprocess
import sys

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


def test_top_level_names_are_the_customers() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    top = {line.split("/")[0] for line in tracked.splitlines()}
    allowed = {"portal", "ingest", "geo", "templates", "data", "tests", "wsgi.py", "pyproject.toml", "docs",
               "deploy", "Makefile", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
               "requirements.lock", "requirements-run.lock"}  # fmt: skip
    assert {name for name in top if not name.startswith(".")} <= allowed
