"""A process that is killed while it makes or brings on the database: the next one finds it as it was, and goes on."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect

from portal.store import database
from tests.required import ROOT

KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from portal.store import database
changes = []
@event.listens_for(Engine, "after_cursor_execute")
def count(connection, cursor, statement, *rest):
    if statement.lstrip().upper().startswith(("CREATE", "ALTER", "INSERT", "UPDATE")):
        changes.append(statement)
        if len(changes) == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
database.open_database(sys.argv[1])
"""


@pytest.mark.parametrize("steps", [1, 2, 5, 12, 20])
def test_killed_while_it_is_made_it_is_made_by_the_next(tmp_path: Path, steps: int) -> None:
    url = f"sqlite:///{tmp_path / 'instance' / 'portal.sqlite3'}"
    words = [sys.executable, "-c", KILLED, url, str(steps)]
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    engine = database.open_database(url)
    assert database.is_newest_migration(engine)
    assert {"supply", "stop", "edition", "withdrawal", "return_key"} <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_it_is_killed_at_every_kind_of_step(tmp_path: Path) -> None:
    """There are not so many that the last above would lie behind the end."""
    words = [sys.executable, "-c", KILLED, f"sqlite:///{tmp_path / 'portal.sqlite3'}", "21"]
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == -signal.SIGKILL
