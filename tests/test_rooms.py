"""The house keeps its rule: rooms import as they may, and the site stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.required import ROOT

HEAVY = ("polars", "pandas", "geopandas", "sqlalchemy", "numpy", "scipy", "shapely", "alembic")
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
TESTS = sorted(path.parent for path in (ROOT / "tests").rglob("__init__.py"))
SMALL = 60
TORN_OFF = {
    "ingest/reading/passing_over.py": "names and bytes that are none of ours; ingest/load.py is long enough without",
    "portal/review/agreement.py": "statistics with sources of their own; what they are of stands in results",
}
"""Small modules that one other module imports, and why each is no part of that one."""


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


@pytest.mark.parametrize("folder", TESTS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_no_folder_of_tests_is_a_crowd(folder: Path) -> None:
    assert len(list(folder.glob("*.py"))) <= WIDEST


def test_tests_import_what_they_share_from_no_test() -> None:
    """What several tests use stands in a module with a plain name."""
    modules = [path for folder in TESTS for path in folder.glob("*.py")]
    found = {str(path.relative_to(ROOT)): name for path in modules for name in imported_names(path)
             if name.startswith("tests.") and name.split(".")[-1].startswith("test_")}  # fmt: skip
    assert found == {}


def imported_names(path: Path) -> set[str]:
    """Every module that a file may name in an import: `from a import b` names `a` and `a.b`."""
    found: set[str] = set()
    for each in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(each, ast.Import):
            found |= {alias.name for alias in each.names}
        elif isinstance(each, ast.ImportFrom) and each.module:
            found |= {each.module, *(f"{each.module}.{alias.name}" for alias in each.names)}
    return found


def has_a_place_of_its_own(path: Path) -> bool:
    """A command, a part of the site, or a migration: found by its name, and so rightly alone however small it is."""
    text = path.read_text("utf-8")
    return "migrations" in path.parts or "@click.command" in text or "Blueprint(" in text


def test_no_small_module_is_torn_off_the_only_one_that_imports_it() -> None:
    """Whoever reads the one has to read the other: they are one idea in two files. Tests do not count."""
    modules = {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): path
               for package in PACKAGES for path in package.parent.glob("*.py")}  # fmt: skip
    imports = [imported_names(path) for path in (*modules.values(), ROOT / "wsgi.py")]
    alone = {
        str(path.relative_to(ROOT))
        for name, path in modules.items()
        if len(path.read_text("utf-8").splitlines()) < SMALL
        and sum(name in names for names in imports) == 1
        and not has_a_place_of_its_own(path)
    }
    assert alone - set(TORN_OFF) == set(), "fold it into its importer, or name it in TORN_OFF with the reason"
    assert set(TORN_OFF) - alone == set(), "no longer small and alone: take it off the list"


def test_top_level_names_are_the_customers() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    top = {line.split("/")[0] for line in tracked.splitlines()}
    allowed = {"portal", "ingest", "geo", "templates", "data", "tests", "wsgi.py", "pyproject.toml", "docs",
               "deploy", "Makefile", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
               "requirements.lock", "requirements-run.lock"}  # fmt: skip
    assert {name for name in top if not name.startswith(".")} <= allowed
