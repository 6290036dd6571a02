"""The published directory as the site shows it: only editions that are whole, looked at anew when anything changes.

An edition that is being copied, or has lost its manifest, does not count: the one before it is shown. What was found is
kept for as long as the directory is as it was: by its stamp, which every command of ours changes, and by the times of
its folders, which tell of copies made by hand.
"""

import hashlib
import os
import stat
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from pydantic import ValidationError

from portal.documents.account import Summary
from portal.documents.differences import DOCUMENT as DIFFERENCES
from portal.documents.differences import Differences
from portal.editions import stamp
from portal.editions.archive import (
    NUMBER,
    TOMBSTONES,
    Altered,
    BrokenTombstones,
    Edition,
    NotPublished,
    Shelf,
    Withdrawn,
    best_year,
    is_accessible_file,
    is_line,
    open_edition,
)
from portal.editions.numbering import edition_sort_key
from portal.periods import Period
from portal.places import LONDON, Place

PAUSE = 1.0
"""Seconds between two looks at every edition's folder: only for changes that no command of ours made."""

State = int
T = TypeVar("T")
Mark = tuple[int, ...]
Folders = tuple[tuple[str, Mark], ...]
"""Paths of lines and editions, each with marks that are others once something in it was put, replaced or removed."""


class Held:
    """What was found in one state of the directory. `found`: whatever was worked out from it, by name."""

    def __init__(self, number: State, signature: Hashable, folders: Folders) -> None:
        self.number, self.signature, self.folders = number, signature, folders
        self.lines = [path for path, _ in folders if "/" not in path]
        self.found: dict[tuple[object, ...], Any] = {}
        self.look_again = time.monotonic() + PAUSE


class Shown(Shelf):
    """A shelf for readers. Every method answers for the state that `look` found last."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.lock = Lock()
        self.whole: set[tuple[Path, Mark]] = set()
        self.held = Held(0, None, ())
        self.hashes: dict[tuple[Path, int, int, int], str] = {}

    def look(self) -> State | None:
        """A number that is the same only while the directory is; None while a command is changing it."""
        stamped = stamp.settled(self.root)
        held = self.held
        signature = (stamped, folder_ctimes(self.root, held.lines))
        if stamped is not None and signature == held.signature and time.monotonic() < held.look_again:
            return held.number
        with self.lock:
            return self.looked(stamped)

    def looked(self, stamped: str | None) -> State | None:
        """Look at every folder: nothing is kept of a directory that is changing."""
        held, folders = self.held, tuple(folders_of(self.root))
        signature = (stamped, folder_ctimes(self.root, [path for path, _ in folders if "/" not in path]))
        if stamped is None or (signature, folders) != (held.signature, held.folders) or self.is_mended(held):
            self.held = held = Held(held.number + 1, signature, folders)
        held.look_again = time.monotonic() + PAUSE
        return None if stamped is None else held.number

    def is_mended(self, held: Held) -> bool:
        """Whether an edition that was not whole is so now."""
        return any(self.is_whole(each) for each in self.unwhole(held))

    def unwhole(self, held: Held | None = None) -> list[Path]:
        """Editions that were asked for and are not whole."""
        found = (held or self.held).found
        return sorted(Path(str(key[1])) for key, whole in [*found.items()] if key[0] == "whole" and not whole)

    def kept(self, name: tuple[object, ...], made: Callable[[], T]) -> T:
        """What `made` gives, worked out once for each state of the directory."""
        found = self.held.found
        if name not in found:
            found[name] = made()
        value: T = found[name]
        return value

    def is_as_published(self, path: Path, sha256: str) -> bool:
        """Whether a file has the hash that the manifest gives: worked out when it is first read, and if it changes."""
        if not is_accessible_file(path):  # a pipe would never end
            return False
        try:
            with path.open("rb") as file:
                about = os.fstat(file.fileno())
                known = (path, about.st_ino, about.st_mtime_ns, about.st_size)
                if known not in self.hashes:
                    self.hashes[known] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return False
        return self.hashes[known] == sha256

    def counts(self, directory: Path) -> bool:
        return self.kept(("whole", directory), lambda: self.is_whole(directory))

    def is_whole(self, directory: Path) -> bool:
        """Whether the manifest can be read, has the hash it gives, and every file is there or has a tombstone."""
        known = (directory, mark_of_edition(directory))
        if known in self.whole:
            return True
        try:
            edition = open_edition(directory)
            manifest, gone = edition.manifest, edition.tombstones
        except (OSError, ValidationError, BrokenTombstones):
            return False
        is_it = (manifest.period, manifest.number) == (directory.parent.name, directory.name)
        if (
            is_it
            and manifest.sha256 == manifest.own_hash()
            and manifest.files.keys() <= edition_file_names(directory) | gone.keys()
        ):
            self.whole.add(known)
            return True
        return False

    def numbers(self, line: Period | str) -> list[str]:
        """The numbers of the editions that are whole, oldest first."""
        name = line if isinstance(line, str) else line.id
        return self.kept(
            ("numbers", name), lambda: [each for each in self.there(name) if self.counts(self.root / name / each)]
        )

    def there(self, line: str) -> list[str]:
        """The numbers of all folders of a line, whole or not."""
        prefix = f"{line}/"
        found = [path.removeprefix(prefix) for path, _ in self.held.folders if path.startswith(prefix)]
        return sorted(found, key=edition_sort_key)

    def newest(self, line: Period | str) -> Edition:
        """The newest that is whole; older ones are not looked at."""
        name = line if isinstance(line, str) else line.id
        number = self.kept(
            ("newest", name),
            lambda: next((each for each in reversed(self.there(name)) if self.counts(self.root / name / each)), None),
        )
        if number is None:
            raise NotPublished(f"Nothing has been published for {name}.")
        return open_edition(self.root / name / number)

    def periods(self) -> list[Period]:
        return list(self.kept(("periods",), super().periods))

    def has_any(self, line: Period | str) -> bool:
        try:
            return bool(self.newest(line))
        except NotPublished:
            return False

    def best_period(self, place: Place) -> Period:
        """As for any shelf; a year whose account is not what was published does not count while there is another."""
        known = ("best", place.kind, place.slug)
        if known not in self.held.found:
            best, is_certain = self.best_of(place)
            if not is_certain:  # a file may be mended any moment
                return best
            self.held.found[known] = best
        found: Period = self.held.found[known]
        return found

    def best_of(self, place: Place) -> tuple[Period, bool]:
        """And whether every account could be read."""
        held = [period for period in self.periods() if self.newest(period).has(place)]
        if not held:
            raise NotPublished(f"Nothing has been published for {place.name}.")
        readable = [(period, found) for period in held if (found := self.summary_or_none(period, place))]
        if not readable:
            return held[0], False
        return best_year([(period, found.period) for period, found in readable]), len(readable) == len(held)

    def summary_or_none(self, period: Period, place: Place) -> Summary | None:
        try:
            return self.newest(period).summary(place)
        except (Altered, ValidationError):
            return None

    def layers(self) -> frozenset[str]:
        """The layers that the newest maps offer."""
        return self.kept(
            ("layers",), lambda: frozenset(layer for each in self.periods() for layer in self.layers_of(each))
        )

    def layers_of(self, period: Period) -> list[str]:
        try:
            return [layer.id for layer in self.newest(period).map().layers]
        except (LookupError, Altered, ValidationError):
            return []

    def faults(self) -> list[str]:
        """What keeps the newest figures from being shown, for whoever watches over the site."""
        for line in self.lines():
            self.numbers(line)
        found = [f"{each.parent.name}/{each.name} is not whole, and is not shown" for each in self.unwhole()]
        if stamp.settled(self.root) is None:
            found.append(
                "a run is changing what is published, or was cut off: until the next, every page is drawn anew"
            )
        for period in self.periods():
            try:
                self.newest(period).document(LONDON)
            except Altered as wrong:
                found.append(str(wrong))
            except LookupError:  # withdrawn, or without a figure of London: its pages say so
                continue
        return found


def folders_of(root: Path) -> Iterator[tuple[str, Mark]]:
    """Every line and every edition, with its marks."""
    for line in folders(root, is_line):
        yield line, (path_ctime(f"{root}/{line}"),)
        for number in folders(root / line, lambda name: NUMBER.fullmatch(name) is not None):
            yield f"{line}/{number}", mark_of_edition(root / line / number)


def mark_of_edition(directory: Path) -> Mark:
    """Of its folder and those in it, which change with every file put there or removed, and of the two files that say

    what it holds, which may be replaced in place.
    """
    below = folders(directory, lambda _: True)
    return tuple(path_ctime(f"{directory}/{name}") for name in ("", "manifest.json", TOMBSTONES, *below))


def folders(folder: Path, is_wanted: Callable[[str], bool]) -> list[str]:
    """The names of folders in a folder; none where it is gone meanwhile, or may not be looked into."""
    try:
        names = sorted(name for name in os.listdir(folder) if is_wanted(name))  # noqa: PTH208  a name, and nothing else
    except OSError:
        return []
    return [name for name in names if is_directory(f"{folder}/{name}")]


def is_directory(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116  a loop of links is no folder, and no error
    except OSError:
        return False


def folder_ctimes(root: Path, lines: Sequence[str]) -> tuple[int, ...]:
    """When the entries of the directory and of each line last changed; 0 for one that is gone."""
    return tuple(path_ctime(f"{root}/{name}") for name in ("", *lines))


def path_ctime(path: str) -> int:
    try:
        return os.stat(path).st_ctime_ns  # noqa: PTH116  asked of some twenty folders at every request
    except OSError:
        return 0


def edition_file_names(directory: Path) -> set[str]:
    """Every file below, by its path from there."""
    top = len(str(directory)) + 1
    return {f"{folder}/{name}"[top:] for folder, _, files in os.walk(directory) for name in files}


def read_differences(edition: Edition) -> Differences | None:
    """None of a first edition."""
    if DIFFERENCES not in edition.manifest.files:
        return None
    return Differences.model_validate_json(edition.read(DIFFERENCES, "This edition follows none."))


def read_or_none(edition: Edition) -> Differences | None:
    """None too where it was withdrawn."""
    try:
        return read_differences(edition)
    except Withdrawn:
        return None
