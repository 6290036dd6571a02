"""The video review as documents: how searches are drawn (`review-draws/1`), and what viewing them proves (`review/1`).

Items are never listed: what reviewers saw is told as counts over groups of searches (docs/method.md).
"""

from typing import Any, Literal

from pydantic import Field

from portal.documents.account import PeriodPart
from portal.documents.figures import FigureStatus, Part, Reviewed, Seen

REVIEW = "review.json"
"""The document of a year's edition, where anything was drawn for that year or sent in."""
DRAWS = "draws.json"
"""The document of the line of draws."""

# How searches are drawn: public, and enough for anybody who has the frame to draw again.


class SeedPromise(Part):
    """The hash of the seed that a month will be drawn with: it has to be published before the month begins."""

    month: str
    sha256: str
    made_at: str


class DrawnStratum(Part):
    """`kind`: borough. `name`: a GSS code, `no_point` or `outside_london`."""

    kind: str
    name: str
    size: int
    drawn: int


class DrawReceipt(Part):
    """One draw of a month. `sample`: of records, or of camera activations. `number`: 1, or more for a supplement, which

    draws further and says why. `seed`: now it may be told. `promised_in`: the edition that published its hash.
    `a_borough`: how many of each stratum in all. `list_sha256`: of the list of what was drawn, which is not published.
    `for_teams`: how many of the list were drawn for specialist teams alone. `is_public`: whether the frame can be made
    from the published tables; else `frame_sha256` is of a frame with a secret first line, as nobody may guess a return.
    """

    month: str
    sample: Literal["records", "activations"]
    number: int
    drawn_at: str
    seed: str
    promised: str
    promised_in: str
    frame_sha256: str
    list_sha256: str
    searches: int
    drawn: int
    a_borough: int
    for_teams: int = 0
    strata: list[DrawnStratum]
    left_out: dict[str, int] = {}
    is_public: bool
    supplement: str = ""


class ReviewDraws(Part):
    """Every promise and every draw, in their order. `head`: the hash that the journal of the review ends in, after so

    many `entries`; it holds them all, also what reviewers sent.
    """

    schema_: str = Field(default="review-draws/1", alias="schema")
    invented: bool
    promises: list[SeedPromise]
    draws: list[DrawReceipt]
    head: str
    entries: int

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


# What viewing proves.


class Counted(Part):
    """Items under one answer; null where they are too few to be told."""

    key: str
    label: str
    items: int | None


class Answers(Part):
    """One question of the reviewers' form, and what was answered of those viewed. `about`: police or person."""

    field: str
    title: str
    about: Literal["police", "person"]
    answers: list[Counted]


class ReviewedPlace(Part):
    """One place: London, an area, or a team; also `other` ones that are told together, as each is too small.

    `seen`: nothing where `reviewed.reason` says why.
    """

    kind: str
    code: str
    name: str
    reviewed: Reviewed
    seen: list[Seen] = []
    answers: list[Answers] = []
    together: list[str] = []


class ReviewMonth(Part):
    """A month in one borough, or in all of London (`place` london)."""

    month: str
    place: str
    name: str
    drawn: int
    viewed: int
    no_footage: int
    not_viewed: int
    late: int


class RecordBeside(Part):
    """A check in London: what the record says beside what the video shows, of items where both say something.

    `record_only`: the record says that it was done, and the video that it was not. `without_record`: the video shows
    it, and the record has no answer or no such field. Null where too few were judged.
    """

    check: str
    both: int | None
    record_only: int | None
    video_only: int | None
    neither: int | None
    without_record: int | None
    status: FigureStatus = "value"


class Agreed(Part):
    """Two who judged the same items, blind. `what`: a check, or `supervisor` (supervisor and reviewer of the result).

    Percent, Gwet's AC1, Cohen's kappa (null where it is not defined): STATISTICS in docs/method.md. The measures are
    null, and so are the counts, where fewer than 30 were judged twice.
    """

    what: str
    pairs: int
    both: int | None
    first_only: int | None
    second_only: int | None
    neither: int | None
    share: float | None
    ac1: float | None
    kappa: float | None
    status: FigureStatus = "value"


class NotDrawn(Part):
    """What a panel viewed that was not drawn at random: answers counted, without a rate, never mixed with the rest.

    `reason`: why no answer is told; else empty.
    """

    panel: str
    name: str
    viewed: int
    answers: list[Answers] = []
    reason: str = ""


class Questions(Part):
    """What panels asked under one topic and what the police answered. `days`: the median of those answered."""

    topic: str
    title: str
    asked: int
    answered: int
    days: float | None
    outcomes: list[Counted] = []


class UnderRecorded(Part):
    """Searches seen on video that were drawn from camera activations: how many are in no record, and what follows.

    `total`: searches that there may be for those `recorded`, with its interval.
    """

    activations: int
    seen: int
    without_record: int | None
    share: float | None
    low: float | None
    high: float | None
    recorded: int
    total: float | None
    total_low: float | None
    total_high: float | None
    status: FigureStatus = "value"


class ReviewDocument(Part):
    """A year. `places`: London first. `people`: what the video shows of persons searched, London only, rounded.

    `changed`: answers that a later version of a reviewer's file changed. `withdrawn`: items whose record was withdrawn.
    `guarantee`: the rule that these figures pass, in words.
    """

    schema_: str = Field(default="review/1", alias="schema")
    invented: bool
    period: PeriodPart
    places: list[ReviewedPlace]
    months: list[ReviewMonth]
    missing: list[Counted]
    beside: list[RecordBeside]
    agreed: list[Agreed]
    not_drawn: list[NotDrawn]
    questions: list[Questions]
    under_recorded: UnderRecorded | None = None
    people: list[Answers] = []
    changed: int = 0
    withdrawn: int = 0
    guarantee: str = ""

    @property
    def london(self) -> ReviewedPlace:
        return self.places[0]

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)
