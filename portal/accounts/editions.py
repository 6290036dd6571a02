"""Freeze accounts as a numbered edition: a directory made whole under another name, then renamed once.

New months, sources, charter or code that change a figure raise the first number, a correction the second;
if no document changes, nothing is published.
"""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portal.accounts import canonical, tables
from portal.accounts.document import Account, Manifest, Map
from portal.accounts.shelf import Edition, Shelf, in_order, opened, stem
from portal.periods import Period
from portal.places import named
from portal.records import Supply

FIRST = "first edition"
NEW_SUPPLIES = "new months or sources"
CORRECTION = "corrected supplies"
NEW_FINDINGS = "findings drawn anew, as other months arrived or were corrected"
NEW_METHOD = "the portal's own code or data changed"


@dataclass(frozen=True)
class Numbered:
    number: str
    reason: str


@dataclass(frozen=True)
class Draft:
    """An edition to be: its line (a period's id, or SUPPLIES), its documents, and what is made from them.

    `documents`: path -> JSON bytes with no number and no time in them. `derived` gives the files that carry the
    edition's number, such as CSVs. `supplies`: what the figures are drawn from. `code`: the portal's version.
    """

    line: str
    documents: Mapping[str, bytes]
    derived: Callable[[str], Mapping[str, bytes]]
    supplies: Sequence[Supply]
    code: str
    inputs: str = ""

    @property
    def sources(self) -> list[dict[str, str]]:
        return [
            {"id": supply.public_id, "sha256": supply.sha256, "of": f"{supply.source} {supply.force} {supply.month}"}
            for supply in self.supplies
        ]


def inputs_of(supplies: Sequence[Supply], code: str) -> str:
    """A hash of what a period's figures follow from: its supplies, their findings, and our code and data."""
    told = [[supply.public_id, supply.sha256, supply.findings, supply.invented] for supply in supplies]
    return canonical.sha256(canonical.as_bytes([code, told]))


def of_accounts(period: Period, accounts: Sequence[Account], map_: Map, supplies: Sequence[Supply], code: str) -> Draft:
    """A period's accounts: a document and a CSV each, and the map."""
    documents = {"map.json": canonical.as_bytes(map_.model_dump(mode="json", by_alias=True))}
    for account in accounts:
        documents[f"{account_stem(account)}.json"] = canonical.as_bytes(account.as_json())

    def csvs(number: str) -> dict[str, bytes]:
        return {f"{account_stem(account)}.csv": tables.as_csv(account, number) for account in accounts}

    return Draft(period.id, documents, csvs, supplies, code, inputs_of(supplies, code))


def account_stem(account: Account) -> str:
    return stem(named(account.place.kind, account.place.code))


def publish(shelf: Shelf, draft: Draft, now: datetime) -> Edition | None:
    """Freeze the draft as a new edition. None if no document differs from the newest edition's."""
    previous = shelf.newest(draft.line) if shelf.numbers(draft.line) else None
    chosen = numbered(previous, draft)
    if chosen is None:
        return None
    files = {**draft.documents, **draft.derived(chosen.number)}
    return frozen(shelf.root / draft.line, manifested(draft, chosen, files, previous, now), files)


def numbered(previous: Edition | None, draft: Draft) -> Numbered | None:
    """The next number and why; None if nothing changed."""
    if previous is None:
        return Numbered("1.0", FIRST)
    old = previous.manifest
    if {path: canonical.sha256(raw) for path, raw in draft.documents.items()} == frozen_documents(old):
        return None
    major, minor = in_order(old.number)
    before, now = ({source["of"]: source["sha256"] for source in list_} for list_ in (old.supplies, draft.sources))
    if before.keys() != now.keys():
        return Numbered(f"{major + 1}.0", NEW_SUPPLIES)
    if before != now:
        return Numbered(f"{major}.{minor + 1}", CORRECTION)
    if old.code == draft.code:
        return Numbered(f"{major}.{minor + 1}", NEW_FINDINGS)
    return Numbered(f"{major + 1}.0", NEW_METHOD)


def frozen_documents(manifest: Manifest) -> dict[str, str]:
    return {path: digest for path, digest in manifest.files.items() if path.endswith(".json")}


def manifested(
    draft: Draft, chosen: Numbered, files: Mapping[str, bytes], previous: Edition | None, now: datetime
) -> Manifest:
    """`sha256` is that of the manifest without itself and without any moment."""
    before = (previous.directory / "manifest.json").read_bytes() if previous else None
    manifest = Manifest(
        period=draft.line,
        number=chosen.number,
        published_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        reason=chosen.reason,
        supplies=draft.sources,
        charter=None,
        code=draft.code,
        files={path: canonical.sha256(files[path]) for path in sorted(files)},
        previous=canonical.sha256(before) if before else None,
        inputs=draft.inputs,
        arrived={supply.public_id: supply.received_at for supply in draft.supplies},
        sha256="",
    )
    return manifest.model_copy(update={"sha256": own_hash(manifest)})


def own_hash(manifest: Manifest) -> str:
    content = manifest.model_dump(mode="json", by_alias=True, exclude={"sha256", "published_at", "arrived"})
    return canonical.sha256(canonical.as_bytes(content))


def frozen(folder: Path, manifest: Manifest, files: Mapping[str, bytes]) -> Edition:
    """Write everything under a hidden name, flush it to the disk, then rename: all of it or nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    hidden = folder / f".{manifest.number}.unfinished"
    shutil.rmtree(hidden, ignore_errors=True)
    whole = {**files, "manifest.json": canonical.as_bytes(manifest.model_dump(mode="json", by_alias=True))}
    for path, raw in whole.items():
        written(hidden / path, raw)
    final = folder / manifest.number
    hidden.rename(final)
    flush_folder(folder)
    return opened(final)


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
