"""The steps of a withdrawal. Each may have been done already: a run that was cut off is done again from the start.

The order is noted first. Then rows leave the database and files leave the shelf; last, the order is ended. Until then
`portal verify` names it, and every command that writes carries it out before anything else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from ingest import describing, findings
from portal.accounts import withdrawal
from portal.accounts.shelf import SUPPLIES, Edition, NotPublished, Shelf, as_period
from portal.accounts.withdrawal import Order
from portal.commands.outcomes import UNREADABLE
from portal.commands.settling import burying
from portal.places import LONDON
from portal.records import Withdrawal
from portal.store import changing, frames, return_key, withdrawals
from portal.store.changing import NoSuchSupply

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Place:
    """Where things are withdrawn from, and who is told. `again`: all is told, also where nothing is left to do."""

    engine: Engine
    shelf: Shelf
    tell: Tell
    again: bool = False


def withdraw(place: Place, what: str, reason: str, when: str) -> bool:
    """Whether anything was left to withdraw. NoSuchSupply or NotPublished if it is unknown: then nothing is noted."""
    must_be_known(place, what)
    return carried_out(place, withdrawals.noted(place.engine, what, reason, when))


def finished(place: Place) -> list[str]:
    """Carry out what runs that were cut off left; answers what was withdrawn so."""
    with Session(place.engine) as session:
        rows = withdrawals.unfinished(session)
    for row in rows:
        place.tell(f"The withdrawal of {row.what}, ordered on {row.begun_at[:10]}, was cut off; it is finished now:")
        carried_out(place, row)
    return [row.what for row in rows]


def carried_out(place: Place, row: Withdrawal) -> bool:
    """Every step, and the note that all are done. Whether anything was there to be withdrawn."""
    order = Order(row.reason, row.begun_at, burying(place.engine))
    withdrawn = withdrawn_edition if "/" in row.what else withdrawn_supply
    found = withdrawn(place, row.what, order)
    withdrawals.ended(place.engine, row, datetime.now(UTC).isoformat(timespec="seconds"))
    return found


def must_be_known(place: Place, what: str) -> None:
    if "/" not in what:
        try:
            with Session(place.engine) as session:
                changing.named(session, what)
        except UNREADABLE:  # its row is damaged: what was published of it is known all the same
            if not withdrawal.drawn_from(place.shelf, what):
                raise
    elif not withdrawal.is_edition(place.shelf, what):
        raise NotPublished(f"There is no edition {what}.")


def withdrawn_edition(place: Place, name: str, order: Order) -> bool:
    """Tell what went, what publish draws anew, and what cannot be taken back."""
    taken = withdrawal.withdraw_edition(place.shelf, name, order)
    for edition, files in taken.files.items():
        place.tell(f"{edition}: {files} files withdrawn; their hashes and the reason stay")
    if not (taken.files or place.again):
        return False
    place.tell("Run portal publish next, so that series and catalogue are whole; portal export, if files are served.")
    place.tell("Copies that others made cannot be taken back.")
    for edition in taken.compared:
        place.tell(
            f"{edition} was compared with {name} and still holds some of its figures: publish draws that year anew; "
            f"then withdraw {edition} as well, if they must go."
        )
    return bool(taken.files)


def withdrawn_supply(place: Place, supply: str, order: Order) -> bool:
    """Its documents leave every published list, and its rows the database; of a year that has nothing else the edition.

    The public files first: they must go even where the database is damaged.
    """
    ids = every_id(place.engine, supply)
    files = sum(withdrawal.withdraw_supply_files(place.shelf, each, order) for each in ids)
    try:
        had_rows = out_of_database(place.engine, supply, order)
    except UNREADABLE:
        place.tell(f"{files} published files of {supply} are withdrawn, but its rows could not be taken away:")
        raise
    lost, sentences = what_now(place, ids)
    found = had_rows or files > 0 or bool(lost)
    if not (found or place.again):
        return False
    place.tell(f"{supply} withdrawn from the database, and {files} published files of it")
    for sentence in sentences:
        place.tell(sentence)
    for name in lost:
        place.tell(
            f"Every file of {name.partition('/')[0]} is withdrawn, so its newest edition goes too; its pages say why."
        )
        carried_out(place, withdrawals.noted(place.engine, name, order.reason, order.when))
    drawn = [name for each in ids for name in withdrawal.drawn_from(place.shelf, each)]
    if older := [name for name in drawn if is_there(place.shelf, name)]:
        place.tell(f"Editions drawn from it stay as they are: {', '.join(older)}. Withdraw those that must go as well.")
    return found


def every_id(engine: Engine, supply: str) -> list[str]:
    """What it is called, and was in older editions; where the database cannot be read, by what it was asked for."""
    try:
        with Session(engine) as session:
            return return_key.renamed(session).ids_of(supply)
    except UNREADABLE:
        return [supply]


def out_of_database(engine: Engine, supply: str, order: Order) -> bool:
    """Whether it was in the database still. If not, a run may have been cut off before it overwrote the pages."""
    found = True
    try:
        with Session(engine) as session, session.begin():
            changing.forget_freed_pages(session)
            gone = changing.withdraw(session, supply, order.reason, order.when)
            gone.filename = describing.name_kept(gone)
    except NoSuchSupply:
        found = False
    changing.overwrite_journal(engine)
    with Session(engine) as session, session.begin():  # apart: it reads every other supply, and one may be damaged
        findings.settle(session)
    return found


def what_now(place: Place, ids: list[str]) -> tuple[list[str], list[str]]:
    """Of the newest editions that have it: those of which every file is withdrawn, and what to do about the others."""
    lost, sentences = [], []
    with Session(place.engine) as session:
        current = frames.current_supplies(session)
        gone = changing.withdrawn(session)
    newest = [found for each in ids for found in withdrawal.newest_from(place.shelf, each).items()]
    for period, edition in newest:
        name = f"{period.id}/{edition.manifest.number}"
        if frames.reaching_into(period, current):
            sentences.append(f"Run portal publish: it corrects the figures of {period.id}.")
        elif all(source["id"] in gone for source in edition.manifest.supplies):
            lost.append(name)
        else:
            sentences.append(
                f"No file of {period.id} is held any more, so nothing corrects {name}: withdraw it if need be."
            )
    return lost, [*sentences, *of_the_list(place.shelf)]


def of_the_list(shelf: Shelf) -> Iterator[str]:
    """What to do where the newest list of supplies told of it, and went with it."""
    if shelf.numbers(SUPPLIES) and not shelf.newest(SUPPLIES).holds("supplies.json"):
        yield "The list of supplies told of it and is withdrawn, too: portal publish draws it anew without."


def is_there(shelf: Shelf, name: str) -> bool:
    """Whether it is a year's edition that still has its content."""
    return as_period(name.partition("/")[0]) is not None and Edition(shelf.root / name).has(LONDON)
