"""The archive of a backup: tables and files under the hash of their bytes, and at its end a list of all that is in it.

`backup.json` comes last, as only then every hash is known. Whoever reads an archive reads it whole before using any.
"""

import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal.commands.outcomes import BadBackup

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


def pieces(content: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: content.read(PIECE), b"")


def hash_of_stream(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces(content):
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
