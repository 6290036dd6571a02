"""Section 60 authorisations as published: where and when searches without suspicion were allowed (data/section_60)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from portal import places, shipped
from portal.charter import lines
from portal.charter.building import Sheet, built, listed, sheet

EXAMPLE, PUBLISHED = "example", "published"


@dataclass(frozen=True)
class Authorisation:
    """`starts`, `ends`: London days and times, as extended if it was; `area`: GSS codes of boroughs that it touches."""

    reference: str
    starts: datetime
    ends: datetime
    area: tuple[str, ...]
    rank: str
    publisher: str
    source: str


@dataclass(frozen=True)
class Authorisations:
    """One file. `status`: `published`, or `example`, which counts for nothing."""

    status: str
    says: str
    entries: tuple[Authorisation, ...]


def read(path: Path) -> Authorisations:
    """The authorisations in the file. BadCharter, with every fault found, where it cannot be used."""
    on = sheet(path)
    own = {key: value for key, value in on.raw.items() if key != "authorisation"}
    entries = listed(on, Authorisation, "authorisation", known_by="reference")
    found = built(on, Authorisations, own, (), entries=entries)
    for at, row in on.rows("authorisation"):
        check_entry(on, at, row)
    if found is not None and found.status not in (EXAMPLE, PUBLISHED):
        on.wrong(("status",), f"the status is {EXAMPLE} or {PUBLISHED}")
    on.must_be_sound()
    assert found is not None
    return found


def check_entry(on: Sheet, at: lines.Path, row: dict[str, Any]) -> None:
    codes, starts, ends = row.get("area"), row.get("starts"), row.get("ends")
    if codes == []:
        on.wrong((*at, "area"), "the area has to name at least one borough")
    for code in codes if isinstance(codes, list) else ():
        if str(code) not in places.boroughs():
            on.wrong((*at, "area"), f"there is no borough {code}")
    told = [moment for moment in (starts, ends) if isinstance(moment, datetime) and moment.tzinfo is None]
    if len(told) == 2 and told[1] <= told[0]:
        on.wrong((*at, "ends"), "this authorisation ends before it begins")


def published(folder: Path | None = None) -> tuple[Authorisation, ...]:
    """Every published authorisation of the folder (ours without one). ValueError where a reference stands twice."""
    paths = sorted((folder or shipped.data("section_60")).glob("*.toml"))
    files = [found for found in map(read, paths) if found.status == PUBLISHED]
    entries = [entry for found in files for entry in found.entries]
    references = [entry.reference for entry in entries]
    if len(set(references)) < len(references):
        twice = next(one for one in references if references.count(one) > 1)
        raise ValueError(f"the authorisation {twice} stands in two files")
    return tuple(sorted(entries, key=lambda entry: (entry.starts, entry.reference)))
