"""Addresses that were renamed, from data: the old ones lead on for ever, and keep what was asked."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from portal import shipped

BELOW = re.compile(r"(?P<head>/data|/editions/[^/]+/[^/]+)(?P<rest>/.+)")
FILE_OF_EDITION = re.compile(r"/editions/.*\.[^/]+(?<!/charts\.json)")
"""It keeps the name under which it was published: the manifest and the hashes have it so."""


class BadRedirect(ValueError):
    """A redirect that cannot be followed; the text says which and why."""


@dataclass(frozen=True)
class Renamed:
    """`old` and all that hangs on it (`/teams/old/2018-19`, `/teams/old.csv`) stands under `new` since `day`."""

    old: str
    new: str
    day: date
    reason: str

    def of(self, path: str) -> str | None:
        """Where the path stands now; None if it is not about this."""
        rest = path.removeprefix(self.old)
        is_ours = path.startswith(self.old) and rest[:1] in ("", "/", ".")
        return self.new + rest if is_ours else None

    def before(self, path: str) -> str | None:
        """Where what stands at the path stood once; None if it is not about this."""
        return Renamed(self.new, self.old, self.day, self.reason).of(path)


def register(app: Flask) -> None:
    app.before_request(led_on)


def led_on() -> Response | None:
    now = new_address(request.path, known_redirects())
    if now is None:
        return None
    asked = request.query_string.decode("ascii", "replace")
    return redirect(f"{now}?{asked}" if asked else now, 301)


def new_address(path: str, renamed: tuple[Renamed, ...]) -> str | None:
    """Where a path leads, through as many renamings as there were, also below /data and in an edition."""
    now: str | None = None
    for each in renamed:
        now = rename_path(now or path, each.of) or now
    return now


def former(path: str, renamed: tuple[Renamed, ...]) -> list[str]:
    """Every address that leads to this one, the latest first."""
    found = [path]
    for each in reversed(renamed):
        found += [old for name in found if (old := rename_path(name, each.before))]
    return found[1:]


def rename_path(path: str, renaming: Callable[[str], str | None]) -> str | None:
    """The path renamed, itself or what hangs on it: `/data/teams/old.csv`, `/editions/2018-19/1.0/teams/old`."""
    if FILE_OF_EDITION.fullmatch(path):
        return None
    if found := renaming(path):
        return found
    below = BELOW.fullmatch(path)
    rest = renaming(below["rest"]) if below else None
    return f"{below['head']}{rest}" if below and rest else None


@cache
def known_redirects() -> tuple[Renamed, ...]:
    return read_redirects(shipped.data("redirects.toml"))


def read_redirects(path: Path) -> tuple[Renamed, ...]:
    """The renamings of a file, oldest first. BadRedirect where one leads back to an older address or has no slash."""
    with path.open("rb") as file:
        rows = tomllib.load(file).get("renamed", [])
    found = tuple(Renamed(row["from"], row["to"], row["day"], row["reason"]) for row in rows)
    for at, each in enumerate(found):
        if not (each.old.startswith("/") and each.new.startswith("/") and each.reason):
            raise BadRedirect(f"{path}: {each.old!r} needs two paths that begin with a slash, and a reason")
        if any(older.of(each.new) for older in found[: at + 1]):
            raise BadRedirect(f"{path}: {each.new!r} was itself renamed: an address is never used again")
        if at and each.day < found[at - 1].day:
            raise BadRedirect(f"{path}: {each.old!r} is older than the one before it")
    return found
