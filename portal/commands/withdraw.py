"""`portal withdraw ID --reason TEXT`: remove a supply's or an edition's content; a tombstone stays."""

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlmodel import Session

from portal.commands.fetch import downloads
from portal.editions.archive import NotPublished, Shelf
from portal.export.live import remove_live_export
from portal.running.outcomes import FAULT_FOUND, UNREADABLE, Stopped
from portal.running.run import writing_run
from portal.running.withdrawing import Place, withdraw_everywhere
from portal.settings import Settings
from portal.store import return_key
from portal.store.supplies import NoSuchSupply


@click.command("withdraw", help=__doc__)
@click.argument("what", metavar="ID")
@click.option("--reason", required=True, help="Why, in a sentence the public may read.")
def command(what: str, reason: str) -> None:
    """ID is a supply's (police-uk-metropolitan-2018-04-1a2b3c4d) or an edition's (2018-19/1.0)."""
    settings = Settings.from_environ(os.environ)
    when = datetime.now(UTC).isoformat(timespec="seconds")
    with writing_run(settings, "withdraw") as run:
        found = withdraw_everywhere(Place(run.engine, Shelf(settings.published_dir), click.echo), what, reason, when)
        remove_live_export(settings)
        for path in copies(run.engine, settings, what):
            click.echo(f"The file itself is still there as it was downloaded: {path}. Remove it if it must go as well.")
        if not found and what not in run.mended.withdrawn and not run.mended.files:
            already = NotPublished if "/" in what else NoSuchSupply
            raise already(f"{what} is withdrawn already.")
        if not run.mended.whole:
            raise Stopped(FAULT_FOUND)


def copies(engine: Engine, settings: Settings, what: str) -> list[Path]:
    """The files of these very bytes among the downloads; none of an edition, and none that came in an archive."""
    try:
        with Session(engine) as session:
            supply = return_key.plain_hash(session, what)
    except UNREADABLE:
        return []
    files = (path for path in sorted(downloads(settings).rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in files if supply and hashed(path) == supply]


def hashed(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
