"""`portal ingest PATH...`: files and folders into the database."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlmodel import Session

from ingest import load, normalise
from ingest.findings import examine
from ingest.outcome import EMPTY, HELD_ALREADY, NO_NEWS, NOT_OURS, Origin, Outcome
from portal.running.outcomes import REFUSED, Stopped
from portal.running.run import writing
from portal.settings import Settings

MOST_NAMES = 20  # passed over for one reason, that are listed


@click.command("ingest", help=__doc__)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--force", help="The force the file is of, where its name does not say so.")
@click.option("--month", help="The month it is of (2018-04), where its name does not say so.")
@click.option(
    "--anew", is_flag=True, help="Read files held already again, where their rows in the database were altered."
)
def command(paths: tuple[Path, ...], force: str | None, month: str | None, anew: bool) -> None:
    settings = Settings.from_environ(os.environ)
    origin = Origin(received=datetime.now(UTC), force=force, month=month, anew=anew)
    with writing(settings, "ingest") as engine:
        if any(outcome.is_trouble for outcome in ingest(engine, paths, origin)):
            raise Stopped(REFUSED)


def ingest(engine: Engine, paths: tuple[Path, ...], origin: Origin, *, quiet: bool = False) -> list[Outcome]:
    """Take every file in, telling of each that brings news, and sum up at the end.

    `quiet`: nothing but news; otherwise also the files that were passed over, by the reason.
    """
    found = list(load.candidate_files(paths))
    loader = load.Loader(engine, normalise.shipped_locator(), origin)
    outcomes = [
        Outcome(EMPTY, str(path), "the folder is empty: there is no file in it") for path in empty_folders(paths, found)
    ]
    with click.progressbar(found, label="Ingesting", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for candidate in bar:
            for outcome in loader.load(candidate):
                outcomes.append(outcome)
                if outcome.what not in NO_NEWS:
                    click.echo(f"{outcome.filename}: {outcome.sentence}", err=outcome.is_trouble)
    with Session(engine) as session, session.begin():
        examine.update_findings(session)
    if not quiet:
        for line in passed_over(outcomes):
            click.echo(line)
    if not quiet or any(outcome.what not in NO_NEWS for outcome in outcomes):
        click.echo(ingest_summary(outcomes))
    return outcomes


def empty_folders(paths: tuple[Path, ...], found: list[load.Candidate]) -> list[Path]:
    """The folders among the paths that hold no file."""
    folders = [path for path in paths if path.is_dir() and not path.is_symlink()]
    return [path for path in folders if not any(path in each.path.parents for each in found)]


def passed_over(outcomes: list[Outcome]) -> Iterator[str]:
    """Every file that was not taken, under the reason, and every archive or folder without one."""
    reasons = sorted({outcome.sentence for outcome in outcomes if outcome.what == NOT_OURS})
    for reason in reasons:
        names = sorted(one.filename for one in outcomes if (one.what, one.sentence) == (NOT_OURS, reason))
        yield f"passed over, {reason}:"
        yield from (f"  {name}" for name in names[:MOST_NAMES])
        if len(names) > MOST_NAMES:
            yield f"  and {len(names) - MOST_NAMES:,} more"
    yield from (f"{one.filename}: {one.sentence}" for one in outcomes if one.what == EMPTY)


def ingest_summary(outcomes: list[Outcome]) -> str:
    counted = Counter(outcome.what for outcome in outcomes if outcome.what != EMPTY)
    if not counted:
        return "nothing new: there is no file in what you named"
    if not counted.keys() - {HELD_ALREADY, NOT_OURS}:
        return f"nothing new ({counted[HELD_ALREADY]} held already, {counted[NOT_OURS]} passed over)"
    return ", ".join(f"{number} {'passed over' if what == NOT_OURS else what}" for what, number in counted.items())
