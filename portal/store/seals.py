"""The seal of a supply: a hash of all that its entry says, so that one altered by hand, or by a bad disk, shows.

`digests` tells of the rows; this tells of the supply itself: its state, its findings, and that it has a digest. Every
entry that the portal writes is sealed as it is written. One that was altered keeps its broken seal, whatever is
written to it afterwards, until it is renewed on purpose.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper

from portal.records import Supply

FORM = "supply/1"
"""Begins every seal: another way of taking it needs another name here."""
NOT_SEALED = ("id", "entry_sha256")
RENEWED = ""
"""Stands in `entry_sha256` of an entry that is to be sealed as it is now."""


def seal_of(entry: Mapping[str, Any]) -> str:
    """SHA-256 of the columns by name. A blank leaves no trace, so that a later column leaves old seals as they are."""
    said = {name: value for name, value in entry.items() if value is not None and name not in NOT_SEALED}
    return hashlib.sha256(f"{FORM}\n{json.dumps(said, sort_keys=True)}".encode()).hexdigest()


def is_broken(supply: Supply) -> bool:
    """Whether the entry is not as the portal wrote it last."""
    return supply.entry_sha256 != seal_of(supply.model_dump())


def renew(supply: Supply) -> None:
    """Seal the entry as it will be written, though it was altered."""
    supply.entry_sha256 = RENEWED


@event.listens_for(Supply, "load")
@event.listens_for(Supply, "refresh")
def look_at_seal(supply: Supply, *_: object) -> None:
    """Is its seal whole, before anything is changed?"""
    inspect(supply).info["sealed"] = not is_broken(supply)


@event.listens_for(Supply, "before_insert")
def seal(_mapper: Mapper[Supply], _connection: Connection, supply: Supply) -> None:
    supply.entry_sha256 = seal_of(supply.model_dump())
    inspect(supply).info["sealed"] = True


@event.listens_for(Supply, "before_update")
def seal_again(mapper: Mapper[Supply], connection: Connection, supply: Supply) -> None:
    if inspect(supply).info["sealed"] or supply.entry_sha256 == RENEWED:
        seal(mapper, connection, supply)
