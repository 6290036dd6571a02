"""`portal review seed`: promise the seeds of coming months; portal publish puts their hashes into an edition.

A month whose hash was not published before it began cannot be drawn.
"""

import os
import re
import secrets
from datetime import UTC, datetime

import click
from sqlmodel import Session

from portal.periods import is_month, month_after, today_in_london
from portal.review.drawing import commitment
from portal.review.journal import SEED
from portal.review.programme import Programme
from portal.running.run import writing
from portal.settings import Settings
from portal.store.review_journal import enter_in_journal, journal_entries

HASH = re.compile("[0-9a-f]{64}")


@click.command("seed", help=__doc__)
@click.option("--months", default=12, show_default=True, type=click.IntRange(1, 60), help="How many months to come.")
@click.option("--month", help="One month alone, such as 2027-01, with --promised.")
@click.option("--promised", help="SHA-256 of a seed that somebody else keeps until the draw, such as a panel.")
def command(months: int, month: str | None, promised: str | None) -> None:
    if (month is None) != (promised is None):
        raise click.UsageError("--month and --promised go together: whose seed is it, and for which month?")
    now = datetime.now(UTC)
    this_month = f"{today_in_london(now):%Y-%m}"
    if month is not None and (not is_month(month) or month <= this_month):
        raise click.UsageError(f"--month: write a month after {this_month}, such as {month_after(this_month)}")
    if promised is not None and not HASH.fullmatch(promised):
        raise click.UsageError("--promised: write the 64 signs of a SHA-256, 0 to 9 and a to f")
    settings = Settings.from_environ(os.environ)
    with writing(settings, "review") as engine, Session(engine) as session, session.begin():
        held = Programme.of_entries(journal_entries(session)).promises
        wanted = [month] if month else months_after(this_month, months)
        for each in wanted:
            if each in held:
                click.echo(f"{each}: promised on {held[each].made_at[:10]} already")
                continue
            seed = "" if promised else secrets.token_hex(32)
            told = promised or commitment(seed)
            content = {"month": each, "sha256": told, "made_at": now.isoformat(timespec="seconds"), "seed": seed}
            enter_in_journal(session, SEED, each, content["made_at"], content)
            click.echo(f"{each}: {told}")
    click.echo("portal publish puts these hashes into an edition; do it before the first of these months begins")


def months_after(month: str, many: int) -> list[str]:
    found = [month_after(month)]
    while len(found) < many:
        found.append(month_after(found[-1]))
    return found
