"""The figures of an account, each with its status: a missing figure is null, never 0.

Keys may be added, never renamed or removed; one added later has a default, as older editions have not got it.
`low` and `high` beside a count: in editions published by an older rule, between what it lies.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FigureStatus = Literal["value", "missing", "partial", "rounded", "withheld", "not_published", "too_few", "unknown"]
"""`unknown`: too many of these searches have no answer that can be read (data/limits.toml): no rate, share or ratio."""


class Part(BaseModel):
    """A piece of a document."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Totals(Part):
    """Null where no month has a figure (missing), or where it is protected: then `low` and `high` say between what.

    `partial`: the sum of a year of which some months are missing, or are here in part. `kinds`: the status of what
    hangs on the kind of search, `person_searches` and `vehicle_only`: null where too few kinds are known.
    """

    searches: int | None
    person_searches: int | None
    vehicle_only: int | None
    placed_by_nearness: int | None
    low: int | None = None
    high: int | None = None
    status: FigureStatus = "value"
    kinds: FigureStatus = "value"


class MonthFigure(Part):
    """One month. `persons`: searches of a person.

    `acted` of `outcome_known`: searches that led to a formal action, of those whose outcome is known. `groups`: person
    searches by self-defined ethnicity. They are null where nothing was supplied or published. `outcomes`:
    not_published where searches were made and no file of them has the column. `outcome_unlisted`: searches whose
    outcome is a label that nobody has listed. `ethnicity`: unknown where a group is known to be missing from a file.
    `only`: of London, whose searches alone these are, where an expected force sent nothing.
    """

    month: str
    searches: int | None
    status: FigureStatus
    persons: int | None = None
    acted: int | None = None
    outcome_known: int | None = None
    outcomes: FigureStatus = "value"
    groups: dict[str, int] | None = None
    outcome_unlisted: int = 0
    ethnicity: FigureStatus = "value"
    only: str | None = None


class Figure(Part):
    """One row of a breakdown: `searches` out of `of` (searches, or person searches).

    `share` is searches / share_of: of those whose file has the column, as a blank column says nothing of the others.
    It is null where either is missing or 0, and where too few answers are known (`unknown`: the count is of those that
    say so, and nobody can say how many more there are). `partial`: a month of them is known to be cut. `group` sorts
    teams: local, elsewhere (another command's), london_wide, unlisted.
    """

    key: str
    label: str
    searches: int | None
    of: int | None
    share: float | None = None
    share_of: int | None = None
    status: FigureStatus
    low: int | None = None
    high: int | None = None
    group: str | None = None


class Crossed(Part):
    """One cell of a table of two fields; cells without a search are left out. `status`: as that of a Figure."""

    row: str
    column: str
    searches: int
    of: int
    status: FigureStatus = "value"


class Rate(Part):
    """Searches of a group by its residents, for a year; the ratio to White residents with its 95% interval.

    `if_unknown_low`, `if_unknown_high`: the ratio if every search of unknown ethnicity were of White people, or of
    this group: a range of assumptions, never merged with the interval. Null below the gates (`too_few`), where too
    few answers are known, or where a group is known to be missing from a file (`unknown`).
    """

    group: str
    searches: int
    residents: int
    per_1000: float | None
    ratio_to_white: float | None
    low: float | None
    high: float | None
    if_unknown_low: float | None
    if_unknown_high: float | None
    status: FigureStatus


class OutcomeRate(Part):
    """`searches` that led to the `measure` (action: any formal action; arrest) of `of` whose outcome is known.

    `unknown`: those whose outcome is not: outside the rate, beside it. Each is null where it is too small to be told,
    as is a rate that needs it. `rate` with its 95% Wilson interval; null
    of nothing, and where too few answers are known. `if_unknown_low`, `if_unknown_high`: the rate if none, or all, of
    the searches that may belong here and have no known answer led to it; never merged with the interval.
    """

    measure: Literal["action", "arrest"]
    by: Literal["all", "object", "self_defined_ethnicity"]
    key: str
    label: str
    searches: int | None
    of: int | None
    unknown: int | None
    rate: float | None
    low: float | None
    high: float | None
    status: FigureStatus
    if_unknown_low: float | None = None
    if_unknown_high: float | None = None


class Apart(Part):
    """Searches told apart from the rest: those under section 60, of children, of vehicles only.

    `unknown`: searches of which nobody can say whether they belong here (no power, no age, or a label that nobody has
    listed). `share`: of `share_of`, those of which it is known. `if_unknown_low`, `if_unknown_high`: the share of all
    (`of`) if none, or all, of the unknown belonged here. `searches` is null where too little is known for a figure.
    """

    id: Literal["section_60", "under_18", "vehicle_only"]
    searches: int | None
    of: int
    unknown: int
    share: float | None
    share_of: int | None = None
    status: FigureStatus
    if_unknown_low: float | None = None
    if_unknown_high: float | None = None
    breakdowns: dict[str, list[Figure]]
    outcome_rates: list[OutcomeRate]


class Dot(Part):
    """A place in a funnel: its share, its four limits, and whether it lies outside the 99.8% one.

    `drawn` only with 30 searches and five expected of either kind; the others stand in the table.
    """

    code: str
    name: str
    searches: int
    of: int
    share: float
    drawn: bool
    low_95: float
    high_95: float
    low_998: float
    high_998: float
    wide_low: float | None = None
    wide_high: float | None = None
    beyond: Literal["", "above", "below"]


class Curve(Part):
    """The limits at one size, for drawing."""

    of: int
    low_95: float
    high_95: float
    low_998: float
    high_998: float
    wide_low: float | None = None
    wide_high: float | None = None


class Funnel(Part):
    """Shares of places about their common one. `phi` above 1: they differ by more than chance (`wide_` allows for it).

    `kind`: what a dot is; among teams, also small ones that are counted together.
    """

    measure: str
    kind: Literal["borough", "team"] = "borough"
    share: float
    phi: float
    between: float
    dots: list[Dot]
    curve: list[Curve]

    @property
    def name(self) -> str:
        """What a page calls the chart: `action`, `action-teams`."""
        return self.measure if self.kind == "borough" else f"{self.measure}-teams"


class Compared(Part):
    """One measure here and now, and elsewhere or before. Null where it cannot be said: `reason` says why."""

    measure: str
    now: float | None
    then: float | None
    now_low: float | None = None
    now_high: float | None = None
    then_low: float | None = None
    then_high: float | None = None
    change: float | None = None
    status: FigureStatus
    reason: str = ""


class Finds(Part):
    """What searches found: what police looked for, something else, or nothing (no further action).

    Drawn from the outcome and from whether it had to do with what they looked for. `unknown`: of `of` searches those of
    which that is not known. The counts are null where too few are known: of what came of a search, or of the link.
    """

    looked_for: int | None
    something_else: int | None
    nothing: int | None
    unknown: int
    of: int
    status: FigureStatus


class Headline(Part):
    """One figure of an account's first screen."""

    measure: str
    value: float | None
    low: float | None = None
    high: float | None = None
    searches: int | None = None
    of: int | None = None
    status: FigureStatus
    reason: str = ""


# What independent reviewers saw on video; the whole of it stands in the review's own document (documents.review).


class Seen(Part):
    """A check as reviewers judged it by the video, in one place: searches by what was seen; together they are `drawn`.

    `unwatched`: without footage, or not viewed yet. Nothing is substituted, so they stay in. `rate`: of those `judged`
    (passed, failed), weighed by the chance of each to be drawn; `low`, `high`: its 95% interval, which leaves open what
    chance does; `lowest`, `highest`: the rate if all that nobody could judge had failed, or passed. `verdict`: beside
    the charter's target. Null of nothing judged.
    """

    check: str
    drawn: int
    passed: int = Field(alias="pass")
    fail: int
    cannot_tell: int
    unwatched: int
    not_applicable: int
    judged: int
    rate: float | None
    low: float | None
    high: float | None
    lowest: float | None
    highest: float | None
    verdict: str


class Reviewed(Part):
    """How much of a place's searches was drawn and viewed. `reason`: why nothing is told of what was seen; else empty.

    `searches`: those that could have been drawn. `late`: viewed more than 30 days after the search. Null where not even
    these are told, as of a team of few searches.
    """

    searches: int | None
    drawn: int | None
    viewed: int | None
    no_footage: int | None
    not_viewed: int | None
    late: int | None
    reason: str = ""
    reason_code: str = ""
