"""A register that was lost is entered anew from a chain whose hashes hold, and from no other."""

import json
import shutil
from pathlib import Path

import pytest
from sqlmodel import Session

from portal.editions.archive import Shelf
from portal.records import Edition
from portal.settings import Settings
from portal.store import database
from tests.conftest import Portal
from tests.operating.inhabited import entries, forgotten
from tests.samples import month_file, row


@pytest.fixture
def lost(portal: Portal, settings: Settings, tmp_path: Path) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Two editions of a year, one withdrawn; then the register is gone. What it was."""
    records = tmp_path / "records"
    portal("ingest", month_file(records, [row()]))
    portal("publish")
    portal("ingest", month_file(records, [row(), row()]))
    portal("publish")
    assert portal("withdraw", "2018/1.0", "--reason", "A leak.").code == 0
    portal("publish")
    before = entries(settings)
    forgotten(settings)
    portal("ingest", records)
    assert portal("publish").code == 6
    return before


Register = dict[tuple[str, str], tuple[str, str | None]]


def test_the_register_is_as_it_was_and_publish_goes_on(
    lost: Register, portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    dry = portal("adopt", "--dry-run")
    assert (dry.code, entries(settings)) == (0, {})
    assert "would enter 2018/1.1" in dry.out
    ran = portal("adopt")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("\nentered ") + ran.out.startswith("entered ") == len(lost)
    assert entries(settings) == lost
    assert portal("verify").code == 0
    assert portal("publish").code == 0
    assert portal("verify").code == 0
    portal("ingest", month_file(tmp_path / "records", [row()], month="2018-06"))
    assert "2018 edition 2.0" in portal("publish").out
    assert portal("adopt").out.startswith("nothing to enter")


def changed_file(shelf: Shelf) -> None:
    path = shelf.root / "2018" / "1.1" / "london.csv"
    path.write_bytes(path.read_bytes() + b"x")


def missing_file(shelf: Shelf) -> None:
    (shelf.root / "2018" / "1.1" / "london.csv").unlink()


def added_file(shelf: Shelf) -> None:
    (shelf.root / "2018" / "1.1" / "added.csv").write_bytes(b"x")


def missing_first(shelf: Shelf) -> None:
    shutil.rmtree(shelf.root / "2018" / "1.0")


def forged_manifest(shelf: Shelf) -> None:
    path = shelf.root / "2018" / "1.1" / "manifest.json"
    told = json.loads(path.read_bytes())
    path.write_text(json.dumps({**told, "reason": "another"}))


def renumbered(shelf: Shelf) -> None:
    (shelf.root / "2018" / "1.1").rename(shelf.root / "2018" / "1.7")


def stranger(shelf: Shelf) -> None:
    (shelf.root / "notes.txt").write_text("x")


def without_tombstones(shelf: Shelf) -> None:
    (shelf.root / "2018" / "1.0" / "withdrawn.json").unlink()


HARMS = (
    changed_file,
    missing_file,
    added_file,
    missing_first,
    forged_manifest,
    renumbered,
    stranger,
    without_tombstones,
)


def test_nothing_is_entered_where_one_hash_does_not_hold(
    lost: Register, portal: Portal, settings: Settings, tmp_path: Path
) -> None:
    shelf = Shelf(settings.published_dir)
    shutil.copytree(shelf.root, tmp_path / "whole")
    for harm in HARMS:
        harm(shelf)
        ran = portal("adopt")
        assert (ran.code, ran.err.startswith("portal: nothing is entered: ")) == (6, True), harm
        assert entries(settings) == {}
        shutil.rmtree(shelf.root)
        shutil.copytree(tmp_path / "whole", shelf.root)
    entered_wrongly(settings)
    ran = portal("adopt")
    assert (ran.code, "not the manifest that was entered" in ran.err) == (6, True)


def entered_wrongly(settings: Settings) -> None:
    """The register says otherwise than the shelf."""
    engine = database.open_database(settings.database_url)
    with Session(engine) as session, session.begin():
        session.add(Edition(period="2018", number="1.1", published_at="x", manifest_sha256="0" * 64))
    engine.dispose()


def test_supplies_that_were_withdrawn_are_named(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    portal("ingest", month_file(tmp_path / "records", [row()]))
    portal("ingest", month_file(tmp_path / "records", [row()], month="2018-05"))
    portal("publish")
    supply = next(
        one["id"] for one in json.loads(portal("status", "--json").out)["supplies"] if one["month"] == "2018-05"
    )
    assert portal("withdraw", supply, "--reason", "A leak.").code == 0
    portal("publish")
    forgotten(settings)
    assert f"{supply} was withdrawn: if its file is read in again, withdraw it again" in portal("adopt").out
