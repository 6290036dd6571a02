"""ZIP archives, member by member: only what could be ours is unpacked, and no trick is followed."""

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from ingest.reading import Refused

LARGEST_MEMBER = 300 * 2**20
MOST_MEMBERS = 100_000
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


def members(archive: Path | IO[bytes], is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes | Refused]]:
    """Every wanted file in the archive in the order of names, one at a time: its bytes, or why it is refused.

    Refused if the archive itself is broken or has too many members.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if not is_folder(entry)]
            wanted = [entry for entry in entries if is_wanted(entry.filename)]
            if len(entries) > MOST_MEMBERS:
                raise Refused(f"the archive has {len(entries):,} members; {MOST_MEMBERS:,} is the most we open")
            for entry in sorted(wanted, key=lambda entry: entry.filename):
                yield entry.filename, unpacked(opened, entry)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as broken:
        raise Refused("the ZIP archive is broken") from broken


def is_folder(entry: zipfile.ZipInfo) -> bool:
    """Some programs of Windows write folders with a backslash, which `is_dir` does not know."""
    return entry.is_dir() or (entry.filename.endswith("\\") and not entry.file_size)


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | Refused:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if not path.parts or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return Refused("its path leads out of the archive, or nowhere")
    if entry.flag_bits & 0x1:
        return Refused("it is encrypted")
    if entry.file_size > LARGEST_MEMBER or entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1) + CHUNK:
        return Refused(f"it would unpack from {entry.compress_size:,} to {entry.file_size:,} bytes")
    try:
        with archive.open(entry) as member:
            raw = member.read(entry.file_size + 1)
    except BROKEN as broken:
        return Refused(f"it cannot be unpacked ({type(broken).__name__})")
    return raw if len(raw) <= entry.file_size else Refused("it holds more than it says")
