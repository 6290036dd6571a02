"""`portal export`: the whole site as files with relative links, for any host of files; only what changed is written.

With --live: the pages as nginx gives them out before the site (deploy/nginx.conf), live at once when all is there.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portal.editions.archive import Shelf
from portal.export.live import NotOurs, held_before, links_in_words, made_live_at, saved, taken_away, write_export_list
from portal.running.outcomes import REFUSED, WRONG_USAGE, Stopped
from portal.running.run import alone
from portal.settings import THIS_MACHINE, Settings

if TYPE_CHECKING:
    from portal.export.crawl import BrokenLink, File


@click.command("export", help=__doc__)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", required=False)
@click.option("--live", "is_live", is_flag=True, help="For nginx before the site. DIR is PORTAL_LIVE_DIR if not named.")
def command(folder: Path | None, is_live: bool) -> None:
    settings = Settings.from_environ(os.environ)
    target = folder or (settings.live_dir if is_live else None)
    if target is None:
        raise click.UsageError("Name a folder, or with --live set PORTAL_LIVE_DIR.")
    if not Shelf(settings.published_dir).periods():
        click.echo("portal: nothing is published yet, so there is nothing to export", err=True)
        raise Stopped(REFUSED)
    if is_live:
        make_live(target, settings)
    else:
        export(target, settings)


def make_live(folder: Path, settings: Settings) -> None:
    """Under the lock: nothing is published or withdrawn meanwhile."""
    with alone(settings.home):
        faults = list(made_live_at(folder, settings))
    for fault in faults:
        click.echo(f"portal: {fault}", err=True)
    if faults:
        raise Stopped(REFUSED)


def export(folder: Path, settings: Settings) -> None:
    from portal.export.crawl import is_gone, site_files
    from portal.web.app import create_app

    if settings.base_url == THIS_MACHINE:
        click.echo(f"portal: PORTAL_BASE_URL is not set: feeds, sitemap and openapi.json name {THIS_MACHINE}", err=True)
    held = names_before(folder)
    app, broken = create_app(settings, as_files=True), list["BrokenLink"]()
    faults = app.extensions["shelf"].faults()
    run = saved(folder, files_to_export(site_files(app), broken), held)
    left = held - run.found.keys()
    kept = {name for name in left if not is_gone(app, name)} if broken else set()
    gone = taken_away(folder, left - kept)
    write_export_list(folder, dict.fromkeys(kept, "") | run.found)
    click.echo(f"{folder}: {run.written:,} files written, {run.same:,} as they were, {gone:,} taken away")
    told = [*faults, *([links_in_words(broken)] if broken else [])]
    if told:
        click.echo(f"portal: the export is not whole: {'; '.join(told)}", err=True)
        raise Stopped(REFUSED)


def names_before(folder: Path) -> set[str]:
    try:
        return held_before(folder)
    except NotOurs as wrong:
        click.echo(f"portal: {wrong}", err=True)
        raise Stopped(WRONG_USAGE) from wrong


def files_to_export(site: Iterable["File | BrokenLink"], broken: list["BrokenLink"]) -> Iterator[tuple[str, bytes]]:
    """The files by name; what is broken is put aside."""
    from portal.export.crawl import BrokenLink

    for each in site:
        if isinstance(each, BrokenLink):
            broken.append(each)
        else:
            yield each.path, each.raw
