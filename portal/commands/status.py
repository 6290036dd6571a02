"""`portal status`: what arrived, what came of it, what is missing, and when a run last did its work."""

import json
import os
from typing import Any

import click
from sqlmodel import Session

from portal.accounts import coverage
from portal.settings import Settings
from portal.store import database, register, writing


@click.command("status", help=__doc__)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(as_json: bool) -> None:
    settings = Settings.from_environ(os.environ)
    engine = database.opened(settings.database_url)
    with Session(engine) as session:
        told = status(session)
    engine.dispose()
    click.echo(json.dumps(told, indent=1) if as_json else in_words(told))


def status(session: Session) -> dict[str, Any]:
    """The promised document: supplies, missing, runs."""
    supplies = list(writing.all_supplies(session))
    return {
        "supplies": [coverage.listed(supply).model_dump() for supply in supplies],
        "missing": [gap.model_dump() for gap in coverage.missing(supplies)],
        "runs": register.runs(session),
    }


def in_words(told: dict[str, Any]) -> str:
    lines = [
        f"{supply['id']:<56} {supply['state']:<10} {supply['rows_kept']:>8,} of {supply['rows_read']:,} rows"
        + "".join(f"\n    {finding['severity']}: {finding['sentence']}" for finding in supply["findings"])
        + (f"\n    {supply['note']}" if supply["note"] else "")
        for supply in told["supplies"]
    ]
    lines += [f"missing: {row['source']} {row['force']} {row['month']}" for row in told["missing"]]
    lines += [f"run {row['started_at']} to {row['finished_at']}: {row['outcome']}" for row in told["runs"][:5]]
    return "\n".join(lines) or "Nothing is held yet: portal ingest FOLDER reads records in."
