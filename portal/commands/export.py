"""`portal export`: the whole site as files with relative links, for any host of files; only what changed is written."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import click

from portal.accounts import canonical
from portal.accounts.shelf import Shelf
from portal.commands.outcomes import REFUSED, WRONG_USAGE, Stopped
from portal.settings import Settings

LIST = ".portal-export.json"


@click.command("export", help=__doc__)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
def command(folder: Path) -> None:
    from portal.web.app import create_app
    from portal.web.static_site import BrokenLink, files

    settings = Settings.from_environ(os.environ)
    if not Shelf(settings.published_dir).periods():
        click.echo("portal: nothing is published yet, so there is nothing to export", err=True)
        raise Stopped(REFUSED)
    held = held_before(folder)
    try:
        written, same, found = saved(folder, ((file.path, file.raw) for file in files(create_app(settings))), held)
    except BrokenLink as wrong:
        click.echo(f"portal: the export is not whole: {wrong}", err=True)
        raise Stopped(REFUSED) from wrong
    gone = taken_away(folder, held.keys() - found.keys())
    entered(folder, found)
    click.echo(f"{folder}: {written:,} files written, {same:,} as they were, {gone:,} taken away")


def held_before(folder: Path) -> dict[str, str]:
    """Path -> hash of what the export before wrote there. A folder with other things in it is refused."""
    if (folder / LIST).is_file():
        held: dict[str, str] = json.loads((folder / LIST).read_bytes())
        return held
    if folder.is_dir() and any(folder.iterdir()):
        click.echo(f"portal: {folder} holds files that no export wrote; name an empty or a new folder", err=True)
        raise Stopped(WRONG_USAGE)
    folder.mkdir(parents=True, exist_ok=True)
    entered(folder, {})
    return {}


def saved(folder: Path, site: Iterable[tuple[str, bytes]], held: dict[str, str]) -> tuple[int, int, dict[str, str]]:
    """How many files were written, how many were as they are, and the hash of each."""
    found: dict[str, str] = {}
    written = 0
    for name, raw in site:
        found[name] = digest = canonical.sha256(raw)
        path = folder / name
        if held.get(name) == digest and path.is_file() and path.stat().st_size == len(raw):
            continue
        replaced(path, raw)
        written += 1
    return written, len(found) - written, found


def replaced(path: Path, raw: bytes) -> None:
    """The file is there whole, or as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.writing")
    beside.write_bytes(raw)
    beside.replace(path)


def taken_away(folder: Path, names: Iterable[str]) -> int:
    """Remove what an export before wrote and this one has no more, and folders that are left empty."""
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


def entered(folder: Path, found: dict[str, str]) -> None:
    replaced(folder / LIST, canonical.as_bytes(dict(sorted(found.items()))))
