"""Searches by month over all the years on the page, one after the other.

Places are in percent of the paper and words in pixels, so that one picture can be read at any width: on a narrow screen
the style sheet leaves the letters of more than twelve months out. A month in part is hatched to the full height, a
month without a file is a gap; a broken line is the mean of a year's full months.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.documents.account import Account
from portal.documents.figures import MonthFigure
from portal.web.drawings.charts import round_step
from portal.web.presentation.formatting import format_month_status, format_number, format_searches, month

FULL = ("value", "rounded")
GAP = 0.18
"""Of a month's room, on both sides of its column together."""


@dataclass(frozen=True)
class YearOfMonths:
    """The months of a year and what it is called; `is_own`: the year of the page, the others are pale."""

    name: str
    months: Sequence[MonthFigure]
    is_own: bool


@dataclass(frozen=True)
class Column:
    """`kind`: now, was, part or gap. `letter`: of the month. `says`: when pointed at."""

    x: float
    width: float
    y: float
    height: float
    kind: str
    middle: float
    letter: str
    says: str


@dataclass(frozen=True)
class Gridline:
    y: float
    label: str


@dataclass(frozen=True)
class Stretch:
    """A year below the months, and its mean as a line at `y`; None where it has no full month."""

    x1: float
    x2: float
    name: str
    y: float | None
    mean: str


@dataclass(frozen=True)
class MonthColumns:
    columns: list[Column]
    gridlines: list[Gridline]
    years: list[Stretch]

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(column.kind for column in self.columns)


def month_columns(years: Sequence[YearOfMonths]) -> MonthColumns:
    """Every month in its place; the scale ends at the gridline above the highest column."""
    months = [(figure, year.is_own) for year in years for figure in year.months]
    most = max((figure.searches or 0 for figure, _ in months), default=0)
    step = round_step(most)
    ceiling = step * -(-max(most, 1) // step)
    slot = 100 / max(len(months), 1)
    return MonthColumns(
        columns=[
            month_column(figure, at * slot, slot, ceiling, is_own=is_own) for at, (figure, is_own) in enumerate(months)
        ],
        gridlines=[Gridline(depth(value, ceiling), format_number(value)) for value in range(0, ceiling + 1, step)],
        years=list(year_stretches(years, slot, ceiling)),
    )


def depth(value: float, ceiling: int) -> float:
    """Where a value lies, in percent from the top of the paper."""
    return round(100 - 100 * value / ceiling, 2)


def month_column(figure: MonthFigure, left: float, slot: float, ceiling: int, *, is_own: bool) -> Column:
    kind = "now" if is_own else "was"
    if figure.searches is None:
        kind = "gap"
    elif figure.status not in FULL:
        kind = "part"
    top = depth(figure.searches or 0, ceiling)
    return Column(
        x=round(left + slot * GAP / 2, 2),
        width=round(slot * (1 - GAP), 2),
        y=top,
        height=round(100 - top, 2),
        kind=kind,
        middle=round(left + slot / 2, 2),
        letter=month(figure.month)[0],
        says=column_says(figure),
    )


def column_says(figure: MonthFigure) -> str:
    """`April 2018: 1,234 searches, part of the month`."""
    status = format_month_status(figure)
    if figure.searches is None:
        return f"{month(figure.month)}: {status or 'no figure'}"
    return f"{month(figure.month)}: {format_searches(figure.searches)}{', ' if status else ''}{status}"


def year_stretches(years: Sequence[YearOfMonths], slot: float, ceiling: int) -> Iterator[Stretch]:
    edges = [0]
    for year in years:
        edges.append(edges[-1] + len(year.months))
    for year, (first, last) in zip(years, pairwise(edges), strict=True):
        mean = monthly_mean(year.months)
        yield Stretch(
            x1=round(first * slot + slot * GAP / 2, 2),
            x2=round(last * slot - slot * GAP / 2, 2),
            name=year.name,
            y=None if mean is None else depth(mean, ceiling),
            mean="" if mean is None else format_number(round(mean)),
        )


def monthly_mean(months: Sequence[MonthFigure]) -> float | None:
    """Searches a month, of the full months alone."""
    full = [figure.searches for figure in months if figure.status in FULL and figure.searches is not None]
    return sum(full) / len(full) if full else None


def years_of_months(account: Account, before: Account | None) -> list[YearOfMonths]:
    """The year before, pale, and the year of the page; a year before without any figure is left out."""
    own = YearOfMonths(account.period.id, account.monthly, is_own=True)
    if before is None or all(figure.searches is None for figure in before.monthly):
        return [own]
    return [YearOfMonths(before.period.id, before.monthly, is_own=False), own]


def months_finding(account: Account) -> str:
    """What the columns show, in a few words: from the months that are compared with the year before, else the mean."""
    compared = next((each for each in account.comparison.with_year_before if each.measure == "searches"), None)
    months = len(account.comparison.months)
    if compared is not None and compared.now is not None and compared.then is not None and months:
        now, then = to_two_figures(compared.now / months), to_two_figures(compared.then / months)
        if now == then:
            return f"About {now} searches a month, as in the year before"
        moved = "rose" if compared.now > compared.then else "fell"
        return f"Searches {moved} from about {then} to about {now} a month"
    mean = monthly_mean(account.monthly)
    return "Searches each month" if mean is None else f"About {to_two_figures(mean)} searches a month"


def to_two_figures(mean: float) -> str:
    """To two figures, and never 0 of what is there: 476.8 -> 480, 11,687 -> 12,000, 0.4 -> 1."""
    if 0 < mean < 1:
        return "1"
    whole = round(mean)
    digits = max(len(str(whole)) - 2, 0)
    return format_number(round(whole, -digits))


FILTERS = {each.__name__: each for each in (months_finding,)}
