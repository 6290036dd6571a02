"""The folder of an export: what was written there, so that the next run mends or removes that and nothing else.

The list (name -> SHA-256) is written when a run ends. Until then the list before stays, and each new name goes into the
journal before its file is written: what a killed run left behind is known to the next.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from portal.documents import canonical

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
