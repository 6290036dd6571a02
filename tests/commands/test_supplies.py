"""A supply's life: replaced, held back, accepted, gone back to, withdrawn; and what `portal status` tells of it."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from geo.locate import Locator
from ingest import load
from ingest.outcome import HELD, Origin
from portal.records import Stop
from portal.settings import Settings
from tests.conftest import LivingIn, Portal
from tests.ingest.sources.rows_of_sources import RECORD, RECORDS, STOP
from tests.returns import NAMES, as_file, returned
from tests.samples import month_file, police_uk, row

SECRET = "Zebedee-Quillfeather"


def status(portal: Portal) -> dict[str, Any]:
    ran = portal("status", "--json")
    assert ran.code == 0
    told: dict[str, Any] = json.loads(ran.out)
    return told


def states(portal: Portal) -> list[str]:
    return [supply["state"] for supply in status(portal)["supplies"]]


def everything(folder: Path) -> None:
    """A folder with a ZIP, a CSV, JSON, a Datastore extract, a return, and what is none of ours."""
    month_file(folder, [row()])
    with zipfile.ZipFile(folder / "archive.zip", "w") as packed:
        packed.writestr(
            "2018-05/2018-05-city-of-london-stop-and-search.csv", police_uk([row(Date="2018-05-10T14:30:00+00:00")])
        )
    (folder / "stops-force-metropolitan-2018-06.json").write_text(
        json.dumps([{**STOP, "datetime": "2018-06-10T14:30:00+00:00"}])
    )
    (folder / "extract.csv").write_bytes("\r\n".join([RECORDS, RECORD, ""]).encode())
    (folder / "return.csv").write_bytes(as_file([returned(), returned(date="2018-05-02")]))
    (folder / "readme.txt").write_text("hello")
    (folder / "2018-07-metropolitan-stop-and-search.csv").write_bytes(b"\x00\x01")


def test_one_folder_of_everything_and_status_tells_what_came_of_each(portal: Portal, tmp_path: Path) -> None:
    everything(tmp_path)
    assert portal("ingest", tmp_path).code == 3
    told = status(portal)
    found = {
        (s["source"], s["force"], s["month"]): (s["state"], s["rows_read"], s["rows_kept"]) for s in told["supplies"]
    }
    assert found == {
        ("police-uk", "metropolitan", "2018-04"): ("current", 1, 1),
        ("police-uk", "city-of-london", "2018-05"): ("current", 1, 1),
        ("police-uk", "metropolitan", "2018-06"): ("current", 1, 1),
        ("police-uk", "metropolitan", "2018-07"): ("refused", 0, 0),
        ("met-datastore", "metropolitan", "2022-05"): ("current", 1, 1),
        ("charter-return", "metropolitan", "2018-04"): ("current", 1, 1),
        ("charter-return", "metropolitan", "2018-05"): ("current", 1, 1),
    }
    assert {"source": "police-uk", "force": "metropolitan", "month": "2018-05"} in told["missing"]
    assert {"source": "police-uk", "force": "city-of-london", "month": "2018-04"} in told["missing"]
    assert (told["runs"][0]["command"], told["runs"][0]["outcome"]) == ("ingest", "exit 3")
    for supply in told["supplies"]:
        assert set(supply) >= {"id", "source", "force", "month", "state", "sha256", "rows_read", "rows_kept",
                               "rows_rejected", "findings"}  # fmt: skip
    portal("ingest", tmp_path)
    assert status(portal)["supplies"] == told["supplies"]


def test_a_supersession_that_loses_a_fifth_is_held_back_until_accepted(portal: Portal, tmp_path: Path) -> None:
    portal("ingest", month_file(tmp_path / "1", [row()] * 10))
    ran = portal("ingest", month_file(tmp_path / "2", [row()] * 7))
    assert ran.code == 3
    assert "held back: it has 3 of 10 rows fewer" in ran.err
    assert sorted(states(portal)) == ["current", "held"]
    assert portal("ingest", tmp_path / "2").out.startswith("nothing new")
    held = next(s["id"] for s in status(portal)["supplies"] if s["state"] == "held")
    assert portal("accept", held).code == 0
    assert sorted(states(portal)) == ["current", "superseded"]
    assert portal("accept", held).code == 2
    assert portal("accept", "nonsense").code == 2


def test_a_loss_of_a_fifth_exactly_is_taken(portal: Portal, tmp_path: Path) -> None:
    portal("ingest", month_file(tmp_path / "1", [row()] * 10))
    assert portal("ingest", month_file(tmp_path / "2", [row()] * 8)).code == 0
    assert sorted(states(portal)) == ["current", "superseded"]


def test_a_source_that_goes_back_to_older_bytes_is_held_back(
    portal: Portal, tmp_path: Path, engine: Engine, locator: Locator
) -> None:
    older, newer = month_file(tmp_path / "1", [row()]), month_file(tmp_path / "2", [row(), row()])
    portal("ingest", older)
    portal("ingest", newer)
    loader = load.Loader(engine, locator, Origin(datetime.now(UTC), upstream=True))
    (outcome,) = loader.load(load.Candidate(older, True, older.name))
    assert (outcome.what, "went back" in outcome.sentence) == (HELD, True)
    assert sorted(states(portal)) == ["current", "held"]


def test_withdrawing_a_supply_leaves_a_tombstone_and_no_row(
    portal: Portal, tmp_path: Path, settings: Settings, engine: Engine
) -> None:
    path = month_file(tmp_path, [row(Policing_operation=SECRET), row(Latitude=SECRET)])
    portal("ingest", path)
    portal("publish")
    (supply,) = status(portal)["supplies"]
    assert holders(settings.home, SECRET) != []
    withdrawn = portal("withdraw", supply["id"], "--reason", "A court ordered it.")
    assert withdrawn.code == 0
    (stone,) = status(portal)["supplies"]
    assert (stone["state"], stone["sha256"]) == ("withdrawn", supply["sha256"])
    assert stone["note"].startswith("A court ordered it.")
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Stop)).one() == 0
    assert portal("withdraw", supply["id"], "--reason", "again").code == 2
    again = portal("ingest", path)
    assert (again.code, "were withdrawn" in again.err) == (3, True)
    assert "Every file of 2018 is withdrawn, so its newest edition goes too; its pages say why." in withdrawn.out
    assert holders(settings.home, SECRET) == []


def test_withdrawing_needs_a_reason(portal: Portal) -> None:
    assert portal("withdraw", "x").code == 2
    assert portal("withdraw", "x", "--reason", "because").code == 2
    assert portal("withdraw", "2018/1.0", "--reason", "because").code == 2


def test_a_return_with_an_officers_name_leaves_no_trace(
    portal: Portal, tmp_path_factory: pytest.TempPathFactory, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setenv("TMPDIR", str(scratch))
    folder = tmp_path_factory.mktemp("handed-over")
    path = folder / "return.csv"
    path.write_bytes(as_file([returned(officer_name=SECRET)], [*NAMES, "officer_name"]))
    for words in (["ingest", folder], ["ingest", path], ["return", "check", path]):
        ran = portal(*words)
        assert ran.code == 3
        assert "'officer_name' would hold an officer's name or number" in ran.err
        assert SECRET not in ran.out + ran.err
    assert portal("status").code == 0
    assert status(portal)["supplies"] == []
    assert holders(home, SECRET) == []
    assert holders(scratch, SECRET) == []


def test_a_bad_cell_of_a_return_is_neither_stored_nor_told(portal: Portal, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "return.csv"
    path.write_bytes(as_file([*[returned()] * 200, returned(receipt=SECRET)]))
    ran = portal("ingest", path)
    assert "200 of 201 rows kept, 1 rejected; the first: line 202, column receipt" in ran.out
    portal("publish")
    assert SECRET not in ran.out + ran.err
    assert holders(home, SECRET) == []


def holders(folder: Path, word: str) -> list[Path]:
    """Files below the folder in whose bytes the word stands."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and word.encode() in path.read_bytes()]


def test_findings_do_not_depend_on_the_order_of_arrival(portal: Portal, tmp_path: Path, living_in: LivingIn) -> None:
    months = [f"2018-{number:02}" for number in range(1, 6)]
    files = [
        month_file(
            tmp_path / "in",
            [row(Date=f"{month}-10T10:{at % 60:02}:00+00:00") for at in range(40 if month < "2018-05" else 10)],
            month=month,
        )
        for month in months
    ]
    found = []
    for name, order in (("a", files), ("b", files[::-1])):
        with living_in(tmp_path / name):
            for file in order:
                portal("ingest", file)
            found.append({s["id"]: s["findings"] for s in status(portal)["supplies"]})
    assert found[0] == found[1]
    assert any(finding["id"] == "low_volume" for findings in found[0].values() for finding in findings)


def test_return_check_tells_every_problem_and_shows_a_preview(portal: Portal, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "return.csv"
    path.write_bytes(as_file([returned(), returned(video="maybe"), returned(date="2018-05-01")]))
    ran = portal("return", "check", path)
    assert ran.code == 3
    assert f"{path}: line 3, column video: the cell is not one of full, partial" in ran.err
    assert "2018-19: 2 searches (a private preview)" in ran.out
    assert list(home.iterdir()) == []
    path.write_bytes(as_file([returned()]))
    assert portal("return", "check", path).code == 0
    accounts = json.loads(portal("return", "check", "--json", path).out)
    assert accounts[0]["totals"]["searches"] == 1
    assert portal("return", "check", tmp_path / "none.csv").code == 2


def test_nothing_held_is_said(portal: Portal) -> None:
    assert "Nothing is held yet" in portal("status").out
    assert {name: status(portal)[name] for name in ("supplies", "missing", "runs")} == {
        "supplies": [], "missing": [], "runs": []
    }  # fmt: skip
