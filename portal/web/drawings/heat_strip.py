"""Hours of the week as a strip of seven rows: how many searches each had, in five shades of one colour."""

from dataclasses import dataclass

from portal.documents.account import Account
from portal.web.presentation.formatting import format_searches

LEFT, TOP, CELL, TALL = 44, 4, 12, 18
SHADES = 5
HOURS = (0, 6, 12, 18)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Hour:
    x: int
    y: int
    shade: int
    says: str


@dataclass(frozen=True)
class HeatStrip:
    """`limits`: the fewest searches of each shade, the lightest first; `busiest`: the hour with most, in words."""

    width: int
    height: int
    hours: list[Hour]
    days: list[tuple[str, int]]
    labels: list[tuple[str, int]]
    limits: list[int]
    busiest: str


def heat_strip(account: Account) -> HeatStrip | None:
    """None where the account has no hours of days; a cell that its document leaves out had no search."""
    counts = {(day, hour): 0 for day in range(len(DAYS)) for hour in range(24)}
    for cell in account.crossed.get("day_by_hour", []):
        name = cell.column.removeprefix("hour_")
        if cell.row in DAYS and name.isdigit() and (DAYS.index(cell.row), int(name)) in counts:
            counts[DAYS.index(cell.row), int(name)] += cell.searches
    most = max(counts.values())
    if not most:
        return None
    limits = shade_limits(most)
    names = [day.capitalize() for day in DAYS]
    hours = [
        Hour(
            x=LEFT + hour * CELL,
            y=TOP + day * TALL,
            shade=shade_of(count, limits),
            says=f"{names[day]}, {clock(hour)}: {format_searches(count)}",
        )
        for (day, hour), count in counts.items()
    ]
    (day, busiest) = max(counts, key=lambda each: counts[each])
    return HeatStrip(
        width=LEFT + 24 * CELL,
        height=TOP + len(DAYS) * TALL + 18,
        hours=hours,
        days=[(name[:3], TOP + at * TALL + 13) for at, name in enumerate(names)],
        labels=[(clock(hour), LEFT + hour * CELL) for hour in HOURS],
        limits=limits,
        busiest=f"{names[day]}, {clock(busiest)} to {clock((busiest + 1) % 24)} ({format_searches(most)})",
    )


def clock(hour: int) -> str:
    return f"{hour:02}:00"


def shade_limits(most: int) -> list[int]:
    """Five steps of equal size up to the most; fewer where there are fewer searches than that."""
    steps = min(SHADES, most)
    return sorted({1 + most * at // steps for at in range(steps)}) if steps else []


def shade_of(count: int, limits: list[int]) -> int:
    """0 of no search; else which step it is in."""
    return sum(count >= limit for limit in limits)
