"""Take published files away and leave a tombstone: which, their hash, when and why; the chain still verifies."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.accounts import canonical, stamp
from portal.accounts.difference_document import STEM as DIFFERENCES
from portal.accounts.editions import flush_folder, written
from portal.accounts.manifest import Manifest
from portal.accounts.shelf import BULKY, SERIES, SUPPLIES, TOMBSTONES, Edition, NotPublished, Shelf, as_period
from portal.periods import Period
from portal.places import LONDON

Buried = Callable[[Manifest, str], None]
"""Notes in the register the hash that an edition's tombstones are about to have."""


@dataclass(frozen=True)
class Order:
    """Why something is withdrawn, when, and where its tombstones are noted."""

    reason: str
    when: str
    buried: Buried


@dataclass(frozen=True)
class Taken:
    """What went with an edition: files by edition (`2018-19/1.0`). `compared`: editions of the year after that were

    compared with it: they stay, and hold some of its figures.
    """

    files: Mapping[str, int]
    compared: list[str]


def withdraw_edition(shelf: Shelf, name: str, order: Order) -> Taken:
    """Every file of the edition `2018-19/1.0` but its manifest; the series over all years that were drawn from it; and

    what the edition after it says of the difference. NotPublished if there is none, or nothing is left of it.
    """
    directory = shelf.root / name
    if not (directory / "manifest.json").is_file():
        raise NotPublished(f"There is no edition {name}.")
    going = {name: Edition(directory)} | series_of(shelf, name)
    files = {each: bury(edition, edition.manifest.files, order) for each, edition in going.items()}
    for each, edition in after(shelf, name).items():
        files[each] = bury(edition, [path for path in edition.manifest.files if path.startswith(DIFFERENCES)], order)
    if not any(files.values()):
        raise NotPublished(f"{name} is withdrawn already.")
    return Taken({each: count for each, count in files.items() if count}, list(compared_with(shelf, name)))


def series_of(shelf: Shelf, name: str) -> dict[str, Edition]:
    """The editions of the series that an edition went into."""
    period, _, number = name.partition("/")
    editions = {f"{SERIES}/{each}": Edition(shelf.root / SERIES / each) for each in shelf.numbers(SERIES)}
    return {
        each: edition
        for each, edition in editions.items()
        if edition.manifest.beside.get(period, "").split(" ")[0] == number
    }


def after(shelf: Shelf, name: str) -> dict[str, Edition]:
    """The edition that followed it in its line, if one did."""
    line, _, number = name.partition("/")
    numbers = shelf.numbers(line)
    newer = numbers[numbers.index(number) + 1 :][:1] if number in numbers else []
    return {f"{line}/{each}": Edition(shelf.root / line / each) for each in newer}


def compared_with(shelf: Shelf, name: str) -> Iterator[str]:
    """Editions of the year after whose accounts stand beside those of this edition."""
    own = as_period(name.partition("/")[0])
    for period in sorted(period for period in shelf.periods() if period.before == own):
        for number in shelf.numbers(period):
            edition = Edition(shelf.root / period.id / number)
            if edition.has(LONDON) and edition.manifest.beside.get("year before", "").split(" ")[0] == name:
                yield f"{period.id}/{number}"


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


def newest_from(shelf: Shelf, supply: str) -> dict[Period, Edition]:
    """Periods whose newest edition the supply went into, and is still there."""
    newest = {period: shelf.newest(period) for period in shelf.periods()}
    return {
        period: edition
        for period, edition in newest.items()
        if edition.has(LONDON) and any(source["id"] == supply for source in edition.manifest.supplies)
    }


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
    with stamp.changing(edition.directory.parent.parent):
        beside.replace(path)
        flush_folder(edition.directory)
        for name in present:
            (edition.directory / name).unlink()
    return len(present)
