"""`portal export`: the whole site as files with relative links, for any host of files; only what changed is written."""

import os
from pathlib import Path

import click

from portal.accounts.shelf import Shelf
from portal.commands.exported_folder import NotOurs, entered, held_before, saved, taken_away
from portal.commands.outcomes import REFUSED, WRONG_USAGE, Stopped
from portal.settings import Settings


@click.command("export", help=__doc__)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def command(folder: Path) -> None:
    from portal.web.app import create_app
    from portal.web.static_site import BrokenLink, files

    settings = Settings.from_environ(os.environ)
    if not Shelf(settings.published_dir).periods():
        click.echo("portal: nothing is published yet, so there is nothing to export", err=True)
        raise Stopped(REFUSED)
    try:
        held = held_before(folder)
    except NotOurs as wrong:
        click.echo(f"portal: {wrong}", err=True)
        raise Stopped(WRONG_USAGE) from wrong
    try:
        run = saved(folder, ((file.path, file.raw) for file in files(create_app(settings))), held)
    except BrokenLink as wrong:
        click.echo(f"portal: the export is not whole: {wrong}", err=True)
        raise Stopped(REFUSED) from wrong
    gone = taken_away(folder, held - run.found.keys())
    entered(folder, run.found)
    click.echo(f"{folder}: {run.written:,} files written, {run.same:,} as they were, {gone:,} taken away")
