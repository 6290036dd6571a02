"""When the annual accounts of a year come out (data/calendar.toml)."""

import tomllib
from datetime import date
from functools import cache
from typing import Any

from portal import shipped
from portal.periods import Period


@cache
def release_calendar() -> dict[str, Any]:
    return tomllib.loads(shipped.data("calendar.toml").read_text("utf-8"))


def release_day(period: Period) -> date:
    """The day announced for the period, else the rule's day in the year after its end."""
    for release in release_calendar()["release"]:
        if release["period"] == period.id:
            return date.fromisoformat(release["date"])
    rule = release_calendar()["rule"]["financial" if period.is_financial else "calendar"]
    year = period.end.year if period.is_financial else period.end.year + 1
    return date.fromisoformat(f"{year}-{rule}")
