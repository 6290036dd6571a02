"""`portal backup FILE`: database, published editions and commentary in one archive, for `portal restore`.

The archive is the same whichever database it comes from, so it also moves a portal from SQLite to PostgreSQL. Downloads
are not in it: they can be fetched again. Keep it as safe as the database itself.
"""

import gzip
import hashlib
import io
import os
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Literal

import click
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Engine, Table

from portal import shipped
from portal.commands.verify import look
from portal.editions.archive import Shelf
from portal.editions.freeze import flush_folder
from portal.running.outcomes import FAULT_FOUND, BadBackup, Stopped
from portal.running.run import alone
from portal.settings import Settings
from portal.store import database, dumped

# The archive of a backup: tables and files under the hash of their bytes, and at its end a list of all that is in it.
#
# `backup.json` comes last, as only then every hash is known. Whoever reads an archive reads it whole before using
# any.

LIST = "backup.json"
PIECE = 1 << 20
PUBLISHED, COMMENTARY = "published", "commentary"


class TableEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: list[str]
    rows: int
    sha256: str


class Contents(BaseModel):
    """`step`: of the database's shape. `files`: `published/2018-19/1.0/london.json` -> the hash of its bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Literal["portal-backup/1"] = Field(default="portal-backup/1", alias="schema")
    made_at: str
    code: str
    step: str
    tables: dict[str, TableEntry]
    files: dict[str, str]

    def members(self) -> dict[str, str]:
        """Name in the archive -> hash of its bytes."""
        tables = {table_member(name): entry.sha256 for name, entry in self.tables.items()}
        return tables | {content_member(digest): digest for digest in self.files.values()}

    def under(self, folder: str) -> dict[str, str]:
        """The files below `published` or `commentary`, by their path in it."""
        own = f"{folder}/"
        return {name.removeprefix(own): digest for name, digest in self.files.items() if name.startswith(own)}


def table_member(table: str) -> str:
    return f"tables/{table}.ndjson"


def content_member(digest: str) -> str:
    return f"content/{digest}"


def put_member(archive: tarfile.TarFile, name: str, content: IO[bytes]) -> None:
    """Add all of `content`, whose place is at its end or anywhere: it is read from its beginning."""
    about = tarfile.TarInfo(name)
    about.size = content.seek(0, io.SEEK_END)
    content.seek(0)
    archive.addfile(about, content)


@contextmanager
def opened_backup(path: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The members in their order, each to be read before the next. BadBackup where the bytes are no such archive."""
    try:
        with gzip.open(path) as whole, tarfile.open(fileobj=whole, mode="r|") as archive:
            yield plain_members(archive)
            while whole.read(PIECE):  # the checksum of all stands at the very end
                pass
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as wrong:
        raise BadBackup(f"{path} is damaged, or no backup: {wrong}") from wrong


def plain_members(archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for about in archive:
        content = archive.extractfile(about) if about.isreg() else None
        if content is None:
            raise BadBackup(f"{about.name} in the backup is no plain file")
        yield about.name, content


def backup_pieces(content: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: content.read(PIECE), b"")


def hash_of_stream(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in backup_pieces(content):
        digest.update(piece)
    return digest.hexdigest()


def checked_backup(path: Path) -> Contents:
    """What the archive holds, every byte of it looked at. BadBackup if anything is missing, other or too much."""
    found: dict[str, str] = {}
    listed: bytes | None = None
    with opened_backup(path) as members:
        for name, content in members:
            if name in found or listed is not None:
                raise BadBackup(f"{path}: {name} has no place there")
            if name == LIST:
                listed = content.read()
            else:
                found[name] = hash_of_stream(content)
    if listed is None:
        raise BadBackup(f"{path} is cut off, or no backup: it holds no {LIST}")
    try:
        contents = Contents.model_validate_json(listed)
    except ValidationError as wrong:
        raise BadBackup(f"{path}: its {LIST} cannot be read") from wrong
    if other := sorted(found.items() ^ contents.members().items()):
        raise BadBackup(f"{path}: {other[0][0]} is not what {LIST} says")
    if strange := [name for name in contents.files if not is_harmless(name)]:
        raise BadBackup(f"{path}: {strange[0]!r} is no name of a file of ours")
    return contents


def is_harmless(name: str) -> bool:
    """Whether a name leads to a file below `published` or `commentary`, and nowhere else."""
    path = PurePosixPath(name)
    return (
        len(path.parts) > 1
        and path.parts[0] in (PUBLISHED, COMMENTARY)
        and ".." not in path.parts
        and str(path) == name
        and "\0" not in name
    )


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
        engine = database.open_database(settings.database_url)
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
