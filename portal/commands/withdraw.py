"""`portal withdraw ID --reason TEXT`: remove a supply's or an edition's content; a tombstone stays."""

import os
from datetime import UTC, datetime

import click
from sqlalchemy import Engine
from sqlmodel import Session

from ingest import findings
from portal.accounts import withdrawal
from portal.accounts.shelf import Edition, Shelf, as_period
from portal.accounts.withdrawal import Order
from portal.commands.live_export import taken_down
from portal.commands.running import writing
from portal.commands.settling import burying
from portal.places import LONDON
from portal.settings import Settings
from portal.store import changing, frames
from portal.store.changing import NoSuchSupply


@click.command("withdraw", help=__doc__)
@click.argument("what", metavar="ID")
@click.option("--reason", required=True, help="Why, in a sentence the public may read.")
def command(what: str, reason: str) -> None:
    """ID is a supply's (police-uk-metropolitan-2018-04-1a2b3c4d) or an edition's (2018-19/1.0)."""
    settings = Settings.from_environ(os.environ)
    shelf = Shelf(settings.published_dir)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    with writing(settings.home, settings.database_url, "withdraw") as engine:
        order = Order(reason, when, burying(engine))
        if "/" in what:
            withdraw_edition(shelf, what, order)
        else:
            withdraw_supply(engine, shelf, what, order)
        taken_down(settings)


def withdraw_edition(shelf: Shelf, name: str, order: Order) -> None:
    """Tell what went, what publish draws anew, and what cannot be taken back."""
    taken = withdrawal.withdraw_edition(shelf, name, order)
    for edition, files in taken.files.items():
        click.echo(f"{edition}: {files} files withdrawn; their hashes and the reason stay")
    click.echo("Run portal publish next, so that series and catalogue are whole.")
    click.echo("Copies that others made cannot be taken back.")
    for edition in taken.compared:
        click.echo(
            f"{edition} was compared with {name} and still holds some of its figures: publish draws that year anew; "
            f"then withdraw {edition} as well, if they must go."
        )


def withdraw_supply(engine: Engine, shelf: Shelf, supply: str, order: Order) -> None:
    """Its rows leave the database, its documents every published list; of a year that has nothing else the edition."""
    already = out_of_database(engine, supply, order)
    files = withdrawal.withdraw_supply_files(shelf, supply, order)
    lost, sentences = what_now(engine, shelf, supply)
    if already and not files and not lost:
        raise already
    click.echo(f"{supply} withdrawn from the database, and {files} published files of it")
    for sentence in sentences:
        click.echo(sentence)
    for name in lost:
        click.echo(
            f"Every file of {name.partition('/')[0]} is withdrawn, so its newest edition goes too; its pages say why."
        )
        withdraw_edition(shelf, name, order)
    if older := [name for name in withdrawal.drawn_from(shelf, supply) if is_there(shelf, name)]:
        click.echo(f"Editions drawn from it stay as they are: {', '.join(older)}. Withdraw those that must go as well.")


def out_of_database(engine: Engine, supply: str, order: Order) -> NoSuchSupply | None:
    """Why it could not be withdrawn: a run that was cut off may have left its files."""
    try:
        with Session(engine) as session, session.begin():
            changing.forget_freed_pages(session)
            changing.withdraw(session, supply, order.reason, order.when)
            findings.settle(session)
    except NoSuchSupply as already:
        return already
    changing.overwrite_journal(engine)
    return None


def what_now(engine: Engine, shelf: Shelf, supply: str) -> tuple[list[str], list[str]]:
    """Of the newest editions that have it: those of which every file is withdrawn, and what to do about the others."""
    lost, sentences = [], []
    with Session(engine) as session:
        current = frames.current_supplies(session)
        gone = changing.withdrawn(session)
    for period, edition in withdrawal.newest_from(shelf, supply).items():
        name = f"{period.id}/{edition.manifest.number}"
        if frames.reaching_into(period, current):
            sentences.append(f"Run portal publish: it corrects the figures of {period.id}.")
        elif all(source["id"] in gone for source in edition.manifest.supplies):
            lost.append(name)
        else:
            sentences.append(
                f"No file of {period.id} is held any more, so nothing corrects {name}: withdraw it if need be."
            )
    return lost, sentences


def is_there(shelf: Shelf, name: str) -> bool:
    """Whether it is a year's edition that still has its content."""
    return as_period(name.partition("/")[0]) is not None and Edition(shelf.root / name).has(LONDON)
