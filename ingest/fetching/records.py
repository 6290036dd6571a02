"""The ledger at work: what to ask with, and what to note down once a file stands."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.fetching import downloads
from ingest.fetching.answer import Answer
from ingest.fetching.downloads import Entry, Ledger


@dataclass
class Records:
    """The folder, its ledger as it stands, and the time of this run (with its zone)."""

    folder: Path
    ledger: Ledger
    now: datetime

    def condition(self, address: str, path: Path | None) -> dict[str, str]:
        """The headers that ask only for news of the file; none if it is not the bytes that the ledger knows."""
        entry = self.ledger.get(address) or (self.of_archive(path) if path else None)
        if entry is None or path is None or entry.file != path.name or downloads.fingerprint(path) != entry.sha256:
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
        sha256 = downloads.fingerprint(path)
        assert sha256
        stamp = self.now.astimezone(UTC).isoformat(timespec="seconds")
        fresh = {
            address: Entry(sha256, path.name, stamp, answer.etag, answer.last_modified)
            for address, answer in answers.items()
        }
        updated = downloads.with_entries(self.ledger, fresh)
        if updated is not self.ledger:
            downloads.keep_ledger(self.folder, updated)
            self.ledger = updated
