"""The number of the next edition, and why there is one.

New months, sources, charter or code that change a figure raise the first number, as do months or sources that were
taken out; a correction raises the second.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from portal.accounts.manifest import Manifest
from portal.return_names import Renamed

FIRST = "first edition"
NEW_SUPPLIES = "new months or sources"
TAKEN_OUT = "months or sources were taken out"
CORRECTION = "corrected supplies"
RENAMED = "supplies are named anew, by a keyed hash"
NEW_FINDINGS = "findings drawn anew, as other months arrived or were corrected"
NEW_METHOD = "the portal's own code or data changed"
BESIDE = {
    "charter": (True, "the charter changed, not the police's records"),
    "year before": (False, "the account of the year before was published or corrected"),
    "commentary": (False, "commentary was added or changed"),
}
"""What else figures follow from -> whether it raises the first number, and the reason."""
GONE = {"year before": (False, "the account of the year before was withdrawn")}
"""The same where it is there no more, if that has words of its own."""

Reason = tuple[bool, str]
"""Whether it raises the first number, and what it says."""


@dataclass(frozen=True)
class Numbered:
    number: str
    reason: str


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


def in_order(number: str) -> tuple[int, int]:
    major, minor = number.split(".")
    return int(major), int(minor)


def after(old: Manifest, draft: Due) -> Numbered:
    """The next number, told that a document has changed."""
    is_major, reason = why(old, draft)
    major, minor = in_order(old.number)
    return Numbered(f"{major + 1}.0" if is_major else f"{major}.{minor + 1}", reason)


def why(old: Manifest, draft: Due) -> tuple[bool, str]:
    """Whether the first number goes up, as it does where any reason asks for it, and all the reasons."""
    found = [*of_files(old, draft), *of_what_stands_beside(old, draft)]
    if old.code != draft.code:  # a charter, also one of ours, is no part of the code: it is named by itself
        found.append((True, NEW_METHOD))
    found = found or [(False, NEW_FINDINGS)]
    return any(is_major for is_major, _ in found), "; ".join(reason for _, reason in found)


def of_files(old: Manifest, draft: Due) -> Iterator[Reason]:
    known = draft.renamed.in_manifest(old.supplies)
    before, now = ({source["of"]: source["sha256"] for source in list_} for list_ in (known, draft.sources))
    if now.keys() - before.keys():
        yield True, NEW_SUPPLIES
    if before.keys() - now.keys():
        yield True, TAKEN_OUT
    if any(before[of] != now[of] for of in before.keys() & now.keys()):
        yield False, CORRECTION
    if known != old.supplies:
        yield False, RENAMED


def of_what_stands_beside(old: Manifest, draft: Due) -> Iterator[Reason]:
    for name in dict.fromkeys([*BESIDE, *sorted(old.beside.keys() | draft.beside.keys())]):
        if name in old.beside and name not in draft.beside:
            yield GONE.get(name) or BESIDE.get(name) or (False, f"the accounts of {name} were withdrawn")
        elif old.beside.get(name) != draft.beside.get(name):
            yield BESIDE.get(name) or (name not in old.beside, f"new or corrected accounts of {name}")
