"""The folder of downloads: one file a force and month, whole or not at all, and the ledger that says whence."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from ingest.fetching.answer import Answer
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
    write_download(folder / LEDGER, json.dumps(plain, indent=1, sort_keys=True).encode() + b"\n")


def with_entries(held: Ledger, fresh: Ledger) -> Ledger:
    """The ledger with the fresh entries in it; one that differs only in its time is no news, and stays as it was."""
    told = {address: entry for address, entry in fresh.items() if not is_old_news(held.get(address), entry)}
    return {**held, **told} if told else held


def is_old_news(held: Entry | None, fresh: Entry) -> bool:
    return held is not None and {**asdict(held), "fetched_at": ""} == {**asdict(fresh), "fetched_at": ""}


def part(target: Path) -> Path:
    """The temporary name beside the target; it begins with a dot and ends in `.part`."""
    return target.with_name(f".{target.name}{PART}")


def write_download(target: Path, raw: bytes) -> None:
    """Write beside the target, flush to the disk, rename: a reader finds the old bytes or the new, never half."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with gone_if_cut_off(part(target)):
        part(target).write_bytes(raw)
        finish_download(part(target), target)


@contextmanager
def gone_if_cut_off(half: Path) -> Iterator[None]:
    """What was half written goes at once if the machine does not let it be finished: a full disk needs the room."""
    try:
        yield
    except OSError:
        half.unlink(missing_ok=True)
        raise


def finish_download(written: Path, target: Path) -> None:
    """Flush the finished file to the disk, give it its name, and flush that."""
    flush_download(written)
    written.replace(target)
    flush_download(target.parent)


def flush_download(path: Path) -> None:
    """All that was written to the file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_month(folder: Path, which: ForceMonth, raw: bytes) -> Path:
    """Write the month's JSON; a CSV of the same month goes, so that there is one file a force and month."""
    target = folder / which.json_name
    write_download(target, raw)
    (folder / which.csv_name).unlink(missing_ok=True)
    return target


def downloaded_months(folder: Path) -> dict[ForceMonth, Path]:
    """The months that lie in the folder, each with its file; where two lie there the JSON, which came later."""
    found: dict[ForceMonth, Path] = {}
    for path in sorted(folder.glob("*")):
        said = police_uk.parse_csv_name(path.name) or police_uk_api.parse_json_name(path.name)
        if said and path.is_file():
            found[ForceMonth(*said)] = path
    return found


def remove_unfinished_downloads(folder: Path) -> None:
    """Clear what a killed run left: half-written files (but archives, which can be gone on with), doubled months."""
    for left in folder.glob(f".*{PART}"):
        if not left.name.startswith(ARCHIVE):
            left.unlink()
    for which, path in downloaded_months(folder).items():
        if path.name == which.json_name:
            (folder / which.csv_name).unlink(missing_ok=True)


def sweep_archives(folder: Path) -> None:
    """Clear the half-done archives: nothing will go on with them."""
    for left in folder.glob(f"{ARCHIVE}*{PART}"):
        left.unlink()


def download_sha256(path: Path) -> str | None:
    """The SHA-256 of the file's bytes; None if it is not there."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# The ledger at work: what to ask with, and what to note down once a file stands.


@dataclass
class Records:
    """The folder, its ledger as it stands, and the time of this run (with its zone)."""

    folder: Path
    ledger: Ledger
    now: datetime

    def condition(self, address: str, path: Path | None) -> dict[str, str]:
        """The headers that ask only for news of the file; none if it is not the bytes that the ledger knows."""
        entry = self.ledger.get(address) or (self.of_archive(path) if path else None)
        if entry is None or path is None or entry.file != path.name or download_sha256(path) != entry.sha256:
            return {}
        asked = {"If-None-Match": entry.etag, "If-Modified-Since": entry.last_modified}
        return {name: value for name, value in asked.items() if value}

    def of_archive(self, path: Path) -> Entry | None:
        """The entry of a file out of an archive: its time holds for the API too, the archive's ETag does not."""
        found = [entry for address, entry in self.ledger.items() if entry.file == path.name and ".zip#" in address]
        if not found:
            return None
        return Entry(found[0].sha256, path.name, found[0].fetched_at, None, found[0].last_modified)

    def note(self, path: Path, answers: dict[str, Answer]) -> None:
        """Note that these addresses gave the file as it now stands; at once on the disk, if it is news."""
        sha256 = download_sha256(path)
        assert sha256
        stamp = self.now.astimezone(UTC).isoformat(timespec="seconds")
        fresh = {
            address: Entry(sha256, path.name, stamp, answer.etag, answer.last_modified)
            for address, answer in answers.items()
        }
        updated = with_entries(self.ledger, fresh)
        if updated is not self.ledger:
            keep_ledger(self.folder, updated)
            self.ledger = updated
