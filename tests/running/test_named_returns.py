"""Returns under names by a key: all goes on as before, older names too, and a lost key is said plainly."""

import json
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from portal.records import ReturnKey, Supply
from portal.settings import Settings
from tests.conftest import LivingIn, Portal, run
from tests.required import ROOT
from tests.returns import as_file, returned
from tests.running.before_keys import before_keys
from tests.samples import month_file, row

RETURN = "charter-return-metropolitan-2018-04"
LOST = "the key that the returns held are named by is "


def sent(folder: Path, *changed: dict[str, str]) -> Path:
    """A return of a search for each."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "return.csv"
    path.write_bytes(as_file(returned(**each) for each in changed))
    return path


def plain_hash(path: Path) -> str:
    """Of a return of one month: its lines without carriage returns (docs/method.md)."""
    return sha256(path.read_bytes().replace(b"\r", b"")).hexdigest()


def held(engine: Engine) -> list[Supply]:
    with Session(engine) as session:
        return list(session.exec(select(Supply).where(Supply.source == "charter-return").order_by(col(Supply.id))))


def keys(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return list(session.exec(select(ReturnKey.key)))


@pytest.fixture
def april(tmp_path: Path) -> Path:
    return sent(tmp_path / "first", {}, {"time": "16:10"})


def test_two_homes_name_the_same_file_otherwise_and_public_files_alike(
    april: Path, tmp_path: Path, living_in: LivingIn
) -> None:
    public = month_file(tmp_path / "public", [row()])
    told = []
    for home in ("one", "other"):
        with living_in(tmp_path / home):
            run("ingest", april, public)
            told.append(
                {each["source"]: each["sha256"] for each in json.loads(run("status", "--json").out)["supplies"]}
            )
    assert told[0]["police-uk"] == told[1]["police-uk"] == sha256(public.read_bytes()).hexdigest()
    assert len({told[0]["charter-return"], told[1]["charter-return"], plain_hash(april)}) == 3


def test_the_same_file_is_the_same_supply_and_another_supersedes_it(
    portal: Portal, engine: Engine, april: Path, tmp_path: Path
) -> None:
    portal("ingest", april)
    assert "1 held already" in portal("ingest", april).out
    assert "1 held already" in portal("ingest", "--anew", april).out
    later = sent(tmp_path / "second", {}, {"time": "16:10"}, {"time": "17:20"})
    ran = portal("ingest", later)
    older, newer = held(engine)
    assert f"supersedes {older.public_id}: 0 rows gone, 1 rows new" in ran.out
    assert (older.state, newer.state, newer.supersedes) == ("superseded", "current", older.public_id)
    assert [each.bytes_sha256 for each in (older, newer)] == [plain_hash(april), plain_hash(later)]
    assert all(each.public_id == f"{RETURN}-{each.sha256[:8]}" for each in (older, newer))
    assert "1 held already" in portal("ingest", april).out
    assert portal("verify").code == 0


UNREADABLE = as_file([returned(type="bogus")])
REFUSED = {
    "no row of it can be read": UNREADABLE,
    "semicolons": UNREADABLE.replace(b",", b";"),
    "a column twice": as_file([returned()]).replace(b"receipt", b"force"),
}


@pytest.mark.parametrize("how", REFUSED)
def test_a_return_that_is_refused_under_the_name_of_a_public_file_is_named_by_the_key(
    portal: Portal, engine: Engine, settings: Settings, tmp_path: Path, how: str
) -> None:
    path = month_file(tmp_path, [])
    path.write_bytes(REFUSED[how])
    assert portal("ingest", path).code == 3
    portal("publish")
    (told,) = json.loads(portal("status", "--json").out)["supplies"]
    assert (told["source"], told["state"]) == ("police-uk", "refused")
    assert told["id"] == f"police-uk-metropolitan-2018-04-{told['sha256'][:8]}"
    ran = portal("ingest", path)
    assert (ran.code, "refused" in ran.err) == (3, True)
    assert len(json.loads(portal("status", "--json").out)["supplies"]) == 1
    plain = {sha256(path.read_bytes()).hexdigest(), plain_hash(path)}
    files = {each: each.read_bytes() for each in settings.published_dir.rglob("*") if each.is_file()}
    assert any(told["sha256"].encode() in raw for raw in files.values())
    for each in plain:
        assert [str(name) for name, raw in files.items() if each.encode() in raw or each[:8] in str(name)] == []
    assert portal("verify").code == 0


def test_withdrawing_and_reading_anew_go_by_the_name(
    portal: Portal, engine: Engine, settings: Settings, april: Path
) -> None:
    portal("ingest", april)
    portal("publish")
    with engine.begin() as connection:
        connection.execute(text("UPDATE fact SET minutes_to_record = 1"))
    (supply,) = held(engine)
    ran = portal("verify")
    assert (ran.code, f"{supply.public_id}: its rows in the database are not those that were kept" in ran.err) == (
        6,
        True,
    )
    assert "put right" in portal("ingest", "--anew", april).out
    assert portal("verify").code == 0
    assert portal("withdraw", supply.public_id, "--reason", "A leak.").code == 0
    ran = portal("ingest", april)
    assert (ran.code, "these bytes were withdrawn: A leak." in ran.err) == (3, True)
    assert portal("verify").code == 0


def test_a_first_run_that_is_killed_leaves_one_key(engine: Engine, home: Path, april: Path) -> None:
    """Killed before its first step is whole, and after it."""
    step = "from portal.store import return_key\nimport os, signal, sys\nfrom portal.commands.main import main\n"
    before = f"{step}return_key.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
    after = f"{step}return_key.open_return_names = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
    found: list[list[str]] = []
    for program in (before, after, step):
        told = [sys.executable, "-c", f"{program}sys.exit(main(sys.argv[1:]))", "ingest", str(april)]
        done = subprocess.run(told, cwd=ROOT, check=False, capture_output=True)
        assert done.returncode == (0 if program is step else -signal.SIGKILL), done.stderr
        found.append(keys(engine))
    assert [len(each) for each in found] == [0, 1, 1]
    assert found[1] == found[2]
    assert run("verify").code == 0


def test_only_one_key_can_be_kept(portal: Portal, engine: Engine, april: Path) -> None:
    portal("ingest", april)
    with Session(engine) as session:
        session.add(ReturnKey(number=2, key="00"))
        with pytest.raises(Exception, match=r"(?i)check"):
            session.commit()


def test_returns_from_before_get_their_names_once_and_old_editions_are_told(
    portal: Portal, engine: Engine, settings: Settings, april: Path, tmp_path: Path
) -> None:
    held_back = sent(tmp_path / "less", {})
    with before_keys(engine):
        portal("ingest", april)
        portal("publish")
        portal("ingest", held_back)
    old, waiting = held(engine)
    plain = plain_hash(april)
    assert (old.public_id, old.sha256, old.bytes_sha256) == (f"{RETURN}-{plain[:8]}", plain, None)
    assert old.public_id in (waiting.note or "")
    looked = portal("verify")
    assert (looked.code, "2 supplies are not named by a keyed hash yet" in looked.out) == (0, True)

    ran = portal("publish")
    assert "2 supplies are named by a keyed hash from now on" in ran.err
    assert "2018-19/1.0, supplies/1.0 tell the plain hash of a return" in ran.err
    assert "supplies are named anew, by a keyed hash" in ran.out
    assert "corrected" not in ran.out
    new, waiting = held(engine)
    assert new.public_id == f"{RETURN}-{new.sha256[:8]}" != old.public_id
    assert new.public_id in (waiting.note or "")
    assert plain[:8] not in f"{waiting.note}{waiting.supersedes}"
    for edition in ("2018-19/1.1", "supplies/1.1"):
        files = [path for path in (settings.published_dir / edition).rglob("*") if path.is_file()]
        assert files
        assert [path for path in files if plain.encode() in path.read_bytes()] == []
        assert [path for path in files if plain[:8].encode() in path.read_bytes()] == []
    difference = json.loads((settings.published_dir / "2018-19/1.1/differences.json").read_bytes())
    assert (difference["causes"], difference["rows_changed"]) == ([], {})

    looked = portal("verify")
    assert (looked.code, "tell the plain hash of a return" in looked.out) == (0, True)
    assert "named" not in portal("publish").err
    assert portal("publish").out == "nothing new\n"
    assert "1 held already" in portal("ingest", april).out


@pytest.mark.parametrize("by", ["its old name", "its new name"])
def test_a_return_from_before_is_withdrawn_by_either_name_from_old_editions_too(
    portal: Portal, engine: Engine, settings: Settings, april: Path, tmp_path: Path, by: str
) -> None:
    public = month_file(tmp_path / "public", [row()])
    with before_keys(engine):
        portal("ingest", april, public)
        portal("publish")
    (old,) = held(engine)
    portal("publish")
    (new,) = held(engine)
    table = settings.published_dir / "2018-19/1.0/searches-hackney.csv"
    assert table.is_file()
    ran = portal("withdraw", old.public_id if by == "its old name" else new.public_id, "--reason", "A leak.")
    assert ran.code == 0, ran.err
    assert not table.is_file()
    for number in ("1.0", "1.1"):
        lists = settings.published_dir / "supplies" / number
        assert not [each for each in (old, new) if (lists / f"{each.public_id}.json").is_file()]
    assert "2018-19/1.0" in ran.out
    assert "2018-19/1.1" in ran.out
    assert portal("verify").code == 0


LOSSES = {
    "not there any more": ["DELETE FROM return_key"],
    "another one than the database holds": [f"UPDATE return_key SET key = '{'ab' * 32}'"],
}


@pytest.mark.parametrize("how", LOSSES)
def test_a_lost_key_is_said_plainly_and_adopt_is_the_way_out(
    portal: Portal, engine: Engine, april: Path, how: str
) -> None:
    portal("ingest", april)
    portal("publish")
    (before,) = held(engine)
    with engine.begin() as connection:
        for statement in LOSSES[how]:
            connection.execute(text(statement))
    for words in (["verify"], ["ingest", april], ["publish"], ["update"]):
        ran = portal(*words)
        assert (ran.code, f"{LOST}{how}" in ran.err) == (6, True), (words, ran)
        assert "portal adopt" in ran.err
        assert "The key of returns is lost" in ran.err
    assert held(engine)[0].public_id == before.public_id
    dry = portal("adopt", "--dry-run")
    assert (dry.code, "a new key of returns would be made: 1 supply is named anew by it" in dry.out) == (0, True)
    assert portal("verify").code == 6
    ran = portal("adopt")
    assert (ran.code, "a new key of returns is made: 1 supply is named anew by it" in ran.out) == (0, True)
    (after,) = held(engine)
    assert after.public_id != before.public_id
    assert after.bytes_sha256 == before.bytes_sha256
    assert portal("verify").code == 0
    assert "supplies are named anew, by a keyed hash" in portal("publish").out
    assert portal("withdraw", before.public_id, "--reason", "A leak.").code == 0
    assert portal("verify").code == 0


def test_what_has_to_go_goes_also_where_the_key_is_lost(portal: Portal, engine: Engine, april: Path) -> None:
    portal("ingest", april)
    portal("publish")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM return_key"))
    assert portal("withdraw", held(engine)[0].public_id, "--reason", "A leak.").code == 0
    assert held(engine)[0].state == "withdrawn"


def test_editions_by_a_key_that_went_with_the_database_are_named_and_no_fault(
    portal: Portal, engine: Engine, april: Path
) -> None:
    portal("ingest", april)
    portal("publish")
    with engine.begin() as connection:
        for table in ("stop", "fact", "supply", "edition", "return_key"):
            connection.execute(text(f'DELETE FROM "{table}"'))
    ran = portal("ingest", april)
    assert "name returns by a key that is not here" in ran.err
    portal("adopt")
    looked = portal("verify")
    assert (looked.code, "2018-19/1.0, supplies/1.0 name returns by a key that is not here" in looked.out) == (0, True)


def test_one_return_with_another_name_than_its_bytes_give_is_a_fault(
    portal: Portal, engine: Engine, april: Path, tmp_path: Path
) -> None:
    portal("ingest", april, sent(tmp_path / "may", {"date": "2018-05-10"}))
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE supply SET sha256 = '{'0' * 64}' WHERE month = '2018-05'"))
    ran = portal("verify")
    name = next(each.public_id for each in held(engine) if each.month == "2018-05")
    assert (ran.code, f"{name}: its id and its hash are not those that its bytes have" in ran.err) == (6, True)
    assert LOST not in ran.err
