"""`portal restore FILE`: bring a backup back into an empty home, whole or not at all; every hash is checked first.

Nothing is ever overwritten: a home that holds anything is refused. Move it aside, or name another with PORTAL_HOME
and PORTAL_DATABASE_URL.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click
from sqlalchemy import Connection, Engine

from portal.commands.machine.backup import (
    COMMENTARY,
    PUBLISHED,
    Contents,
    backup_pieces,
    checked_backup,
    content_member,
    opened_backup,
    table_member,
)
from portal.editions import stamp
from portal.editions.archive import BULKY
from portal.editions.freeze import flush_folder, write_flushed_file
from portal.private import private_folder
from portal.running.outcomes import REFUSED, BadBackup, Stopped
from portal.running.run import alone, restoring_note
from portal.settings import Settings
from portal.store import database, dumped


@click.command("restore", help=__doc__)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, path_type=Path, dir_okay=False))
def command(file: Path) -> None:
    settings = Settings.from_environ(os.environ)
    contents = restore(settings, file)
    rows = sum(table.rows for table in contents.tables.values())
    click.echo(f"restored {rows:,} rows and {len(contents.files):,} files, as of {contents.made_at}")
    click.echo("What was withdrawn after that is back: withdraw it again. Then portal verify.")


def restore(settings: Settings, path: Path) -> Contents:
    """BadBackup before anything is touched if the archive does not hold. Stopped if the home is not empty."""
    contents = checked_backup(path)
    with alone(settings.home, restoring=True):
        engine = database.open_database(settings.database_url)
        try:
            refuse_other_shape(contents, database.step_of(engine), path)
            if not restoring_note(settings.home).exists():  # else one was cut off here: the home was empty before
                refuse_what_is_held(settings, engine)
            if settings.live_dir:  # it is of what was published before, and that directory may have been moved aside
                stamp.unlink_current(settings.live_dir)
            with stamp.changing(settings.published_dir):
                brought_back(settings, engine, path, contents)
        finally:
            engine.dispose()
    return contents


def refuse_other_shape(contents: Contents, step: str | None, path: Path) -> None:
    columns = {table.name: dumped.column_names(table) for table in dumped.every_table()}
    if contents.step != step or columns != {name: entry.columns for name, entry in contents.tables.items()}:
        raise BadBackup(
            f"{path} was written by portal {contents.code} (database step {contents.step}, here {step}): install "
            "that version, restore, and upgrade then"
        )


def refuse_what_is_held(settings: Settings, engine: Engine) -> None:
    """A home, a published directory or a database that holds anything stays as it is."""
    with engine.connect() as connection:
        held = [f"table {name}" for name in dumped.tables_with_rows(connection)]
    for folder in (settings.published_dir, settings.commentary_dir):
        held += [str(path) for path in folder_entries(folder)]
    if held:
        click.echo(
            f"portal: nothing is restored, as something is held here already: {', '.join(held[:5])}. Move the home "
            "aside or empty the database, or name another with PORTAL_HOME and PORTAL_DATABASE_URL.",
            err=True,
        )
        raise Stopped(REFUSED)


def folder_entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def brought_back(settings: Settings, engine: Engine, path: Path, contents: Contents) -> None:
    """Rows in one transaction, files in hidden folders that get their names just before it ends.

    What fails is taken back; what is killed leaves a note of the folders that got their names, and the next restore
    begins anew. Whatever somebody else puts there meanwhile is not removed: then it fails.
    """
    places = {PUBLISHED: settings.published_dir, COMMENTARY: settings.commentary_dir}
    hidden = {folder: place.with_name(f".{place.name}.restoring") for folder, place in places.items()}
    moved = moved_before(settings.home)
    try:
        with engine.begin() as connection:
            taken_back(places, hidden, moved)
            note_moved(settings.home, moved := [])
            dumped.delete_all_rows(connection)
            unpack_backup(connection, path, contents, hidden)
            for name in [name for name in places if hidden[name].is_dir()]:
                moved.append(name)
                note_moved(settings.home, moved)
                moved_in(hidden[name], places[name])
    except BaseException:  # also Ctrl-C: nothing of it stays, and the error goes its way
        taken_back(places, hidden, [name for name in moved if not hidden[name].is_dir()])
        restoring_note(settings.home).unlink(missing_ok=True)
        raise
    restoring_note(settings.home).unlink()


def moved_before(home: Path) -> list[str]:
    """The folders that a restore which was cut off may have brought in."""
    path = restoring_note(home)
    return list(json.loads(path.read_bytes())["moved"]) if path.exists() else []


def note_moved(home: Path, moved: list[str]) -> None:
    path = restoring_note(home)
    private_folder(path.parent)
    beside = path.with_suffix(".writing")
    write_flushed_file(beside, json.dumps({"moved": moved}).encode())
    beside.replace(path)
    flush_folder(path.parent)


def taken_back(places: dict[str, Path], hidden: dict[str, Path], moved: list[str]) -> None:
    for folder in (*hidden.values(), *(places[name] for name in moved)):
        if folder.is_dir():
            shutil.rmtree(folder)


def moved_in(hidden: Path, place: Path) -> None:
    """Give the folder its name. OSError if something else lies there by now."""
    if place.is_dir():
        place.rmdir()
    place.parent.mkdir(parents=True, exist_ok=True)
    hidden.rename(place)
    flush_folder(place.parent)


def unpack_backup(connection: Connection, path: Path, contents: Contents, hidden: dict[str, Path]) -> None:
    """Every member in one go: the tables come first in the order they refer to each other."""
    tables = {table_member(table.name): table for table in dumped.every_table()}
    wanted: dict[str, list[Path]] = {}
    for folder, root in hidden.items():
        for name, digest in contents.under(folder).items():
            wanted.setdefault(content_member(digest), []).append(root / name)
    with opened_backup(path) as members:
        for member, content in members:
            if member in tables:
                dumped.taken_in(connection, tables[member], member_lines(content))
            elif member in wanted:
                write_copies(content, wanted[member])


def member_lines(content: IO[bytes]) -> Iterator[bytes]:
    return iter(content.readline, b"")


def write_copies(content: IO[bytes], paths: list[Path]) -> None:
    """The same bytes at every path; tables of searches, which are large, share them as they did."""
    first, *others = paths
    first.parent.mkdir(parents=True, exist_ok=True)
    with first.open("xb") as file:
        for piece in backup_pieces(content):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    for path in others:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.name.startswith(BULKY) and first.name.startswith(BULKY):
            path.hardlink_to(first)
        else:
            shutil.copyfile(first, path)
