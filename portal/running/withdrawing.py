"""The steps of a withdrawal. Each may have been done already: a run that was cut off is done again from the start.

The order is noted first. Then rows leave the database and files leave the shelf; last, the order is ended. Until then
`portal verify` names it, and every command that writes carries it out before anything else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import click
from sqlalchemy import Engine
from sqlmodel import Session

from ingest import load
from ingest.findings import examine
from portal.editions import stamp, withdraw
from portal.editions.archive import SUPPLIES, Edition, NotPublished, Shelf, as_period
from portal.editions.withdraw import Order
from portal.places import LONDON
from portal.publishing.register import burying, end_begun
from portal.records import Withdrawal
from portal.running.outcomes import UNREADABLE
from portal.store import register, return_key, searches, supplies
from portal.store.supplies import NoSuchSupply

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Place:
    """Where things are withdrawn from, and who is told. `again`: all is told, also where nothing is left to do."""

    engine: Engine
    shelf: Shelf
    tell: Tell
    again: bool = False


def withdraw_everywhere(place: Place, what: str, reason: str, when: str) -> bool:
    """Whether anything was left to withdraw. NoSuchSupply or NotPublished if it is unknown: then nothing is noted."""
    must_be_known(place, what)
    return carried_out(place, register.start_withdrawal_entry(place.engine, what, reason, when))


def finish_withdrawals(place: Place) -> list[str]:
    """Carry out what runs that were cut off left; answers what was withdrawn so."""
    with Session(place.engine) as session:
        rows = register.unfinished(session)
    for row in rows:
        place.tell(f"The withdrawal of {row.what}, ordered on {row.begun_at[:10]}, was cut off; it is finished now:")
        carried_out(place, row)
    return [row.what for row in rows]


def carried_out(place: Place, row: Withdrawal) -> bool:
    """Every step, and the note that all are done. Whether anything was there to be withdrawn."""
    order = Order(row.reason, row.begun_at, burying(place.engine))
    withdrawn = withdrawn_edition if "/" in row.what else withdrawn_supply
    found = withdrawn(place, row.what, order)
    register.end_withdrawal_entry(place.engine, row, datetime.now(UTC).isoformat(timespec="seconds"))
    return found


def must_be_known(place: Place, what: str) -> None:
    if "/" not in what:
        try:
            with Session(place.engine) as session:
                supplies.find_supply(session, what)
        except UNREADABLE:  # its row is damaged: what was published of it is known all the same
            if not withdraw.editions_with_supply(place.shelf, what):
                raise
    elif not withdraw.is_edition(place.shelf, what):
        raise NotPublished(f"There is no edition {what}.")


def withdrawn_edition(place: Place, name: str, order: Order) -> bool:
    """Tell what went, what publish draws anew, and what cannot be taken back."""
    taken = withdraw.withdraw_edition(place.shelf, name, order)
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
    files = sum(withdraw.withdraw_supply_files(place.shelf, each, order) for each in ids)
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
        carried_out(place, register.start_withdrawal_entry(place.engine, name, order.reason, order.when))
    drawn = [name for each in ids for name in withdraw.editions_with_supply(place.shelf, each)]
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
            supplies.forget_freed_pages(session)
            gone = supplies.withdraw(session, supply, order.reason, order.when)
            gone.filename = load.name_kept(gone)
    except NoSuchSupply:
        found = False
    supplies.overwrite_journal(engine)
    with Session(engine) as session, session.begin():  # apart: it reads every other supply, and one may be damaged
        examine.update_findings(session)
    return found


def what_now(place: Place, ids: list[str]) -> tuple[list[str], list[str]]:
    """Of the newest editions that have it: those of which every file is withdrawn, and what to do about the others."""
    lost, sentences = [], []
    with Session(place.engine) as session:
        current = searches.current_supplies(session)
        gone = supplies.withdrawn_supply_ids(session)
    newest = [found for each in ids for found in withdraw.newest_from(place.shelf, each).items()]
    for period, edition in newest:
        name = f"{period.id}/{edition.manifest.number}"
        if searches.reaching_into(period, current):
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


# Before a command writes: what runs that were cut off left half done is ended, and what was withdrawn is gone.


@dataclass(frozen=True)
class Mended:
    """What was withdrawn at last, and the files that were still there beside their tombstones. `whole`: nothing that

    was cut off is left so.
    """

    withdrawn: list[str]
    files: list[str]
    whole: bool = True


def mend(engine: Engine, shelf: Shelf) -> Mended:
    """Told on standard error: what a command prints may be read by a program. Only for whoever holds the lock."""
    tell = partial(click.echo, err=True)
    end_begun(engine, shelf)
    forget_old_refusals(engine)
    files = [str(path.relative_to(shelf.root)) for path in withdraw.left_over(shelf)]
    for name in files:
        tell(f"{name} had been withdrawn and was still there; it is taken away")
    ended = finish_withdrawals(Place(engine, shelf, tell, again=True))
    if ended or files:
        stamp.remove_releases(shelf.root)
    return Mended(ended, files)


def forget_old_refusals(engine: Engine) -> None:
    """Words of refused files, and names that are nobody's but theirs, which earlier versions kept."""
    with Session(engine) as session, session.begin():
        supplies.forget_freed_pages(session)
        found = load.settle_refusals(session)
    if found:
        supplies.overwrite_journal(engine)
