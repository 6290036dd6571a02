"""`portal backup FILE`: database, published editions and commentary in one archive, for `portal restore`.

The archive is the same whichever database it comes from, so it also moves a portal from SQLite to PostgreSQL. Downloads
are not in it: they can be fetched again. Keep it as safe as the database itself.
"""

import gzip
import hashlib
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

import click
from sqlalchemy import Engine, Table

from portal import shipped
from portal.accounts.editions import flush_folder
from portal.accounts.shelf import Shelf
from portal.commands.backup_archive import (
    COMMENTARY,
    LIST,
    PUBLISHED,
    Contents,
    TableEntry,
    content_member,
    hash_of_stream,
    put_member,
    table_member,
)
from portal.commands.outcomes import FAULT_FOUND, BadBackup, Stopped
from portal.commands.running import alone
from portal.commands.verify import look
from portal.settings import Settings
from portal.store import database, dumped


@click.command("backup", help=__doc__)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
def command(file: Path) -> None:
    settings = Settings.from_environ(os.environ)
    path = file.resolve()
    if path.exists():
        raise click.UsageError(f"{file} is there already; name a new file")
    if not path.parent.is_dir():
        raise click.UsageError(f"{path.parent} is no folder")
    if path.is_relative_to(settings.published_dir) or path.is_relative_to(settings.commentary_dir):
        raise click.UsageError(f"{file} lies in what it is to hold; name one elsewhere")
    contents = backup(settings, path)
    rows = sum(table.rows for table in contents.tables.values())
    click.echo(f"{file}: {rows:,} rows of {len(contents.tables)} tables and {len(contents.files):,} files")
    click.echo("If something is withdrawn later, this archive still has it: then make a new one and delete this.")


def backup(settings: Settings, path: Path) -> Contents:
    """Write the archive whole or not at all, while nothing else writes."""
    with alone(settings.home):
        engine = database.opened(settings.database_url)
        try:
            database.refuse_damaged(engine)
            refuse_faulty(settings)
            with whole_archive(path) as archive:
                contents = Contents(
                    made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                    code=shipped.build(),
                    step=database.step_of(engine) or "",
                    tables=packed_tables(archive, engine, path.parent),
                    files=packed_files(archive, dict(files_to_keep(settings))),
                )
                put_member(archive, LIST, BytesIO(contents.model_dump_json(by_alias=True, indent=1).encode()))
        finally:
            engine.dispose()
    return contents


MOST_TOLD = 10


def refuse_faulty(settings: Settings) -> None:
    """Stopped (6) if `portal verify` finds a fault: an archive of that would take the place of a good one."""
    if faults := look(settings).faults:
        for fault in faults[:MOST_TOLD]:
            click.echo(f"portal: no backup is made: {fault}", err=True)
        raise Stopped(FAULT_FOUND)


@contextmanager
def whole_archive(path: Path) -> Iterator[tarfile.TarFile]:
    """An archive that has its name only once it is on the disk; the owner alone may read it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.writing")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw:
            with (
                gzip.GzipFile("", "wb", 6, raw, 0) as packed,
                tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
            ):
                yield archive
            raw.flush()
            os.fsync(raw.fileno())
        beside.rename(path)
        flush_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def packed_tables(archive: tarfile.TarFile, engine: Engine, folder: Path) -> dict[str, TableEntry]:
    """All tables as of one moment. Each goes through a file beside the archive, as its size stands before it."""
    with engine.connect() as connection:
        found = {}
        for table in dumped.every_table():
            with tempfile.TemporaryFile(dir=folder) as lines:
                found[table.name] = written_lines(lines, table, dumped.lines_of(connection, table))
                put_member(archive, table_member(table.name), lines)
    return found


def written_lines(into: IO[bytes], table: Table, lines: Iterator[bytes]) -> TableEntry:
    digest, rows = hashlib.sha256(), 0
    for line in lines:
        into.write(line)
        digest.update(line)
        rows += 1
    return TableEntry(columns=dumped.column_names(table), rows=rows, sha256=digest.hexdigest())


def packed_files(archive: tarfile.TarFile, files: dict[str, Path]) -> dict[str, str]:
    """Each content once, however many editions share it."""
    found: dict[str, str] = {}
    packed: set[str] = set()
    for name, path in files.items():
        with path.open("rb") as content:
            found[name] = digest = hash_of_stream(content)
            if digest not in packed:
                put_member(archive, content_member(digest), content)
                packed.add(digest)
    return found


def files_to_keep(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Name in the backup and path of every published file and every commentary."""
    unfinished = Shelf(settings.published_dir).unfinished()
    for name, path in plain_files(settings.published_dir):
        if not any(path.is_relative_to(begun) for begun in unfinished):
            yield f"{PUBLISHED}/{name}", path
    for name, path in plain_files(settings.commentary_dir):
        yield f"{COMMENTARY}/{name}", path


def plain_files(root: Path) -> Iterator[tuple[str, Path]]:
    """BadBackup for a link or a device: what it leads to may be anywhere."""
    for path in sorted(root.rglob("*")) if root.is_dir() else []:
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise BadBackup(f"{path} is no plain file, and a backup holds nothing else; nothing was written")
        if path.is_file():
            yield path.relative_to(root).as_posix(), path
