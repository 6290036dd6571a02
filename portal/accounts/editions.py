"""Freeze accounts as a numbered edition: a directory made whole under another name, then renamed once.

New months, sources, charter or code that change a figure raise the first number, a correction the second;
if no document changes, nothing is published.
"""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
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
NEW_METHOD = "the portal's own code or data changed"


@dataclass(frozen=True)
class Numbered:
    number: str
    reason: str


def documents(accounts: Iterable[Account], map_: Map) -> dict[str, bytes]:
    """The frozen documents of an edition: path -> bytes. No number and no time of publishing in them."""
    files = {"map.json": canonical.as_bytes(map_.model_dump(mode="json", by_alias=True))}
    for account in accounts:
        files[f"{account_stem(account)}.json"] = canonical.as_bytes(account.as_json())
    return files


def account_stem(account: Account) -> str:
    return stem(named(account.place.kind, account.place.code))


def publish(
    shelf: Shelf,
    period: Period,
    accounts: Sequence[Account],
    map_: Map,
    supplies: Sequence[Supply],
    now: datetime,
) -> Edition | None:
    """Freeze a new edition of the period. None if no document differs from the newest edition's."""
    files = documents(accounts, map_)
    numbers = shelf.numbers(period)
    previous = shelf.newest(period) if numbers else None
    sources = [
        {
            "id": supply.public_id,
            "sha256": supply.sha256,
            "of": f"{supply.source} {supply.force} {supply.month}",
        }
        for supply in supplies
    ]
    chosen = numbered(previous, files, sources)
    if chosen is None:
        return None
    for account in accounts:
        files[f"{account_stem(account)}.csv"] = tables.as_csv(account, chosen.number)
    manifest = manifested(period, chosen, files, sources, previous, now)
    return frozen(shelf.root / period.id, manifest, files)


def numbered(
    previous: Edition | None, files: Mapping[str, bytes], sources: Sequence[Mapping[str, str]]
) -> Numbered | None:
    """The next number and why; None if nothing changed."""
    if previous is None:
        return Numbered("1.0", FIRST)
    old = previous.manifest
    if {path: canonical.sha256(raw) for path, raw in files.items()} == frozen_documents(old):
        return None
    major, minor = in_order(old.number)
    before, now = ({source["of"]: source["sha256"] for source in list_} for list_ in (old.supplies, sources))
    if before.keys() != now.keys():
        return Numbered(f"{major + 1}.0", NEW_SUPPLIES)
    if before != now:
        return Numbered(f"{major}.{minor + 1}", CORRECTION)
    return Numbered(f"{major + 1}.0", NEW_METHOD)


def frozen_documents(manifest: Manifest) -> dict[str, str]:
    return {path: digest for path, digest in manifest.files.items() if path.endswith(".json")}


def manifested(
    period: Period,
    chosen: Numbered,
    files: Mapping[str, bytes],
    sources: list[dict[str, str]],
    previous: Edition | None,
    now: datetime,
) -> Manifest:
    """`sha256` is that of the manifest without itself and without the time of publishing."""
    before = (previous.directory / "manifest.json").read_bytes() if previous else None
    manifest = Manifest(
        period=period.id,
        number=chosen.number,
        published_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        reason=chosen.reason,
        supplies=sources,
        charter=None,
        code=version("stop-search-portal"),
        files={path: canonical.sha256(files[path]) for path in sorted(files)},
        previous=canonical.sha256(before) if before else None,
        sha256="",
    )
    return manifest.model_copy(update={"sha256": own_hash(manifest)})


def own_hash(manifest: Manifest) -> str:
    content = manifest.model_dump(mode="json", by_alias=True, exclude={"sha256", "published_at"})
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
