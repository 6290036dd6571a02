"""Freeze accounts as a numbered edition: a directory made whole under another name, then renamed once.

New months, sources, charter or code that change a figure raise the first number, a correction the second;
if no document changes, nothing is published.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from portal.accounts import canonical, stamp
from portal.accounts.difference_document import DOCUMENT
from portal.accounts.manifest import Manifest
from portal.accounts.numbering import FIRST, Numbered, after
from portal.accounts.reason_codes import EditionReason
from portal.accounts.shelf import BULKY, Edition, Shelf, is_document, opened
from portal.records import Supply
from portal.return_names import NOT_RENAMED, Renamed

SUMS = "SHA256SUMS"
Begun = Callable[[Manifest, str], None]
"""Notes an edition in the register, told its manifest and the hash of the manifest's bytes."""


def in_no_register(*_: object) -> None:
    """For a shelf that has no register beside it."""


@dataclass(frozen=True)
class Draft:
    """An edition to be: its line (a period's id, or SUPPLIES), its documents, and what is made from them.

    `documents`: path -> JSON bytes with no number and no time in them. `derived` gives the files that carry the
    edition's number, such as CSVs. `explained` gives the difference files, told the edition before and the reasons.
    `beside`: what else the figures follow from, by name. `supplies`: what the figures are drawn from. `code`: the
    portal's version. `renamed`: what the edition before may call supplies otherwise.
    """

    line: str
    documents: Mapping[str, bytes]
    derived: Callable[[str], Mapping[str, bytes]]
    supplies: Sequence[Supply]
    code: str
    inputs: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    explained: Callable[[Edition | None, Sequence[EditionReason]], Mapping[str, bytes]] | None = None
    renamed: Renamed = NOT_RENAMED

    @property
    def sources(self) -> list[dict[str, str]]:
        return [
            {"id": supply.public_id, "sha256": supply.sha256, "of": f"{supply.source} {supply.force} {supply.month}"}
            for supply in self.supplies
        ]


def inputs_of(supplies: Sequence[Supply], beside: Mapping[str, str], code: str) -> str:
    """A hash of what a period's figures follow from: its supplies, their findings, what stands beside, our code.

    Findings of a return have counts that are told to nobody: what is published is return_names.of_inputs of this.
    """
    told = [[supply.public_id, supply.sha256, supply.findings, supply.invented] for supply in supplies]
    return canonical.sha256(canonical.as_bytes([code, told, sorted(beside.items())]))


def publish(shelf: Shelf, draft: Draft, now: datetime, begun: Begun = in_no_register) -> Edition | None:
    """Freeze the draft as a new edition. None if no document differs from the newest edition's."""
    previous = shelf.newest(draft.line) if shelf.numbers(draft.line) else None
    chosen = numbered(previous, draft)
    if chosen is None:
        return None
    files = {**draft.documents, **draft.derived(chosen.number)}
    if draft.explained:
        files |= draft.explained(previous, chosen.reasons)
    files[SUMS] = sums(files)
    return frozen(shelf.root / draft.line, manifested(draft, chosen, files, previous, now), files, previous, begun)


def sums(files: Mapping[str, bytes]) -> bytes:
    """What `sha256sum --check` reads."""
    return "".join(f"{canonical.sha256(files[path])}  {path}\n" for path in sorted(files)).encode("ascii")


def numbered(previous: Edition | None, draft: Draft) -> Numbered | None:
    """The next number and why; None if nothing changed."""
    if previous is None:
        return Numbered("1.0", (FIRST,))
    if {path: canonical.sha256(raw) for path, raw in draft.documents.items()} == frozen_documents(previous.manifest):
        return None
    return after(previous.manifest, draft)


def frozen_documents(manifest: Manifest) -> dict[str, str]:
    """The files that say what was published; the others are made from them."""
    return {path: digest for path, digest in manifest.files.items() if is_document(path) and path != DOCUMENT}


def manifested(
    draft: Draft, chosen: Numbered, files: Mapping[str, bytes], previous: Edition | None, now: datetime
) -> Manifest:
    """`sha256` is that of the manifest without itself and without any moment."""
    manifest = Manifest(
        period=draft.line,
        number=chosen.number,
        published_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        reason=chosen.reason,
        reason_codes=[reason.code for reason in chosen.reasons],
        supplies=draft.sources,
        charter=draft.beside.get("charter"),
        code=draft.code,
        files={path: canonical.sha256(files[path]) for path in sorted(files)},
        previous=previous.manifest.sha256 if previous else None,
        inputs=draft.inputs,
        beside=dict(sorted(draft.beside.items())),
        arrived={supply.public_id: supply.received_at for supply in draft.supplies},
        sha256="",
    )
    return manifest.model_copy(update={"sha256": manifest.own_hash()})


def frozen(
    folder: Path, manifest: Manifest, files: Mapping[str, bytes], previous: Edition | None, begun: Begun
) -> Edition:
    """Write everything under a hidden name, flush it to the disk, then rename: all of it or nothing.

    The register knows it before it can be seen, so that whatever else appears on the shelf is nobody's. Tables of
    searches that are as they were share their bytes with the edition before, as they are large.
    """
    folder.mkdir(parents=True, exist_ok=True)
    hidden = folder / f".{manifest.number}.unfinished"
    told = canonical.as_bytes(manifest.model_dump(mode="json", by_alias=True))
    whole = {**files, "manifest.json": told}
    final = folder / manifest.number
    with gone_if_unfinished(hidden):
        for path, raw in whole.items():
            if not (
                previous and path.startswith(BULKY) and shared(previous, path, manifest.files[path], hidden / path)
            ):
                written(hidden / path, raw)
        begun(manifest, canonical.sha256(told))
        with stamp.changing(folder.parent):
            hidden.rename(final)
            flush_folder(folder)
    return opened(final)


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


def sweep(shelf: Shelf) -> None:
    """Take away what runs that were cut off left unfinished. Only for whoever holds the lock."""
    for hidden in shelf.unfinished():
        shutil.rmtree(hidden)
    stamp.settle(shelf.root)


def shared(previous: Edition, name: str, digest: str, path: Path) -> bool:
    """Link the file to the same one of the edition before, if that is whole and the disk knows such links."""
    before = previous.directory / name
    if previous.manifest.files.get(name) != digest or not before.is_file():
        return False
    if canonical.sha256(before.read_bytes()) != digest:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.hardlink_to(before)
    except OSError as wrong:
        if wrong.errno in (errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV):
            return False
        raise
    return True


def written(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
