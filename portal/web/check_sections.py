"""Checks of one kind together: what they are about, and in parts that fit on a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.web.verdicts import Rule
from portal.web.words import joined

SECTIONS = {
    "C": "What the officer did and said",
    "R": "What was written down",
    "V": "Video, supervisors and reviews from outside",
    "S": "Safeguards, and what searches are for",
    "P": "What those who publish owe",
}
"""The letter that a check's id begins with -> what such checks are about."""


@dataclass(frozen=True)
class Section:
    """Checks about one thing, in the order of the charter; `id`: what anchors begin with."""

    id: str
    title: str
    checks: list[Rule]

    @property
    def ids(self) -> str:
        """`C01 to C06`; where one between is not here, all of them: `S03 and S06`."""
        names = [str(check["id"]) for check in self.checks]
        if len(names) < 2 or int(names[-1][1:]) - int(names[0][1:]) != len(names) - 1:
            return joined(names)
        return f"{names[0]} to {names[-1]}"


def sections(checks: Sequence[Rule], *, widest: int = 0) -> list[Section]:
    """The checks by their letter; with `widest`, in parts alike in size of at most so many."""
    found = []
    for letter in dict.fromkeys(check["id"][:1] for check in checks):
        own = [check for check in checks if check["id"].startswith(letter)]
        parts = -(-len(own) // widest) if widest else 1
        size = -(-len(own) // parts)
        for at in range(parts):
            part = own[at * size : (at + 1) * size]
            found.append(Section(part[0]["id"].lower(), SECTIONS.get(letter, f"Checks {letter}"), part))
    return found
