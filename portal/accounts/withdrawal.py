"""Take published files away and leave a tombstone: which, their hash, when and why; the chain still verifies."""

from collections.abc import Iterable

from portal.accounts import canonical
from portal.accounts.shelf import BULKY, SERIES, SUPPLIES, TOMBSTONES, Edition, NotPublished, Shelf

OF_ALL_PERIODS = ("data/", "packs/")


def withdraw_edition(shelf: Shelf, name: str, reason: str, when: str) -> int:
    """Every file of the edition `2018-19/1.0` but its manifest, and the packs and tables over all periods that were

    made from it; answers how many. NotPublished if there is none.
    """
    directory = shelf.root / name
    if not (directory / "manifest.json").is_file():
        raise NotPublished(f"There is no edition {name}.")
    own = bury(Edition(directory), Edition(directory).manifest.files, reason, when)
    return own + sum(
        bury(edition, [path for path in edition.manifest.files if path.startswith(OF_ALL_PERIODS)], reason, when)
        for edition in series_of(shelf, name)
    )


def series_of(shelf: Shelf, name: str) -> list[Edition]:
    """The editions of the series that an edition went into."""
    period, _, number = name.partition("/")
    editions = [Edition(shelf.root / SERIES / each) for each in shelf.numbers(SERIES)]
    return [edition for edition in editions if edition.manifest.beside.get(period, "").split(" ")[0] == number]


def withdraw_supply_files(shelf: Shelf, supply: str, reason: str, when: str) -> int:
    """The supply's own documents in every published list of supplies, and every table of searches that has its rows."""
    tables = sum(
        bury(edition, [name for name in edition.manifest.files if name.startswith(BULKY)], reason, when)
        for edition in (Edition(shelf.root / name) for name in drawn_from(shelf, supply))
    )
    directories = sorted((shelf.root / SUPPLIES).glob("[0-9]*")) if shelf.root.is_dir() else []
    editions = [Edition(directory) for directory in directories]
    own = (f"{supply}.json", f"{supply}-rejected.csv", f"{supply}-rejected.csv-metadata.json")
    return tables + sum(
        bury(edition, [name for name in edition.manifest.files if name in own], reason, when) for edition in editions
    )


def drawn_from(shelf: Shelf, supply: str) -> list[str]:
    """The editions whose figures the supply went into, as `2018-19/1.0`."""
    found = []
    for path in sorted(shelf.root.glob("*/[0-9]*/manifest.json")):
        manifest = Edition(path.parent).manifest
        if any(source["id"] == supply for source in manifest.supplies):
            found.append(f"{manifest.period}/{manifest.number}")
    return found


def bury(edition: Edition, names: Iterable[str], reason: str, when: str) -> int:
    """The tombstone is written before a file goes, so that a cut run can be done again."""
    manifest = edition.manifest
    present = [name for name in names if (edition.directory / name).is_file()]
    if not present:
        return 0
    stones = dict(edition.tombstones)
    for name in present:
        stones[name] = {"sha256": manifest.files[name], "when": when, "reason": reason}
    path = edition.directory / TOMBSTONES
    beside = path.with_suffix(".writing")
    beside.write_bytes(canonical.as_bytes(stones))
    beside.replace(path)
    for name in present:
        (edition.directory / name).unlink()
    return len(present)
