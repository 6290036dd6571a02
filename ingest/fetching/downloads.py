"""The folder of downloads: one file a force and month, whole or not at all, and the ledger that says whence."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from ingest.sources import police_uk, police_uk_api

LEDGER = "downloads.json"
PART = ".part"
ARCHIVE = ".archive-"  # begins the temporary name of an archive, which a later run can go on with


class ForceMonth(NamedTuple):
    """One force's month, the force as data.police.uk names it, the month as 2018-04."""

    force: str
    month: str

    @property
    def json_name(self) -> str:
        return f"stops-force-{self.force}-{self.month}.json"

    @property
    def csv_name(self) -> str:
        return f"{self.month}-{self.force}-stop-and-search.csv"

    def __str__(self) -> str:
        return f"{self.force} {self.month}"


@dataclass(frozen=True)
class Entry:
    """What one address gave: `sha256` of the file as written, `file` its name, `fetched_at` an ISO time in UTC.

    `etag` and `last_modified` are as the source sent them, to ask with the next time.
    """

    sha256: str
    file: str
    fetched_at: str
    etag: str | None = None
    last_modified: str | None = None


Ledger = Mapping[str, Entry]  # by address
SHAPE = TypeAdapter(dict[str, Entry])


def ledger(folder: Path) -> Ledger:
    """What the folder's ledger says; nothing if there is none or it is broken, so that everything is asked again."""
    try:
        return SHAPE.validate_json((folder / LEDGER).read_bytes())
    except (FileNotFoundError, ValidationError):
        return {}


def keep_ledger(folder: Path, entries: Ledger) -> None:
    plain = {address: asdict(entry) for address, entry in entries.items()}
    put(folder / LEDGER, json.dumps(plain, indent=1, sort_keys=True).encode() + b"\n")


def with_entries(held: Ledger, fresh: Ledger) -> Ledger:
    """The ledger with the fresh entries in it; one that differs only in its time is no news, and stays as it was."""
    told = {address: entry for address, entry in fresh.items() if not is_old_news(held.get(address), entry)}
    return {**held, **told} if told else held


def is_old_news(held: Entry | None, fresh: Entry) -> bool:
    return held is not None and {**asdict(held), "fetched_at": ""} == {**asdict(fresh), "fetched_at": ""}


def part(target: Path) -> Path:
    """The temporary name beside the target; it begins with a dot and ends in `.part`."""
    return target.with_name(f".{target.name}{PART}")


def put(target: Path, raw: bytes) -> None:
    """Write beside the target, flush to the disk, rename: a reader finds the old bytes or the new, never half."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with gone_if_cut_off(part(target)):
        part(target).write_bytes(raw)
        settle(part(target), target)


@contextmanager
def gone_if_cut_off(half: Path) -> Iterator[None]:
    """What was half written goes at once if the machine does not let it be finished: a full disk needs the room."""
    try:
        yield
    except OSError:
        half.unlink(missing_ok=True)
        raise


def settle(written: Path, target: Path) -> None:
    """Flush the finished file to the disk, give it its name, and flush that."""
    flush(written)
    written.replace(target)
    flush(target.parent)


def flush(path: Path) -> None:
    """All that was written to the file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_month(folder: Path, which: ForceMonth, raw: bytes) -> Path:
    """Write the month's JSON; a CSV of the same month goes, so that there is one file a force and month."""
    target = folder / which.json_name
    put(target, raw)
    (folder / which.csv_name).unlink(missing_ok=True)
    return target


def held(folder: Path) -> dict[ForceMonth, Path]:
    """The months that lie in the folder, each with its file; where two lie there the JSON, which came later."""
    found: dict[ForceMonth, Path] = {}
    for path in sorted(folder.glob("*")):
        said = police_uk.named(path.name) or police_uk_api.named(path.name)
        if said and path.is_file():
            found[ForceMonth(*said)] = path
    return found


def sweep(folder: Path) -> None:
    """Clear what a killed run left: half-written files (but archives, which can be gone on with), doubled months."""
    for left in folder.glob(f".*{PART}"):
        if not left.name.startswith(ARCHIVE):
            left.unlink()
    for which, path in held(folder).items():
        if path.name == which.json_name:
            (folder / which.csv_name).unlink(missing_ok=True)


def sweep_archives(folder: Path) -> None:
    """Clear the half-done archives: nothing will go on with them."""
    for left in folder.glob(f"{ARCHIVE}*{PART}"):
        left.unlink()


def fingerprint(path: Path) -> str | None:
    """The SHA-256 of the file's bytes; None if it is not there."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
