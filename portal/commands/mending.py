"""Before a command writes: what runs that were cut off left half done is ended, and what was withdrawn is gone."""

from dataclasses import dataclass
from functools import partial

import click
from sqlalchemy import Engine
from sqlmodel import Session

from ingest import describing
from portal.accounts import live, withdrawal
from portal.accounts.shelf import Shelf
from portal.commands.settling import end_begun
from portal.commands.withdrawing import Place, finished
from portal.store import changing


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
    files = [str(path.relative_to(shelf.root)) for path in withdrawal.left_over(shelf)]
    for name in files:
        tell(f"{name} had been withdrawn and was still there; it is taken away")
    ended = finished(Place(engine, shelf, tell, again=True))
    if ended or files:
        live.emptied(shelf.root)
    return Mended(ended, files)


def forget_old_refusals(engine: Engine) -> None:
    """Words of refused files, and names that are nobody's but theirs, which earlier versions kept."""
    with Session(engine) as session, session.begin():
        changing.forget_freed_pages(session)
        found = describing.settle_refusals(session)
    if found:
        changing.overwrite_journal(engine)
