"""The key that returns are named by: made once, kept in the database, and never told to anybody.

It is in every backup. Supplies from before there was one get their names from it in the first run that writes.
"""

import secrets
from collections.abc import Iterable

from sqlalchemy import Engine
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

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


def open_return_names(engine: Engine) -> Names:
    """By the key, which is made if there is none yet. KeyLost where there was one."""
    with Session(engine) as session, session.begin():
        return ensure_return_key(session)


def ensure_return_key(session: Session) -> Names:
    """The same, inside a transaction."""
    if why := key_lost_reason(session):
        raise KeyLost(why)
    return stored(session) or create_return_key(session)


def stored(session: Session) -> Names | None:
    row = session.get(ReturnKey, ONLY)
    return Names(bytes.fromhex(row.key)) if row else None


def create_return_key(session: Session) -> Names:
    """A new key in the place of whatever is there."""
    fresh = secrets.token_bytes(LENGTH)
    session.merge(ReturnKey(number=ONLY, key=fresh.hex()))
    session.flush()
    return Names(fresh)


def key_lost_reason(session: Session) -> str | None:
    """Why the key is not the one that supplies were named by, if it is not: none is there, or it fits none of them."""
    known, named = stored(session), list(session.exec(select_keyed_supplies()))
    if known is None and named:
        return LOST.format("not there any more")
    if known and named and all(is_misnamed(known, supply) for supply in named):
        return LOST.format("another one than the database holds")
    return None


def misnamed(session: Session) -> list[Supply]:
    """Supplies of which id and hash do not follow from their bytes and the key; none where it is lost as a whole."""
    known = stored(session)
    if known is None or key_lost_reason(session):
        return []
    return [each for each in session.exec(select_keyed_supplies()) if is_misnamed(known, each)]


def is_misnamed(known: Names, supply: Supply) -> bool:
    right = by_key(known, supply)
    return (supply.public_id, supply.sha256) != (right.public_id, right.sha256)


def by_key(known: Names, supply: Supply) -> SupplyName:
    plain = supply.bytes_sha256 or supply.sha256
    return known.of(supply.source, supply.force, supply.month, plain, refused=True)


def select_keyed_supplies() -> SelectOfScalar[Supply]:
    """The supplies that are named by the key."""
    return select(Supply).where(col(Supply.bytes_sha256).is_not(None)).order_by(col(Supply.id))


def unnamed(session: Session) -> list[Supply]:
    """Returns, and files that were refused, from before there was a key."""
    closed = [source.id for source in sources.known_sources().values() if not source.public]
    is_to_be = or_(col(Supply.source).in_(closed), Supply.state == "refused")
    question = select(Supply).where(is_to_be, col(Supply.bytes_sha256).is_(None))
    return list(session.exec(question.order_by(col(Supply.id))))


def name_unnamed_returns(session: Session) -> int:
    """Make the key where this is the first run, and name what is not named by it yet; answers how many. KeyLost."""
    known = ensure_return_key(session)
    found = unnamed(session)
    rename(session, known, found)
    return len(found)


def count_keyed_supplies(session: Session) -> int:
    """How many supplies are named by a key, or have to be."""
    return len([*session.exec(select_keyed_supplies()), *unnamed(session)])


def renew_return_key(session: Session) -> int:
    """A new key, and new names by it; answers of how many supplies. Only where the key is lost."""
    found = [*session.exec(select_keyed_supplies()), *unnamed(session)]
    rename(session, create_return_key(session), found)
    return len(found)


def rename(session: Session, known: Names, supplies: Iterable[Supply]) -> None:
    """Give them their names by the key, and keep what they were called; also where another supply speaks of them."""
    told: dict[str, str] = {}
    for supply in supplies:
        session.add(FormerName(public_id=supply.public_id, supply=supply.id, sha256=supply.sha256))
        name = by_key(known, supply)
        told[supply.public_id] = name.public_id
        supply.public_id, supply.sha256, supply.bytes_sha256 = name.public_id, name.sha256, name.bytes_sha256
        session.add(supply)
    if told:
        for supply in session.exec(select_keyed_supplies()):
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


def plain_hash(session: Session, public_id: str) -> str | None:
    """The SHA-256 of the file of that supply, for the operator's own disk: it is told to nobody."""
    today = renamed(session).id_of(public_id)
    supply = session.exec(select(Supply).where(Supply.public_id == today)).first()
    return (supply.bytes_sha256 or supply.sha256) if supply else None


def plain_hashes(session: Session) -> set[str]:
    """The SHA-256 of every return and of what was refused: whatever tells one of them tells too much."""
    named = {supply.bytes_sha256 for supply in session.exec(select_keyed_supplies()) if supply.bytes_sha256}
    return named | {supply.sha256 for supply in unnamed(session)}


def told_hashes(session: Session) -> set[str]:
    """The hashes by the key, also those that supplies were told by once."""
    return {supply.sha256 for supply in session.exec(select_keyed_supplies())} | set(
        session.exec(select(FormerName.sha256))
    )
