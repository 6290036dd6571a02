"""What is withdrawn is in no published file any more, the chain verifies, and what is left to do is told."""

import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from portal.editions import stamp
from portal.editions import stamp as live
from portal.editions.archive import Shelf
from portal.export.live import made_live, prepared_folder, released
from portal.export.live_site import LiveFile
from portal.settings import Settings
from portal.web.app import create_app
from tests.conftest import LivingIn, Portal, run
from tests.running.withdrawal import WHY
from tests.samples import NOWHERE, USUAL, WESTMINSTER_BRIDGE, month_file, row

GONE = {"manifest.json", "withdrawn.json"}


def month(folder: Path, name: str, searches: int) -> Path:
    when = f"{name}-10T12:00:00+00:00"
    rows = [row(Date=when, Outcome="Arrest" if at % 5 == 0 else USUAL["Outcome"]) for at in range(searches)]
    month_file(folder, [*rows, *[row(Date=when, **WESTMINSTER_BRIDGE)] * 10], month=name)
    month_file(folder, [row(Date=when, **NOWHERE)] * 3, month=name, force="city-of-london")
    return folder


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Iterator[Path]:
    """April 2017 and April 2018; April 2017 is then corrected: both years have editions 1.0 and 1.1."""
    folder = tmp_path_factory.mktemp("corrected")
    with living_in(folder) as settings:
        run("ingest", month(folder / "1", "2017-04", 24), month(folder / "2", "2018-04", 30))
        run("publish", "--period", "2017-18", "--period", "2018-19")
        run("ingest", month(folder / "3", "2017-04", 28))
        assert run("publish", "--period", "2017-18", "--period", "2018-19").code == 0
        yield settings.published_dir


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.full
def test_a_withdrawn_edition_is_in_no_series_no_difference_and_the_year_after_is_named(corrected: Path) -> None:
    shelf = Shelf(corrected)
    assert shelf.numbers("2017-18") == shelf.numbers("2018-19") == ["1.0", "1.1"]
    ran = run("withdraw", "2017-18/1.0", *WHY)
    assert ran.code == 0
    assert files(corrected / "2017-18/1.0") == files(corrected / "series/1.0") == GONE
    left = files(corrected / "2017-18/1.1")
    assert "london.json" in left
    assert [name for name in left if name.startswith("differences")] == []
    assert "2018-19/1.0 was compared with 2017-18/1.0 and still holds some of its figures" in ran.out
    assert "2018-19/1.1" not in ran.out
    assert run("verify").code == 0
    client = create_app(Settings.from_environ(os.environ)).test_client()
    page = client.get("/editions/2017-18/1.1").text
    assert "What changed since the edition before was withdrawn" in page
    assert 'href="/editions/2017-18/1.1/differences.csv"' not in page
    assert "Police searched people or vehicles in London 41 times." in client.get("/feed.xml").text
    again = run("withdraw", "2017-18/1.0", *WHY)
    assert (again.code, "2017-18/1.0 is withdrawn already" in again.err) == (2, True)

    assert run("withdraw", "2017-18/1.1", *WHY).code == 0
    said = run("publish", "--period", "2018-19").out
    assert "2018-19 edition 1.2 (the account of the year before was withdrawn)" in said
    assert "series edition" in said
    london = json.loads((corrected / "2018-19/1.2/london.json").read_bytes())
    assert london["comparison"]["with_year_before"] == []
    assert run("publish", "--period", "2018-19").out == "nothing new\n"
    series = json.loads((shelf.newest("series").directory / "london.json").read_bytes())
    assert [year["period"] for year in series["years"]] == ["2018-19"]
    assert run("verify").code == 0


def test_the_last_supply_of_a_year_takes_the_newest_edition_with_it(
    portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    month_file(tmp_path, [row()])
    month_file(tmp_path, [row(Date="2019-01-10T12:00:00+00:00")], month="2019-01")
    portal("ingest", tmp_path)
    portal("publish", "--period", "2018", "--period", "2018-19")
    listed = json.loads(portal("status", "--json").out)["supplies"]
    (april,) = (found["id"] for found in listed if found["month"] == "2018-04")
    ran = portal("withdraw", april, *WHY)
    assert "Every file of 2018 is withdrawn, so its newest edition goes too" in ran.out
    assert "Run portal publish: it corrects the figures of 2018-19." in ran.out
    assert "Editions drawn from it stay as they are: 2018-19/1.0." in ran.out
    assert portal("verify").code == 0
    assert portal("withdraw", april, *WHY).code == 2
    back = settings.published_dir / "2018/1.0/london.json"  # as if the run had been cut off before it took it away
    back.write_bytes((settings.published_dir / "2018-19/1.0/london.json").read_bytes())
    assert f"{back}:" in portal("verify").err
    assert portal("withdraw", april, *WHY).code == 0
    assert portal("verify").code == 0
    client = create_app(settings).test_client()
    gone = client.get("/london/2018")
    assert (gone.status_code, "A court ordered it." in gone.text) == (410, True)
    assert client.get("/london/2018-19").status_code == 200  # also while the series is withdrawn
    assert 'london.json: <span class="note">withdrawn on' in client.get("/editions/2018/1.0").text
    ran = portal("publish", "--period", "2018-19")
    assert (ran.code, ran.err, "2018-19 edition 2.0" in ran.out) == (0, "", True)
    assert portal("verify").code == 0


def test_a_year_that_is_served_though_nothing_of_it_is_held_is_named(portal: Portal, tmp_path: Path) -> None:
    """Published from a first file; the second, which took its place, is withdrawn before anything was drawn from it."""
    portal("ingest", month_file(tmp_path / "1", [row()]))
    portal("publish", "--period", "2018")
    portal("ingest", month_file(tmp_path / "2", [row(), row()]))
    listed = json.loads(portal("status", "--json").out)["supplies"]
    (current,) = (found["id"] for found in listed if found["state"] == "current")
    assert portal("withdraw", current, *WHY).code == 0
    ran = portal("publish")
    assert ran.code == 3
    assert "no supply is held of 2018 any more, so 2018/1.0 stays as it is: ingest one, or withdraw it" in ran.err
    assert portal("withdraw", "2018/1.0", *WHY).code == 0
    ran = portal("publish")
    assert (ran.code, ran.err) == (0, "")


def test_files_of_it_that_were_downloaded_are_named(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    """They are the operator's to remove: a download that is missing would be fetched again."""
    file = month_file(settings.home / "instance" / "downloads" / "2018-04", [row()] * 3)
    month_file(settings.home / "instance" / "downloads" / "2018-05", [row()], month="2018-05")
    assert portal("ingest", settings.home / "instance" / "downloads").code == 0
    (supply,) = (
        each["id"] for each in json.loads(portal("status", "--json").out)["supplies"] if each["month"] == "2018-04"
    )
    told = [line for line in portal("withdraw", supply, *WHY).out.splitlines() if "as it was downloaded" in line]
    assert told == [f"The file itself is still there as it was downloaded: {file}. Remove it if it must go as well."]


@pytest.mark.parametrize("code", [0, 6])
def test_what_cannot_be_ended_from_before_is_told_by_the_exit(
    portal: Portal, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    portal("ingest", month_file(tmp_path / "1", [row()] * 3))
    portal("publish")
    london = settings.published_dir / "2018" / "1.0" / "london.json"
    assert london.is_file()

    def damaged(*_: object) -> None:
        raise OperationalError("UPDATE", {}, sqlite3.OperationalError("database disk image is malformed"))

    if code:
        monkeypatch.setattr("portal.running.run.mend", damaged)
    ran = portal("withdraw", "2018/1.0", *WHY)
    assert (ran.code, "cannot be ended yet" in ran.err) == (code, bool(code))
    assert not london.exists()


def test_a_live_export_of_another_state_is_a_fault(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    portal("ingest", month_file(tmp_path / "1", [row()] * 3))
    portal("publish", "--period", "2018")
    folder = tmp_path / "live"
    prepared_folder(folder)
    live.hang(settings.published_dir, folder)
    for state, code in ((stamp.settled(settings.published_dir), 0), ("another", 6)):
        release, _ = released(folder, [LiveFile("drawn/a.json", b"{}", 7)], f"{state}\ncode\n")
        made_live(folder, release)
        ran = portal("verify")
        assert (ran.code, f"{folder}: the live export is not of what is published now" in ran.err) == (code, bool(code))
