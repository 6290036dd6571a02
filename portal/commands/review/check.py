"""`portal review check FILE`: every problem of a file of reviews or questions by line and column. Nothing is stored.

A panel runs it offline. It never repeats what a cell says.
"""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import click

from ingest.reading import delimited, recognition, sizes, workbook
from ingest.reading.batch import Refused
from portal.periods import today_in_london
from portal.review.reading import BadReviewFile, Problem, ReadFile, kind_by_header, read_review_file
from portal.running.outcomes import REFUSED, Stopped


@click.command("check", help=__doc__)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="What was found as a document.")
def command(file: Path, as_json: bool) -> None:
    try:
        found = read_file_of_panel(file, today_in_london(datetime.now(UTC)))
    except BadReviewFile as refusal:
        if as_json:
            click.echo(json.dumps({"refused": str(refusal)}))
        click.echo(f"{file}: refused: {refusal}", err=True)
        raise Stopped(REFUSED) from refusal
    for problem in found.problems:
        click.echo(f"{file}: line {problem.line}, column {problem.column or '?'}: {problem.sentence}", err=True)
    click.echo(json.dumps(as_check_document(found)) if as_json else summary_of_review_file(found))
    if found.problems:
        raise Stopped(REFUSED)


def as_check_document(found: ReadFile) -> dict[str, object]:
    return {
        "kind": found.kind,
        "rows": len(found.rows),
        "problems": [vars(problem) for problem in found.problems],
    }


def summary_of_review_file(found: ReadFile) -> str:
    faulty = len({problem.line for problem in found.problems})
    problems = f"Rows with a problem: {faulty:,}" if faulty else "No problem found"
    return f"{found.kind.capitalize()} that can be taken: {len(found.rows):,}. {problems}"


# The file as the cells of a table: CSV, or the one sheet of a workbook that has our columns.


def read_file_of_panel(path: Path, today: date) -> ReadFile:
    """A file of reviews or questions, CSV or .xlsx. BadReviewFile where it is refused whole. OSError."""
    try:
        raw = sizes.bytes_of(path)
        table = delimited.read_delimited(sheet_of_panel(raw) if workbook.is_workbook(io.BytesIO(raw)) else raw)
    except Refused as refusal:
        raise BadReviewFile(str(refusal)) from refusal
    if parted_by := other_separator(table.header):
        raise BadReviewFile(f"line 1: its cells are parted by {parted_by}; save it as CSV (UTF-8) with commas")
    found = read_review_file(table.header, zip(table.lines, table.rows, strict=True), today)
    faults = [Problem(fault.line, fault.column, fault.reason) for fault in table.faults]
    return ReadFile(found.kind, found.rows, tuple(sorted([*found.problems, *faults])))


def sheet_of_panel(raw: bytes) -> bytes:
    """The sheet with the header of a template, as CSV. Refused where none has it, or more than one."""
    found = []
    for grid in workbook.sheets(raw):
        header = workbook.workbook_header(grid.rows)
        if is_header_of_panel(header):
            found.append(workbook.workbook_to_csv(header, grid.rows, lambda _, cell: cell_of_panel(cell)))
    if len(found) != 1:
        many = "more than one sheet" if found else "no sheet"
        raise Refused(f"{many} of this workbook has the header of a template; save the sheet as CSV (UTF-8)")
    return found[0]


def is_header_of_panel(header: list[str]) -> bool:
    try:
        kind_by_header(header)
    except BadReviewFile:
        return False
    return True


def cell_of_panel(cell: workbook.Cell) -> str:
    """A day as the day it is: a workbook keeps it as midnight of that day."""
    if isinstance(cell, datetime) and cell == datetime.combine(cell, datetime.min.time()):
        return cell.date().isoformat()
    return workbook.workbook_cell_text(cell)


def other_separator(header: list[str]) -> str:
    """What parts the cells of a header that would be ours if commas did; "" where commas do, or it is not ours."""
    joined = ",".join(header)
    for sign, words in recognition.DISGUISES.items():
        if sign != "," and is_header_of_panel([cell.strip() for cell in joined.split(sign)]):
            return words
    return ""
