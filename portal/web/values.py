"""Counts and measures as they may be shown: exactly, about, between two ends, or that it cannot be said."""

from portal.accounts.figures import Figure, Totals
from portal.accounts.series_document import Point
from portal.web.words import NO_FIGURE, decimal, number, share, times


def count(figure: Figure) -> str:
    """A figure as it may be shown: `5,722`, `about 30`, `1 to 7`, `1,180 to 1,320`."""
    return between(figure.searches, figure.low, figure.high)


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
    return measured(point.value if point else None, name)


def total(totals: Totals) -> str:
    """A place's total as it may be shown; none of months in part is no nought, as more may be missing."""
    if totals.searches == 0 and totals.status == "partial":
        return NO_FIGURE
    return between(totals.searches, totals.low, totals.high)


def gap(value: float | None) -> str:
    """By how much ours differs from another's, with its sign."""
    if value is None:
        return "cannot be said"
    return "none" if value == 0 else f"{100 * value:+.1f}%"


FILTERS = {formatter.__name__: formatter for formatter in (count, total, gap, measure, measured, pointed)}
