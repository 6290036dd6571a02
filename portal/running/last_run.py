"""What the last run of a command that writes came to, noted beside the published directory: the site may read it."""

import json
import os
from collections.abc import Sequence
from typing import Any

import click

from portal.editions import stamp
from portal.editions.freeze import flush_folder, write_flushed_file
from portal.running.outcomes import LOCKED, REFUSED, WRONG_USAGE, AnotherRun, RestoreCutOff, error_sentence, outcome_of
from portal.running.run import alone, now
from portal.settings import Settings

WRITERS = ("update", "fetch", "ingest", "publish", "accept", "withdraw", "adopt", "restore")
NO_RUN = frozenset(("--help", "--dry-run"))


def noted_end(argv: Sequence[str], started: str, code: int) -> int:
    """Note the end of a run; answers its exit code, or another where all went well but this cannot be noted.

    A run that never began (wrong usage, a refused setting, the lock held) is none: the last one stays.
    """
    command = argv[0] if argv else ""
    if command not in WRITERS or NO_RUN & set(argv) or code in (WRONG_USAGE, LOCKED):
        return code
    settings = Settings.from_environ(os.environ)
    try:
        with alone(settings.home):
            note(settings, command, started, code)
    except (AnotherRun, RestoreCutOff):  # another began after this one ended, or none may: it notes an end of its own
        return code
    except OSError as wrong:
        click.echo(f"portal: how this run ended cannot be noted: {error_sentence(wrong)}", err=True)
        return code or REFUSED
    return code


def note(settings: Settings, command: str, started: str, code: int) -> None:
    """Replace the note whole. Only for whoever holds the lock."""
    before = noted_before(settings)
    ended = now()
    succeeded = dict(before.get("succeeded", {})) | ({command: ended} if code == 0 else {})
    told = {
        "command": command,
        "started_at": started,
        "finished_at": ended,
        "outcome": outcome_of(code),
        "succeeded_at": max(succeeded.values(), default=None),
        "succeeded": succeeded,
    }
    path = stamp.last_run_note(settings.published_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.writing")
    write_flushed_file(beside, json.dumps(told, indent=1).encode() + b"\n")
    beside.replace(path)
    flush_folder(path.parent)


def noted_before(settings: Settings) -> dict[str, Any]:
    """The note of the run before; nothing if there is none, or one that was damaged."""
    try:
        found = json.loads((stamp.last_run_note(settings.published_dir)).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
