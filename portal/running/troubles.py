"""What goes wrong in one part of a run: told, noted among its faults, and the other parts are still done."""

import errno
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import click

from portal.accounts.finishing.commentary import CommentaryFault
from portal.commands.main import written_down
from portal.running.outcomes import DATABASE_ERRORS, DEFECT, EXIT_CODES, REFUSED, Stopped, error_sentence
from portal.store.database import DatabaseUnusable

OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""A full disk, or one that may not be written: no other part could be done either."""
OF_THE_RUN: tuple[type[Exception], ...] = (Stopped, DatabaseUnusable, *DATABASE_ERRORS)
KNOWN: tuple[type[Exception], ...] = (CommentaryFault, *(kind for kind in EXIT_CODES if kind not in OF_THE_RUN))


class Defect(str):
    """A fault that is ours: the run ends with exit 1."""


@contextmanager
def collect_faults(what: str, faults: list[str]) -> Iterator[None]:
    """One part of a run: whatever goes wrong in it is told and noted, unless no other part could be done either."""
    try:
        yield
    except OF_THE_RUN:
        raise
    except KNOWN as trouble:
        if isinstance(trouble, OSError) and trouble.errno in OF_THE_MACHINE:
            raise
        faults.append(error_sentence(trouble))
        click.echo(f"portal: {what} is not published anew: {error_sentence(trouble)}", err=True)
    except Exception as defect:  # a defect in one year's figures must not cost all the others theirs
        fault = Defect(f"{what} is not published anew, by a defect of ours ({type(defect).__name__})")
        faults.append(fault)
        click.echo(f"portal: {fault}. {written_down(defect)}", err=True)


def report_faults(faults: Iterable[str]) -> list[str]:
    """The faults, told to the operator."""
    told = list(faults)
    for fault in told:
        click.echo(f"portal: {fault}", err=True)
    return told


def exit_of(faults: Sequence[str]) -> int:
    """1 if one is a defect of ours, else 3; 0 if there is none."""
    if any(isinstance(fault, Defect) for fault in faults):
        return DEFECT
    return REFUSED if faults else 0
