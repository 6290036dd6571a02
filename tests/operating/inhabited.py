"""A home that has something of everything, and what it holds, for the tests of backup, restore and adopt."""

from pathlib import Path

from sqlmodel import Session

from portal.settings import Settings
from portal.store import database, dumped, register
from tests.conftest import Portal
from tests.returns import as_file, returned
from tests.samples import month_file, row


def inhabit(portal: Portal, settings: Settings, records: Path) -> None:
    """Public rows, a return, a rejection, a commentary, something withdrawn, two editions."""
    month_file(records, [row(), row(Latitude="abc"), row(Gender="Ärger")])
    month_file(records, [row(), row()], month="2018-05")
    (records / "return.csv").write_bytes(as_file([returned()]))
    words = settings.commentary_dir / "2018" / "london.md"
    words.parent.mkdir(parents=True)
    words.write_text("---\nrole: Commander\ndate: 2019-06-04\nstatus: final\n---\nWe searched.\n")
    portal("ingest", records)
    assert portal("publish").code == 0
    month_file(records, [row(), row(), row()], month="2018-05")
    portal("ingest", records)
    assert portal("publish").code == 0
    assert portal("withdraw", "2018/1.0", "--reason", "A leak.").code == 0
    assert portal("publish").code == 0
    assert portal("verify").code == 0


def rows(settings: Settings) -> dict[str, list[bytes]]:
    engine = database.open_database(settings.database_url)
    with engine.connect() as connection:
        found = {table.name: list(dumped.lines_of(connection, table)) for table in dumped.every_table()}
    engine.dispose()
    return found


def tree(folder: Path) -> dict[str, bytes]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def forgotten(settings: Settings) -> None:
    """The database is lost."""
    engine = database.open_database(settings.database_url)
    with engine.begin() as connection:
        dumped.delete_all_rows(connection)
    engine.dispose()


def entries(settings: Settings) -> dict[tuple[str, str], tuple[str, str | None]]:
    engine = database.open_database(settings.database_url)
    with Session(engine) as session:
        found = {
            name: (entry.manifest_sha256, entry.tombstones_sha256)
            for name, entry in register.edition_rows_by_number(session).items()
        }
    engine.dispose()
    return found
