"""`portal review draw --month 2027-01`: draw searches of a month for viewing, once, in a way that anybody can repeat.

Writes a list for the police force (supply and line only) and a receipt. A second draw of a month is refused; a
supplement draws further and says why.
"""

import os
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine
from sqlmodel import Session

from ingest.reading import sizes
from portal import shipped
from portal.commands.review.lists import write_lists
from portal.editions.archive import Shelf
from portal.periods import is_month
from portal.publishing.review_draws import (
    MonthFrame,
    draw_month,
    frame_of_activations,
    frame_of_month,
    specialist_teams,
)
from portal.review.drawing import Asked, BadDraw
from portal.review.journal import DRAW
from portal.review.programme import ACTIVATIONS, DRAWN, RECORDS, Drawn, Programme
from portal.running.outcomes import REFUSED, Stopped
from portal.running.run import writing
from portal.settings import Settings
from portal.store.review_journal import enter_in_journal, journal_entries

LONGEST = 200  # signs of a reason


@click.command("draw", help=__doc__)
@click.option("--month", required=True, help="Such as 2027-01.")
@click.option("--a-borough", type=click.IntRange(0, 1000), help="Of each borough, in all; else data/review.toml's.")
@click.option("--team", "teams", multiple=True, metavar="ID=N", help="On top, of a specialist team. May be repeated.")
@click.option("--seed", default="", help="The seed, where somebody else kept it.")
@click.option("--supplement", default="", metavar="WHY", help="Draw further from the same frame; published.")
@click.option(
    "--activations",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Draw from this list of camera activations (CSV: date, time, borough, team).",
)
@click.option("--incomplete", is_flag=True, help="Draw although a force has not sent the month.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Else reviews/ in the home.")
def command(
    month: str, a_borough: int | None, teams: tuple[str, ...], seed: str, supplement: str, activations: Path | None,
    incomplete: bool, folder: Path | None,
) -> None:  # fmt: skip
    if not is_month(month):
        raise click.UsageError("--month: write a month, such as 2027-01")
    if len(supplement) > LONGEST:
        raise click.UsageError(f"--supplement: say it in {LONGEST} signs")
    settings = Settings.from_environ(os.environ)
    try:
        asked = asked_for(a_borough, teams)
        with writing(settings, "review") as engine:
            one = enter_draw(engine, settings, month, asked, seed, supplement, activations, is_whole=not incomplete)
    except BadDraw as wrong:
        click.echo(f"portal: {wrong}", err=True)
        raise Stopped(REFUSED) from wrong
    for path in write_lists(folder or settings.home / "reviews", one):
        click.echo(str(path))
    click.echo(f"{month}: {len(one.items):,} of {one.searches:,} drawn; portal publish shows the receipt")


def asked_for(a_borough: int | None, teams: tuple[str, ...]) -> Asked:
    """What the command says, else data/review.toml. BadDraw."""
    shipped_numbers: dict[str, Any] = tomllib.loads(shipped.data("review.toml").read_text("utf-8"))
    own = specialist_teams(teams) if teams else dict(shipped_numbers["teams"])
    return Asked(shipped_numbers["a_borough"] if a_borough is None else a_borough, own)


def enter_draw(
    engine: Engine, settings: Settings, month: str, asked: Asked, seed: str, supplement: str,
    activations: Path | None, *, is_whole: bool,
) -> Drawn:  # fmt: skip
    """Draw and enter it, in one transaction. BadDraw."""
    now = datetime.now(UTC)
    sample = ACTIVATIONS if activations else RECORDS
    with Session(engine) as session, session.begin():
        programme = Programme.of_entries(journal_entries(session))
        before = programme.drawn(month, sample)
        salt = before[-1].salt if before else ""
        if activations:
            found = frame_of_activations(month, sizes.bytes_of(activations), salt)
        else:
            found = frame_of_month(session, month, salt)
            refuse_missing(month, found, is_whole=is_whole)
        one = draw_month(programme, Shelf(settings.published_dir), found, asked, now, seed, sample, supplement)
        enter_in_journal(session, DRAW, month, one.drawn_at, DRAWN.dump_python(one, mode="json"))
    return one


def refuse_missing(month: str, found: MonthFrame, *, is_whole: bool) -> None:
    if found.missing and is_whole:
        raise BadDraw(
            f"{month}: nothing is held of {', '.join(found.missing)}, and what comes later cannot be drawn; "
            "wait for it, or draw without it by --incomplete"
        )
