"""A temporary PostgreSQL from the installed binaries, apart from any that runs on the machine.

It listens on a socket in a folder of its own, and is stopped and removed at the end. It sorts text as
English does, not by bytes: code that leans on SQLite's order shows itself.
"""

import contextlib
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

OWNER = "portal"
OLDEST = 15  # the first whose initdb takes an ICU locale
PATIENCE = 30.0  # seconds until it must answer
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Nobody misses a test's database after a power cut; a benchmark must not set these."""

AS_LONG_AS_WE_LIVE = '"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -r data'
"""The shell reads what we never write: when we close it, or are killed, the server stops and its data go."""


@dataclass(frozen=True)
class Cluster:
    """Hands out empty databases."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, database: str) -> str:
        return f"postgresql://{OWNER}@/{database}?host={self.folder}"

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """The address of a new empty database, dropped afterwards."""
        name = f"portal_{next(self.numbers)}"
        self.say(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self.say(f"DROP DATABASE {name} WITH (FORCE)")

    def say(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


def programs() -> Path | None:
    """The folder of the newest installed initdb and postgres; None if there is none that will do."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    newest = max(found, key=lambda path: int(path.parent.name), default=None)
    return newest if newest and int(newest.parent.name) >= OLDEST else None


@contextlib.contextmanager
def started(binaries: Path, settings: dict[str, str]) -> Iterator[Cluster]:
    """A cluster that answers, in a folder that goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    try:
        become = other_user(folder)
        initialise(binaries, folder, become)
        with running(binaries, folder, settings, become):
            yield Cluster(folder)
    finally:
        shutil.rmtree(folder)


def other_user(folder: Path) -> dict[str, Any]:
    """How a subprocess becomes somebody who may run PostgreSQL: root may not, so root lends the folder."""
    if os.geteuid() != 0:
        return {"cwd": folder}
    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"cwd": folder, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def initialise(binaries: Path, folder: Path, become: dict[str, Any]) -> None:
    words = ["--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--no-sync"]
    sorting = ["--locale", "C", "--locale-provider", "icu", "--icu-locale", "en-GB"]
    made = [str(binaries / "initdb"), "--pgdata", str(folder / "data"), *words, *sorting]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL, **become)


@contextlib.contextmanager
def running(binaries: Path, folder: Path, settings: dict[str, str], become: dict[str, Any]) -> Iterator[None]:
    told = {"listen_addresses": "", "unix_socket_directories": str(folder), **settings}
    options = [f"--{name}={value}" for name, value in told.items()]
    server = [str(binaries / "postgres"), "-D", str(folder / "data"), *options]
    words = ["sh", "-c", AS_LONG_AS_WE_LIVE, "sh", *server]
    with (folder / "log").open("wb") as log, subprocess.Popen(words, stdin=subprocess.PIPE, stderr=log, **become):
        await_answer(folder)
        yield


def await_answer(folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(Cluster(folder).url("postgres")).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not answer: {(folder / 'log').read_text()}") from None
            time.sleep(0.05)
        else:
            return
