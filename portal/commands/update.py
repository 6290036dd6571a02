"""`portal update`: fetch, ingest and publish under one lock; the line for cron. Silent unless there is news."""

import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from ingest.fetching import fetch
from ingest.outcome import NO_NEWS, Origin, Outcome
from portal.commands.fetch import command as fetch_command
from portal.commands.fetch import downloads, fetch_settings, print_fetch_report
from portal.editions.freeze import flush_folder, write_flushed_file
from portal.export.live import renew_live_exports
from portal.private import private_folder
from portal.publishing.events import PublishResult
from portal.publishing.run import Request, publish
from portal.running import run
from portal.running.ingesting import ingest_aloud
from portal.running.outcomes import (
    DEFECT,
    REFUSED,
    UNREACHABLE,
    Stopped,
    error_sentence,
    exit_code,
    outcome_of,
    report_of_update,
)
from portal.running.troubles import exit_of, print_event, report_faults
from portal.settings import BadSetting, Settings


@dataclass(frozen=True)
class Report:
    """One run, for programs: what was fetched, what came of every file with news, what was published or waits.

    `outcome`: done, `exit 3` and the like, failed (a defect of ours) or stopped; `why`: what cut it off, if something
    did. Then the lists are empty, as the run did not come to telling.
    """

    started_at: str
    unreachable: str | None
    fetched: list[str]
    failed: list[str]
    warnings: list[str]
    outcomes: list[dict[str, str]]
    published: list[str]
    waiting: list[str]
    exit: int
    finished_at: str = ""
    outcome: str = "done"
    why: str | None = None

    def as_bytes(self) -> bytes:
        return json.dumps(vars(self), indent=1).encode() + b"\n"


@click.command("update", help=__doc__)
@click.option("--now", "at_once", is_flag=True, help="Publish complete years before their announced day.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be fetched.")
@click.option("--json", "as_json", is_flag=True, help="Print the run's report for programs.")
def command(at_once: bool, dry_run: bool, as_json: bool) -> None:
    if dry_run:
        fetch_command.main(["--dry-run"], standalone_mode=False)
        return
    settings = usable_settings()
    report = update(settings, datetime.now(UTC), at_once=at_once)
    if as_json:
        click.echo(report.as_bytes().decode(), nl=False)
    if report.exit:
        raise Stopped(report.exit)


def usable_settings() -> Settings:
    """BadSetting as ever, but noted where the home can still be told, as cron's operator sees no screen."""
    try:
        return Settings.from_environ(os.environ)
    except BadSetting as wrong:
        if home := os.environ.get("PORTAL_HOME"):
            write_update_report(Path(home).expanduser().resolve(), cut_off(datetime.now(UTC), wrong))
        raise


def update(settings: Settings, now: datetime, *, at_once: bool = False, pace: fetch.Pace | None = None) -> Report:
    """One run, kept for monitoring however it ends; only a process that is killed cannot say so."""
    try:
        report = whole_run(settings, now, at_once=at_once, pace=pace)
    except BaseException as error:  # also Ctrl-C and SIGTERM: noted, and on its way
        write_update_report(settings.home, cut_off(now, error))
        raise
    report = replace(report, finished_at=run.now(), outcome=outcome_of(report.exit))
    write_update_report(settings.home, report)
    return report


def cut_off(now: datetime, error: BaseException) -> Report:
    code = exit_code(error)
    why = type(error).__name__ if code == DEFECT else error_sentence(error)  # a defect's words may hold anything
    return Report(
        started_at=now.isoformat(timespec="seconds"),
        unreachable=None,
        fetched=[],
        failed=[],
        warnings=[],
        outcomes=[],
        published=[],
        waiting=[],
        exit=code,
        finished_at=run.now(),
        outcome=outcome_of(code),
        why=why or type(error).__name__,
    )


@dataclass(frozen=True)
class Fetched:
    """What was fetched; None where the source could not be reached, and `unreachable` says why."""

    report: fetch.Report | None
    unreachable: str | None = None

    @property
    def files(self) -> list[str]:
        return [path.name for path in (*self.report.new, *self.report.changed)] if self.report else []

    @property
    def failed(self) -> list[str]:
        return list(self.report.failed) if self.report else []

    @property
    def warnings(self) -> list[str]:
        return [*self.report.warnings, *self.report.vanished] if self.report else []


def whole_run(settings: Settings, now: datetime, *, at_once: bool, pace: fetch.Pace | None) -> Report:
    """Every step is whole or not done, so that a run cut anywhere is taken up by the next."""
    folder = downloads(settings)
    with run.writing(settings, "update", now) as engine:
        fetched = fetch_or_why_not(settings, folder, now, pace or fetch.Pace())
        origin = Origin(received=now, retrieved_from=settings.police_uk_url, upstream=True)
        outcomes = ingest_aloud(engine, (folder.resolve(),) if folder.is_dir() else (), origin, quiet=True)
        result = publish(engine, settings, Request(now=now, on_release_days=not at_once), print_event)
        faults = [*result.faults, *report_faults(renew_live_exports(settings))]
        return reported(now, fetched, outcomes, replace(result, faults=faults))


def fetch_or_why_not(settings: Settings, folder: Path, now: datetime, pace: fetch.Pace) -> Fetched:
    """Where the source cannot be reached, what is held already is still worked on."""
    try:
        report = fetch.fetch(fetch_settings(settings), folder, now, pace)
    except fetch.SourceUnreachable as why:
        click.echo(f"{settings.police_uk_url} could not be reached: {why}", err=True)
        return Fetched(None, str(why))
    print_fetch_report(report)
    return Fetched(report)


def reported(now: datetime, fetched: Fetched, outcomes: list[Outcome], result: PublishResult) -> Report:
    """`result`: with the faults of the live export among its own."""
    trouble = any(outcome.is_trouble for outcome in outcomes) or result.faults
    is_behind = fetched.unreachable or fetched.failed
    return Report(
        started_at=now.isoformat(timespec="seconds"),
        unreachable=fetched.unreachable,
        fetched=fetched.files,
        failed=fetched.failed,
        warnings=[*(fault.sentence for fault in result.faults), *fetched.warnings],
        outcomes=[outcome_entry(outcome) for outcome in outcomes if outcome.what not in NO_NEWS],
        published=[f"{edition.manifest.period}/{edition.manifest.number}" for edition in result.editions],
        waiting=[each.sentence for each in result.waiting],
        exit=exit_of(result.faults) or REFUSED if trouble else UNREACHABLE if is_behind else 0,
    )


def outcome_entry(outcome: Outcome) -> dict[str, Any]:
    return {"file": outcome.kept_name, "what": outcome.what, "sentence": outcome.sentence}


def write_update_report(home: Path, report: Report) -> None:
    """The report of the last run, replaced whole; a run that met the lock writes beside the one that holds it."""
    path = report_of_update(home)
    private_folder(path.parent)
    beside = path.with_suffix(f".{os.getpid()}.writing")
    try:
        write_flushed_file(beside, report.as_bytes())
        beside.replace(path)
        flush_folder(path.parent)
    except OSError as wrong:  # a full disk: what else ended the run is told before this, and first
        click.echo(f"portal: how this update ended cannot be noted: {wrong}", err=True)
        beside.unlink(missing_ok=True)
