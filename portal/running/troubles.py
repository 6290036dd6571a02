"""What goes wrong in one part of a run, for the operator: on standard error, and in the exit code."""

from collections.abc import Iterable, Sequence

import click

from portal.publishing.events import Event, Fault, Published, Skipped
from portal.running.defects import written_down
from portal.running.outcomes import DEFECT, REFUSED


def print_event(event: Event) -> None:
    """A line about each edition, and whatever has to be mended; nothing about a year that waits for its day."""
    if isinstance(event, Published):
        click.echo(event.sentence)
    elif isinstance(event, Fault | Skipped):
        click.echo(f"portal: {event.sentence if isinstance(event, Skipped) else fault_line(event)}", err=True)


def fault_line(fault: Fault) -> str:
    """The fault with what it cost; a defect with the file that says where it is."""
    if fault.defect:
        return f"{fault.sentence}. {written_down(fault.defect)}"
    return f"{fault.part} is not published anew: {fault.sentence}" if fault.part else fault.sentence


def report_faults(sentences: Iterable[str]) -> list[Fault]:
    """Faults of another part of a run than publishing, named to the operator."""
    faults = [Fault(sentence) for sentence in sentences]
    for fault in faults:
        print_event(fault)
    return faults


def exit_of(faults: Sequence[Fault]) -> int:
    """1 if one is a defect of ours, else 3; 0 if there is none."""
    if any(fault.defect for fault in faults):
        return DEFECT
    return REFUSED if faults else 0
