"""Take published files away and leave a tombstone: which, their hash, when and why; the chain still verifies."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from portal.documents import canonical
from portal.documents.differences import STEM as DIFFERENCES
from portal.documents.manifest import YEAR_BEFORE, Manifest
from portal.editions import stamp
from portal.editions.archive import (
    BULKY,
    SERIES,
    SUPPLIES,
    TOMBSTONES,
    BrokenTombstones,
    Edition,
    NotPublished,
    Shelf,
    Withdrawn,
    as_period,
    is_line,
)
from portal.editions.freeze import flush_folder, write_flushed_file
from portal.periods import Period
from portal.places import LONDON

LISTS = ("supplies", "findings")
"""The files of the list of supplies that repeat what is found, or said, of each: in every form, without the ending."""
DESCRIBES = "-metadata.json"

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

    what the edition after it says of the difference. What went already is not counted.
    """
    going = {name: Edition(shelf.root / name)} | series_from_edition(shelf, name)
    files = {each: withdraw_edition_files(edition, edition.manifest.files, order) for each, edition in going.items()}
    for each, edition in edition_after(shelf, name).items():
        files[each] = withdraw_edition_files(
            edition, [path for path in edition.manifest.files if path.startswith(DIFFERENCES)], order
        )
    return Taken({each: count for each, count in files.items() if count}, list(compared_with(shelf, name)))


def is_edition(shelf: Shelf, name: str) -> bool:
    line, _, number = name.partition("/")
    return is_line(line) and number in shelf.numbers(line) and (shelf.root / name / "manifest.json").is_file()


def series_from_edition(shelf: Shelf, name: str) -> dict[str, Edition]:
    """The editions of the series that an edition went into."""
    period, _, number = name.partition("/")
    return {
        each: edition
        for each, edition in readable(shelf, SERIES).items()
        if edition.manifest.stands_beside(period).name == number
    }


def edition_after(shelf: Shelf, name: str) -> dict[str, Edition]:
    """The edition that followed it in its line, if one did."""
    line, _, number = name.partition("/")
    numbers = shelf.numbers(line)
    newer = [f"{line}/{each}" for each in numbers[numbers.index(number) + 1 :][:1]] if number in numbers else []
    return {each: edition for each, edition in readable(shelf, line).items() if each in newer}


def compared_with(shelf: Shelf, name: str) -> Iterator[str]:
    """Editions of the year after whose accounts stand beside those of this edition."""
    own = as_period(name.partition("/")[0])
    for period in sorted(period for period in shelf.periods() if period.before == own):
        for each, edition in readable(shelf, period.id).items():
            if edition.has(LONDON) and edition.manifest.stands_beside(YEAR_BEFORE).name == name:
                yield each


def withdraw_supply_files(shelf: Shelf, supply: str, order: Order) -> int:
    """Every table of searches that has its rows, and whatever the published lists of supplies say of its content."""
    tables = sum(
        withdraw_edition_files(edition, [name for name in edition.manifest.files if name.startswith(BULKY)], order)
        for edition in (Edition(shelf.root / name) for name in editions_with_supply(shelf, supply))
    )
    return tables + sum(
        withdraw_edition_files(edition, telling_of(edition, supply), order)
        for edition in readable(shelf, SUPPLIES).values()
    )


def telling_of(edition: Edition, supply: str) -> list[str]:
    """The files of an edition of the list of supplies that say something of the supply's content.

    Its own documents, and the lists if they give a reason or a finding of it; nothing once it is shown as withdrawn.
    What cannot be read, or went already, is taken to say something: then all that is left of it goes.
    """
    if not any(source["id"] == supply for source in edition.manifest.supplies):
        return []
    own = (f"{supply}.json", f"{supply}-rejected.csv", f"{supply}-rejected.csv-metadata.json")
    listed = document_or_empty(edition, "supplies.json").get("supplies", [{"id": supply, "note": "not known"}])
    in_list = [each for each in listed if each["id"] == supply and (each["note"] or each["findings"])]
    return [
        *(own if document_or_empty(edition, own[0]).get("state") != "withdrawn" else ()),
        *(lists_in(edition) if any(each.get("state") != "withdrawn" for each in in_list) else ()),
    ]


def lists_in(edition: Edition) -> list[str]:
    """What describes their columns repeats nothing."""
    return [name for name in edition.manifest.files if name.partition(".")[0] in LISTS and not name.endswith(DESCRIBES)]


def document_or_empty(edition: Edition, name: str) -> dict[str, Any]:
    """Empty where it is not there or cannot be read."""
    try:
        found = json.loads(edition.named(name, name).read_bytes())
    except (NotPublished, Withdrawn, BrokenTombstones, OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def still_public(shelf: Shelf, supplies: Collection[str]) -> Iterator[tuple[Path, str]]:
    """Files without a tombstone that hold rows of one of the supplies, or say something of its content; and which."""
    for line in sorted(shelf.lines()):
        for edition in readable(shelf, line).values():
            for supply in sorted({source["id"] for source in edition.manifest.supplies} & set(supplies)):
                names = [each for each in edition.manifest.files if each.startswith(BULKY)]
                names += telling_of(edition, supply) if line == SUPPLIES else []
                yield from ((edition.directory / name, supply) for name in names if is_shown(edition, name))


def is_shown(edition: Edition, name: str) -> bool:
    try:
        return edition.holds(name)
    except BrokenTombstones:
        return False  # that is a fault of its own, and nothing is shown meanwhile


def editions_with_supply(shelf: Shelf, supply: str) -> list[str]:
    """The editions whose figures the supply went into, as `2018-19/1.0`."""
    return [
        name
        for line in sorted(shelf.lines())
        for name, edition in readable(shelf, line).items()
        if any(source["id"] == supply for source in edition.manifest.supplies)
    ]


def readable(shelf: Shelf, line: str) -> dict[str, Edition]:
    """The editions of a line by name (`2018-19/1.0`), oldest first. One without a manifest that can be read is none:

    nobody is shown anything of it, and `portal verify` names it.
    """
    found = {f"{line}/{number}": Edition(shelf.root / line / number) for number in shelf.numbers(line)}
    return {name: edition for name, edition in found.items() if is_readable(edition)}


def is_readable(edition: Edition) -> bool:
    try:
        return bool(edition.manifest.sha256)
    except (OSError, ValidationError):
        return False


def newest_from(shelf: Shelf, supply: str) -> dict[Period, Edition]:
    """Periods whose newest edition the supply went into, and is still there."""
    newest = {period: shelf.newest(period) for period in shelf.periods()}
    return {
        period: edition
        for period, edition in newest.items()
        if edition.has(LONDON) and any(source["id"] == supply for source in edition.manifest.supplies)
    }


def withdraw_edition_files(edition: Edition, names: Iterable[str], order: Order) -> int:
    """The register knows of a tombstone before it is written, and it is written before a file goes: a cut run can be

    done again.
    """
    manifest, stones = edition.manifest, dict(edition.tombstones)
    present = [name for name in names if name in manifest.files and (edition.directory / name).is_file()]
    if not present:
        return 0
    for name in (name for name in present if name not in stones):
        stones[name] = {"sha256": manifest.files[name], "when": order.when, "reason": order.reason}
    raw = canonical.as_bytes(stones)
    order.buried(manifest, canonical.sha256(raw))
    path = edition.directory / TOMBSTONES
    beside = path.with_suffix(".writing")
    write_flushed_file(beside, raw)
    with stamp.changing(edition.directory.parent.parent):
        beside.replace(path)
        flush_folder(edition.directory)
        for name in present:
            (edition.directory / name).unlink()
    return len(present)


def left_over(shelf: Shelf) -> Iterator[Path]:
    """Take away the files that have a tombstone and are still there: a run was cut off before it did, or one came back.

    What cannot be read is left to `portal verify`, which names it.
    """
    for path in sorted(shelf.root.glob(f"*/*/{TOMBSTONES}")):
        edition = Edition(path.parent)
        try:
            names = [name for name in edition.tombstones if name in edition.manifest.files]
        except (BrokenTombstones, OSError, ValidationError):
            continue
        found = [edition.directory / name for name in names if (edition.directory / name).is_file()]
        if found:
            with stamp.changing(shelf.root):
                for each in found:
                    each.unlink()
            yield from found
