"""`portal charter check FILE`: every fault of a charter file by line, before anything is measured by it."""

import json
from pathlib import Path

import click

from portal.charter import validation
from portal.charter.definitions import Charter
from portal.charter.parser import CharterFault
from portal.running.outcomes import REFUSED, Stopped


@click.group("charter")
def command() -> None:
    """Look at a charter file: its commitments, and the checks that measure them."""


@command.command("check")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def check_charter(file: Path, as_json: bool) -> None:
    """Check FILE, a charter as TOML: is it whole, is every name in it known, can every check tell pass from fail?

    Exit: 0 it is in order, 3 it is refused, each fault on a line as FILE:LINE: what is wrong.
    """
    try:
        charter = validation.read_charter(file)
    except validation.BadCharter as bad:
        click.echo(
            as_document(file, None, bad.faults) if as_json else charter_fault_lines(file, bad.faults), err=not as_json
        )
        raise Stopped(REFUSED) from bad
    click.echo(as_document(file, charter, ()) if as_json else charter_summary(charter))


def charter_summary(charter: Charter) -> str:
    return f"{len(charter.commitments)} commitments, {len(charter.checks)} checks: in order"


def charter_fault_lines(file: Path, faults: tuple[CharterFault, ...]) -> str:
    return "\n".join(f"{file}:{fault.line}: {fault.sentence}" for fault in faults)


def as_document(file: Path, charter: Charter | None, faults: tuple[CharterFault, ...]) -> str:
    """What was found as JSON; the counts are null for a file that is refused."""
    found = {
        "file": str(file),
        "charter": charter.id if charter else None,
        "edition": charter.edition if charter else None,
        "commitments": len(charter.commitments) if charter else None,
        "checks": len(charter.checks) if charter else None,
        "faults": [{"line": fault.line, "sentence": fault.sentence} for fault in faults],
    }
    return json.dumps(found, indent=1)
