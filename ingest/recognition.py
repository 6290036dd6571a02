"""Which source a file is of, told by its content. A new source is found by being a file in ingest/sources."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

import ingest.sources
from ingest.reading import Batch, Told


class Source(Protocol):
    """What every file in ingest/sources offers. `named` is optional there: force and month from a name."""

    SOURCE: str

    def recognises(self, raw: bytes) -> bool: ...

    def read(self, raw: bytes, told: Told) -> list[Batch]: ...


@cache
def readers() -> tuple[Source, ...]:
    names = sorted(module.name for module in iter_modules(ingest.sources.__path__))
    return tuple(cast("Source", import_module(f"ingest.sources.{name}")) for name in names)


def recognised(raw: bytes) -> Source | None:
    return next((reader for reader in readers() if reader.recognises(raw)), None)


@dataclass(frozen=True)
class Named:
    """What a file's name says: force, month, and the source that names its files so."""

    force: str
    month: str
    reader: Source


def named(name: str) -> Named | None:
    for reader in readers():
        tell = getattr(reader, "named", None)
        if tell and (found := tell(name)):
            return Named(found[0], found[1], reader)
    return None
