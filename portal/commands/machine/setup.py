"""`portal setup`: prepare this machine: users, folders, settings, services, nginx; only what is not there yet.

Run it again after an upgrade. It never overwrites a file of settings, starts nothing, and touches no record.
"""

import os
import subprocess
from pathlib import Path

import click

from portal.commands.machine.users import Machine, left_by_hand
from portal.running.outcomes import REFUSED, Stopped


@click.command("setup", help=__doc__)
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option("--cron", is_flag=True, help="The nightly run by cron, not by a timer of systemd.")
@click.option(
    "--root",
    default="/",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Prepare DIR as if it were /; users are then only told of.",
)
def command(dry_run: bool, cron: bool, root: Path) -> None:
    machine = Machine(root.resolve(), cron)
    if machine.is_real and not dry_run and os.geteuid() != 0:
        raise click.UsageError("only root prepares a machine; --dry-run shows what would be done")
    count = 0
    for step in machine.steps():
        if not dry_run:
            take_setup_step(step.says, step.take)
        click.echo(f"would: {step.says}" if dry_run else step.says)
        count += 1
    if not count:
        click.echo("nothing to do: all is as it should be")
    click.echo("Left to you:")
    for line in left_by_hand(machine):
        click.echo(f"  {line}")


def take_setup_step(says: str, take: object) -> None:
    """Do a step; a program of the system that refuses is told with its own words."""
    assert callable(take)
    try:
        take()
    except subprocess.CalledProcessError as failed:
        click.echo(f"portal: {says}: {failed.stderr.decode(errors='replace').strip() or failed}", err=True)
        raise Stopped(REFUSED) from failed
