"""Is everything on the shelf what it was when it was published? Every fault is named with its file."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from portal.accounts import canonical
from portal.accounts.editions import own_hash
from portal.accounts.manifest import Manifest
from portal.accounts.numbering import in_order
from portal.accounts.shelf import TOMBSTONES, Edition, Shelf, as_period

Register = Mapping[tuple[str, str], str]
"""Line and number -> the SHA-256 of the manifest, as entered when it was published."""


def faults(shelf: Shelf, register: Register) -> Iterator[str]:
    """One sentence a fault; none when all is well."""
    for line in sorted(shelf.lines()):
        previous: str | None = None
        for number in shelf.numbers(line):
            directory = shelf.root / line / number
            yield from edition_faults(directory, line, number, previous)
            previous = content_hash(directory)
            entered, found = register.get((line, number)), hash_of(directory / "manifest.json")
            if entered is None:
                yield f"{directory}: this edition is not in the register"
            elif found is not None and entered != found:
                yield f"{directory / 'manifest.json'}: it is not the manifest that was entered in the register"
    yield from missing_editions(shelf, register)
    yield from strangers(shelf)


def edition_faults(directory: Path, line: str, number: str, previous: str | None) -> Iterator[str]:
    """What is wrong inside one edition."""
    path = directory / "manifest.json"
    try:
        manifest = Edition(directory).manifest
    except (OSError, ValidationError):
        yield f"{path}: the manifest cannot be read"
        return
    if (manifest.period, manifest.number) != (line, number):
        yield f"{path}: it is the manifest of {manifest.period} {manifest.number}"
    if manifest.sha256 != own_hash(manifest):
        yield f"{path}: its content does not have the hash it gives"
    if manifest.previous != previous:
        yield f"{path}: it does not follow from the edition before it"
    yield from file_faults(directory, manifest)


def file_faults(directory: Path, manifest: Manifest) -> Iterator[str]:
    """Files that are missing without a tombstone, changed, or strangers."""
    stones = Edition(directory).tombstones
    for name, digest in manifest.files.items():
        found = hash_of(directory / name)
        if found is None and stones.get(name, {}).get("sha256") != digest:
            yield f"{directory / name}: the file is missing"
        elif found not in (None, digest):
            yield f"{directory / name}: the file is not the one that was published"
    known = {*manifest.files, "manifest.json", TOMBSTONES}
    for found_path in sorted(path for path in directory.rglob("*") if path.is_file()):
        if str(found_path.relative_to(directory)) not in known:
            yield f"{found_path}: the file is not part of the edition"


def missing_editions(shelf: Shelf, register: Register) -> Iterator[str]:
    for line, number in sorted(register, key=lambda entry: (entry[0], in_order(entry[1]))):
        if not (shelf.root / line / number).is_dir():
            yield f"{shelf.root / line / number}: the edition is in the register but not on the shelf"


def strangers(shelf: Shelf) -> Iterator[str]:
    """Names in the published directory that are no line of editions; unfinished work starts with a dot."""
    if shelf.root.is_dir():
        for entry in sorted(shelf.root.iterdir()):
            if entry.name not in shelf.lines() and not entry.name.startswith(".") and as_period(entry.name) is None:
                yield f"{entry}: it is no part of any edition"


def content_hash(directory: Path) -> str | None:
    """The hash that the manifest gives of its own content; None where it cannot be read."""
    try:
        return Edition(directory).manifest.sha256
    except (OSError, ValidationError):
        return None


def hash_of(path: Path) -> str | None:
    return canonical.sha256(path.read_bytes()) if path.is_file() else None
