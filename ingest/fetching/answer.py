"""What a source answered."""

from dataclasses import dataclass
from pathlib import Path

import httpx2

# What came of asking for one file.

NEW, CHANGED, SAME, FAILED, WARNING = "new", "changed", "the same", "failed", "warning"


@dataclass(frozen=True)
class Arrival:
    """One of the words above; the file for the first three, the sentence for the last two."""

    what: str
    path: Path | None = None
    sentence: str = ""

    def __str__(self) -> str:
        return f"{self.path.name}: {self.what}" if self.path else self.sentence


@dataclass(frozen=True)
class Answer:
    """A body, or only its headers; `size` in bytes is what the source says, None if it does not say."""

    body: bytes
    size: int | None
    etag: str | None
    last_modified: str | None


def answer_of_response(response: httpx2.Response, body: bytes) -> Answer:
    headers = response.headers
    said = headers.get("Content-Length", "")
    etag, last_modified = (printable_header(headers.get(name)) for name in ("ETag", "Last-Modified"))
    return Answer(body, int(said) if said.isdecimal() else None, etag, last_modified)


def printable_header(value: str | None) -> str | None:
    """A header that can be said back to the source."""
    return value if value and value.isascii() and value.isprintable() else None
