"""The demo invents the same records every time, in the published form, and keeps apart from real ones."""

import hashlib
import json
from pathlib import Path

import pytest

from ingest.sources import police_uk
from portal.accounts.shelf import Shelf
from portal.commands.demo import POINTS, invent
from portal.demo import inventing
from portal.periods import Period
from tests.conftest import Portal


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo with a hundredth of its rows."""
    shape = inventing.Shape.shipped()
    shape.told["volume"] = {"metropolitan": 120, "city-of-london": 12}
    monkeypatch.setattr(inventing.Shape, "shipped", classmethod(lambda cls: shape))


def digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@pytest.mark.usefixtures("small")
def test_the_same_records_every_time(tmp_path: Path) -> None:
    invent(tmp_path / "a")
    invent(tmp_path / "b")
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert len(list((tmp_path / "a").rglob("*.csv"))) == 48
    assert POINTS > 100


@pytest.mark.usefixtures("small")
def test_the_demo_publishes_two_labelled_years_apart_from_the_real_ones(portal: Portal, home: Path) -> None:
    ran = portal("demo", "--no-serve")
    assert ran.code == 0
    shelf = Shelf(home / "instance" / "demo" / "published")
    assert {"2023-24", "2024-25"} <= {period.id for period in shelf.periods()}
    assert not (home / "instance" / "portal.sqlite3").exists()
    for edition in map(shelf.newest, shelf.periods()):
        for name in edition.manifest.files:
            if name.endswith(".json") and name != "map.json":
                assert json.loads((edition.directory / name).read_bytes())["invented"] is True
    assert shelf.newest(Period.named("2024-25")).manifest.number == "1.0"
    assert portal("demo", "--no-serve").out.endswith("nothing new\n")


@pytest.mark.usefixtures("small")
def test_the_blackout_month_is_shaped_like_february_2018(tmp_path: Path) -> None:
    invent(tmp_path)
    raw = (tmp_path / "2024-02" / "2024-02-metropolitan-stop-and-search.csv").read_bytes()
    rows = police_uk.read(raw).rows
    assert rows["age"].null_count() == rows.height
    assert rows["latitude"].null_count() > 0.85 * rows.height
