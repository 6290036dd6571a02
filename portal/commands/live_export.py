"""The live export: made of one state of the published directory, and live only as long as that is the state."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portal import shipped
from portal.accounts import live, stamp
from portal.accounts.shelf import Shelf
from portal.settings import Settings

if TYPE_CHECKING:
    from portal.web.live_site import LiveFile
    from portal.web.static_site import BrokenLink

SHOWN = 10


def taken_down(settings: Settings) -> None:
    """Nothing is live any more, and of what was live no copy is left. OSError if one still is.

    Each change of what is published has taken the pages down already (portal.accounts.stamp); this removes the bytes.
    """
    live.emptied(settings.published_dir)


def renewed(settings: Settings) -> list[str]:
    """Make every live export anew that is not of what is published now; the faults, in sentences.

    Only for whoever holds the lock. What cannot be made is not live, and the site answers by itself.
    """
    folders = dict.fromkeys(
        [*([settings.live_dir] if settings.live_dir else []), *live.hanging(settings.published_dir)]
    )
    if not Shelf(settings.published_dir).periods():
        return []
    return [fault for folder in folders for fault in made_live_at(folder, settings)]


def made_live_at(folder: Path, settings: Settings) -> Iterator[str]:
    """Make the folder live, unless it is already of what is published; the faults, in sentences."""
    from portal.commands import live_folder
    from portal.web.app import create_app
    from portal.web.live_site import live_files

    state = stamp.settled(settings.published_dir)
    if state is None:
        yield f"{folder} is not live: a run was cut off while it changed what is published; run portal publish first"
        return
    made_of = f"{state}\n{of_code(settings)}\n"
    try:
        live_folder.prepared_folder(folder)
        if live_folder.live_made_of(folder) == made_of:
            return
        live.hang(settings.published_dir, folder)
        broken: list[BrokenLink] = []
        site = without_broken(live_files(create_app(settings)), broken)
        release, counts = live_folder.released(folder, site, made_of)
        live_folder.made_live(folder, release)
    except (OSError, live_folder.NotLive) as wrong:
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
    from portal.web.static_site import BrokenLink

    for each in site:
        if isinstance(each, BrokenLink):
            broken.append(each)
        else:
            yield each


def links_in_words(broken: list["BrokenLink"]) -> str:
    more = f"; and {len(broken) - SHOWN:,} more" if len(broken) > SHOWN else ""
    return f"{'; '.join(str(each) for each in broken[:SHOWN])}{more}"
