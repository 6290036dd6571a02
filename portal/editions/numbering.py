"""The number of the next edition, and why there is one.

New months, sources, charter or code that change a figure raise the first number, as do months or sources that were
taken out; a correction raises the second.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from portal.documents.manifest import YEAR_BEFORE, Manifest
from portal.documents.reason_codes import EditionReason
from portal.return_names import Renamed

FIRST = EditionReason("first", "first edition")
NEW_SUPPLIES = EditionReason("new_supplies", "new months or sources", raises_first=True)
TAKEN_OUT = EditionReason("taken_out", "months or sources were taken out", raises_first=True)
CORRECTION = EditionReason("correction", "corrected supplies")
RENAMED = EditionReason("renamed", "supplies are named anew, by a keyed hash")
NEW_FINDINGS = EditionReason("new_findings", "findings drawn anew, as other months arrived or were corrected")
NEW_METHOD = EditionReason("new_method", "the portal's own code or data changed", raises_first=True)
BESIDE = {
    "charter": EditionReason("charter", "the charter changed, not the police's records", raises_first=True),
    YEAR_BEFORE: EditionReason("year_before", "the account of the year before was published or corrected"),
    "commentary": EditionReason("commentary", "commentary was added or changed"),
    "review": EditionReason("review", "searches were drawn or viewed for the video review"),
    "wards": EditionReason("wards", "outlines of wards were added or changed"),
    "places": EditionReason("places", "names of places on the map were added or changed"),
}
"""What else figures follow from -> the reason."""
GONE = {YEAR_BEFORE: EditionReason("year_before_withdrawn", "the account of the year before was withdrawn")}
"""The same where it is there no more, if that has words of its own."""


@dataclass(frozen=True)
class Numbered:
    """An edition's number, and every reason for it: at least one."""

    number: str
    reasons: tuple[EditionReason, ...]

    @property
    def reason(self) -> str:
        """All the reasons as readers see them."""
        return as_sentence(self.reasons)


def as_sentence(reasons: Iterable[EditionReason]) -> str:
    return "; ".join(reason.sentence for reason in reasons)


class Due(Protocol):
    """What numbering needs to know of an edition to be."""

    @property
    def sources(self) -> list[dict[str, str]]: ...
    @property
    def beside(self) -> Mapping[str, str]: ...
    @property
    def code(self) -> str: ...
    @property
    def renamed(self) -> Renamed: ...


def edition_sort_key(number: str) -> tuple[int, int]:
    major, minor = number.split(".")
    return int(major), int(minor)


def next_edition_number(old: Manifest, draft: Due) -> Numbered:
    """The next number, told that a document has changed."""
    reasons = tuple(why(old, draft)) or (NEW_FINDINGS,)
    major, minor = edition_sort_key(old.number)
    raises_first = any(reason.raises_first for reason in reasons)
    return Numbered(f"{major + 1}.0" if raises_first else f"{major}.{minor + 1}", reasons)


def why(old: Manifest, draft: Due) -> Iterator[EditionReason]:
    yield from of_files(old, draft)
    yield from of_what_stands_beside(old, draft)
    if old.code != draft.code:  # a charter, also one of ours, is no part of the code: it is named by itself
        yield NEW_METHOD


def of_files(old: Manifest, draft: Due) -> Iterator[EditionReason]:
    known = draft.renamed.in_manifest(old.supplies)
    before, now = ({source["of"]: source["sha256"] for source in list_} for list_ in (known, draft.sources))
    if now.keys() - before.keys():
        yield NEW_SUPPLIES
    if before.keys() - now.keys():
        yield TAKEN_OUT
    if any(before[of] != now[of] for of in before.keys() & now.keys()):
        yield CORRECTION
    if known != old.supplies:
        yield RENAMED


def of_what_stands_beside(old: Manifest, draft: Due) -> Iterator[EditionReason]:
    for name in dict.fromkeys([*BESIDE, *sorted(old.beside.keys() | draft.beside.keys())]):
        if name in old.beside and name not in draft.beside:
            gone = EditionReason("other_accounts_withdrawn", f"the accounts of {name} were withdrawn")
            yield GONE.get(name) or BESIDE.get(name) or gone
        elif old.beside.get(name) != draft.beside.get(name):
            is_new = name not in old.beside
            yield BESIDE.get(name) or EditionReason("other_accounts", f"new or corrected accounts of {name}", is_new)
