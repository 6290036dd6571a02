"""ZIP archives, member by member: only what could be ours is unpacked, and no trick is followed."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from ingest.reading.batch import Refused, TooLarge
from portal import file_sizes
from portal.file_sizes import SPLIT

HIGHEST_RATIO = 200  # a real month packs about 15 to 1; deflate cannot exceed 1,032 to 1
CHUNK = 2**20
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What reading a broken member raises: each way of packing has an error of its own."""
UNOPENED = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, ValueError, struct.error)
"""What reading a broken table of contents raises; NotImplementedError where it asks for a newer ZIP than there is."""
SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
OTHER_KINDS = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
"""How the archives begin that we do not open."""


def is_archive(path: Path) -> bool:
    """Told by its first bytes."""
    with path.open("rb") as file:
        return file.read(4) in SIGNATURES


def is_packed(raw: bytes) -> bool:
    """An archive of any common kind."""
    return raw.startswith((*SIGNATURES, *OTHER_KINDS)) or raw[257:262] == b"ustar"


@dataclass(frozen=True)
class Sparing:
    """A file that gives only so much at once: the table of contents is read in one go, however long it says it is."""

    file: IO[bytes]
    most: int

    def read(self, size: int = -1) -> bytes:
        raw = self.file.read(self.most + 1 if size < 0 else min(size, self.most + 1))
        if len(raw) > self.most:
            raise Refused(f"its table of contents is over {self.most:,} bytes, the most that is read")
        return raw

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def seekable(self) -> bool:
        return True


@contextmanager
def opened_zip(archive: Path | IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """The archive, if its table of contents is no longer than it may be. Refused, or what BROKEN lists."""
    with archive.open("rb") if isinstance(archive, Path) else nullcontext(archive) as file:
        sparing = cast("IO[bytes]", Sparing(file, file_sizes.allowed().contents))
        with zipfile.ZipFile(sparing) as opened:
            yield opened


def members(archive: Path | IO[bytes], is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes | Refused]]:
    """Every wanted file in the archive in the order of names, one at a time: its bytes, or why it is refused.

    Refused if the archive itself is broken or has too many members.
    """
    try:
        with opened_zip(archive) as opened:
            entries = [entry for entry in opened.infolist() if not is_folder_entry(entry)]
            check_number(len(entries), file_sizes.allowed().members, "members")
            wanted = [entry for entry in entries if is_wanted(entry.filename)]
            unpacked_size = sum(entry.file_size for entry in wanted)
            check_number(unpacked_size, file_sizes.allowed().unpacked, "bytes of records, unpacked")
            for entry in sorted(wanted, key=lambda entry: entry.filename):
                yield entry.filename, unpack_member(opened, entry)
    except UNOPENED as broken:
        raise Refused("the ZIP archive is broken") from broken


def check_number(number: int, most: int, what: str) -> None:
    if number > most:
        raise TooLarge(f"the archive has {number:,} {what}; {most:,} is the most that is read; {SPLIT}")


def is_folder_entry(entry: zipfile.ZipInfo) -> bool:
    """Some programs of Windows write folders with a backslash, which `is_dir` does not know."""
    return entry.is_dir() or (entry.filename.endswith("\\") and not entry.file_size)


def unpack_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | Refused:
    """The member's bytes, or why it is refused."""
    if refusal := refusal_of(entry, file_sizes.allowed().text):
        return refusal
    try:
        return b"".join(member_chunks(archive, entry))
    except Refused as refusal:
        return refusal
    except MemoryError:
        return TooLarge(f"there is not enough memory free to unpack it; {SPLIT}")


def member_chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes, never more than it says it has. Refused if it cannot be unpacked, or has more."""
    left = entry.file_size
    try:
        with archive.open(entry) as member:
            while piece := member.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    raise Refused("it holds more than it says")
                yield piece
    except BROKEN as broken:
        raise Refused(f"it cannot be unpacked ({type(broken).__name__})") from broken


def refusal_of(entry: zipfile.ZipInfo, most: int) -> Refused | None:
    """What is wrong with a member by what the archive says of it; `most`: bytes, unpacked."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if not path.parts or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return Refused("its path leads out of the archive, or nowhere")
    if entry.flag_bits & 0x1:
        return Refused("it is encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Refused("it is packed in a way other than ZIP's own (deflate), which cannot be unpacked bit by bit")
    if entry.file_size > most:
        return TooLarge(f"it would unpack to {entry.file_size:,} bytes; {most:,} is the most that is read; {SPLIT}")
    if entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1) + CHUNK:
        return Refused(f"it would unpack from {entry.compress_size:,} to {entry.file_size:,} bytes")
    return None
