"""Ingest as an operator sees it: a bar of progress on a terminal, a line for each file with news, and a sum."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from sqlalchemy import Engine

from ingest.load import Candidate
from ingest.outcome import Origin, Outcome
from ingest.run import closing_lines, ingest


def ingest_aloud(engine: Engine, paths: tuple[Path, ...], origin: Origin, *, quiet: bool = False) -> list[Outcome]:
    """`quiet`: nothing but news is printed; else also the files that were passed over, by the reason."""
    outcomes = ingest(engine, paths, origin, with_progress_bar, print_outcome)
    for line in closing_lines(outcomes, quiet=quiet):
        click.echo(line)
    return outcomes


def with_progress_bar(found: Sequence[Candidate]) -> Iterator[Candidate]:
    with click.progressbar(found, label="Ingesting", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield from bar


def print_outcome(outcome: Outcome) -> None:
    click.echo(f"{outcome.filename}: {outcome.sentence}", err=outcome.is_trouble)
