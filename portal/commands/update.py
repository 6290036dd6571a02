"""`portal update`: fetch, ingest and publish under one lock; the line for cron. Silent unless there is news."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from ingest import fetch
from ingest.outcome import NO_NEWS, Origin, Outcome
from portal import calendar
from portal.accounts.editions import flush_folder, written
from portal.accounts.shelf import Edition
from portal.commands.fetch import command as fetch_command
from portal.commands.fetch import downloads, told, wanted
from portal.commands.ingest import ingest
from portal.commands.live_export import renewed
from portal.commands.outcomes import REFUSED, UNREACHABLE, Stopped
from portal.commands.publish import publish
from portal.commands.running import writing
from portal.commands.troubles import exit_of, said
from portal.periods import Period
from portal.settings import Settings


@dataclass(frozen=True)
class Report:
    """One run, for programs: what was fetched, what came of every file with news, what was published or waits."""

    started_at: str
    unreachable: str | None
    fetched: list[str]
    failed: list[str]
    warnings: list[str]
    outcomes: list[dict[str, str]]
    published: list[str]
    waiting: list[str]
    exit: int

    def as_bytes(self) -> bytes:
        return json.dumps(vars(self), indent=1).encode() + b"\n"


@click.command("update", help=__doc__)
@click.option("--now", "at_once", is_flag=True, help="Publish complete years before their announced day.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be fetched.")
@click.option("--json", "as_json", is_flag=True, help="Print the run's report for programs.")
def command(at_once: bool, dry_run: bool, as_json: bool) -> None:
    settings = Settings.from_environ(os.environ)
    if dry_run:
        fetch_command.main(["--dry-run"], standalone_mode=False)
        return
    report = update(settings, datetime.now(UTC), at_once=at_once)
    if as_json:
        click.echo(report.as_bytes().decode(), nl=False)
    if report.exit:
        raise Stopped(report.exit)


def update(settings: Settings, now: datetime, *, at_once: bool = False, pace: fetch.Pace | None = None) -> Report:
    """One run. Every step is whole or not done, so that a run cut anywhere is taken up by the next."""
    folder = downloads(settings)
    with writing(settings, "update", now) as engine:
        fetched, unreachable = fetch_or_why_not(settings, folder, now, pace or fetch.Pace())
        origin = Origin(received=now, retrieved_from=settings.police_uk_url, upstream=True)
        outcomes = ingest(engine, (folder.resolve(),) if folder.is_dir() else (), origin, quiet=True)
        waiting: list[str] = []
        faults: list[str] = []
        published = publish(engine, settings, [], now, may_come_out(now, waiting, at_once), faults=faults)
        faults += said(renewed(settings))
        report = reported(now, fetched, unreachable, outcomes, published, waiting, faults)
        keep(settings.home / "instance" / "last-update.json", report)
    return report


def fetch_or_why_not(
    settings: Settings, folder: Path, now: datetime, pace: fetch.Pace
) -> tuple[fetch.Report | None, str | None]:
    """What was fetched, or why the source could not be reached: then what is held already is still worked on."""
    try:
        report = fetch.fetch(wanted(settings), folder, now, pace)
    except fetch.SourceUnreachable as why:
        click.echo(f"{settings.police_uk_url} could not be reached: {why}", err=True)
        return None, str(why)
    told(report)
    return report, None


def may_come_out(now: datetime, waiting: list[str], at_once: bool) -> Callable[[Period, bool], bool]:
    """A year that is still running comes out as it arrives; a complete one on its announced day."""

    def may(period: Period, is_complete: bool) -> bool:
        if at_once or not is_complete or now.date() >= calendar.release_day(period):
            return True
        waiting.append(f"{period.id} is complete and waits for {calendar.release_day(period)}")
        return False

    return may


def reported(
    now: datetime,
    fetched: fetch.Report | None,
    unreachable: str | None,
    outcomes: list[Outcome],
    published: list[Edition],
    waiting: list[str],
    faults: list[str],
) -> Report:
    news = [outcome for outcome in outcomes if outcome.what not in NO_NEWS]
    failed = list(fetched.failed) if fetched else []
    trouble = any(outcome.is_trouble for outcome in outcomes)
    return Report(
        started_at=now.isoformat(timespec="seconds"),
        unreachable=unreachable,
        fetched=[path.name for path in (*fetched.new, *fetched.changed)] if fetched else [],
        failed=failed,
        warnings=[*faults, *fetched.warnings, *fetched.vanished] if fetched else faults,
        outcomes=[as_json(outcome) for outcome in news],
        published=[f"{edition.manifest.period}/{edition.manifest.number}" for edition in published],
        waiting=waiting,
        exit=exit_of(faults) or REFUSED if trouble or faults else UNREACHABLE if unreachable or failed else 0,
    )


def as_json(outcome: Outcome) -> dict[str, Any]:
    return {"file": outcome.kept_name, "what": outcome.what, "sentence": outcome.sentence}


def keep(path: Path, report: Report) -> None:
    """The report of the last run, replaced whole."""
    beside = path.with_suffix(".writing")
    written(beside, report.as_bytes())
    beside.replace(path)
    flush_folder(path.parent)
