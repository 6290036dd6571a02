"""Years an account may cover: the financial year 2018-19, the calendar year 2018, and their months.

A month is the text `2018-04`. `2011-12` as a period is a financial year, never a month.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

FIRST_MONTH = "2008-01"
"""No source that we know has an older one: the Met's and data.police.uk's records of searches begin later."""
MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
PERIOD = re.compile(r"(?P<year>(19|20)\d\d)(-(?P<next>\d\d))?")


class NoSuchPeriod(ValueError):
    """The text names neither a financial nor a calendar year."""


@dataclass(frozen=True, order=True)
class Period:
    """Twelve months from the first day of `first` (`2018-04`)."""

    first: str
    id: str

    @classmethod
    def named(cls, text: str) -> "Period":
        found = PERIOD.fullmatch(text)
        if not found:
            raise NoSuchPeriod(f"{text!r} is neither a financial year (2018-19) nor a calendar year (2018)")
        year = int(found["year"])
        if found["next"] is None:
            return calendar_year(year)
        if int(found["next"]) != (year + 1) % 100:
            raise NoSuchPeriod(f"{text!r}: the financial year that starts in {year} is {financial_year(year).id}")
        return financial_year(year)

    @property
    def months(self) -> tuple[str, ...]:
        months = [self.first]
        while len(months) < 12:
            months.append(month_after(months[-1]))
        return tuple(months)

    @property
    def start(self) -> date:
        return date.fromisoformat(f"{self.first}-01")

    @property
    def end(self) -> date:
        """The last day."""
        return date.fromordinal(date.fromisoformat(f"{month_after(self.months[-1])}-01").toordinal() - 1)

    @staticmethod
    def last_day(month: str) -> date:
        """Of a month such as `2018-04`."""
        return date.fromordinal(date.fromisoformat(f"{month_after(month)}-01").toordinal() - 1)

    @property
    def before(self) -> "Period":
        """The year before, of the same kind."""
        year = self.start.year - 1
        return financial_year(year) if self.is_financial else calendar_year(year)

    @property
    def is_financial(self) -> bool:
        return "-" in self.id


def calendar_year(year: int) -> Period:
    return Period(f"{year}-01", f"{year}")


def financial_year(year: int) -> Period:
    """The year from April `year` to March of the next."""
    return Period(f"{year}-04", f"{year}-{(year + 1) % 100:02}")


def is_month(text: str) -> bool:
    return MONTH.fullmatch(text) is not None


def today_in_london(now: datetime) -> date:
    return now.astimezone(ZoneInfo("Europe/London")).date()


def why_impossible(month: str, now: datetime) -> str:
    """Why no records can be of that month, told the time (with its zone); "" if they can."""
    if not is_month(month):
        return "what it is of is no month"
    if month > f"{today_in_london(now):%Y-%m}":
        return f"{month} is still to come"
    return f"{month} is before {FIRST_MONTH}, when no source had records" if month < FIRST_MONTH else ""


def month_after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + 1}-01" if number == 12 else f"{year}-{number + 1:02}"


def touching(months: Iterable[str]) -> list[Period]:
    """Every financial and calendar year that has one of the months, oldest first."""
    periods = set()
    for month in months:
        year, number = int(month[:4]), int(month[5:])
        periods |= {calendar_year(year), financial_year(year if number >= 4 else year - 1)}
    return sorted(periods)
