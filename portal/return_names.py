"""What a supply is called in public: of a return by a key, so that nobody can guess its file and then find it right.

A month of few searches has few possible files: whoever knows the plain SHA-256 tries them all. Of a source that is
public the plain one is told, as everybody has the file. What was refused may be anything, whatever its name says: a
return under the name of a public file, too.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal import sources

SHORT = 8  # signs of the hash that the id ends in
OF_SUPPLY, OF_INPUTS = "supply/1", "inputs/1"
"""Begin what is hashed: another way of naming needs another word here, and the two never meet."""


@dataclass(frozen=True)
class SupplyName:
    """`sha256`: what may be told; `bytes_sha256`: the plain hash that may not, and none where it may."""

    public_id: str
    sha256: str
    bytes_sha256: str | None = None


@dataclass(frozen=True)
class Names:
    """Gives names by the key of returns (32 bytes). No representation of it has the key."""

    key: bytes = field(repr=False)

    def of(self, source: str, force: str, month: str, plain: str, *, refused: bool = False) -> SupplyName:
        """What the bytes with this SHA-256 (64 signs, hex) are called as a supply of that source, force and month.

        `refused`: they were not taken, so what they are is not known.
        """
        if is_public_source(source) and not refused:
            return SupplyName(public_supply_id(source, force, month, plain), plain)
        keyed = self.keyed(OF_SUPPLY, source, force, month, plain)
        return SupplyName(public_supply_id(source, force, month, keyed), keyed, plain)

    def of_inputs(self, plain: str, sources_of_it: set[str]) -> str:
        """A hash over what a year is drawn from; keyed where a return is in it, whose findings have counts."""
        return plain if all(map(is_public_source, sources_of_it)) else self.keyed(OF_INPUTS, plain)

    def keyed(self, *parts: str) -> str:
        """HMAC-SHA-256 (RFC 2104), 64 signs of hex, over the parts, each ended by a line feed."""
        told = "".join(f"{part}\n" for part in parts)
        return hmac.new(self.key, told.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Renamed:
    """What supplies were called once: `today`: id then -> what it is called today. Older editions name them so."""

    today: Mapping[str, SupplyName] = field(default_factory=dict)

    def id_of(self, public_id: str) -> str:
        """Today's id of it."""
        return self.today[public_id].public_id if public_id in self.today else public_id

    def ids_of(self, public_id: str) -> list[str]:
        """Every id of it, today's first."""
        now = self.id_of(public_id)
        return [now, *sorted(then for then, name in self.today.items() if name.public_id == now)]

    def in_manifest(self, supplies: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
        """The supplies of a manifest (`id`, `sha256`, `of`) as today's would name them."""
        return [{**each, **self.named(each["id"])} for each in supplies]

    def named(self, public_id: str) -> dict[str, str]:
        name = self.today.get(public_id)
        return {"id": name.public_id, "sha256": name.sha256} if name else {}


NOT_RENAMED = Renamed()


def public_supply_id(source: str, force: str, month: str, sha256: str) -> str:
    """A supply's public id: `police-uk-metropolitan-2018-04-61b63ad4`."""
    return f"{source}-{force}-{month}-{sha256[:SHORT]}"


def is_public_source(source: str) -> bool:
    return sources.known_sources()[source].public
