"""Counts and measures as they may be shown: exactly, about, between two ends, or that it cannot be said."""

from collections.abc import Iterable
from typing import Protocol

from portal.accounts.figures import Compared, Figure, FigureStatus, Totals
from portal.accounts.series_document import Point
from portal.web.words import IN_PART, NO_FIGURE, NOT_KNOWN, decimal, number, share, times


def count(figure: Figure) -> str:
    """A figure as it may be shown: `5,722`, `Not known`; in editions published by an older rule `1,180 to 1,320`."""
    if figure.low is None and is_untold(figure, figure.searches):
        return NOT_KNOWN
    return between(figure.searches, figure.low, figure.high)


class Told(Protocol):
    """What has a status that says how good it is, or why it is not there."""

    @property
    def status(self) -> FigureStatus: ...


def is_untold(figure: Told, value: float | None) -> bool:
    """Whether too many of its searches have no answer that can be read: then it is not known, and never 0 or blank."""
    return figure.status == "unknown" and value is None


def share_of(figure: Figure) -> str:
    """The share beside a count: a percentage, `Not known`, or nothing where there is no share to give."""
    return NOT_KNOWN if is_untold(figure, figure.share) else share(figure.share)


def in_part(figures: Iterable[Told]) -> str:
    """What stands once by a table of which some figures lack a part of a month."""
    return IN_PART if any(figure.status == "partial" for figure in figures) else ""


def between(value: int | None, low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return number(value)
    return f"about {number(value)}" if value is not None else f"{number(low)} to {number(high)}"


MEASURES = {
    "searches": "Searches",
    "action_rate": "Led to a formal action, out of 100",
    "arrest_rate": "Led to an arrest, out of 100",
    "black_to_white": "Searches of Black people beside White, by residents",
    "asian_to_white": "Searches of Asian people beside White, by residents",
    "mixed_to_white": "Searches of people of mixed ethnicity beside White, by residents",
    "other_to_white": "Searches of people of other groups beside White, by residents",
    "per_1000": "Searches of a person for every 1,000 residents, in a year",
    "in_rationale": "Searches within the agreed rationale",
    "fields_published": "Charter fields published",
    "checks_kept": "Charter checks kept",
}


def measure(name: str) -> str:
    return MEASURES[name]


def measured(value: float | None, name: str) -> str:
    """A measure's value in its own unit; `cannot be said` where there is none."""
    if value is None:
        return "cannot be said"
    if name.endswith("_rate"):
        return f"{100 * value:.1f}"
    if name.endswith("_to_white"):
        return times(value)
    if name == "in_rationale":
        return share(value)
    return decimal(value) if name == "per_1000" else number(int(value))


def pointed(point: Point | None, name: str) -> str:
    """A measure in one year of a series: its value, the ends of what may be published, or that it cannot be said."""
    if point is not None and point.value is None and point.low is not None and point.high is not None:
        return f"{measured(point.low, name)} to {measured(point.high, name)}"
    if point is not None and is_untold(point, point.value):
        return NOT_KNOWN
    if name == "searches" and point is not None and point.value == 0 and point.status == "partial":
        return NO_FIGURE  # as `total` has it
    return measured(point.value if point else None, name)


def beside(compared: Compared, side: str) -> str:
    """One side of a comparison, `now` or `then`: its value, `Not known`, or that it cannot be said."""
    value = compared.now if side == "now" else compared.then
    return NOT_KNOWN if is_untold(compared, value) else measured(value, compared.measure)


def total(totals: Totals) -> str:
    """A place's total as it may be shown; none of months in part is no nought, as more may be missing."""
    if totals.searches == 0 and totals.status == "partial":
        return NO_FIGURE
    if totals.low is None and is_untold(totals, totals.searches):
        return NOT_KNOWN
    return between(totals.searches, totals.low, totals.high)


def gap(value: float | None) -> str:
    """By how much ours differs from another's, with its sign."""
    if value is None:
        return "cannot be said"
    return "none" if value == 0 else f"{100 * value:+.1f}%"


FILTERS = {
    formatter.__name__: formatter
    for formatter in (count, total, gap, measure, measured, pointed, share_of, in_part, beside)
}
