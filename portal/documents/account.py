"""The Account: the one object that page, CSV and JSON are drawn from (schema `account/1`).

Keys may be added, never renamed or removed. A missing figure is null with a status, never 0.
"""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field, model_validator

from portal.charter.definitions import PASS
from portal.documents.figures import (
    Apart,
    Compared,
    Crossed,
    Figure,
    FigureStatus,
    Finds,
    Funnel,
    Headline,
    MonthFigure,
    OutcomeRate,
    Part,
    Rate,
    Reviewed,
    Seen,
    Totals,
)
from portal.documents.reason_codes import with_reason_code, with_withheld_codes
from portal.documents.supplies import SupplyFinding
from portal.places import Kind, Place, find_place

# What the checks found in a place: the document's part that page, CSV and JSON share.


class Compliance(Part):
    """One check: its records by state, the rate they give, and the verdict.

    Counts are null where nothing is published. `rate`: pass of those `judged` (passed, failed, and blank where that
    counts as not met). `low` and `high`: between what it lies where unknown records leave it open, or only a sample
    was looked at. `ranges` (state -> lowest and highest): in documents published by an older rule, in place of counts.
    `without`: forces that do not publish what the check needs, where others do: the counts of the others are the
    check's. `partly`: forces that publish it for some months only: the counts are those months'. `reason`: why there
    is no figure; `reason_code`: a code where programs have to recognise it (documents.reason_codes). `unit`: what the
    counts are of: searches, files, or figures. `is_returned`: only a force's own return tells it: of the police over
    groups of searches; of the person searched (status `rounded`) for London as a whole, where a count is null that is
    too small. `word_of`: `reviewer` where the figure is what independent reviewers said of the searches that were drawn
    for them; else it is the word of the records.
    """

    check: str
    passed: int | None = Field(alias="pass")
    fail: int | None
    not_recorded: int | None
    cannot_tell: int | None
    not_applicable: int | None
    not_published: int | None
    judged: int | None = None
    rate: float | None
    verdict: str
    low: float | None = None
    high: float | None = None
    status: FigureStatus = "value"
    ranges: dict[str, tuple[int, int]] | None = None
    without: list[str] = []
    partly: list[str] = []
    reason: str = ""
    reason_code: str = ""
    unit: Literal["searches", "files", "figures"] = "searches"
    is_returned: bool = False
    word_of: Literal["", "reviewer"] = ""

    @model_validator(mode="before")
    @classmethod
    def coded(cls, document: Any) -> Any:
        return with_reason_code(document)

    def count(self, state: str) -> int | None:
        """Its records in one state; `pass` is a word of Python, so that one stands under another name."""
        found: int | None = self.passed if state == PASS else getattr(self, state)
        return found


class GroundsFlag(Part):
    """Records whose grounds raise a flag, and their `share` of those with flags (`of`).

    `low`, `high`, `share_low`, `share_high`: in documents published by an older rule. `reason`, `reason_code`,
    `is_returned`: as of a check.
    """

    flag: str
    label: str
    searches: int | None
    low: int | None = None
    high: int | None = None
    share: float | None = None
    share_low: float | None = None
    share_high: float | None = None
    status: FigureStatus
    reason: str = ""
    reason_code: str = ""
    of: int | None = None
    is_returned: bool = False

    @model_validator(mode="before")
    @classmethod
    def coded(cls, document: Any) -> Any:
        return with_reason_code(document)


def found_by_check(entries: Sequence[Compliance], check: str) -> Compliance:
    """The entry of the check of that id. KeyError where there is none."""
    for entry in entries:
        if entry.check == check:
            return entry
    raise KeyError(check)


class ComplianceBy(Part):
    """A check by group of people, all of London: only there, and only for checks that a return answers."""

    by: str
    key: str
    label: str
    compliance: Compliance


SCHEMA = "account/1"
TEAMS, CHECKS = "teams", "checks"


class PlacePart(Part):
    kind: Kind
    code: str
    name: str


class PeriodPart(Part):
    """`from` and `to` are the first and last day."""

    id: str
    first_day: str = Field(alias="from")
    last_day: str = Field(alias="to")
    months_expected: int
    months_supplied: int
    complete: bool


class EditionPart(Part):
    """Joined when served; the frozen document has none, so that the same inputs give the same bytes."""

    number: str
    published_at: str
    sha256: str


class SupplyPart(Part):
    """`sha256`: of a public source the SHA-256 of the file as it came; of a return a keyed hash (supply_list).

    `counted`: whether the place's total is drawn from it; another source of the month may come first.

    `bears`: whether its force makes up enough of the place's usual searches for a finding to touch its figures.
    """

    id: str
    source: str
    force: str
    month: str
    sha256: str
    rows: int
    findings: list[SupplyFinding]
    counted: bool = True
    bears: bool = True


class SourceNote(Part):
    """What is odd about nearly every file of a source and force, told once: on `months` of `of` files of the year."""

    id: str
    source: str
    force: str
    months: int
    of: int
    sentence: str


class LeftOut(Part):
    """`share`: the rows of all that were read of the same kind (`of`); null where that has no meaning.

    `rows`: null where they are too few to be told.
    """

    reason: str
    rows: int | None
    id: str = ""
    of: int | None = None
    share: float | None = None
    status: FigureStatus = "value"


class Joined(Part):
    """A name under which a return has too few searches: in which group they are counted, or in no figure (null)."""

    by: str
    key: str
    name: str
    group: str | None
    group_name: str


class Sum(Part):
    """A sum that has to come out: `parts` together are `whole`. `low`, `high`: what they add up to."""

    claim: str
    parts: dict[str, int]
    low: int
    high: int
    whole: int
    holds: bool


class SourceMonth(Part):
    """One month of one force where several sources have it: rows of each, and which one totals come from."""

    force: str
    month: str
    rows: dict[str, int]
    counted: str


class Control(Part):
    """A total that somebody else published, beside ours; `ours` is null where the period is not held whole."""

    publisher: str
    report: str
    first_day: str = Field(alias="from")
    last_day: str = Field(alias="to")
    published: float
    ours: int | None
    gap: float | None
    counts: str
    source: str


class Comparison(Part):
    """With the year before (like months only) and with London, drawn from published figures alone.

    `months`: those compared with the year before; `london_months`: those that both sides of `with_london` are of.
    """

    period: str | None = None
    months: list[str] = []
    london_months: list[str] = []
    with_year_before: list[Compared] = []
    with_london: list[Compared] = []
    reason: str = ""


class Fields(Part):
    """Names of the standard's fields by whether every month's files have them, only some, or none.

    `without`: force -> the fields that its files lack in at least one month: what it has not published.
    """

    of: int
    published: list[str]
    partly: list[str]
    missing: list[str]
    without: dict[str, list[str]] = {}


class Commentary(Part):
    """A commander's or council's words, as supplied, made safe; frozen with the edition."""

    role: str
    date: str
    html: str
    status: str = "final"


class Summary(Part):
    """What lists of places show of an account: read from the same document, far quicker than all of it."""

    invented: bool
    period: PeriodPart
    totals: Totals
    comparison: Comparison = Comparison()
    headline: list[Headline] = []


class Account(Part):
    schema_: str = Field(default=SCHEMA, alias="schema")
    invented: bool
    place: PlacePart
    period: PeriodPart
    edition: EditionPart | None = None
    totals: Totals
    monthly: list[MonthFigure]
    breakdowns: dict[str, list[Figure]]
    rates: list[Rate] = []
    outcome_rates: list[OutcomeRate] = []
    comparison: Comparison = Comparison()
    headline: list[Headline] = []
    compliance: list[Compliance] = []
    review: list[Seen] = []
    supplies: list[SupplyPart]
    left_out: list[LeftOut]
    commentary: list[Commentary] | None = None
    unfair_yardstick: str | None = None
    crossed: dict[str, list[Crossed]] = {}
    apart: list[Apart] = []
    funnels: list[Funnel] = []
    team_funnels: list[Funnel] = []
    """Of London and of a force: the teams of its return beside all of them, by the same two outcomes."""
    sums: list[Sum] = []
    sources: list[SourceMonth] = []
    controls: list[Control] = []
    withheld: dict[str, str] = {}
    """What is not told in this account of what a return says -> why."""
    withheld_codes: dict[str, str] = {}
    """The same -> a code of why, where programs have to recognise it (documents.reason_codes)."""
    guarantee: str | None = None
    """What is promised of figures that only a force's own return can give."""
    guarded: list[str] = []
    """Which figures of the account only a return can give: TEAMS, CHECKS."""
    joined: list[Joined] = []
    """Of London: the small teams, boroughs and groups of people that are counted with others."""
    fields: Fields | None = None
    compliance_by: list[ComplianceBy] = []
    grounds: list[GroundsFlag] = []
    strength: list[GroundsFlag] = []
    """How strong a human grader found the grounds: none, weak, moderate, strong (0 to 3)."""
    letters: list[GroundsFlag] = []
    """Letters of GOWISELY, and on how many records each was said."""
    source_notes: list[SourceNote] = []
    only: str | None = None
    """Of London: whose searches alone these are ("City of London Police only"), where no month has every force's."""
    finds: Finds | None = None
    """Of an area or a force; editions before 2026-12 have it not."""
    reviewed: Reviewed | None = None
    """None where nothing was drawn for a video review, or in editions before 2026-12."""

    @model_validator(mode="before")
    @classmethod
    def coded(cls, document: Any) -> Any:
        return with_withheld_codes(document)

    def found(self, check: str) -> Compliance:
        """What the check of that id found here. KeyError where the account was not measured by it."""
        return found_by_check(self.compliance, check)

    @property
    def shows_teams(self) -> bool:
        """Whether figures by team (of a team: all) are those that only a return can give."""
        before_it_was_told = bool(self.guarantee) and not self.guarded  # the guarantee stood for teams alone
        return TEAMS in self.guarded or before_it_was_told

    @property
    def shows_checks(self) -> bool:
        """Whether counts of checks or grounds flags are those that only a return can give."""
        return CHECKS in self.guarded

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


def account_place(account: Account) -> Place:
    return find_place(account.place.kind, account.place.code)
