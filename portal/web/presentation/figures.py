"""Counts and measures as they may be shown: exactly, about, between two ends, or that it cannot be said."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from portal.documents.account import Account, Compliance
from portal.documents.figures import Compared, Figure, FigureStatus, OutcomeRate, Rate, Totals
from portal.documents.series import Point, Series
from portal.fields import Field, declared_fields
from portal.places import NO_POINT, OUTSIDE_LONDON
from portal.vocabulary import LABELS
from portal.web.presentation.formatting import (
    IN_PART,
    NO_FIGURE,
    NOT_KNOWN,
    decimal,
    format_number,
    format_share,
    format_times,
)

# Marks inside tables: where a bar, a dot or a range lies on its scale, in percent. The figures stand beside them.

THINNEST = 0.6  # of the scale, so that the narrowest range can be seen


@dataclass(frozen=True)
class Mark:
    """A range and the figure in it, in percent of the scale; `left` and `width` of the range."""

    left: float
    width: float
    at: float | None


@dataclass(frozen=True)
class Scale:
    """`low` and `high` in words; `reference`: where the figure lies that the others stand beside."""

    least: float
    most: float
    is_log: bool
    low: str
    high: str
    reference: float | None = None

    def place(self, value: float) -> float:
        """Percent from the left; what lies beyond the scale stands at its end."""
        least, most = (math.log2(self.least), math.log2(self.most)) if self.is_log else (self.least, self.most)
        if self.is_log:
            value = math.log2(value) if value > 0 else least
        return round(100 * min(max((value - least) / (most - least), 0), 1), 2)

    def mark(self, low: float, high: float, at: float | None) -> Mark:
        left, right = self.place(low), self.place(high)
        return Mark(left, round(max(right - left, THINNEST), 2), None if at is None else self.place(at))


def bar(figure: Figure) -> Mark | None:
    """A count as a part of its whole, from nought on: `width` what is sure, `at` the end of what is possible."""
    if not figure.of:
        return None
    if figure.low is not None and figure.high is not None:
        return Mark(0, percent(figure.low / figure.of), percent(figure.high / figure.of))
    return None if figure.share is None else Mark(0, percent(figure.share), None)


def percent(share: float) -> float:
    return round(100 * min(share, 1), 2)


def rate_scale(rates: Iterable[OutcomeRate]) -> Scale | None:
    """From 0 to the next tenth above the highest end; the rate of all searches is what the others stand beside."""
    told = [rate for rate in rates if rate.measure == "action" and rate.high is not None]
    if not told:
        return None
    most = min(math.ceil(10 * max(rate.high or 0 for rate in told) + 1e-9) / 10, 1.0)
    scale = Scale(0, most, is_log=False, low="0", high=f"{100 * most:.0f}")
    everything = next((rate.rate for rate in told if rate.by == "all"), None)
    return scale if everything is None else with_reference(scale, everything)


def ratio_scale(rates: Iterable[Rate]) -> Scale | None:
    """Doublings on either side of 1, wide enough for every interval that has an end."""
    ends = [end for rate in rates if rate.ratio_to_white for end in (rate.low, rate.high) if end and math.isfinite(end)]
    if not ends:
        return None
    reach = max(1, math.ceil(max(abs(math.log2(end)) for end in ends)))
    scale = Scale(1 / 2**reach, 2**reach, is_log=True, low=f"1/{2**reach}", high=f"{2**reach} times")
    return with_reference(scale, 1)


def with_reference(scale: Scale, value: float) -> Scale:
    return Scale(scale.least, scale.most, scale.is_log, scale.low, scale.high, scale.place(value))


def on(rate: OutcomeRate | Rate, scale: Scale | None) -> Mark | None:
    """A rate or a ratio with its interval on the scale; None where there is none."""
    value = rate.ratio_to_white if isinstance(rate, Rate) else rate.rate
    if scale is None or value is None or rate.low is None or rate.high is None:
        return None
    return scale.mark(rate.low, rate.high, value)


def rate_bar(rate: Rate, among: Sequence[Rate]) -> Mark | None:
    """A group's rate as a line: the highest of the table fills it."""
    most = max((each.per_1000 or 0 for each in among), default=0)
    return Mark(0, percent((rate.per_1000 or 0) / most), None) if most else None


def busiest_first(figures: Iterable[Figure]) -> list[Figure]:
    """Places by how many searches they had, without those that are no place (no point, outside London)."""
    known = [each for each in figures if each.searches and each.key not in (NO_POINT, OUTSIDE_LONDON)]
    return sorted(known, key=lambda each: each.searches or 0, reverse=True)


@dataclass(frozen=True)
class RatioOfYear:
    """How many times as often Black people were searched as White people in one year, with its 95% interval."""

    period: str
    complete: bool
    months_supplied: int
    months_expected: int
    value: float
    low: float
    high: float


def ratios_by_year(series: Series) -> list[RatioOfYear]:
    """Financial years that have a ratio with its interval, oldest first."""
    found = []
    for year in series.years:
        for point in year.points:
            is_told = point.value is not None and point.low is not None and point.high is not None
            if point.measure == "black_to_white" and "-" in year.period and is_told and math.isfinite(point.high or 0):
                months = (year.complete, year.months_supplied, year.months_expected)
                ends = (point.value or 0, point.low or 0, point.high or 0)
                found.append(RatioOfYear(year.period, *months, *ends))
    return found


def years_scale(years: Sequence[RatioOfYear]) -> Scale:
    """Doublings on either side of 1, wide enough for every interval."""
    reach = max(1, *(math.ceil(abs(math.log2(end))) for year in years for end in (year.low, year.high) if end > 0))
    scale = Scale(1 / 2**reach, 2**reach, is_log=True, low=f"1/{2**reach}", high=f"{2**reach} times")
    return with_reference(scale, 1)


HUNDRED = Scale(0, 1, is_log=False, low="0", high=format_share(1))


def of_100(found: Compliance) -> Mark | None:
    """What a check found, out of 100: one figure, or between which two it lies. None where nothing is published."""
    if found.status not in ("value", "rounded"):
        return None
    ends = [end for end in (found.low, found.high, found.rate) if end is not None]
    return HUNDRED.mark(min(ends), max(ends), found.rate) if ends else None


MARK_FILTERS = {
    each.__name__: each
    for each in (bar, rate_scale, ratio_scale, on, of_100, rate_bar, busiest_first, ratios_by_year, years_scale)
}


# A table of two fields laid out for a page: its edges and its cells, with the noughts that the document leaves out.


def fields_shown(part: str) -> list[Field]:
    """The fields whose breakdowns stand as tables in that part of an account's page, in the order of breakdowns."""
    declared = declared_fields()
    every = [declared.fields[name] for name in declared.broken_down]
    return [field for field in every if field.table and field.table.part == part]


@dataclass(frozen=True)
class Grid:
    """`rows`: a label and a count for each of `columns`; every count is a part of `of`."""

    columns: list[str]
    rows: list[tuple[str, list[int]]]
    of: int


def crossed_grid(account: Account, name: str) -> Grid | None:
    """A crossed table of the account, its keys in the order of its breakdowns; None where it has no cell."""
    cells = account.crossed.get(name)
    if not cells:
        return None
    counts = {(cell.row, cell.column): cell.searches for cell in cells}
    down, across = (edge(account, field, side, counts) for side, field in enumerate(declared_fields().crossed[name]))
    rows = [(label, [counts.get((key, other), 0) for other, _ in across]) for key, label in down]
    return Grid([label for _, label in across], rows, cells[0].of)


def edge(account: Account, field: str, side: int, counts: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    """Keys with their labels, in the order of the field's own breakdown; others after them."""
    names = {figure.key: figure.label for figure in account.breakdowns[field]} | LABELS
    used = {key[side] for key in counts}
    return [(key, label) for key, label in names.items() if key in used] + [
        (key, key) for key in sorted(used - names.keys())
    ]


def format_figure(figure: Figure) -> str:
    """A figure as it may be shown: `5,722`, `Not known`; in editions published by an older rule `1,180 to 1,320`."""
    if figure.low is None and is_untold(figure, figure.searches):
        return NOT_KNOWN
    return format_range(figure.searches, figure.low, figure.high)


class Told(Protocol):
    """What has a status that says how good it is, or why it is not there."""

    @property
    def status(self) -> FigureStatus: ...


def is_untold(figure: Told, value: float | None) -> bool:
    """Whether too many of its searches have no answer that can be read: then it is not known, and never 0 or blank."""
    return figure.status == "unknown" and value is None


def share_of(figure: Figure) -> str:
    """The share beside a count: a percentage, `Not known`, or nothing where there is no share to give."""
    return NOT_KNOWN if is_untold(figure, figure.share) else format_share(figure.share)


def in_part(figures: Iterable[Told]) -> str:
    """What stands once by a table of which some figures lack a part of a month."""
    return IN_PART if any(figure.status == "partial" for figure in figures) else ""


def format_range(value: int | None, low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return format_number(value)
    return f"about {format_number(value)}" if value is not None else f"{format_number(low)} to {format_number(high)}"


MEASURES = {
    "searches": "Searches",
    "action_rate": "Led to police action, %",
    "arrest_rate": "Led to an arrest, %",
    "black_to_white": "Black people searched, compared with White",
    "asian_to_white": "Asian people searched, compared with White",
    "mixed_to_white": "People of mixed ethnicity searched, compared with White",
    "other_to_white": "People of other groups searched, compared with White",
    "per_1000": "Searches per 1,000 residents a year",
    "in_rationale": "Searches within the agreed rationale",
    "fields_published": "Facts published",
    "checks_kept": "Charter checks kept",
}


def measure(name: str) -> str:
    return MEASURES[name]


def format_measure(value: float | None, name: str) -> str:
    """A measure's value in its own unit; `not known` where there is none."""
    if value is None:
        return "not known"
    if name.endswith("_rate"):
        return f"{100 * value:.1f}"
    if name.endswith("_to_white"):
        return format_times(value)
    if name == "in_rationale":
        return format_share(value)
    return decimal(value) if name == "per_1000" else format_number(int(value))


def format_point(point: Point | None, name: str) -> str:
    """A measure in one year of a series: its value, the ends of what may be published, or that it cannot be said."""
    if point is not None and point.value is None and point.low is not None and point.high is not None:
        return f"{format_measure(point.low, name)} to {format_measure(point.high, name)}"
    if point is not None and is_untold(point, point.value):
        return NOT_KNOWN
    if name == "searches" and point is not None and point.value == 0 and point.status == "partial":
        return NO_FIGURE  # as `total` has it
    return format_measure(point.value if point else None, name)


def format_side(compared: Compared, side: str) -> str:
    """One side of a comparison, `now` or `then`: its value, `Not known`, or that it cannot be said."""
    value = compared.now if side == "now" else compared.then
    return NOT_KNOWN if is_untold(compared, value) else format_measure(value, compared.measure)


def format_total(totals: Totals) -> str:
    """A place's total as it may be shown; none of months in part is no nought, as more may be missing."""
    if totals.searches == 0 and totals.status == "partial":
        return NO_FIGURE
    if totals.low is None and is_untold(totals, totals.searches):
        return NOT_KNOWN
    return format_range(totals.searches, totals.low, totals.high)


def gap(value: float | None) -> str:
    """By how much ours differs from another's, with its sign."""
    if value is None:
        return "cannot be said"
    return "none" if value == 0 else f"{100 * value:+.1f}%"


FILTERS = {
    formatter.__name__: formatter
    for formatter in (
        format_figure,
        format_total,
        gap,
        measure,
        format_measure,
        format_point,
        share_of,
        in_part,
        format_side,
    )
}
