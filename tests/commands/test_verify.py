"""`portal verify`: one flipped byte anywhere is named, and so is what is lost, strange, or not in the register."""

import json
import random
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.accounts import canonical
from portal.accounts.editions import own_hash
from portal.accounts.shelf import Edition as Frozen
from portal.records import Edition, Stop
from portal.settings import Settings
from tests.conftest import Portal
from tests.samples import month_file, row

pytestmark = pytest.mark.full


@pytest.fixture
def published(portal: Portal, settings: Settings, tmp_path: Path) -> Path:
    """Two editions of two years, and two of the list."""
    for name, rows in (("1", 1), ("2", 2)):
        portal("ingest", month_file(tmp_path / name, [row(), row(Latitude="abc")] * rows))
        portal("publish")
    assert portal("verify").code == 0
    return settings.published_dir


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_one_flipped_byte_in_any_file_is_named(portal: Portal, published: Path) -> None:
    dice = random.Random(7)
    chosen = dice.sample(files(published), 12) + [p for p in files(published) if p.name == "manifest.json"][:3]
    for path in chosen:
        whole = path.read_bytes()
        at = dice.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        ran = portal("verify")
        assert (ran.code, str(path) in ran.err) == (6, True), path
        path.write_bytes(whole)
    assert portal("verify").code == 0


def test_a_lost_file_a_strange_file_and_a_lost_edition_are_named(portal: Portal, published: Path) -> None:
    lost, strange = published / "2018" / "1.0" / "london.csv", published / "2018" / "1.0" / "note.txt"
    lost.unlink()
    strange.write_text("x")
    (published / "somewhere").mkdir()
    (published / "2018-19" / "1.0").rename(published / ".elsewhere")
    ran = portal("verify")
    assert ran.code == 6
    for path in (lost, strange, published / "somewhere", published / "2018-19" / "1.0"):
        assert str(path) in ran.err


def test_a_rewritten_manifest_that_agrees_with_itself_is_caught_by_the_register(
    portal: Portal, published: Path
) -> None:
    directory = published / "2018" / "1.1"
    forged = Frozen(directory).manifest.model_copy(update={"reason": "nothing to see"})
    forged = forged.model_copy(update={"sha256": own_hash(forged)})
    (directory / "manifest.json").write_bytes(canonical.as_bytes(forged.model_dump(mode="json", by_alias=True)))
    ran = portal("verify")
    assert ran.code == 6
    assert "not the manifest that was entered in the register" in ran.err


def test_an_edition_that_was_never_entered_is_named(portal: Portal, published: Path, engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.delete(session.exec(select(Edition).where(Edition.period == "2018", Edition.number == "1.1")).one())
    assert f"{published / '2018' / '1.1'}: this edition is not in the register" in portal("verify").err


def test_a_row_too_few_in_the_database_is_named(portal: Portal, published: Path, engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.delete(session.exec(select(Stop)).first())
    ran = portal("verify")
    assert (ran.code, "it says otherwise" in ran.err) == (6, True)


def test_a_withdrawn_edition_still_verifies_and_a_forged_tombstone_does_not(portal: Portal, published: Path) -> None:
    assert portal("withdraw", "2018/1.0", "--reason", "A court ordered it.").code == 0
    assert portal("verify").code == 0
    path = published / "2018" / "1.0" / "withdrawn.json"
    stones = json.loads(path.read_bytes())
    stones["london.json"]["sha256"] = "0" * 64
    path.write_text(json.dumps(stones))
    assert portal("verify").code == 6
