"""The folders that an export is written to: a plain one, and a live one of one state of the published directory."""

import gzip
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portal import shipped
from portal.documents import canonical
from portal.editions import stamp
from portal.editions.archive import Shelf
from portal.editions.stamp import CURRENT, RELEASES, on_disk
from portal.settings import Settings

if TYPE_CHECKING:
    from portal.export.crawl import BrokenLink
    from portal.export.live_site import LiveFile


# The folder of a live export: releases beside each other, and the link that says which one the server gives out.
#
# A release is written whole under a number of its own, then the link is moved to it by one rename, then every other
# release is removed. A run that is killed leaves the link as it was; the next removes what is not whole.

MARK, MADE_OF = ".portal-live", "made-of"
LINK_WRITING = ".current.writing"
SMALL = 1000
"""Bytes below which the site compresses nothing either."""
COMPRESSED = (".html", ".json", ".geojson", ".csv", ".txt", ".xml", ".svg", ".css", ".js")
PUBLIC_FOLDER, PUBLIC_FILE = 0o755, 0o644


class NotLive(ValueError):
    """The folder holds other things than releases of a live export."""


@dataclass(frozen=True)
class Release:
    """`files`: how many there are; `same`: how many of them are those of the release before."""

    files: int
    same: int


def prepared_folder(folder: Path) -> None:
    """Make the folder, or see that it is one of ours. NotLive if it is not: nothing in it is touched."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise NotLive(f"{folder} holds files that no live export wrote; name an empty or a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    for path in (folder, folder / RELEASES):
        path.mkdir(exist_ok=True)
        path.chmod(PUBLIC_FOLDER)


def whole_releases(folder: Path) -> list[Path]:
    """Oldest first; what a killed run left behind is none."""
    found = [path for path in (folder / RELEASES).iterdir() if path.name.isdecimal() and (path / MADE_OF).is_file()]
    return sorted(found, key=lambda path: int(path.name))


def live_made_of(folder: Path) -> str | None:
    """What the live release was made of; None if none is live."""
    path = folder / CURRENT / MADE_OF
    return path.read_text("utf-8") if path.is_file() else None


def released(folder: Path, site: Iterable["LiveFile"], made_of: str) -> tuple[Path, Release]:
    """Write a release of the site, flushed to the disk, and not yet live."""
    swept(folder, whole_releases(folder)[-1:])
    before = whole_releases(folder)[-1:]
    number = max((int(path.name) for path in before), default=0) + 1
    own = folder / RELEASES / str(number)
    files = same = 0
    for file in site:
        same += put_file(own, file, before[0] if before else None)
        files += 1
    made_public(own)
    os.sync()
    (own / MADE_OF).write_text(made_of, "utf-8")
    (own / MADE_OF).chmod(PUBLIC_FILE)
    return own, Release(files, same)


def made_live(folder: Path, release: Path) -> None:
    """One rename; then no other release is left."""
    beside = folder / LINK_WRITING
    beside.unlink(missing_ok=True)
    beside.symlink_to(Path(RELEASES) / release.name)
    beside.replace(folder / CURRENT)
    on_disk(folder)
    swept(folder, [release])


def swept(folder: Path, kept: list[Path]) -> None:
    for path in (folder / RELEASES).iterdir():
        if path not in kept:
            shutil.rmtree(path)


def put_file(release: Path, file: "LiveFile", before: Path | None) -> bool:
    """The file and its compressed form; whether both are those of the release before, whose bytes are looked at."""
    path = release / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    forms = [path, compressed_beside(path)] if is_compressed(file) else [path]
    old = [before / form.relative_to(release) for form in forms] if before else []
    if old and is_as_before(file, old):
        for form, other in zip(forms, old, strict=True):
            os.link(other, form)
        return True
    path.write_bytes(file.raw)
    if is_compressed(file):
        compressed_beside(path).write_bytes(gzip.compress(file.raw, 6, mtime=0))
    for form in forms:
        form.chmod(PUBLIC_FILE)
        os.utime(form, (file.second, file.second))
    return False


def is_compressed(file: "LiveFile") -> bool:
    return len(file.raw) >= SMALL and (file.path.endswith(COMPRESSED) or file.path.endswith("SHA256SUMS"))


def compressed_beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.gz")


def is_as_before(file: "LiveFile", old: list[Path]) -> bool:
    if not all(path.is_file() and int(path.stat().st_mtime) == file.second for path in old):
        return False
    if old[0].read_bytes() != file.raw:
        return False
    try:
        return all(gzip.decompress(path.read_bytes()) == file.raw for path in old[1:])
    except (OSError, EOFError, zlib.error):  # damaged: it is written anew
        return False


def made_public(release: Path) -> None:
    """Whatever the umask of the run: the server has a user of its own."""
    for folder in (release, *(path for path in release.rglob("*") if path.is_dir())):
        folder.chmod(PUBLIC_FOLDER)


SHOWN = 10


def remove_live_export(settings: Settings) -> None:
    """Nothing is live any more, and of what was live no copy is left. OSError if one still is.

    Each change of what is published has taken the pages down already (portal.editions.stamp); this removes the bytes.
    """
    stamp.remove_releases(settings.published_dir)


def renew_live_exports(settings: Settings) -> list[str]:
    """Make every live export anew that is not of what is published now; the faults, in sentences.

    Only for whoever holds the lock. What cannot be made is not live, and the site answers by itself.
    """
    folders = dict.fromkeys(
        [*([settings.live_dir] if settings.live_dir else []), *stamp.hanging(settings.published_dir)]
    )
    if not Shelf(settings.published_dir).periods():
        return []
    return [fault for folder in folders for fault in made_live_at(folder, settings)]


def made_live_at(folder: Path, settings: Settings) -> Iterator[str]:
    """Make the folder live, unless it is already of what is published; the faults, in sentences."""
    pass
    from portal.export.live_site import live_files
    from portal.web.app import create_app

    state = stamp.settled(settings.published_dir)
    if state is None:
        yield f"{folder} is not live: a run was cut off while it changed what is published; run portal publish first"
        return
    made_of = f"{state}\n{of_code(settings)}\n"
    try:
        prepared_folder(folder)
        if live_made_of(folder) == made_of:
            return
        stamp.hang(settings.published_dir, folder)
        broken: list[BrokenLink] = []
        site = without_broken(live_files(create_app(settings)), broken)
        release, counts = released(folder, site, made_of)
        made_live(folder, release)
    except (OSError, NotLive) as wrong:
        yield f"{folder}: the live export could not be made: {wrong}"
        return
    click.echo(f"{folder}: live, {counts.files:,} files, {counts.same:,} of them as they were")
    if broken:
        yield f"the export is not whole: {links_in_words(broken)}"


def of_code(settings: Settings) -> str:
    """What pages follow from beside the published directory: the code, the templates, and what an operator sets."""
    whole = hashlib.sha256(repr((shipped.build(), settings.base_url, settings.publisher, settings.contact)).encode())
    static = shipped.HERE / "static"
    for path in sorted(path for root in (shipped.folder("templates"), static) for path in root.rglob("*")):
        if path.is_file():
            whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()


def without_broken(site: Iterable["LiveFile | BrokenLink"], broken: list["BrokenLink"]) -> Iterator["LiveFile"]:
    """The files; a page that cannot be drawn stays with the site, which says so."""
    from portal.export.crawl import BrokenLink

    for each in site:
        if isinstance(each, BrokenLink):
            broken.append(each)
        else:
            yield each


def links_in_words(broken: list["BrokenLink"]) -> str:
    more = f"; and {len(broken) - SHOWN:,} more" if len(broken) > SHOWN else ""
    return f"{'; '.join(str(each) for each in broken[:SHOWN])}{more}"


# The folder of an export: what was written there, so that the next run mends or removes that and nothing else.
#
# The list (name -> SHA-256) is written when a run ends. Until then the list before stays, and each new name goes
# into the journal before its file is written: what a killed run left behind is known to the next.

LIST, JOURNAL = ".portal-export.json", ".portal-export.journal"
UNFINISHED = ".*.writing"


class NotOurs(ValueError):
    """The folder holds files and no list of an export."""


@dataclass(frozen=True)
class Saved:
    """`found`: the hash of each file of the site; `written`: how many of them were not there, or were others."""

    found: dict[str, str]
    written: int

    @property
    def same(self) -> int:
        return len(self.found) - self.written


def held_before(folder: Path) -> set[str]:
    """The names of all that earlier runs wrote, also runs that were killed. NotOurs if no run wrote here."""
    if not (folder / LIST).is_file():
        if folder.is_dir() and any(folder.iterdir()):
            raise NotOurs(f"{folder} holds files that no export wrote; name an empty or a new folder")
        folder.mkdir(parents=True, exist_ok=True)
        write_export_list(folder, {})
    for path in folder.rglob(UNFINISHED):
        path.unlink()
    return {*json.loads((folder / LIST).read_bytes()), *journal(folder)}


def journal(folder: Path) -> list[str]:
    """Its last line may be cut: then the file of that name was never begun."""
    path = folder / JOURNAL
    return path.read_text("utf-8").splitlines() if path.is_file() else []


def saved(folder: Path, site: Iterable[tuple[str, bytes]], held: set[str]) -> Saved:
    """Write what is new or other than its file, whose bytes are looked at: a list may be right and the file damaged."""
    found: dict[str, str] = {}
    written: set[str] = set()
    with (folder / JOURNAL).open("a", encoding="utf-8") as names:
        for name, raw in site:
            found[name] = digest = canonical.sha256(raw)
            path = folder / name
            if path.is_file() and canonical.sha256(path.read_bytes()) == digest:
                continue
            if name not in held:
                names.write(f"{name}\n")
                names.flush()
            made_way(folder, name, held | found.keys())
            replaced(path, raw)
            written.add(name)
    return Saved(found, len(written))


def made_way(folder: Path, name: str, ours: set[str]) -> None:
    """Remove what we wrote where now a folder is to be, or a folder of ours where now a file is."""
    taken_away(folder, [str(parent) for parent in Path(name).parents if str(parent) in ours])
    if (folder / name).is_dir():
        taken_away(folder, [other for other in ours if other.startswith(f"{name}/")])


def replaced(path: Path, raw: bytes) -> None:
    """The file is there whole, or as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.writing")
    beside.write_bytes(raw)
    beside.replace(path)


def taken_away(folder: Path, names: Iterable[str]) -> int:
    """Remove the files, and folders that are left empty; answers how many were there."""
    gone = 0
    for name in sorted(names):
        path = folder / name
        if path.is_file():
            path.unlink()
            gone += 1
        for parent in path.relative_to(folder).parents:
            if (folder / parent).is_dir() and parent != Path() and not any((folder / parent).iterdir()):
                (folder / parent).rmdir()
    return gone


def write_export_list(folder: Path, found: dict[str, str]) -> None:
    """The run has ended: the list is what there is, and the journal has done its work."""
    replaced(folder / LIST, canonical.as_bytes(dict(sorted(found.items()))))
    (folder / JOURNAL).unlink(missing_ok=True)
