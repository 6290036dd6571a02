"""`portal verify`: one flipped byte anywhere is named, and so is what is lost, strange, or not in the register."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from portal.documents import canonical
from portal.editions.archive import Edition as Frozen
from portal.records import Edition, Stop
from portal.settings import Settings
from tests.conftest import LivingIn, Portal, run
from tests.samples import month_file, row
from tests.towns import fill_home

pytestmark = pytest.mark.full


def publish_twice(records: Path) -> None:
    for name, rows in (("1", 1), ("2", 2)):
        run("ingest", month_file(records / name, [row(), row(Latitude="abc")] * rows))
        run("publish")
    assert run("verify").code == 0


@pytest.fixture
def published(settings: Settings, tmp_path_factory: pytest.TempPathFactory, living_in: LivingIn) -> Path:
    """Two editions of two years, and two of the list."""
    fill_home("published-twice", publish_twice, settings, tmp_path_factory, living_in)
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
    forged = forged.model_copy(update={"sha256": forged.own_hash()})
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


@pytest.fixture
def tombstones(portal: Portal, published: Path) -> Path:
    """Those of 2018/1.0."""
    assert portal("withdraw", "2018/1.0", "--reason", "A court ordered it.").code == 0
    assert portal("verify").code == 0
    return published / "2018" / "1.0" / "withdrawn.json"


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "another reason": lambda raw: raw.replace(b"A court ordered it.", b"It was a mistake."),
    "no JSON": lambda raw: b"[" + raw[1:],
    "emptied": lambda raw: b"{}\n",
    "no text": lambda raw: b"\xff" + raw[1:],
}


def test_tombstones_that_were_changed_are_named(portal: Portal, tombstones: Path) -> None:
    whole = tombstones.read_bytes()
    for name, changed in CHANGES.items():
        tombstones.write_bytes(changed(whole))
        ran = portal("verify")
        said = f"{tombstones}: it is not what the register has as withdrawn"
        assert (ran.code, said in ran.err) == (6, True), name
    tombstones.unlink()
    assert f"{tombstones}: it is not" in portal("verify").err


def test_a_file_taken_away_under_a_forged_tombstone_is_named(portal: Portal, published: Path) -> None:
    directory = published / "2018" / "1.1"
    digest = Frozen(directory).manifest.files["london.json"]
    (directory / "london.json").unlink()
    stones = {"london.json": {"sha256": digest, "when": "2018-05-03T09:00:00+00:00", "reason": "forged"}}
    (directory / "withdrawn.json").write_bytes(canonical.as_bytes(stones))
    ran = portal("verify")
    assert (ran.code, f"{directory / 'withdrawn.json'}:" in ran.err) == (6, True)
    assert portal("publish").code == 0
    assert portal("verify").code == 6  # publishing takes nobody's word for it


def test_whatever_lies_beside_editions_is_named_wherever_it_lies(portal: Portal, published: Path) -> None:
    strange = ["2018/note.txt", "2018/evil/x.html", "2018/.hidden", ".hidden", "2018/1.0/evil/x.html",
               "2018/1.0/boroughs/.x", "supplies/x", "2019"]  # fmt: skip
    for name in strange:
        (published / name).parent.mkdir(parents=True, exist_ok=True)
        (published / name).write_text("x")
    folders = ["series/1.0/empty", "2018/.1.0.unfinished"]  # 1.0 is out: nobody is still making it
    for name in folders:
        (published / name).mkdir()
    ran = portal("verify")
    assert ran.code == 6
    assert [name for name in [*strange, *folders] if f"{published / name}: it is" not in ran.err] == []
    assert len(ran.err.splitlines()) == len([*strange, *folders, "2018/evil", "2018/1.0/evil"])


def test_an_edition_that_is_being_made_is_no_fault(portal: Portal, published: Path) -> None:
    unfinished = published / "2018" / ".2.0.unfinished"
    unfinished.mkdir()
    (unfinished / "london.json").write_text("{")
    assert portal("verify").code == 0
    assert portal("publish").code == 0
    assert not unfinished.exists()


def test_an_edition_from_before_tombstones_were_kept_is_known_by_those_that_publish_finds(
    portal: Portal, tombstones: Path, engine: Engine
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE edition SET tombstones_sha256 = NULL"))
    assert portal("verify").code == 0
    assert portal("publish").code == 0
    assert portal("verify").code == 0
    tombstones.write_bytes(tombstones.read_bytes().replace(b"A court ordered it.", b"It was a mistake."))
    assert portal("verify").code == 6


def test_withdrawing_beside_broken_tombstones_says_which(portal: Portal, tombstones: Path) -> None:
    tombstones.write_bytes(b"[")
    (tombstones.parent / "london.json").write_text("back")
    ran = portal("withdraw", "2018/1.0", "--reason", "Again.")
    assert (ran.code, f"{tombstones}: the list of what was withdrawn cannot be read" in ran.err) == (6, True)
