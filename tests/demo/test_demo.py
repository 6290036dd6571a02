"""The demo invents the same records every time, shows one of every finding, and keeps apart from real ones."""

import hashlib
import json
from pathlib import Path

import pytest
from sqlmodel import Session, select

from ingest.findings import examine
from ingest.reading.batch import Told
from ingest.sources import police_uk
from portal.commands.demo import POINTS, invent
from portal.demo import inventing
from portal.editions.archive import SUPPLIES, Shelf, is_document
from portal.periods import Period
from portal.places import boroughs
from portal.records import Supply
from portal.settings import Settings
from portal.store import database
from portal.web.app import create_app
from tests.conftest import Portal
from tests.towns import demo_home

pytestmark = pytest.mark.sqlite_only(reason="the demo keeps its rows in an SQLite file of its own, whatever is set")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo with a fiftieth of its rows."""
    shape = inventing.Shape.shipped()
    shape.told["volume"] = {"metropolitan": 200, "city-of-london": 12}
    monkeypatch.setattr(inventing.Shape, "shipped", classmethod(lambda cls: shape))


def digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@pytest.mark.usefixtures("small")
def test_the_same_records_every_time(tmp_path: Path) -> None:
    invent(tmp_path / "a")
    invent(tmp_path / "b")
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert len(list((tmp_path / "a").rglob("*.csv"))) == 48 + 12 + 1 + 1  # months, returns, sent again, empty
    assert POINTS > 100


@pytest.mark.usefixtures("small")
@pytest.mark.full
def test_the_demo_publishes_two_labelled_years_apart_from_the_real_ones(portal: Portal, home: Path) -> None:
    ran = portal("demo", "--no-serve")
    assert ran.code == 0
    shelf = Shelf(home / "instance" / "demo" / "published")
    assert {"2023-24", "2024-25"} <= {period.id for period in shelf.periods()}
    assert not (home / "instance" / "portal.sqlite3").exists()
    for edition in map(shelf.newest, shelf.periods()):
        for name in edition.manifest.files:
            if is_document(name) and "/" in name and not name.startswith("checks/") and not name.endswith("btp.json"):
                assert json.loads((edition.directory / name).read_bytes())["invented"] is True
    assert shelf.newest(Period.named("2024-25")).manifest.number == "1.0"
    assert shelf.newest(SUPPLIES).manifest.number == "1.0"
    again = portal("demo", "--no-serve")
    assert again.out.endswith("nothing new\n")


@pytest.mark.usefixtures("small")
def test_the_blackout_month_is_shaped_like_february_2018(tmp_path: Path) -> None:
    invent(tmp_path)
    name = "2024-02-metropolitan-stop-and-search.csv"
    (batch,) = police_uk.read((tmp_path / "records" / "2024-02" / name).read_bytes(), Told(name))
    assert batch.rows["age"].null_count() == batch.rows.height
    assert batch.rows["latitude"].null_count() > 0.85 * batch.rows.height


@pytest.mark.full
def test_every_kind_of_finding_is_shown_once_at_least(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = demo_home(tmp_path_factory)
    with Session(database.open_database(f"sqlite:///{home}/instance/demo/portal.sqlite3")) as session:
        supplies = session.exec(select(Supply)).all()
    found = {finding["id"] for supply in supplies for finding in supply.findings}
    assert {check.__name__ for check in examine.CHECKS} <= found
    assert {supply.state for supply in supplies} == {"current", "superseded"}
    returns = [supply for supply in supplies if supply.source == "charter-return"]
    assert len(returns) == 12
    assert all(supply.rows_rejected == 0 for supply in returns)
    assert not any(finding["severity"] == "serious" for supply in returns for finding in supply.findings)
    london = json.loads((home / "instance/demo/published/2024-25/1.0/london.json").read_bytes())
    assert london["period"]["complete"] is True


@pytest.mark.full
def test_the_table_beside_the_map_of_the_home_page_has_what_the_map_shows(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = demo_home(tmp_path_factory) / "instance" / "demo"
    settings = Settings.of_site({"PORTAL_HOME": str(home), "PORTAL_PUBLISHED_DIR": str(home / "published")})
    reader = create_app(settings).test_client()
    map_ = json.loads((home / "published" / "2024-25" / "1.0" / "map.json").read_bytes())
    told = {
        each["code"]: each["value"] for layer in map_["layers"] if layer["id"] == "C05" for each in layer["figures"]
    }
    table = reader.get("/?show=C05").text.split("and what the map shows: C05")[1].split("</table>")[0]
    for code, place in boroughs().items():
        row = table.split(f">{place.name}</a>")[1].split("</tr>")[0]
        cell = row.split('<td class="number wraps">')[1].split("</td>")[0]
        assert cell == f"{told[code]:.1%}" if told[code] is not None else "%" not in cell
    assert "and what the map shows" not in reader.get("/").text
