"""One way to write a document as bytes, so that the same document is the same bytes everywhere."""

import hashlib
import json
from typing import Any


def as_bytes(value: Any) -> bytes:
    """ASCII JSON in the order of the document's own keys, without spaces, with a line end. No NaN."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
