"""`portal status`: what arrived, what came of it, what is missing, and when a run last did its work."""

import json
import os
from pathlib import Path
from typing import Any

import click
from sqlmodel import Session

from portal.accounts import supplies as coverage
from portal.private import wide_paths
from portal.running.outcomes import report_of_update
from portal.settings import Settings
from portal.store import database, register
from portal.store import supplies as writing


@click.command("status", help=__doc__)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(as_json: bool) -> None:
    settings = Settings.from_environ(os.environ)
    engine = database.open_database(settings.database_url)
    with Session(engine) as session:
        told = status(session)
    engine.dispose()
    told["last_update"] = last_update(settings.home)
    told["readable_by_too_many"] = too_many(settings)
    told["has_contact"] = bool(settings.contact)
    click.echo(json.dumps(told, indent=1) if as_json else status_text(told))


def status(session: Session) -> dict[str, Any]:
    """The promised document: supplies, missing, runs."""
    supplies = list(writing.all_supplies(session))
    return {
        "supplies": [coverage.listed_supply(supply).model_dump() for supply in supplies],
        "missing": [gap.model_dump() for gap in coverage.missing_supplies(supplies)],
        "runs": register.runs(session),
    }


def last_update(home: Path) -> dict[str, Any] | None:
    """The report of the last `portal update`, however it ended; None before the first."""
    try:
        found = json.loads(report_of_update(home).read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        return {"outcome": "unknown", "why": f"{report_of_update(home)} cannot be read"}
    return dict(found)


def too_many(settings: Settings) -> list[str]:
    """What more may read than should; `portal setup` tightens it."""
    return [str(path) for path, _ in wide_paths(settings.home / "instance", settings.published_dir)]


def update_line(told: dict[str, Any]) -> str:
    """What the last update came to, in a line."""
    when = f"{told.get('started_at', '?')} to {told.get('finished_at', '?')}"
    why = told.get("why") or told.get("unreachable")
    counts = ", ".join(f"{len(told.get(name, []))} {name}" for name in ("fetched", "failed", "published", "waiting"))
    return f"last update {when}: {told.get('outcome', 'unknown')} ({counts})" + (f": {why}" if why else "")


def status_text(told: dict[str, Any]) -> str:
    lines = (
        [] if told["supplies"] or told["missing"] else ["Nothing is held yet: portal ingest FOLDER reads records in."]
    )
    lines += [
        f"{supply['id']:<56} {supply['state']:<10} {supply['rows_kept']:>8,} of {supply['rows_read']:,} rows"
        + "".join(f"\n    {finding['severity']}: {finding['sentence']}" for finding in supply["findings"])
        + (f"\n    {supply['note']}" if supply["note"] else "")
        for supply in told["supplies"]
    ]
    lines += [f"missing: {row['source']} {row['force']} {row['month']}" for row in told["missing"]]
    lines += [f"run {row['started_at']} to {row['finished_at']}: {row['outcome']}" for row in told["runs"][:5]]
    if told.get("last_update"):
        lines.append(update_line(told["last_update"]))
    if wide := told.get("readable_by_too_many"):
        lines.append(f"more users than should may read {wide[0]} and {len(wide) - 1:,} more: portal setup tightens it")
    if told.get("has_contact") is False:
        lines.append("readers cannot tell you what is wrong: set PORTAL_CONTACT to an address for letters or a form")
    return "\n".join(lines)
