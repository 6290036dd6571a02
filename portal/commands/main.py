"""`portal`: finds the command, runs it, and turns what went wrong into a sentence and an exit code."""

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import click

from portal.commands.outcomes import DATABASE_ERRORS, DEFECT, EXIT_CODES, INTERRUPTED, VALUE_ERRORS, Stopped
from portal.settings import Settings

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
    "return": "Check a charter return before it is sent.",
    "grounds": "Flag grounds inside a force; only flags come out.",
    "charter": "Check a charter file: commitments, checks, laws.",
    "export": "Write the whole site as files for any host; only what changed.",
    "serve": "Serve the published editions on this machine.",
}
"""Name -> one line of help; the module of the same name holds the command, loaded only when needed."""


MODULES = {"return": "charter_return"}
"""Where a command's word may not be a module's name."""


class Portal(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = import_module(f"portal.commands.{MODULES.get(name, name)}").command
        assert isinstance(command, click.Command)
        command.help = plain(command.help or "")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def plain(text: str) -> str:
    """A module's own sentence without the name it begins with: "`portal serve`: the site" -> "The site"."""
    said = text.partition("`: ")[2] if text.startswith("`portal") else text
    return said[:1].upper() + said[1:]


@click.group(cls=Portal)
@click.version_option(package_name="stop-search-portal")
def portal() -> None:
    """Accounts of stop and search in London, measured against the charter.

    Settings come from the environment (PORTAL_HOME, PORTAL_DATABASE_URL ...; see .env.example).
    Exit: 0 done or nothing new, 2 wrong usage, 3 refused or held, 4 another run holds the lock,
    5 the source could not be reached, 6 verify found a fault, 1 a defect of ours.
    """


def run(argv: Sequence[str] | None = None) -> None:
    sys.exit(main(sys.argv[1:] if argv is None else argv))


def main(argv: Sequence[str]) -> int:
    """Run one command and answer its exit code; nothing here ends in a bare traceback."""
    try:
        portal.main(args=list(argv), prog_name="portal", standalone_mode=False)
    except Stopped as stopped:
        return stopped.code
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except Exception as error:  # the last gate before the operator: every error, told or written down
        return told(error)
    return 0


def told(error: Exception) -> int:
    """The sentence for an error, and its exit code; where a defect lies goes into a file."""
    for kind, code in EXIT_CODES.items():
        if isinstance(error, kind):
            click.echo(f"portal: {in_words(error)}", err=True)
            return code
    click.echo(f"portal: a defect of ours: {type(error).__name__}. {written_down(error)}", err=True)
    return DEFECT


def in_words(error: Exception) -> str:
    """The error's own sentence; of a database's error only what the database said, never the rows it was given.

    What it says of a value that it cannot take repeats the value.
    """
    if isinstance(error, DATABASE_ERRORS):
        cause = getattr(error, "orig", None) or error
        said = type(cause).__name__ if isinstance(cause, VALUE_ERRORS) else str(cause).splitlines()[0]
        return f"the database said: {said}. Nothing of the unfinished step was kept."
    return str(error)


def written_down(defect: Exception) -> str:
    """Keep where it happened in a file of the home; answers where that lies."""
    told = "".join(where(defect))
    try:
        folder = Settings.from_environ(os.environ).home / "instance" / "defects"
        folder.mkdir(parents=True, exist_ok=True)
        path = Path(folder, f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt")
        path.write_text(told, "utf-8")
    except (OSError, ValueError):
        return f"Please report it with this:\n{told}"
    return f"Please report it with the file {path}."


def where(error: BaseException) -> Iterator[str]:
    """The lines of code that an error came through, and its kind; never its words, which may be those of a record."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from where(before)
        yield "\nThen:\n\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
