"""What publish takes for its own: editions that a run of ours began, whole or cut off, and nobody else's."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from portal.documents import canonical
from portal.documents.manifest import Manifest
from portal.records import Edition
from portal.settings import Settings
from portal.store import database
from tests.conftest import Portal
from tests.required import ROOT
from tests.samples import month_file, row

CUT_OFF = """
import os
from pathlib import Path
from portal.editions import freeze as editions
from portal.commands.main import main

def cut_off(*_):
    os._exit(9)

if {after_the_rename}:
    editions.flush_folder = cut_off
else:
    Path.rename = cut_off
main(["publish", "--period", "2018"])
"""


@pytest.fixture
def shelf(portal: Portal, settings: Settings, tmp_path: Path) -> Path:
    """2018 in edition 1.0."""
    portal("ingest", month_file(tmp_path / "1", [row()]))
    assert portal("publish", "--period", "2018").code == 0
    return settings.published_dir


def forged(shelf: Path, before: str, name: str) -> Path:
    """A copy of an edition under the next number: a figure changed, and every hash made to agree."""
    old, new = shelf / "2018" / before, shelf / "2018" / name
    shutil.copytree(old, new)
    document = json.loads((new / "london.json").read_bytes())
    document["totals"]["searches"] = 999
    (new / "london.json").write_bytes(canonical.as_bytes(document))
    manifest = Manifest.model_validate_json((new / "manifest.json").read_bytes())
    files = {**manifest.files, "london.json": canonical.sha256((new / "london.json").read_bytes())}
    changed = manifest.model_copy(update={"number": name, "files": files, "previous": manifest.sha256})
    changed = changed.model_copy(update={"sha256": changed.own_hash()})
    (new / "manifest.json").write_bytes(canonical.as_bytes(changed.model_dump(mode="json", by_alias=True)))
    return new


def entered(engine: Engine) -> dict[str, str | None]:
    """The editions of 2018 in the register, and what is noted as begun of them."""
    with Session(engine) as session:
        rows = session.exec(select(Edition).where(Edition.period == "2018"))
        return {row.number: row.begun_sha256 for row in rows}


def test_a_forged_edition_is_never_entered_and_stops_publish(portal: Portal, shelf: Path, engine: Engine) -> None:
    forgery = forged(shelf, "1.0", "1.1")
    for words in (["publish", "--period", "2018"], ["publish"], ["verify"]):
        ran = portal(*words)
        assert (ran.code, f"{forgery}" in ran.err) == (6, True), words
    assert "move it out of the published directory" in portal("publish").err
    assert entered(engine) == {"1.0": None}
    shutil.rmtree(forgery)
    assert portal("publish").code == 0
    assert portal("verify").code == 0


def test_an_edition_that_was_altered_stops_publish(portal: Portal, shelf: Path) -> None:
    manifest = shelf / "2018" / "1.0" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"first edition", b"First edition"))
    ran = portal("publish")
    assert (ran.code, f"{manifest.parent} is not what" in ran.err) == (6, True)
    manifest.unlink()
    ran = portal("publish")
    assert (ran.code, f"{manifest.parent} is not what" in ran.err) == (6, True)


@pytest.mark.parametrize("after_the_rename", [True, False])
def test_a_run_killed_about_the_renaming_is_settled_by_the_next(
    portal: Portal, shelf: Path, engine: Engine, tmp_path: Path, after_the_rename: bool
) -> None:
    portal("ingest", month_file(tmp_path / "2", [row(), row()]))
    program = CUT_OFF.format(after_the_rename=after_the_rename)
    killed = subprocess.run([sys.executable, "-c", program], env=os.environ.copy(), cwd=ROOT, check=False)
    assert killed.returncode == 9
    newer = shelf / "2018" / "1.1"
    assert newer.is_dir() == after_the_rename
    assert set(entered(engine)) == {"1.0", "1.1"}
    assert portal("verify").code == 0
    (tmp_path / "nothing").mkdir()
    assert portal("ingest", tmp_path / "nothing").code == 0  # whichever command writes next
    assert entered(engine) == ({"1.0": None, "1.1": None} if after_the_rename else {"1.0": None})
    ran = portal("publish", "--period", "2018")
    assert (ran.code, "2018 edition 1.1" in ran.out) == (0, not after_the_rename)
    assert entered(engine) == {"1.0": None, "1.1": None}
    assert portal("verify").code == 0


def test_what_a_killed_run_noted_is_no_leave_for_another_edition(
    portal: Portal, shelf: Path, engine: Engine, tmp_path: Path
) -> None:
    portal("ingest", month_file(tmp_path / "2", [row(), row()]))
    program = CUT_OFF.format(after_the_rename=False)
    subprocess.run([sys.executable, "-c", program], env=os.environ.copy(), cwd=ROOT, check=False)
    forgery = forged(shelf, "1.0", "1.1")
    assert (portal("publish").code, portal("verify").code) == (6, 6)
    assert forgery.is_dir()


def test_an_edition_that_was_lost_is_written_anew_and_named_until_the_first_is_back(
    portal: Portal, shelf: Path, tmp_path: Path
) -> None:
    lost = shelf / "2018" / "1.0"
    aside = Path(lost.rename(tmp_path / "aside"))
    for _ in range(2):
        assert portal("publish").code == 0
    ran = portal("verify")
    assert (ran.code, f"{lost / 'manifest.json'}: the edition was lost and written anew" in ran.err) == (6, True)
    shutil.rmtree(lost)
    aside.rename(lost)
    assert portal("publish").code == 0
    assert portal("verify").code == 0


def test_a_database_from_before_is_brought_on_and_its_editions_stay_known(
    portal: Portal, shelf: Path, settings: Settings, tmp_path: Path
) -> None:
    engine = database.open_database(settings.database_url)
    with engine.begin() as connection:
        before_hashes_were_noted(connection)
    engine.dispose()
    assert portal("verify").code == 0
    portal("ingest", month_file(tmp_path / "2", [row(), row()]))
    assert "2018 edition 1.1" in portal("publish").out
    assert portal("verify").code == 0


def before_hashes_were_noted(connection: Any) -> None:
    for column in ("begun_sha256", "tombstones_sha256"):
        connection.execute(text(f"ALTER TABLE edition DROP COLUMN {column}"))
    for column in ("rows_sha256", "entry_sha256", "bytes_sha256"):
        connection.execute(text(f"ALTER TABLE supply DROP COLUMN {column}"))
    for table in ("withdrawal", "former_name", "return_key", "review_entry", "point_name"):
        connection.execute(text(f"DROP TABLE {table}"))
    connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
