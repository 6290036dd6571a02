"""What a source answered."""

from dataclasses import dataclass

import httpx2


@dataclass(frozen=True)
class Answer:
    """A body, or only its headers; `size` in bytes is what the source says, None if it does not say."""

    body: bytes
    size: int | None
    etag: str | None
    last_modified: str | None


def described(response: httpx2.Response, body: bytes) -> Answer:
    headers = response.headers
    said = headers.get("Content-Length", "")
    etag, last_modified = (plain(headers.get(name)) for name in ("ETag", "Last-Modified"))
    return Answer(body, int(said) if said.isdecimal() else None, etag, last_modified)


def plain(value: str | None) -> str | None:
    """A header that can be said back to the source."""
    return value if value and value.isascii() and value.isprintable() else None
