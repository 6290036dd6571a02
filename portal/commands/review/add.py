"""`portal review add FILE`: keep what a panel saw, or what it asked and was answered.

The file is taken whole or not at all. A file sent again with other answers is a new version: every version is kept.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlmodel import Session

from portal.commands.review.check import read_file_of_panel
from portal.periods import today_in_london
from portal.review.journal import QUESTIONS, REVIEWS
from portal.review.programme import Cells, Programme, add_faults
from portal.review.reading import BadReviewFile, ReadFile
from portal.running.outcomes import REFUSED, Stopped
from portal.running.run import writing
from portal.settings import Settings
from portal.store.review_journal import enter_in_journal, journal_entries


@click.command("add", help=__doc__)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    now = datetime.now(UTC)
    try:
        found = read_file_of_panel(file, today_in_london(now))
    except BadReviewFile as refusal:
        click.echo(f"{file}: refused: {refusal}", err=True)
        raise Stopped(REFUSED) from refusal
    problems = [(each.line, each.column, each.sentence) for each in found.problems]
    settings = Settings.from_environ(os.environ)
    with writing(settings, "review") as engine, Session(engine) as session, session.begin():
        programme = Programme.of_entries(journal_entries(session))
        if found.kind == "reviews":
            problems += add_faults(programme, [(row.line, row.cells) for row in found.rows])
        refuse_problems(file, problems)
        rows = [dict(row.cells) for row in found.rows]
        fresh = [cells for cells in rows if not is_held(programme, found.kind, cells)]
        if not fresh:
            click.echo(f"{file.name}: nothing new")
            return
        kind = REVIEWS if found.kind == "reviews" else QUESTIONS
        enter_in_journal(session, kind, subject_of(rows), now.isoformat(timespec="seconds"), {"rows": fresh})
        click.echo(taken_sentence(programme, found, fresh))


def refuse_problems(file: Path, problems: Sequence[tuple[int, str, str]]) -> None:
    for line, column, sentence in sorted(problems):
        click.echo(f"{file}: line {line}, column {column or '?'}: {sentence}", err=True)
    if problems:
        click.echo(f"{file}: nothing was taken; mend it and send it whole", err=True)
        raise Stopped(REFUSED)


def is_held(programme: Programme, kind: str, cells: Cells) -> bool:
    if kind == "reviews":
        return programme.said.get(cells["item"], {}).get(cells["role"]) == cells
    return cells in programme.questions


def subject_of(rows: Sequence[Cells]) -> str:
    """The panels that it is of."""
    return " ".join(sorted({cells["panel"] for cells in rows}))


def taken_sentence(programme: Programme, found: ReadFile, fresh: Sequence[Cells]) -> str:
    changed = 0
    if found.kind == "reviews":
        changed = sum(cells["role"] in programme.said.get(cells["item"], {}) for cells in fresh)
    other = f", {changed:,} of them in place of an earlier version, which is kept" if changed else ""
    return f"{len(fresh):,} {found.kind} taken{other}; portal publish shows what follows"
