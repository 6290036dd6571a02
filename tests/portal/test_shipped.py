"""The fingerprint of the code: over what decides figures, by name, blind to the charter, the site and the commands."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import shipped
from portal.publishing.pipeline import charter_mark

CHARTERS = ("data/charter/casey-2023.toml", "data/rationale/example.toml", "data/section_60/authorisations.toml")
METHOD = (
    "ingest/normalise.py",
    "ingest/sources/police_uk.py",
    "portal/shipped.py",
    "geo/locate.py",
    "data/limits.toml",
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A `data/` of our own beside the code, with one file of the method and three of the charter."""
    for name in ("limits.toml", *(name.removeprefix("data/") for name in CHARTERS)):
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before = 1\n", "utf-8")
    monkeypatch.setattr(shipped, "folder", lambda name: tmp_path / name)
    yield tmp_path / "data"
    shipped.method_fingerprint.cache_clear()


def fingerprint() -> str:
    shipped.method_fingerprint.cache_clear()
    return shipped.method_fingerprint()


@pytest.mark.parametrize("name", METHOD)
def test_what_decides_figures_is_in_the_fingerprint(name: str) -> None:
    assert (shipped.CHECKOUT / name).samefile(shipped.files_of_method()[name])


def test_a_line_more_or_another_name_is_another_fingerprint(data: Path) -> None:
    found = [fingerprint()]
    (data / "limits.toml").write_text("after = 1\n", "utf-8")
    found.append(fingerprint())
    (data / "limits.toml").rename(data / "charter" / "limits.csv")
    found.append(fingerprint())
    (data / "charter" / "limits.csv").rename(data / "rationale" / "limits.csv")
    found.append(fingerprint())
    assert len(set(found)) == 4


@pytest.mark.parametrize("name", CHARTERS)
def test_the_charter_is_no_part_of_the_code_and_has_a_mark_of_its_own(data: Path, name: str) -> None:
    measured = data / "charter" / "casey-2023.toml"
    before, mark = fingerprint(), charter_mark(measured)
    (data.parent / name).write_text("after = 1\n", "utf-8")
    assert (fingerprint(), charter_mark(measured) != mark) == (before, True)


DECIDES = (
    "portal/accounts/counting/rates.py",
    "portal/publishing/differences.py",
    "portal/charter/rules.py",
    "portal/disclosure/grouping.py",
    "portal/store/searches.py",
    "portal/periods.py",
    "portal/publishing/pipeline.py",
    "ingest/normalise.py",
    "ingest/sources/police_uk.py",
    "geo/locate.py",
    "data/limits.toml",
    "data/disclosure.toml",
    "data/vocabulary/age.toml",
    "data/places/boroughs.csv",
    "data/boundaries/locate.geojson",
)
DECIDES_NOTHING = (
    "portal/web/presentation/formatting.py",
    "portal/web/presented/anew.py",
    "portal/commands/publish.py",
    "portal/demo/inventing.py",
    "portal/settings.py",
    "data/demo/shape.toml",
    "data/redirects.toml",
    "templates/base.html",
    "templates/parts/teams_table.html",
)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of our code, data and templates, which the fingerprint is taken of."""
    for name in (*shipped.CODE, "data", "templates"):
        shutil.copytree(shipped.CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(shipped, "HERE", tmp_path / "portal")
    monkeypatch.setattr(shipped, "folder", lambda name: tmp_path / name)
    yield tmp_path
    for each in (shipped.method_fingerprint, shipped.build_fingerprint):
        each.cache_clear()


def build_fingerprint() -> str:
    shipped.build_fingerprint.cache_clear()
    return shipped.build_fingerprint()


def test_what_figures_follow_from_changes_the_fingerprint_and_the_site_does_not(checkout: Path) -> None:
    before, built = fingerprint(), build_fingerprint()
    for name in DECIDES_NOTHING:
        added_to(checkout / name)
        assert fingerprint() == before, name
    assert build_fingerprint() != built
    for name in DECIDES:
        added_to(checkout / name)
        assert fingerprint() != before, name
        before = fingerprint()


def added_to(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")


def test_a_new_room_counts_and_so_do_files_that_swap_places(checkout: Path) -> None:
    found = [fingerprint()]
    added_to(checkout / "portal" / "new_room" / "rule.py")
    found.append(fingerprint())
    one, other = checkout / "portal" / "tables" / "rows.py", checkout / "portal" / "charter" / "tally.py"
    one_text, other_text = one.read_bytes(), other.read_bytes()
    one.write_bytes(other_text)
    other.write_bytes(one_text)
    found.append(fingerprint())
    assert len(set(found)) == 3


ENTRANCES = ("portal/publishing/pipeline.py", "ingest/load.py", "geo/locate.py")
"""Where figures come from: reading a file in, drawing a year's accounts up, and putting them into an edition."""


def test_whatever_figures_come_through_is_in_the_fingerprint() -> None:
    """Every module that is imported on the way, however deep, and every file of `data/` that one of them opens."""
    method, seen, waiting = shipped.files_of_method(), set[str](), list(ENTRANCES)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(imported_by(name))
    assert len(seen) > 90
    assert sorted(seen - method.keys()) == []
    opened = {f"data/{part}" for name in seen for part in data_named_in(name)}
    assert len(opened) > 8
    assert sorted(name for name in opened if not shipped.gives_figures(name)) == []


def tree(name: str) -> ast.Module:
    return ast.parse((shipped.CHECKOUT / name).read_text("utf-8"))


def imported_by(name: str) -> Iterator[str]:
    """Files of our modules that a file imports, at its head or anywhere within."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for module in (node.module, *(f"{node.module}.{each.name}" for each in node.names)):
                path = f"{module.replace('.', '/')}.py"
                if module.split(".")[0] in shipped.CODE and (shipped.CHECKOUT / path).is_file():
                    yield path


def data_named_in(name: str) -> Iterator[str]:
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "shipped.data" and node.args:
            parts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            yield "/".join(parts)
