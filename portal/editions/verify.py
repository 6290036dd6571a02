"""Is everything on the shelf what it was when it was published? Every fault is named with its file."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from portal.documents import canonical
from portal.documents.manifest import Manifest
from portal.documents.references import SupplyRef
from portal.editions.archive import NUMBER, TOMBSTONES, BrokenTombstones, Edition, Shelf, Stone, is_line
from portal.editions.numbering import edition_sort_key
from portal.records import Edition as Entry

Register = Mapping[tuple[str, str], Entry]
"""Line and number -> what was entered when it was published."""


def archive_faults(shelf: Shelf, register: Register) -> Iterator[str]:
    """One sentence a fault; none when all is well."""
    for line in sorted(shelf.lines()):
        previous: str | None = None
        for number in shelf.numbers(line):
            directory = shelf.root / line / number
            yield from edition_faults(directory, line, number, previous)
            previous = content_hash(directory)
            entry = register.get((line, number))
            yield from register_faults(directory, entry)
            yield from tombstone_faults(directory, entry)
    yield from missing_editions(shelf, register)
    yield from strangers(shelf)


def register_faults(directory: Path, entry: Entry | None) -> Iterator[str]:
    """Whether it is what was entered; of a manifest that cannot be read, others tell."""
    path = directory / "manifest.json"
    found = hash_of(path)
    if entry is None:
        yield f"{directory}: this edition is not in the register"
    elif found and found == entry.begun_sha256 != entry.manifest_sha256:
        yield f"{path}: the edition was lost and written anew; it is not the manifest that was entered first"
    elif found and found != entry.manifest_sha256:
        yield f"{path}: it is not the manifest that was entered in the register"


def tombstone_faults(directory: Path, entry: Entry | None) -> Iterator[str]:
    """Whether the tombstones are those that `portal withdraw` entered."""
    path = directory / TOMBSTONES
    found = hash_of(path) or ""
    if entry and entry.tombstones_sha256 not in (None, found):
        yield f"{path}: it is not what the register has as withdrawn; if `portal withdraw` was cut off, run it again"


def not_ours(shelf: Shelf, register: Register) -> Iterator[str]:
    """Editions on the shelf that no run of ours published, each in a sentence that says what to do."""
    for line in sorted(shelf.lines()):
        for number in shelf.numbers(line):
            entry, found = register.get((line, number)), hash_of(shelf.root / line / number / "manifest.json")
            if not (entry and found and found in (entry.manifest_sha256, entry.begun_sha256)):
                yield (
                    f"{shelf.root / line / number} is not what a run of this portal published under that name; "
                    "find out who put it there, move it out of the published directory, and publish again"
                )


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
    if manifest.sha256 != manifest.own_hash():
        yield f"{path}: its content does not have the hash it gives"
    if manifest.previous != previous:
        yield f"{path}: it does not follow from the edition before it"
    yield from file_faults(directory, manifest)


def file_faults(directory: Path, manifest: Manifest) -> Iterator[str]:
    """Files that are missing without a tombstone, changed, or strangers."""
    stones: Mapping[str, Stone] = {}
    try:
        stones = Edition(directory).tombstones
    except BrokenTombstones as broken:
        yield str(broken)
    for name, digest in manifest.files.items():
        found = hash_of(directory / name)
        if found is None and (name not in stones or stones[name]["sha256"] != digest):
            yield f"{directory / name}: the file is missing"
        elif found not in (None, digest):
            yield f"{directory / name}: the file is not the one that was published"
        elif found and name in stones:
            yield f"{directory / name}: it was withdrawn and is still there; the next command that writes takes it away"
    known = {Path(name) for name in (*manifest.files, "manifest.json", TOMBSTONES)}
    known |= {folder for name in known for folder in name.parents}
    for path in sorted(directory.rglob("*")):
        if path.relative_to(directory) not in known:
            yield f"{path}: it is not part of the edition"


def missing_editions(shelf: Shelf, register: Register) -> Iterator[str]:
    for line, number in sorted(register, key=lambda entry: (entry[0], edition_sort_key(entry[1]))):
        is_awaited = not register[line, number].is_unfinished
        if is_awaited and not (shelf.root / line / number).is_dir():
            yield f"{shelf.root / line / number}: the edition is in the register but not on the shelf"


def strangers(shelf: Shelf) -> Iterator[str]:
    """Whatever lies in the published directory beside lines of editions, or in a line beside editions."""
    for path in strange_paths(shelf):
        yield f"{path}: it is no part of any edition"
        yield from (f"{inner}: it is no part of any edition" for inner in sorted(path.rglob("*")))


def strange_paths(shelf: Shelf) -> Iterator[Path]:
    unfinished = shelf.unfinished()
    for line in sorted(shelf.root.iterdir()) if shelf.root.is_dir() else []:
        if not is_line(line.name) or not line.is_dir():
            yield line
            continue
        for entry in sorted(line.iterdir()):
            if not NUMBER.fullmatch(entry.name) and entry not in unfinished:
                yield entry


def supplies_told(shelf: Shelf) -> Iterator[tuple[str, str, str]]:
    """Edition (`2018-19/1.0`), source and hash, wherever a manifest names a supply.

    Of a manifest that cannot be read, others tell.
    """
    for line in sorted(shelf.lines()):
        for number in shelf.numbers(line):
            try:
                supplies = Edition(shelf.root / line / number).manifest.supplies
            except (OSError, ValidationError):
                continue
            yield from (
                (f"{line}/{number}", SupplyRef.parse(told.get("of", "")).source, told.get("sha256", ""))
                for told in supplies
            )


def content_hash(directory: Path) -> str | None:
    """The hash that the manifest gives of its own content; None where it cannot be read."""
    try:
        return Edition(directory).manifest.sha256
    except (OSError, ValidationError):
        return None


def hash_of(path: Path) -> str | None:
    return canonical.sha256(path.read_bytes()) if path.is_file() else None
