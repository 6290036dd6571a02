"""What is published does not depend on the database: the same records give the same bytes from both."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Session

from portal.settings import Settings
from portal.store import database, supplies
from tests.conftest import LivingIn, run
from tests.postgres.cluster import Cluster
from tests.required import ROOT
from tests.returns import as_file, returned, same_key
from tests.samples import NOWHERE, WINDSOR, month_file, row

pytestmark = pytest.mark.full

UNLISTED = ("Zebra", "apple", "Ärger", "co-op", "coop", "Co op")
"""Labels that bytes and English put in different orders."""


def town(folder: Path) -> None:
    """Two forces, a month superseded, a rejected row, a return, and labels nobody listed."""
    odd = [row(Object_of_search=label) for label in UNLISTED]
    month_file(folder / "1", [row(), row(Gender="Female"), *odd])
    month_file(folder / "2", [row(), row(Latitude="abc"), row(**NOWHERE), row(**WINDSOR), *odd[::-1]])
    month_file(folder / "2", [row()], force="city-of-london")
    month_file(folder / "2", [row(Outcome="Arrest")], force="btp", month="2018-05")
    (folder / "2" / "return.csv").write_bytes(as_file([returned(), returned(date="2018-05-02")]))


def published(records: Path, settings: Settings) -> dict[str, bytes]:
    """Every file published from the records but the manifests and the note of the run, which tell the time."""
    same_key(Settings.from_environ(os.environ).database_url)
    for part in ("1", "2"):
        run("ingest", records / part)
    run("publish")
    shelf = settings.published_dir
    files = {str(path.relative_to(shelf)): path.read_bytes() for path in shelf.rglob("*") if path.is_file()}
    return {name: raw for name, raw in files.items() if not name.endswith("manifest.json")}


@pytest.mark.sqlite_only(reason="it brings a PostgreSQL beside the SQLite itself")
def test_both_databases_publish_the_same_bytes(
    tmp_path: Path, living_in: LivingIn, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    town(tmp_path / "records")
    with living_in(tmp_path / "sqlite") as settings:
        from_sqlite = published(tmp_path / "records", settings)
    with living_in(tmp_path / "postgres") as settings, cluster.database() as url, monkeypatch.context() as patch:
        patch.setenv("PORTAL_DATABASE_URL", url)
        from_postgres = published(tmp_path / "records", settings)
    assert len(from_sqlite) > 100
    assert from_postgres == from_sqlite


def digests(records: Path, url: str) -> dict[str, str | None]:
    """Of every supply, once verify has found them to be those of the rows held."""
    same_key(url)
    for part in ("1", "2"):
        run("ingest", records / part)
    assert run("verify").code == 0
    engine = database.open_database(url)
    with Session(engine) as session:
        found = {supply.public_id: supply.rows_sha256 for supply in supplies.all_supplies(session)}
    engine.dispose()
    return found


@pytest.mark.sqlite_only(reason="it brings a PostgreSQL beside the SQLite itself")
def test_both_databases_have_the_same_digests_of_rows(
    tmp_path: Path, living_in: LivingIn, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    town(tmp_path / "records")
    with living_in(tmp_path / "sqlite") as settings:
        from_sqlite = digests(tmp_path / "records", settings.database_url)
    with living_in(tmp_path / "postgres"), cluster.database() as url, monkeypatch.context() as patch:
        patch.setenv("PORTAL_DATABASE_URL", url)
        from_postgres = digests(tmp_path / "records", url.replace("postgresql:", "postgresql+psycopg:"))
    assert len(from_sqlite) == 6
    assert None not in from_sqlite.values()
    assert from_postgres == from_sqlite


def in_a_process(records: Path, home: Path, database: str, seed: str) -> dict[str, bytes]:
    """Everything that a process of its own publishes; of each manifest what does not tell the time."""
    same_key(Settings.from_environ({"PORTAL_HOME": str(home), "PORTAL_DATABASE_URL": database}).database_url)
    environ = {**os.environ, "PORTAL_HOME": str(home), "PORTAL_DATABASE_URL": database, "PYTHONHASHSEED": seed}
    for words in (["ingest", str(records / "1")], ["ingest", str(records / "2")], ["publish"]):
        ran = subprocess.run(
            [sys.executable, "-m", "portal.commands", *words], env=environ, cwd=ROOT, capture_output=True, check=False
        )
        assert ran.returncode in (0, 3), ran.stderr
    shelf = home / "instance" / "published"
    return {str(path.relative_to(shelf)): timeless(path) for path in shelf.rglob("*") if path.is_file()}


def timeless(path: Path) -> bytes:
    if path.name != "manifest.json":
        return path.read_bytes()
    told = json.loads(path.read_bytes())
    return json.dumps({name: told[name] for name in told if name not in ("published_at", "arrived")}).encode()


@pytest.mark.sqlite_only(reason="it brings a PostgreSQL beside the SQLite itself")
def test_two_processes_on_two_databases_publish_the_same_bytes(tmp_path: Path, cluster: Cluster) -> None:
    """With workbooks and packs, and the hash of every edition."""
    town(tmp_path / "records")
    from_sqlite = in_a_process(tmp_path / "records", tmp_path / "a", "", "1")
    with cluster.database() as url:
        from_postgres = in_a_process(tmp_path / "records", tmp_path / "b", url, "2")
    assert [name for name in from_sqlite if from_sqlite[name] != from_postgres.get(name)] == []
    assert from_sqlite.keys() == from_postgres.keys()
    assert {Path(name).suffix for name in from_sqlite} >= {".json", ".csv", ".xlsx", ".zip"}


def test_a_server_that_does_not_answer_is_said_plainly(tmp_path: Path, living_in: LivingIn) -> None:
    with living_in(tmp_path / "home"), pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_DATABASE_URL", f"postgresql://reader:secret@/portal?host={tmp_path}")
        ran = run("ingest", month_file(tmp_path / "records", [row()]))
    assert ran.code == 3
    assert "Look at PORTAL_DATABASE_URL" in ran.err
    assert "secret" not in ran.err
