"""Numbers, dates and names as readers see them: every formatter of the site, one place."""

from collections.abc import Callable
from datetime import date, datetime

from portal.accounts.document import MonthFigure, PeriodPart
from portal.periods import Period

NO_FIGURE = "no figure"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
FORCE_SOURCES = {"police-uk": "data.police.uk"}


def number(value: int | None) -> str:
    return NO_FIGURE if value is None else f"{value:,}"


def share(value: float | None) -> str:
    """A share as a percentage with one decimal; never rounded to a nought or a hundred it is not."""
    if value is None:
        return ""
    if 0 < value < 0.0005:
        return "under 0.1%"
    if 0.9995 <= value < 1:
        return "over 99.9%"
    return f"{100 * value:.1f}%"


def month(text: str) -> str:
    """`2018-04` -> April 2018."""
    return f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}"


def short_month(text: str) -> str:
    return MONTHS[int(text[5:7]) - 1][:3]


def day(text: str) -> str:
    """An ISO day or moment -> 1 April 2018."""
    moment = datetime.fromisoformat(text).date() if "T" in text else date.fromisoformat(text)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def year(period: Period | PeriodPart) -> str:
    """`2018-19` -> April 2018 to March 2019."""
    months = Period.named(period.id).months
    return f"{month(months[0])} to {month(months[-1])}"


def coverage(period: PeriodPart) -> str:
    """How much of the year is here: `6 of 12 months`."""
    return f"{period.months_supplied} of {period.months_expected} months"


def searches(value: int | None) -> str:
    """A count with its noun: no searches, 1 search, 70,196 searches."""
    if value is None:
        return NO_FIGURE
    return {0: "no searches", 1: "1 search"}.get(value, f"{value:,} searches")


def month_status(figure: MonthFigure) -> str:
    return {"missing": "not supplied", "partial": "part of the month"}.get(figure.status, "")


def source(name: str) -> str:
    return FORCE_SOURCES.get(name, name)


def joined(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


FILTERS: dict[str, Callable[..., str]] = {
    formatter.__name__: formatter
    for formatter in (
        number,
        share,
        month,
        short_month,
        day,
        year,
        coverage,
        searches,
        month_status,
        source,
        joined,
    )
}
"""Formatter by name, as templates use it: `{{ figure.searches | number }}`."""
