"""The Account: the one object that page, CSV and JSON are drawn from (schema `account/1`).

Keys may be added, never renamed or removed. A missing figure is null with a status, never 0.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.places import Kind

SCHEMA = "account/1"

FigureStatus = Literal["value", "missing", "partial", "rounded", "withheld", "not_published", "too_few"]


class Part(BaseModel):
    """A piece of a document. A key added later needs a default: older editions have not got it."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)


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


class Totals(Part):
    searches: int
    person_searches: int
    vehicle_only: int
    placed_by_nearness: int


class MonthFigure(Part):
    month: str
    searches: int | None
    status: FigureStatus


class Figure(Part):
    """One row of a breakdown: `searches` out of `of` (searches, or person searches).

    `share` is searches / of, null where either is missing or `of` is 0.
    """

    key: str
    label: str
    searches: int | None
    of: int
    share: float | None = None
    status: FigureStatus


class Rate(Part):
    """Searches of a group by its residents, for a year; the ratio to White residents with its 95% interval.

    `if_unknown_low`, `if_unknown_high`: the ratio if every search of unknown ethnicity were of White people, or of
    this group: a range of assumptions, never merged with the interval. Null below the gates (`too_few`).
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


class SupplyPart(Part):
    id: str
    source: str
    force: str
    month: str
    sha256: str
    rows: int
    findings: list[dict[str, Any]]


class LeftOut(Part):
    reason: str
    rows: int


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
    outcome_rates: list[dict[str, Any]] = []
    comparison: dict[str, Any] = {}
    headline: list[dict[str, Any]] = []
    compliance: list[dict[str, Any]] = []
    review: list[dict[str, Any]] = []
    supplies: list[SupplyPart]
    left_out: list[LeftOut]
    commentary: str | None = None
    unfair_yardstick: str | None = None

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


class MapArea(Part):
    """One area of the map: its outline, its figure, and the class (0 lightest) that figure falls in."""

    code: str
    slug: str
    name: str
    path: str
    searches: int
    shade: int


class Map(Part):
    """`limits`: the lowest figure of each class, lightest first."""

    schema_: str = Field(default="map/1", alias="schema")
    width: int
    height: int
    limits: list[int]
    areas: list[MapArea]


class Manifest(Part):
    """What an edition is made of. `files`: path -> SHA-256; `previous`: SHA-256 of the manifest before.

    `arrived`: when each supply came; like `published_at` no part of the edition's own hash. `inputs`: a hash of
    all that the figures follow from: the same inputs need no drawing up.
    """

    schema_: str = Field(default="manifest/1", alias="schema")
    period: str
    number: str
    published_at: str
    reason: str
    supplies: list[dict[str, str]]
    charter: str | None
    code: str
    files: dict[str, str]
    previous: str | None
    arrived: dict[str, str] = {}
    inputs: str = ""
    sha256: str
