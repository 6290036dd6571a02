"""The agreed rationale: what searches are agreed to be for, since when, and who agreed (data/rationale/*.toml)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from portal import places, shipped, vocabulary
from portal.charter import parser
from portal.charter.definitions import Charter, Power
from portal.charter.parser import Sheet, build_from_toml, build_toml_list, read_toml_sheet

# Section 60 authorisations as published: where and when searches without suspicion were allowed (data/section_60).

EXAMPLE_AUTHORISATIONS, PUBLISHED = "example", "published"


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


def read_authorisations(path: Path) -> Authorisations:
    """The authorisations in the file. BadCharter, with every fault found, where it cannot be used."""
    on = read_toml_sheet(path)
    own = {key: value for key, value in on.raw.items() if key != "authorisation"}
    entries = build_toml_list(on, Authorisation, "authorisation", known_by="reference")
    found = build_from_toml(on, Authorisations, own, (), entries=entries)
    for at, row in on.rows("authorisation"):
        check_entry(on, at, row)
    if found is not None and found.status not in (EXAMPLE_AUTHORISATIONS, PUBLISHED):
        on.wrong(("status",), f"the status is {EXAMPLE_AUTHORISATIONS} or {PUBLISHED}")
    on.must_be_sound()
    assert found is not None
    return found


def check_entry(on: Sheet, at: parser.KeyPath, row: dict[str, Any]) -> None:
    codes, starts, ends = row.get("area"), row.get("starts"), row.get("ends")
    if codes == []:
        on.wrong((*at, "area"), "the area has to name at least one borough")
    for code in codes if isinstance(codes, list) else ():
        if str(code) not in places.boroughs():
            on.wrong((*at, "area"), f"there is no borough {code}")
    told = [moment for moment in (starts, ends) if isinstance(moment, datetime) and moment.tzinfo is None]
    if len(told) == 2 and told[1] <= told[0]:
        on.wrong((*at, "ends"), "this authorisation ends before it begins")


def published_authorisations(folder: Path | None = None) -> tuple[Authorisation, ...]:
    """Every published authorisation of the folder (ours without one). ValueError where a reference stands twice."""
    paths = sorted((folder or shipped.data("section_60")).glob("*.toml"))
    files = [found for found in map(read_authorisations, paths) if found.status == PUBLISHED]
    entries = [entry for found in files for entry in found.entries]
    references = [entry.reference for entry in entries]
    if len(set(references)) < len(references):
        twice = next(one for one in references if references.count(one) > 1)
        raise ValueError(f"the authorisation {twice} stands in two files")
    return tuple(sorted(entries, key=lambda entry: (entry.starts, entry.reference)))


EXAMPLE_STATUS, AGREED = "example", "agreed"


@dataclass(frozen=True)
class AgreedObject:
    """What may be searched for, as a key of the vocabulary, and why that was agreed."""

    key: str
    reason: str


@dataclass(frozen=True)
class Rationale:
    """`status`: `agreed`, or `example`, which binds nobody. In force from `valid_from` through `valid_until`."""

    id: str
    title: str
    status: str
    agreed_by: tuple[str, ...]
    source: str
    objects: tuple[AgreedObject, ...]
    valid_from: date
    valid_until: date | None = None

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.objects]


def read_rationale(path: Path) -> Rationale:
    """The rationale in the file. BadCharter, with every fault found, where it cannot be used."""
    on = read_toml_sheet(path)
    own = {key: value for key, value in on.raw.items() if key != "object"}
    found = build_from_toml(on, Rationale, own, (), objects=build_toml_list(on, AgreedObject, "object", known_by="key"))
    for at, row in on.rows("object"):
        if str(row.get("key")) not in vocabulary.field_vocabulary("object").labels:
            on.wrong((*at, "key"), f"there is no object {row.get('key')}")
    if found is not None:
        check_status(on, found)
    on.must_be_sound()
    assert found is not None
    return found


def check_status(on: Sheet, rationale: Rationale) -> None:
    if rationale.status not in (EXAMPLE_STATUS, AGREED):
        on.wrong(("status",), f"the status is {EXAMPLE_STATUS} or {AGREED}")
    if (rationale.status == AGREED) != bool(rationale.agreed_by):
        on.wrong(("agreed_by",), "an agreed rationale names who agreed; an example names nobody")
    if rationale.valid_until and rationale.valid_until < rationale.valid_from:
        on.wrong(("valid_until",), "the rationale ends before it begins")


def agreed(folder: Path | None = None) -> tuple[Rationale, ...]:
    """Every agreed rationale of the folder (or ours), oldest first. ValueError where two are in force on one day."""
    paths = sorted((folder or shipped.data("rationale")).glob("*.toml"))
    found = [rationale for rationale in map(read_rationale, paths) if rationale.status == AGREED]
    return in_turn(sorted(found, key=lambda rationale: rationale.valid_from))


def in_turn(found: Sequence[Rationale]) -> tuple[Rationale, ...]:
    for earlier, later in pairwise(found):
        if later.valid_from <= (earlier.valid_until or date.max):
            raise ValueError(f"the rationales {earlier.id} and {later.id} are both in force on {later.valid_from}")
    return tuple(found)


# What is known beside the records when they are measured: powers by date, rationales, authorisations, teams.


@dataclass(frozen=True)
class Known:
    """`rationales`: the agreed ones only; `authorisations`: the published ones only; `teams`: ids of listed teams."""

    powers: tuple[Power, ...] = ()
    rationales: tuple[Rationale, ...] = ()
    authorisations: tuple[Authorisation, ...] = ()
    teams: tuple[str, ...] = ()


def known_facts(charter: Charter) -> Known:
    """What travels with the code."""
    return Known(charter.powers, agreed(), published_authorisations(), tuple(places.listed_teams()))
