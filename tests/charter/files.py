"""Files of our own for the tests, and where something stands in them."""

from pathlib import Path


def saved(tmp_path: Path, text: str, name: str = "charter.toml") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return path


def line_of(text: str, mark: str) -> int:
    """The line of the first mark in the text."""
    return text[: text.index(mark)].count("\n") + 1
