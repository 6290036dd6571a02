"""What people who build on the data must know beforehand, from data: new versions, and the days old ones end."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from portal import shipped


@dataclass(frozen=True)
class Announcement:
    """`path`: where it is told in full. Its `id` never changes."""

    id: str
    day: date
    title: str
    says: str
    path: str


@cache
def made() -> tuple[Announcement, ...]:
    return read(shipped.data("announcements.toml"))


def read(path: Path) -> tuple[Announcement, ...]:
    """TypeError where a row lacks a key or has one too many."""
    with path.open("rb") as file:
        return tuple(Announcement(**row) for row in tomllib.load(file).get("announcement", []))
