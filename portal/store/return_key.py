"""The key that returns are named by: made once, kept in the database, and never told to anybody.

It is in every backup. Supplies from before there was one get their names from it in the first run that writes.
"""

import secrets
from collections.abc import Iterable

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal import sources
from portal.records import FormerName, ReturnKey, Supply
from portal.return_names import Names, Renamed, SupplyName

LENGTH = 32  # bytes, as long as what SHA-256 gives
ONLY = 1  # the number of the only row
LOST = (
    "the key that the returns held are named by is {}: nothing was done. Bring a backup back; if there is none, "
    "portal adopt makes a new key (docs/operations.md, The key of returns is lost)"
)


class KeyLost(Exception):
    """Returns are held under names that no key here gives; the text says what to do."""


def names(engine: Engine) -> Names:
    """By the key, which is made if there is none yet. KeyLost where there was one."""
    with Session(engine) as session, session.begin():
        return kept(session)


def kept(session: Session) -> Names:
    """The same, inside a transaction."""
    if why := lost(session):
        raise KeyLost(why)
    return stored(session) or made(session)


def stored(session: Session) -> Names | None:
    row = session.get(ReturnKey, ONLY)
    return Names(bytes.fromhex(row.key)) if row else None


def made(session: Session) -> Names:
    """A new key in the place of whatever is there."""
    fresh = secrets.token_bytes(LENGTH)
    session.merge(ReturnKey(number=ONLY, key=fresh.hex()))
    session.flush()
    return Names(fresh)


def lost(session: Session) -> str | None:
    """Why the key is not the one that returns were named by, if it is not: none is there, or it fits no return."""
    known, named = stored(session), [supply for supply in returns(session) if supply.bytes_sha256]
    if known is None and named:
        return LOST.format("not there any more")
    if known and named and all(is_misnamed(known, supply) for supply in named):
        return LOST.format("another one than the database holds")
    return None


def misnamed(session: Session) -> list[Supply]:
    """Returns of which id and hash do not follow from their bytes and the key; none where it is lost as a whole."""
    known = stored(session)
    if known is None or lost(session):
        return []
    return [each for each in returns(session) if each.bytes_sha256 and is_misnamed(known, each)]


def is_misnamed(known: Names, supply: Supply) -> bool:
    right = known.of(supply.source, supply.force, supply.month, supply.bytes_sha256 or "")
    return (supply.public_id, supply.sha256) != (right.public_id, right.sha256)


def returns(session: Session) -> list[Supply]:
    """Every supply of a source that is not public, in whatever state."""
    closed = [source.id for source in sources.known().values() if not source.public]
    return list(session.exec(select(Supply).where(col(Supply.source).in_(closed)).order_by(col(Supply.id))))


def unnamed(session: Session) -> list[Supply]:
    """Those from before there was a key."""
    return [supply for supply in returns(session) if supply.bytes_sha256 is None]


def settle(session: Session) -> int:
    """Make the key where this is the first run, and name what is not named by it yet; answers how many. KeyLost."""
    known = kept(session)
    found = unnamed(session)
    rename(session, known, found)
    return len(found)


def renew(session: Session) -> int:
    """A new key, and new names of all returns by it; answers how many. Only where the key is lost."""
    found = returns(session)
    rename(session, made(session), found)
    return len(found)


def rename(session: Session, known: Names, supplies: Iterable[Supply]) -> None:
    """Give them their names by the key, and keep what they were called; also where another supply speaks of them."""
    told: dict[str, str] = {}
    for supply in supplies:
        session.add(FormerName(public_id=supply.public_id, supply=supply.id, sha256=supply.sha256))
        plain = supply.bytes_sha256 or supply.sha256
        name = known.of(supply.source, supply.force, supply.month, plain)
        told[supply.public_id] = name.public_id
        supply.public_id, supply.sha256, supply.bytes_sha256 = name.public_id, name.sha256, name.bytes_sha256
        session.add(supply)
    if told:
        for supply in returns(session):
            speak_of(supply, told)
            session.add(supply)


def speak_of(supply: Supply, told: dict[str, str]) -> None:
    """Its own words have the new ids in place of the old."""
    supply.filename = told.get(supply.filename, supply.filename)
    supply.supersedes = told.get(supply.supersedes or "", supply.supersedes)
    for old, new in told.items():
        supply.note = supply.note.replace(old, new) if supply.note else supply.note


def renamed(session: Session) -> Renamed:
    """Every id that a supply was told by once, with the name that it has today."""
    question = select(FormerName, Supply).where(FormerName.supply == Supply.id)
    return Renamed({old.public_id: SupplyName(now.public_id, now.sha256) for old, now in session.exec(question)})


def plain_hashes(session: Session) -> set[str]:
    """The SHA-256 of every return held: whatever tells one of them tells too much."""
    return {supply.bytes_sha256 or supply.sha256 for supply in returns(session)}


def told_hashes(session: Session) -> set[str]:
    """The hashes that returns are told by, or were once."""
    return {supply.sha256 for supply in returns(session)} | set(session.exec(select(FormerName.sha256)))
