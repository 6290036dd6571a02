"""What a charter is made of: sources, commitments, laws with their days, powers, and checks. Values only.

Every one is read from a file (charter.parser, charter.validation); nothing here knows a record or a frame.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from portal import shipped
from portal.return_standard import PERSON

# The words of measuring: six states of a record under a check, and seven verdicts on a place.

NOT_PUBLISHED = "not_published"
NOT_APPLICABLE = "not_applicable"
NOT_RECORDED = "not_recorded"
CANNOT_TELL = "cannot_tell"
FAIL = "fail"
PASS = "pass"  # noqa: S105 - the state, no password

STATES = (NOT_PUBLISHED, NOT_APPLICABLE, NOT_RECORDED, CANNOT_TELL, FAIL, PASS)
"""In order of precedence: the first that applies to a record is its state."""

MEANINGS = {
    NOT_PUBLISHED: "The police have not published what is needed to say.",
    NOT_APPLICABLE: "The check does not apply to this search.",
    NOT_RECORDED: "The record leaves blank what is needed to say.",
    CANNOT_TELL: "What is there does not let anybody tell.",
    FAIL: "What is there shows that it was not done.",
    PASS: "What is there shows that it was done.",
}

KEPT = "Kept"
NOT_KEPT = "Not kept"
TOO_CLOSE = "Too close to call"
TOO_FEW = "Too few checked to say"
NO_TARGET = "No target set"
UNPUBLISHED = "Not published"
DOES_NOT_APPLY = "Does not apply"

VERDICTS = (KEPT, NOT_KEPT, TOO_CLOSE, TOO_FEW, NO_TARGET, UNPUBLISHED, DOES_NOT_APPLY)


RECORD, REVIEW_ITEM, SUPPLY, FIGURE = "record", "review_item", "supply", "figure"
UNITS = (RECORD, REVIEW_ITEM, SUPPLY, FIGURE)
"""What a check is asked of: every search, every search drawn for review, a file as it came, or an account."""

SETTERS = ("casey", "law", "met_charter", "guidance", "portal")
"""Who sets a standard: the Casey Review, Parliament, the Met's own charter, guidance to the police, or this project."""

CHECK_ID = re.compile("[A-Z][0-9]{2}")
"""What the id of a check looks like in full. Files of an edition and addresses of the site are named after it."""

FLAGS = "G"
"""The letter of the grounds flags, which are counted beside the checks: no check may have an id with it."""

NAMED_IN_TEXT = re.compile(rf"\b(?!{FLAGS}){CHECK_ID.pattern}\b")

RECEIPT, RATIONALE, SECTION_60 = "receipt", "rationale", "section_60"
ROLES = {
    RECEIPT: "whether the person got a receipt: the first screen of an account answers from it",
    RATIONALE: "which searches are for what was agreed: a measure of progress over the years",
    SECTION_60: "what is asked of searches without suspicion: the page about section 60 lists them",
}
"""What pages and series ask of a charter -> for what. They look for a check by its role, never by its id."""

SHARED_ROLES = (SECTION_60,)
"""Roles that several checks of a charter may have; every other is one check's."""


def check_ids_in(text: str) -> list[str]:
    """The ids of checks that a text names, in its order: `R07 and C05`. Grounds flags are none."""
    return NAMED_IN_TEXT.findall(text)


@dataclass(frozen=True)
class Source:
    """`verified`: somebody read it there; else it is from general knowledge and has still to be looked up."""

    id: str
    title: str
    verified: bool
    date: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True)
class Commitment:
    """A promise or a duty, in our words. `date` is shown; it changes no state."""

    id: str
    by: str
    title: str
    says: str
    source: str
    reference: str
    verified: bool
    date: str = ""
    note: str = ""


@dataclass(frozen=True)
class Standard:
    """What one setter asks where several differ: shown side by side. `used`: the check holds to this one."""

    check: str
    by: str
    says: str
    source: str
    verified: bool
    used: bool = False
    note: str = ""


@dataclass(frozen=True)
class LawVersion:
    """`law` as it stood from `valid_from` to `valid_until`, both days included; without an end, it is in force.

    `changes`: check -> parameters that differ under this version.
    """

    id: str
    law: str
    title: str
    source: str
    verified: bool
    valid_from: date
    valid_until: date | None = None
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Power:
    """A power to search whose days or grounds matter; every other is taken as always there and needing suspicion."""

    key: str
    suspicion: bool
    source: str
    verified: bool
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Target:
    """The share, above 0 and up to 1, that somebody decided is enough; `set_by` whom, `set_on` when."""

    value: float
    set_by: str
    set_on: date
    note: str = ""


@dataclass(frozen=True)
class Applicability:
    """A named function that says which records the check is not for."""

    function: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """One question, asked of every unit.

    `fields`: columns without which a supply cannot answer; `also`: columns that can only excuse, or are used where
    they are there. `sampled`: not every record is looked at, so a rate has an interval. `counts_not_recorded`: to
    write it down is the duty, so a blank counts as not met. `means`: what a state says here; `law`: the law by
    whose versions records are judged. `reference`: where the sources say it. `about`: whom the charter says it tells
    of, if it says so; charter.about.check_about answers for every check. `role`: what pages look for it by (ROLES).
    """

    id: str
    title: str
    question: str
    unit: str
    commitments: tuple[str, ...]
    function: str
    counts_not_recorded: bool
    sampled: bool
    sources: tuple[str, ...]
    reference: str
    verified: bool
    fields: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    parameters: dict[str, Any] = field(default_factory=dict)
    applies: tuple[Applicability, ...] = ()
    means: dict[str, str] = field(default_factory=dict)
    law: str = ""
    target: Target | None = None
    note: str = ""
    about: str = ""
    role: str = ""

    @property
    def measured(self) -> bool:
        """Whether records have a state under it."""
        return self.unit in (RECORD, REVIEW_ITEM)

    @property
    def leaves_open(self) -> bool:
        """Whether a blank leaves the answer open. A record outside a sample is no gap in what the sample says."""
        outside_the_sample = self.sampled and self.unit == REVIEW_ITEM
        return not self.counts_not_recorded and not outside_the_sample


@dataclass(frozen=True)
class Charter:
    """One edition of a charter, in the order of its file. `says` what it is, `date` when it was promised."""

    id: str
    edition: str
    title: str
    date: str
    says: str
    sources: tuple[Source, ...]
    commitments: tuple[Commitment, ...]
    standards: tuple[Standard, ...]
    laws: tuple[LawVersion, ...]
    powers: tuple[Power, ...]
    checks: tuple[Check, ...]

    def named(self, check: str) -> Check:
        """KeyError where there is no such check."""
        return {one.id: one for one in self.checks}[check]

    def versions(self, check: Check) -> tuple[LawVersion, ...]:
        """The versions of the law that the check goes by; none where it goes by no law."""
        return tuple(version for version in self.laws if check.law and version.law == check.law)


# The flags of grounds are counted as checks are, and are none of the charter's.

FLAGS_FIELD = "grounds_flags"
FLAGGED = "flagged"
"""The function of what is counted as a check is, and is none of the charter's."""


def grounds_check(name: str, title: str, question: str, reference: str, field: str, about: str = "") -> Check:
    """What is counted as a check of records is, and is none of the charter's."""
    return Check(
        id=name,
        title=title,
        question=question,
        unit=RECORD,
        commitments=(),
        function=FLAGGED,
        counts_not_recorded=False,
        sampled=False,
        sources=(),
        reference=reference,
        verified=True,
        fields=(field,),
        about=about,
    )


@cache
def flags() -> tuple[Check, ...]:
    """The flags of data/grounds/rules.toml as checks of records, G1 first."""
    raw = tomllib.loads(shipped.data("grounds", "rules.toml").read_text("utf-8"))
    return tuple(
        grounds_check(
            flag["id"], flag["title"], flag["asks"], "data/grounds/rules.toml", FLAGS_FIELD, flag.get("about", PERSON)
        )
        for flag in raw["flag"]
    )
