"""Numbers, dates and names as readers see them: every formatter of the site, one place."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from portal import return_standard, sources
from portal.documents.account import PeriodPart
from portal.documents.figures import MonthFigure
from portal.documents.supplies import ListedSupply
from portal.fields import search_field
from portal.periods import Period
from portal.places import forces_by_id

NO_FIGURE = "no figure"
NOT_KNOWN = "Not known"
UNREADABLE = "Too many of these searches have no known answer."
"""Why a figure of status `unknown` is not given."""
IN_PART = "A file of these months is not complete, or has searches twice: counts may be too low or too high."
"""What stands once by a table of figures of which some are `partial`."""
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
STATES = {
    "current": (
        "In use",
        "The newest file. It is used unless there is a better source for this month.",
    ),
    "superseded": ("Replaced", "It was replaced by a newer file and counts no more. It stays here to be read."),
    "held": ("Held back", "It is held back until somebody has looked at it, and counts in no figure."),
    "refused": ("Refused", "It was refused and counts in no figure."),
    "withdrawn": ("Withdrawn", "Its content was withdrawn. Only its hash, the day and the reason stay."),
}


def format_number(value: int | None) -> str:
    return NO_FIGURE if value is None else f"{value:,}"


def format_share(value: float | None) -> str:
    """A share as a percentage with one decimal; never rounded to a nought or a hundred it is not."""
    if value is None:
        return ""
    if 0 < value < 0.0005:
        return "under 0.1%"
    if 0.9995 <= value < 1:
        return "over 99.9%"
    return f"{100 * value:.1f}%"


def format_percent(value: float | None) -> str:
    """A share in whole percent, for sentences and large print; never rounded to a zero or a hundred it is not."""
    if value is None:
        return ""
    if 0 < value < 0.005:
        return "under 1%"
    if 0.995 <= value < 1:
        return "over 99%"
    return f"{round(100 * value)}%"


def decimal(value: float | None) -> str:
    """One decimal; never rounded to a nought that it is not."""
    if value is None:
        return NO_FIGURE
    return "under 0.1" if 0 < value < 0.05 else f"{value:,.1f}"


def format_times(value: float | None) -> str:
    """A ratio: `2.1 times`; never rounded to a nought that it is not."""
    if value is None:
        return ""
    return "less than 0.1 times" if 0 < value < 0.05 else f"{value:.1f} times"


def span(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.1f} to {high:.1f}"


def month(text: str) -> str:
    """`2018-04` -> April 2018."""
    return f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}"


def short_month(text: str) -> str:
    return MONTHS[int(text[5:7]) - 1][:3]


def format_day(told: str | date) -> str:
    """A day or moment, or the ISO text of one -> 1 April 2018."""
    moment = datetime.fromisoformat(told) if isinstance(told, str) else told
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def dated(sentence: str) -> str:
    """ISO days inside a sentence as readers see them."""
    return re.sub(r"\b\d{4}-\d{2}-\d{2}\b", lambda found: format_day(found[0]), sentence)


def year(period: Period | PeriodPart) -> str:
    """`2018-19` -> April 2018 to March 2019."""
    months = Period.named(period.id).months
    return f"{month(months[0])} to {month(months[-1])}"


def format_coverage(period: PeriodPart) -> str:
    """How much of the year is here: `6 of 12 months`."""
    return f"{period.months_supplied} of {period.months_expected} months"


def format_searches(value: int | None) -> str:
    """A count with its noun: no searches, 1 search, 70,196 searches."""
    if value is None:
        return NO_FIGURE
    return {0: "no searches", 1: "1 search"}.get(value, f"{value:,} searches")


def format_count(value: int | None, noun: str) -> str:
    """A count with any regular noun: `no teams`, `1 team`, `6 teams`."""
    if value is None:
        return f"{NO_FIGURE} of {noun}s"
    return {0: f"no {noun}s", 1: f"1 {noun}"}.get(value, f"{value:,} {noun}s")


def field_title(name: str) -> str:
    """A field of the standard, as the list of what a force should supply calls it."""
    return next(
        (field.title for field in return_standard.return_fields() if field.name == name), name.replace("_", " ")
    )


def format_month_status(figure: MonthFigure) -> str:
    """In a few words; of London, whose searches alone a month has."""
    told = {"missing": "no file", "partial": "part of the month", "unknown": "seems to be there twice",
            "withheld": "too few to show"}  # fmt: skip
    return figure.only or told.get(figure.status, "")


def source(name: str) -> str:
    return sources.known_sources()[name].title


def state_title(name: str) -> str:
    return STATES[name][0]


def state_sentence(name: str) -> str:
    return STATES[name][1]


def format_supply_rows(supply: ListedSupply) -> str:
    """What stands in a cell of the table of supplies: its rows, or what became of it."""
    if supply.state != "current":
        return state_title(supply.state)
    if any(finding.id == "empty_file" for finding in supply.findings):
        return "Empty file"
    if any(finding.id == "declared_zero" for finding in supply.findings):
        return "None, as declared"
    return format_rows(supply.rows_kept)


def format_rows(value: int | None) -> str:
    return NO_FIGURE if value is None else "1 row" if value == 1 else f"{value:,} rows"


def severities(supply: ListedSupply) -> list[tuple[str, int]]:
    """How many serious findings and warnings a supply has."""
    counts: Counter[str] = Counter(finding.severity for finding in supply.findings)
    return [(word, counts[word]) for word in ("serious", "warning") if counts[word]]


def field_names(names: list[str]) -> str:
    return join_names([field_in_words(name) for name in names]) or "none"


def field_in_words(name: str) -> str:
    """A field in the middle of a sentence."""
    field = search_field(name)
    return field.words if field and field.words else name.replace("_", " ")


def force_name(force: str) -> str:
    return forces_by_id()[force].name


def file_size(size: int) -> str:
    """`3 KB`, `1.4 MB`: thousands, as file managers show them; never 0 KB."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000)):,} KB"
    return f"{size / 1_000_000:,.1f} MB"


def join_names(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


FILTERS: dict[str, Callable[..., object]] = {
    formatter.__name__: formatter
    for formatter in (
        format_number,
        format_share,
        format_percent,
        decimal,
        format_times,
        span,
        month,
        short_month,
        format_day,
        dated,
        year,
        format_coverage,
        format_searches,
        format_count,
        field_title,
        format_month_status,
        source,
        join_names,
        file_size,
        state_title,
        state_sentence,
        format_supply_rows,
        format_rows,
        severities,
        field_names,
        force_name,
    )
}
"""Formatter by name, as templates use it: `{{ figure.searches | number }}`."""
