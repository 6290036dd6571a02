"""`portal adopt`: enter the published editions anew whose register was lost, if every hash of every chain holds.

The register stands in the database; without it nobody vouches for an edition, and publish stops. Only what vouches for
itself is entered: each file has the hash its manifest gives, each manifest its own and that of the edition before.
"""

import os
from collections.abc import Iterator

import click
from pydantic import ValidationError
from sqlmodel import Session

from portal.documents.supplies import SupplyList
from portal.editions import verify
from portal.editions.archive import SUPPLIES, TOMBSTONES, NotPublished, Shelf, Withdrawn, open_edition
from portal.records import Edition
from portal.running import named_returns
from portal.running.outcomes import FAULT_FOUND, Stopped
from portal.running.run import writing
from portal.settings import Settings
from portal.store import register, return_key, supplies


@click.command("adopt", help=__doc__)
@click.option("--dry-run", is_flag=True, help="Only tell what would be entered.")
def command(dry_run: bool) -> None:
    settings = Settings.from_environ(os.environ)
    shelf = Shelf(settings.published_dir)
    with (
        writing(settings, "adopt") as engine,
        Session(engine) as session,
        session.begin(),
    ):
        known = register.edition_rows_by_number(session)
        if faults := list(chain_faults(shelf, known)):
            for fault in faults:
                click.echo(f"portal: nothing is entered: {fault}", err=True)
            raise Stopped(FAULT_FOUND)
        rows = list(unknown_editions(shelf, known))
        for row in rows:
            click.echo(f"{'would enter' if dry_run else 'entered'} {row.period}/{row.number}, {row.published_at}")
            if not dry_run:
                register.adopt(session, row)
        for line in named_returns.renew_lost_key(session, dry_run=dry_run):
            click.echo(line)
        click.echo(closing_words(len(rows)))
        for line in withdrawn_before(session, shelf):
            click.echo(line)


def closing_words(count: int) -> str:
    if not count:
        return "nothing to enter: every published edition is in the register"
    return f"{count} editions. A newest edition that is gone leaves no trace: see that each line ends where it should."


def chain_faults(shelf: Shelf, known: verify.Register) -> Iterator[str]:
    """All that speaks against taking the directory at its word, also what the register says otherwise."""
    for line in sorted(shelf.lines()):
        previous: str | None = None
        for number in shelf.numbers(line):
            directory = shelf.root / line / number
            yield from verify.edition_faults(directory, line, number, previous)
            previous = verify.content_hash(directory)
            if entry := known.get((line, number)):
                yield from verify.register_faults(directory, entry)
                yield from verify.tombstone_faults(directory, entry)
    yield from verify.strangers(shelf)


def unknown_editions(shelf: Shelf, known: verify.Register) -> Iterator[Edition]:
    """A row for each edition that is on the shelf and not in the register."""
    for line in sorted(shelf.lines()):
        for number in shelf.numbers(line):
            directory = shelf.root / line / number
            manifest_hash = verify.hash_of(directory / "manifest.json")
            if (line, number) not in known and manifest_hash:
                yield Edition(
                    period=line,
                    number=number,
                    published_at=open_edition(directory).manifest.published_at,
                    manifest_sha256=manifest_hash,
                    tombstones_sha256=verify.hash_of(directory / TOMBSTONES) or "",
                )


def withdrawn_before(session: Session, shelf: Shelf) -> Iterator[str]:
    """Supplies that were withdrawn once, of which this database knows nothing: their files would be taken in again."""
    renamed = return_key.renamed(session)
    held = {each for supply in supplies.all_supplies(session) for each in renamed.ids_of(supply.public_id)}
    try:
        raw = shelf.newest(SUPPLIES).named("supplies.json", "").read_bytes()
        listed = SupplyList.model_validate_json(raw).supplies
    except (NotPublished, Withdrawn, ValidationError):
        return
    for supply in listed:
        if supply.state == "withdrawn" and supply.id not in held:
            yield f"{supply.id} was withdrawn: if its file is read in again, withdraw it again"
