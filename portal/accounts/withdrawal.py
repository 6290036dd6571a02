"""Take published files away and leave a tombstone: which, their hash, when and why; the chain still verifies."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.accounts import canonical
from portal.accounts.editions import flush_folder, written
from portal.accounts.manifest import Manifest
from portal.accounts.shelf import BULKY, SERIES, SUPPLIES, TOMBSTONES, Edition, NotPublished, Shelf

OF_ALL_PERIODS = ("data/", "packs/")
Buried = Callable[[Manifest, str], None]
"""Notes in the register the hash that an edition's tombstones are about to have."""


@dataclass(frozen=True)
class Order:
    """Why something is withdrawn, when, and where its tombstones are noted."""

    reason: str
    when: str
    buried: Buried


def withdraw_edition(shelf: Shelf, name: str, order: Order) -> int:
    """Every file of the edition `2018-19/1.0` but its manifest, and the packs and tables over all periods that were

    made from it; answers how many. NotPublished if there is none.
    """
    directory = shelf.root / name
    if not (directory / "manifest.json").is_file():
        raise NotPublished(f"There is no edition {name}.")
    own = bury(Edition(directory), Edition(directory).manifest.files, order)
    return own + sum(
        bury(edition, [path for path in edition.manifest.files if path.startswith(OF_ALL_PERIODS)], order)
        for edition in series_of(shelf, name)
    )


def series_of(shelf: Shelf, name: str) -> list[Edition]:
    """The editions of the series that an edition went into."""
    period, _, number = name.partition("/")
    editions = [Edition(shelf.root / SERIES / each) for each in shelf.numbers(SERIES)]
    return [edition for edition in editions if edition.manifest.beside.get(period, "").split(" ")[0] == number]


def withdraw_supply_files(shelf: Shelf, supply: str, order: Order) -> int:
    """The supply's own documents in every published list of supplies, and every table of searches that has its rows."""
    tables = sum(
        bury(edition, [name for name in edition.manifest.files if name.startswith(BULKY)], order)
        for edition in (Edition(shelf.root / name) for name in drawn_from(shelf, supply))
    )
    directories = sorted((shelf.root / SUPPLIES).glob("[0-9]*")) if shelf.root.is_dir() else []
    editions = [Edition(directory) for directory in directories]
    own = (f"{supply}.json", f"{supply}-rejected.csv", f"{supply}-rejected.csv-metadata.json")
    return tables + sum(
        bury(edition, [name for name in edition.manifest.files if name in own], order) for edition in editions
    )


def drawn_from(shelf: Shelf, supply: str) -> list[str]:
    """The editions whose figures the supply went into, as `2018-19/1.0`."""
    found = []
    for path in sorted(shelf.root.glob("*/[0-9]*/manifest.json")):
        manifest = Edition(path.parent).manifest
        if any(source["id"] == supply for source in manifest.supplies):
            found.append(f"{manifest.period}/{manifest.number}")
    return found


def bury(edition: Edition, names: Iterable[str], order: Order) -> int:
    """The register knows of a tombstone before it is written, and it is written before a file goes: a cut run can be

    done again.
    """
    manifest = edition.manifest
    present = [name for name in names if (edition.directory / name).is_file()]
    if not present:
        return 0
    stones = dict(edition.tombstones)
    for name in present:
        stones[name] = {"sha256": manifest.files[name], "when": order.when, "reason": order.reason}
    raw = canonical.as_bytes(stones)
    order.buried(manifest, canonical.sha256(raw))
    path = edition.directory / TOMBSTONES
    beside = path.with_suffix(".writing")
    written(beside, raw)
    beside.replace(path)
    flush_folder(edition.directory)
    for name in present:
        (edition.directory / name).unlink()
    return len(present)
