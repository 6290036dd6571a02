"""`portal`: finds the command, runs it, and turns what went wrong into a sentence and an exit code."""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

import click

from portal.private import PUBLIC_UMASK, masked
from portal.running import run as running
from portal.running.defects import written_down
from portal.running.outcomes import DEFECT, INTERRUPTED, TERMINATED, Stopped, Terminated, error_lines, exit_code

COMMANDS = {
    "demo": "Invent two years of records, ingest, publish and serve them.",
    "update": "Fetch, ingest and publish under one lock: the line for cron.",
    "fetch": "Download months that are not held, and what changed.",
    "ingest": "Read files, folders and ZIPs of records into the database.",
    "publish": "Draw up accounts and freeze them as numbered editions.",
    "status": "Tell what arrived, what came of it, and what is missing.",
    "verify": "Check every published byte, and the database, against what was entered.",
    "clock": "Compare this machine's clock with the runs so far; the way out when it was ahead.",
    "accept": "Take a supply that was held back.",
    "withdraw": "Remove a supply's or an edition's content; a tombstone stays.",
    "adopt": "Enter published editions anew whose register was lost.",
    "backup": "Write database, editions and commentary into one archive.",
    "restore": "Bring a backup back into an empty home.",
    "return": "Check a charter return before it is sent.",
    "review": "Check what independent panels saw on video, before it is sent.",
    "grounds": "Flag grounds inside a force; only flags come out.",
    "charter": "Check a charter file: commitments, checks, laws.",
    "export": "Write the whole site as files for any host; only what changed.",
    "serve": "Serve the published editions on this machine.",
    "setup": "Prepare a machine: users, folders, settings, services.",
}
"""Name -> one line of help; the module of the same name holds the command, loaded only when needed."""


MODULES = {name: f"machine.{name}" for name in ("clock", "adopt", "backup", "restore", "setup")} | {
    "charter": "standard.charter",
    "grounds": "standard.grounds",
    "return": "standard.charter_return",
    "review": "review.group",
}
"""Command -> its module, where that is not of the same name in this folder."""


class Portal(click.Group):
    """Commands that are modules of `package`, loaded only when they are asked for."""

    package = "portal.commands"
    commands_by_name = COMMANDS

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands_by_name)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.commands_by_name:
            return None
        command = import_module(f"{self.package}.{self.module_of(name)}").command
        assert isinstance(command, click.Command)
        command.help = help_sentence(command.help or "")
        return command

    def module_of(self, name: str) -> str:
        return MODULES.get(name, name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.commands_by_name.items()))


def help_sentence(text: str) -> str:
    """A module's own sentence without the name it begins with: "`portal serve`: the site" -> "The site"."""
    said = text.partition("`: ")[2] if text.startswith("`portal") else text
    return said[:1].upper() + said[1:]


@click.group(cls=Portal)
@click.version_option(package_name="stop-search-portal")
@click.pass_context
def portal(context: click.Context) -> None:
    """Accounts of stop and search in London, measured against the charter.

    Settings come from the environment, and from the files that PORTAL_SETTINGS names (PORTAL_HOME,
    PORTAL_DATABASE_URL ...; see .env.example).
    Exit: 0 done or nothing new, 2 wrong usage, 3 refused or held, 4 another run holds the lock,
    5 the source could not be reached, 6 verify found a fault, 1 a defect of ours.
    """
    if context.invoked_subcommand == "export":
        os.umask(PUBLIC_UMASK)  # `masked` in `main` puts back what was before


def run(argv: Sequence[str] | None = None) -> None:
    sys.exit(main(sys.argv[1:] if argv is None else argv))


def main(argv: Sequence[str]) -> int:
    """Run one command and answer its exit code; nothing here ends in a bare traceback."""
    with masked():
        started = running.now()
        with ended_when_asked():
            code = run_command(argv)
        return running.noted_end(argv, started, code)


def run_command(argv: Sequence[str]) -> int:
    """The command's exit code, after it has told what went wrong."""
    try:
        portal.main(args=list(argv), prog_name="portal", standalone_mode=False)
    except Stopped as stopped:
        return stopped.code
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except (click.Abort, KeyboardInterrupt, Terminated) as asked:
        click.echo("Stopped.", err=True)
        return TERMINATED if isinstance(asked, Terminated) else INTERRUPTED
    except Exception as error:  # the last gate before the operator: every error, told or written down
        return report_error(error)
    return 0


@contextmanager
def ended_when_asked() -> Iterator[None]:
    """SIGTERM, and a terminal that goes away, end a command as Ctrl-C does: by way of every `finally`."""

    def end(*_: object) -> None:
        raise Terminated

    if threading.current_thread() is not threading.main_thread():  # Python lets no other thread catch signals
        yield
        return
    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def report_error(error: Exception) -> int:
    """The sentence for an error, and its exit code; where a defect lies goes into a file."""
    code = exit_code(error)
    if code == DEFECT:
        click.echo(f"portal: a defect of ours: {type(error).__name__}. {written_down(error)}", err=True)
    else:
        for line in error_lines(error):
            click.echo(f"portal: {line}", err=True)
    return code
