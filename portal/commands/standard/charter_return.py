"""`portal return check FILE`: every problem of a charter return by line and column, and the account it would make.

A force runs it offline; nothing is stored.
"""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from ingest import load, normalise
from ingest.findings import examine
from ingest.outcome import Origin
from ingest.reading import recognition, sizes, workbook
from ingest.reading.batch import Batch, Refused, Told
from ingest.sources import charter_return
from portal import places
from portal.accounts.counting import account as drawing_up
from portal.accounts.counting.searches import View, Year
from portal.documents.account import Account
from portal.periods import touching
from portal.running.outcomes import REFUSED, Stopped
from portal.store import database, searches


@click.group("return", help=__doc__)
def command() -> None:
    pass


@command.command("check")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The account as a document.")
def check_return(file: Path, as_json: bool) -> None:
    """Check FILE against the standard, and show the account it would make. Nothing is stored."""
    received = datetime.now(UTC)
    try:
        batches = charter_return.read(table_in(file), Told(file.name))
        for batch in batches:
            load.check_identity(batch, received)
    except Refused as refusal:
        click.echo(f"{file}: refused: {refusal}", err=True)
        raise Stopped(REFUSED) from refusal
    problems = sum(tell_problems(file, batch, received) for batch in batches)
    accounts = preview(batches, received)
    click.echo(json.dumps([account.as_json() for account in accounts]) if as_json else preview_text(accounts))
    click.echo(f"{problems:,} rows with a problem" if problems else "No problem found", err=as_json)
    if problems:
        raise Stopped(REFUSED)


def table_in(file: Path) -> bytes:
    """The file's own bytes, or the sheet of a workbook as CSV. Refused if the workbook cannot be read."""
    raw = sizes.bytes_of(file)
    found = recognition.in_workbook(raw) if workbook.is_workbook(io.BytesIO(raw)) else None
    return found[1] if found else raw


def tell_problems(file: Path, batch: Batch, received: datetime) -> int:
    """One line a row that would be rejected, naming line and column; never a cell."""
    rejections = normalise.normalise(batch, received).rejections
    for row in rejections.iter_rows(named=True):
        click.echo(f"{file}: line {row['line']}, column {row['column'] or '?'}: {row['reason']}", err=True)
    return rejections.height


def preview(batches: list[Batch], received: datetime) -> list[Account]:
    """London's account of every year the return touches, from the return alone, made in memory."""
    engine = in_memory()
    loader = load.Loader(engine, normalise.shipped_locator(), Origin(received))
    for batch in batches:
        loader.take_batch("return", batch)
    with Session(engine) as session, session.begin():
        examine.update_findings(session)
        supplies = searches.current_supplies(session)
        found = []
        for period in touching(supply.month for supply in supplies):
            stops = searches.stops(session, period, supplies)
            year = Year(period, stops, tuple(supplies), searches.has_figure_field)
            found.append(drawing_up.draw_up(View(year, places.LONDON)))
    engine.dispose()
    return found


def in_memory() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    database.migrate(engine)
    return engine


def preview_text(accounts: list[Account]) -> str:
    """Totals, and the largest breakdowns, a line each."""
    lines: list[str] = []
    for account in accounts:
        document: dict[str, Any] = account.as_json()
        lines.append(f"{document['period']['id']}: {document['totals']['searches']:,} searches (a private preview)")
        for name in ("team", "object", "outcome", "self_defined_ethnicity"):
            figures = document["breakdowns"][name]
            lines.append(f"  {name}: " + ", ".join(f"{row['label']} {row['searches']:,}" for row in figures))
        for supply in document["supplies"]:
            lines += [f"  {supply['month']}: {finding['sentence']}" for finding in supply["findings"]]
    return "\n".join(lines)
