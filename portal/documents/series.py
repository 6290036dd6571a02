"""A place over all years: the document that page and CSV share (schema `series/1`)."""

from typing import Any, Literal

from pydantic import Field

from portal.documents.account import Compliance, PlacePart
from portal.documents.figures import FigureStatus, Part


class Point(Part):
    """A measure in one year. `of`: what it is out of. Null where it cannot be said: `reason` says why."""

    measure: str
    value: float | None
    low: float | None = None
    high: float | None = None
    of: int | None = None
    status: FigureStatus
    reason: str = ""


class Review(Part):
    """A day by which the Casey Review asks for progress; `period`: the newest year held that had ended by then.

    None where no such year is held whole, or the day is yet to come: then it cannot be said.
    """

    date: str
    title: str
    period: str | None


class YearOfSeries(Part):
    """One year of a place, with the edition its figures come from."""

    period: str
    edition: str
    sha256: str
    months_supplied: int
    months_expected: int
    complete: bool
    points: list[Point]


class FieldHistory(Part):
    """A field that the charter asks for: its state in the newest year, and the first year since when that is so.

    `always`: it was so in every year held. `without`: forces whose files of the newest year lack it in some month.
    """

    field: str
    state: Literal["published", "partly", "missing"]
    since: str
    always: bool
    without: list[str] = []


class Series(Part):
    """Financial years, then calendar years, oldest first: the two overlap and are never joined.

    `duties`: in London's, checks that are judged over all editions.
    """

    schema_: str = Field(default="series/1", alias="schema")
    place: PlacePart
    invented: bool
    years: list[YearOfSeries]
    reviews: list[Review] = []
    fields: list[FieldHistory] = []
    duties: list[Compliance] = []

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)
