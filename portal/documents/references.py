"""How a manifest writes what it refers to, in one text each: the supplies of an edition, and editions beside it."""

from dataclasses import dataclass
from typing import Protocol


class SentFor(Protocol):
    """A supply, by what it was sent for."""

    @property
    def source(self) -> str: ...
    @property
    def force(self) -> str: ...
    @property
    def month(self) -> str: ...


@dataclass(frozen=True, order=True)
class SupplyRef:
    """What a supply was sent for: `police-uk metropolitan 2018-04`. No part has a space."""

    source: str
    force: str
    month: str

    @classmethod
    def of(cls, supply: SentFor) -> "SupplyRef":
        return cls(supply.source, supply.force, supply.month)

    @classmethod
    def parse(cls, text: str) -> "SupplyRef":
        """Of a text that is none, parts are empty: a manifest that was altered may say anything."""
        return cls(*(*text.split(" "), "", "", "")[:3])

    def __str__(self) -> str:
        return f"{self.source} {self.force} {self.month}"


@dataclass(frozen=True)
class EditionRef:
    """An edition that figures follow from: `2017-18/1.0 <sha256>`; without its line (`1.0 <sha256>`) where that is

    said beside it.
    """

    name: str
    sha256: str

    @classmethod
    def parse(cls, text: str) -> "EditionRef":
        """Of an empty text, which names no edition, both are empty."""
        name, _, sha256 = text.partition(" ")
        return cls(name, sha256)

    def __str__(self) -> str:
        return f"{self.name} {self.sha256}"
