"""`portal grounds flag FILE`: raise the published flags on grounds texts, inside the force that holds them."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from os import getpid
from pathlib import Path

import click

from ingest.reading import sizes
from ingest.reading.batch import Refused
from ingest.reading.delimited import decoded, refuse_binary
from portal.grounds import flagging
from portal.grounds.flagging import Record
from portal.grounds.rules import Rules
from portal.running.outcomes import REFUSED, Stopped

COLUMNS = ("grounds", "object", "team", "date")
WRITTEN = ("line", "grounds_flags", "grounds_rules")
NOT_TEXT = re.compile("[\0\udc80-\udcff]")
"""A NUL, or what `decoded` makes of a byte that is not UTF-8."""
LONGEST_CELL = 100_000
"""Characters. Under the csv module's own limit, which any library in the process may move."""


@dataclass(frozen=True)
class Row:
    """A row of the file: where it starts, and its cells in the columns we read; `""` where there is none."""

    line: int
    cells: dict[str, str]

    @property
    def record(self) -> Record:
        return Record(self.cells["grounds"], self.cells["object"], self.quarter or "")

    @property
    def quarter(self) -> str | None:
        """The team and the quarter of the year; `None` where they are not told."""
        team = " ".join(self.cells["team"].split()).casefold()
        try:
            day = datetime.fromisoformat(self.cells["date"].strip())
        except ValueError:
            return None
        return f"{team} {day.year} {(day.month - 1) // 3}" if team else None


@click.group("grounds")
def command() -> None:
    """Look at the reasons written down for searches, inside the force that holds them."""


@command.command("flag")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write; else it prints.")
def flag_grounds_file(file: Path, out: Path | None) -> None:
    """Raise the published flags on every row of FILE: a CSV with the column grounds.

    Also read if there: object, team, date (ISO). Written: line, flags and the version of the rules, no text.
    """
    rules = flagging.published_grounds_rules()
    try:
        rows = list(read_grounds_rows(raw_of(file, out)))
        table = flags_csv(rules, rows)
        warn_of_missing_quarters(rows)
        handed_over(table, out)
    except Refused as refused:
        click.echo(f"{file}: {refused}", err=True)
        raise Stopped(REFUSED) from None
    except Exception as defect:  # whose words may quote a text: its kind is all that may be told
        raise RuntimeError(f"{type(defect).__name__} while flagging; its words are withheld") from None


def raw_of(file: Path, out: Path | None) -> bytes:
    try:
        if out is not None and out.exists() and out.samefile(file):
            raise Refused("--out names this file itself: name another")
        return sizes.bytes_of(file)
    except OSError as wrong:
        raise Refused(f"the file cannot be read: {wrong.strerror}") from None


def read_grounds_rows(raw: bytes) -> Iterator[Row]:
    """Each row after the header. Refused with line and column, never a cell, where one cannot be read."""
    refuse_binary(raw)
    places: dict[str, int] | None = None
    width = 0
    for line, cells in numbered_csv_rows(decoded(raw)):
        if places is None:
            places, width = column_places(line, cells), len(cells)
            continue
        if len(cells) != width:
            raise Refused(f"line {line}: the row has {len(cells)} cells, the header has {width}")
        for name, at in places.items():
            if NOT_TEXT.search(cells[at]):
                raise Refused(f"line {line}, column {name}: this is not UTF-8 text; save the file as UTF-8")
        yield Row(line, {name: cells[places[name]] if name in places else "" for name in COLUMNS})
    if places is None:
        raise Refused("the file is empty: not even a header line")


def numbered_csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it starts on; a quoted cell may hold line breaks."""
    reader = csv.reader(io.StringIO(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if max(map(len, cells), default=0) > LONGEST_CELL:
                raise Refused(f"line {line}: the row cannot be read as CSV (a cell over {LONGEST_CELL:,} long)")
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(f"line {line}: the row cannot be read as CSV ({error})") from None


def column_places(line: int, header: list[str]) -> dict[str, int]:
    """Where the columns we read stand. The header is never repeated: it may be a row of texts."""
    names = [name.strip().casefold() for name in header]
    for name in COLUMNS:
        if names.count(name) > 1:
            raise Refused(f"line {line}: the header has the column {name} more than once")
    if "grounds" not in names:
        raise Refused(f"line {line}: the header has no column grounds")
    return {name: names.index(name) for name in COLUMNS if name in names}


def flags_csv(rules: Rules, rows: list[Row]) -> str:
    flagged = flagging.flag_records(rules, [row.record for row in rows])
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(WRITTEN)
    for row, flags in zip(rows, flagged, strict=True):
        table.writerow((row.line, ";".join(flags), rules.version))
    return file.getvalue()


def warn_of_missing_quarters(rows: list[Row]) -> None:
    """Say of how many rows nobody could ask whether their text is boilerplate."""
    without = [row.line for row in rows if row.quarter is None]
    if without:
        click.echo(
            f"{len(without):,} of {len(rows):,} rows have no team, or no ISO date (the first: line {without[0]}); "
            "they are not looked through for repeated texts.",
            err=True,
        )


def handed_over(table: str, out: Path | None) -> None:
    """Print the table, or put it in place whole: under a temporary name first."""
    if out is None:
        click.echo(table, nl=False)
        return
    hidden = out.with_name(f".{out.name}.{getpid()}.part")
    try:
        hidden.write_text(table, "utf-8", newline="")
        hidden.replace(out)
    except OSError as wrong:
        raise Refused(f"{out} cannot be written: {wrong.strerror}") from None
    finally:
        hidden.unlink(missing_ok=True)
