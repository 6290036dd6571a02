"""Freeze accounts as a numbered edition: a directory made whole under another name, then renamed once.

New months, sources, charter or code that change a figure raise the first number, a correction the second;
if no document changes, nothing is published.
"""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from portal.documents import canonical
from portal.documents.differences import DOCUMENT
from portal.documents.manifest import Manifest
from portal.documents.reason_codes import EditionReason
from portal.documents.references import SupplyRef
from portal.editions import stamp
from portal.editions.archive import BULKY, Edition, PublishingDefect, Shelf, is_document, open_edition
from portal.editions.numbering import FIRST, Numbered, next_edition_number
from portal.records import Supply
from portal.return_names import NOT_RENAMED, Renamed

SUMS = "SHA256SUMS"
FilesInTurn = Iterable[tuple[str, bytes]]
"""Path and bytes; a table of searches may come in parts, which stand in the file as they came."""
Begun = Callable[[Manifest, str], None]
"""Notes an edition in the register, told its manifest and the hash of the manifest's bytes."""


FLUSHED_AT_ONCE = 8


def in_no_register(*_: object) -> None:
    """For a shelf that has no register beside it."""


@dataclass(frozen=True)
class Draft:
    """An edition to be: its line (a period's id, or SUPPLIES), its documents, and what is made from them.

    `documents`: path -> JSON bytes with no number and no time in them. `derived` gives the files that carry the
    edition's number, such as CSVs, one after the other, so that they need not be held. `explained` gives the difference
    files, told the edition before and the reasons. `beside`: what else the figures follow from, by name. `supplies`:
    what the figures are drawn from. `code`: the portal's version. `renamed`: what the edition before may call supplies
    otherwise.
    """

    line: str
    documents: Mapping[str, bytes]
    derived: Callable[[str], FilesInTurn]
    supplies: Sequence[Supply]
    code: str
    inputs: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    explained: Callable[[Edition | None, Sequence[EditionReason]], Mapping[str, bytes]] | None = None
    renamed: Renamed = NOT_RENAMED

    @property
    def sources(self) -> list[dict[str, str]]:
        return [
            {"id": supply.public_id, "sha256": supply.sha256, "of": str(SupplyRef.of(supply))}
            for supply in self.supplies
        ]


def inputs_of(supplies: Sequence[Supply], beside: Mapping[str, str], code: str) -> str:
    """A hash of what a period's figures follow from: its supplies, their findings, what stands beside, our code.

    Findings of a return have counts that are told to nobody: what is published is return_names.of_inputs of this.
    """
    told = [[supply.public_id, supply.sha256, supply.findings, supply.invented] for supply in supplies]
    return canonical.sha256(canonical.as_bytes([code, told, sorted(beside.items())]))


def publish_edition(shelf: Shelf, draft: Draft, now: datetime, begun: Begun = in_no_register) -> Edition | None:
    """Freeze the draft as a new edition. None if no document differs from the newest edition's."""
    previous = shelf.newest(draft.line) if shelf.numbers(draft.line) else None
    chosen = numbered(previous, draft)
    if chosen is None:
        return None
    explained = draft.explained(previous, chosen.reasons) if draft.explained else {}
    files = chain(draft.documents.items(), draft.derived(chosen.number), explained.items())
    return freeze_edition(
        shelf.root / draft.line,
        chosen.number,
        files,
        lambda digests: manifested(draft, chosen, digests, previous, now),
        previous,
        begun,
    )


def sha256_sums(digests: Mapping[str, str]) -> bytes:
    """What `sha256sum --check` reads. `digests`: path -> SHA-256."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode("ascii")


def numbered(previous: Edition | None, draft: Draft) -> Numbered | None:
    """The next number and why; None if nothing changed."""
    if previous is None:
        return Numbered("1.0", (FIRST,))
    if {path: canonical.sha256(raw) for path, raw in draft.documents.items()} == frozen_documents(previous.manifest):
        return None
    return next_edition_number(previous.manifest, draft)


def frozen_documents(manifest: Manifest) -> dict[str, str]:
    """The files that say what was published; the others are made from them."""
    return {path: digest for path, digest in manifest.files.items() if is_document(path) and path != DOCUMENT}


def manifested(
    draft: Draft, chosen: Numbered, digests: Mapping[str, str], previous: Edition | None, now: datetime
) -> Manifest:
    """`digests`: path -> SHA-256. `sha256` is that of the manifest without itself and without any moment."""
    manifest = Manifest(
        period=draft.line,
        number=chosen.number,
        published_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        reason=chosen.reason,
        reason_codes=[reason.code for reason in chosen.reasons],
        supplies=draft.sources,
        charter=draft.beside.get("charter"),
        code=draft.code,
        files=dict(sorted(digests.items())),
        previous=previous.manifest.sha256 if previous else None,
        inputs=draft.inputs,
        beside=dict(sorted(draft.beside.items())),
        arrived={supply.public_id: supply.received_at for supply in draft.supplies},
        sha256="",
    )
    return manifest.model_copy(update={"sha256": manifest.own_hash()})


def freeze_edition(
    folder: Path,
    number: str,
    files: FilesInTurn,
    manifest_of: Callable[[Mapping[str, str]], Manifest],
    previous: Edition | None,
    begun: Begun,
) -> Edition:
    """Write everything under a hidden name, flush it to the disk, then rename: all of it or nothing.

    `manifest_of`: the manifest of files with these hashes. A file is written as it comes, and only its hash is kept.

    The register knows it before it can be seen, so that whatever else appears on the shelf is nobody's. Tables of
    searches that are as they were share their bytes with the edition before, as they are large.
    """
    hidden, final = folder / f".{number}.unfinished", folder / number
    hidden.mkdir(parents=True)
    with gone_if_unfinished(hidden):
        digests = all_written(hidden, files)
        digests |= all_written(hidden, [(SUMS, sha256_sums(digests))])
        manifest = manifest_of(digests)
        told = canonical.as_bytes(manifest.model_dump(mode="json", by_alias=True))
        digests |= all_written(hidden, [("manifest.json", told)])
        same = {path for path in digests if is_shared(previous, path, digests[path], hidden / path)}
        all_flushed(hidden / path for path in digests.keys() - same)
        begun(manifest, canonical.sha256(told))
        with stamp.changing(folder.parent):
            hidden.rename(final)
            flush_folder(folder)
    return open_edition(final)


def all_written(folder: Path, files: FilesInTurn) -> dict[str, str]:
    """Path -> SHA-256 of what was written. PublishingDefect where a file is made a second time."""
    hashes: dict[str, Any] = {}
    for path, raw in files:
        if path in hashes and not path.startswith(BULKY):
            raise PublishingDefect(f"{path} is made twice")
        appended(folder / path, raw)
        hashes.setdefault(path, hashlib.sha256()).update(raw)
    return {path: each.hexdigest() for path, each in hashes.items()}


def all_flushed(paths: Iterable[Path]) -> None:
    """Onto the disk, several at a time, since a disk waits as long for one as for all of them."""
    with ThreadPoolExecutor(FLUSHED_AT_ONCE) as pool:
        for _ in pool.map(flush_path, paths):
            pass


@contextmanager
def gone_if_unfinished(hidden: Path) -> Iterator[None]:
    """Whatever ends the writing takes away at once what was written, so that a full disk has its room back.

    A line that has no edition goes with it.
    """
    try:
        yield
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)  # the first error is the one to tell; the next run sweeps as well
        with suppress(OSError):  # it holds editions, then
            hidden.parent.rmdir()
        raise


def remove_unfinished_editions(shelf: Shelf) -> None:
    """Take away what runs that were cut off left unfinished. Only for whoever holds the lock."""
    for hidden in shelf.unfinished():
        shutil.rmtree(hidden)
    stamp.settle_stamp(shelf.root)


def is_shared(previous: Edition | None, name: str, digest: str, path: Path) -> bool:
    """Link a table of searches to the same one of the edition before, if that is whole and the disk knows links."""
    if previous is None or not name.startswith(BULKY):
        return False
    before = previous.directory / name
    if previous.manifest.files.get(name) != digest or not before.is_file():
        return False
    if canonical.sha256(before.read_bytes()) != digest:
        return False
    linked = path.with_name(f".{path.name}")
    try:
        linked.hardlink_to(before)
    except OSError as wrong:
        if wrong.errno in (errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV):
            return False
        raise
    linked.replace(path)
    return True


def appended(path: Path, raw: bytes) -> None:
    """At the end of the file, if there is one; not on the disk before it is flushed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(raw)


def write_flushed_file(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """The names in a folder onto the disk."""
    flush_path(folder)


def flush_path(path: Path) -> None:
    """What was done to a file or a folder onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
