"""`portal fetch`: download the months that are not held, and ask after those of the last three years again."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from ingest.fetching import fetch
from portal.places import forces_by_id
from portal.running.outcomes import UNREACHABLE, Stopped
from portal.running.run import alone
from portal.settings import Settings


@click.command("fetch", help=__doc__)
@click.option("--dry-run", is_flag=True, help="Only tell what would be asked for.")
def command(dry_run: bool) -> None:
    settings = Settings.from_environ(os.environ)
    try:
        with alone(settings.home):
            report = fetch.fetch(fetch_settings(settings), downloads(settings), datetime.now(UTC), dry_run=dry_run)
    except fetch.SourceUnreachable as why:
        click.echo(f"{settings.police_uk_url} could not be reached: {why}", err=True)
        raise Stopped(UNREACHABLE) from why
    print_fetch_report(report, dry_run=dry_run)
    if report.failed:
        raise Stopped(UNREACHABLE)


def fetch_settings(settings: Settings) -> fetch.Wanted:
    return fetch.Wanted(
        forces=tuple(force.id for force in forces_by_id().values()),
        base_url=settings.police_uk_url,
        extra_urls=settings.datastore_urls,
        contact=settings.contact,
    )


def downloads(settings: Settings) -> Path:
    return settings.home / "instance" / "downloads"


def print_fetch_report(report: fetch.Report, *, dry_run: bool = False) -> None:
    """A line a file that is new or changed, and all that went wrong; nothing where there is no news."""
    verb = "would fetch" if dry_run else "fetched"
    for path in report.new:
        click.echo(f"{verb} {path.name}")
    for path in report.changed:
        click.echo(f"{verb} {path.name} again: it changed")
    for sentence in (*report.failed, *report.warnings, *report.vanished):
        click.echo(sentence, err=True)
