"""`portal publish`: accounts drawn up from what is held, frozen as numbered editions."""

import os

import click

from portal.export.live import renew_live_exports
from portal.periods import Period
from portal.publishing.run import Request, publish
from portal.running import run
from portal.running.outcomes import Stopped
from portal.running.troubles import exit_of, print_event, report_faults
from portal.settings import Settings


@click.command("publish", help=__doc__)
@click.option("--period", "periods", multiple=True, help="Only this year (2018-19 or 2018); may be repeated.")
def command(periods: tuple[str, ...]) -> None:
    settings = Settings.from_environ(os.environ)
    request = Request([Period.named(text) for text in periods])
    with run.writing(settings, "publish") as engine:
        result = publish(engine, settings, request, print_event)
        if not result.editions and not result.faults:
            click.echo("nothing new")
        faults = [*result.faults, *report_faults(renew_live_exports(settings))]
    if faults:
        raise Stopped(exit_of(faults))
