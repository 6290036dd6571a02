"""The fingerprint of the code: over what decides figures, by name, and blind to the charter alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import shipped
from portal.commands.drawing import charter_mark

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
    shipped.fingerprint.cache_clear()


def fingerprint() -> str:
    shipped.fingerprint.cache_clear()
    return shipped.fingerprint()


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
