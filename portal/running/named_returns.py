"""The names of returns: given by the key before a command writes, and checked by `portal verify`.

A return is told by a keyed hash (portal.return_names). Here is what an operator has to know of it, in sentences.
"""

from collections.abc import Iterator

import click
from sqlalchemy import Engine
from sqlmodel import Session

from portal import sources
from portal.editions import verify
from portal.editions.archive import Shelf
from portal.return_names import is_public_source
from portal.store import return_key

MAY_RENEW = "adopt"
"""The command that makes a new key where the old one is lost; so it begins without."""
CHAPTER = "docs/operations.md, The key of returns is lost"


def name_returns_by_key(engine: Engine, shelf: Shelf, command: str) -> None:
    """Make the key in the first run, and name by it what was named otherwise: in one transaction.

    KeyLost where the key is not the one that returns were named by. Told on standard error.
    """
    with Session(engine) as session, session.begin():
        if command == MAY_RENEW and return_key.key_lost_reason(session):
            return
        is_first = return_key.stored(session) is None
        count = return_key.name_unnamed_returns(session)
    with Session(engine) as session:
        told = list(return_name_notes(session, shelf)) if count or is_first else []
    if count:
        click.echo(f"{supply_count_phrase(count)} named by a keyed hash from now on; portal publish shows it", err=True)
    for sentence in told:
        click.echo(f"portal: {sentence}", err=True)


def renew_lost_key(session: Session, *, dry_run: bool) -> Iterator[str]:
    """A new key in the place of one that is lost, with what it means."""
    if return_key.key_lost_reason(session):
        count = return_key.renew_return_key(session) if not dry_run else return_key.count_keyed_supplies(session)
        yield (
            f"a new key of returns {'would be made' if dry_run else 'is made'}: "
            f"{supply_count_phrase(count)} named anew by it"
        )


def return_name_faults(session: Session) -> Iterator[str]:
    """What is wrong with the key, or with a return's name; one sentence each."""
    if why := return_key.key_lost_reason(session):
        yield why
    for supply in return_key.misnamed(session):
        yield f"{supply.public_id}: its id and its hash are not those that its bytes have by the key of returns"


def return_name_notes(session: Session, shelf: Shelf) -> Iterator[str]:
    """What no run can mend any more, as editions never change, and what the next run does by itself."""
    plain, ours = return_key.plain_hashes(session), return_key.told_hashes(session)
    told = list(verify.supplies_told(shelf))
    if open_ := join_edition_names(name for name, _, sha256 in told if sha256 in plain):
        yield (
            f"{open_} tell the plain hash of a return or of a refused file, by which a record can be guessed: "
            f"portal publish draws new editions without; what is out already keeps it in its manifest ({CHAPTER})"
        )
    keyed = [
        (name, sha256)
        for name, source, sha256 in told
        if source in sources.known_sources() and not is_public_source(source)
    ]
    if strange := join_edition_names(name for name, sha256 in keyed if sha256 not in plain | ours):
        yield (
            f"{strange} name returns by a key that is not here, or returns that are not held: which files those are "
            f"cannot be checked ({CHAPTER})"
        )
    if waiting := len(return_key.unnamed(session)):
        yield f"{supply_count_phrase(waiting)} not named by a keyed hash yet: the next ingest or publish does it"


def join_edition_names(names: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def supply_count_phrase(count: int) -> str:
    return "1 supply is" if count == 1 else f"{count:,} supplies are"
