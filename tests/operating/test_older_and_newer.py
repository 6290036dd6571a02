"""A database of another version: an older one is migrated, a newer one is named and left alone."""

from pathlib import Path

import pytest

from portal.settings import Settings
from portal.store import database
from tests.conftest import Portal
from tests.samples import month_file, row


def set_step(settings: Settings, step: str) -> None:
    engine = database.open_database(settings.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{step}'")
    engine.dispose()


@pytest.mark.parametrize(
    "words", [["status"], ["ingest", "."], ["publish"], ["verify"], ["update"], ["backup", "b.tar"]]
)
def test_a_newer_database_is_a_sentence_and_stays_as_it_is(
    portal: Portal, settings: Settings, tmp_path: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    portal("ingest", month_file(tmp_path / "records", [row()]))
    set_step(settings, "0999")
    ran = portal(*words)
    assert ran.code == 3
    assert "is of a newer portal than this code: its step is 0999" in ran.err
    assert "Downgrading" in ran.err
    assert "a defect" not in ran.err
    assert not (tmp_path / "b.tar").exists()
    assert not (settings.home / "instance" / "defects").exists()
    with pytest.raises(database.DatabaseUnusable, match="0999"):
        database.open_database(settings.database_url)
