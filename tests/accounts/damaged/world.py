"""Six months of two forces, every search a plain dict whose truth is known, and their files as published."""

import calendar
import random
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from tests.samples import FIELDS, HEADER

MET, CITY = "metropolitan", "city-of-london"
MONTHS = tuple(f"2019-{number:02}" for number in range(1, 7))
POINTS = {
    "E09000012": ("51.547100", "-0.056100"), "E09000022": ("51.460000", "-0.116000"),
    "E09000033": ("51.513500", "-0.135000"), "E09000001": ("51.515500", "-0.092200"),
}  # fmt: skip
WHERE = {MET: {"E09000012": 45, "E09000022": 40, "E09000033": 15}, CITY: {"E09000001": 100}}
ROWS = {MET: 300, CITY: 60}
LABELS = {
    "Type": {"Person search": 70, "Person and Vehicle search": 24, "Vehicle search": 6},
    "Gender": {"Male": 85, "Female": 15},
    "Age range": {"10-17": 18, "18-24": 35, "25-34": 25, "over 34": 17, "": 5},
    "Self-defined ethnicity": {
        "White - Irish": 34, "Black/African/Caribbean/Black British - African": 24, "Asian/Asian British - Indian": 12,
        "Mixed/Multiple ethnic groups - White and Asian": 8, "Other ethnic group - Not stated": 18, "": 4,
    },
    "Officer-defined ethnicity": {"White": 50, "Black": 30, "Asian": 18, "": 2},
    "Legislation": {
        "Misuse of Drugs Act 1971 (section 23)": 65, "Police and Criminal Evidence Act 1984 (section 1)": 29,
        "Criminal Justice and Public Order Act 1994 (section 60)": 6,
    },
    "Object of search": {"Controlled drugs": 64, "Offensive weapons": 18, "Stolen goods": 18},
    "Outcome": {"A no further action disposal": 68, "Arrest": 16, "Community resolution": 13, "": 3},
}  # fmt: skip
"""Header -> label -> how many of 100 rows have it, about."""


@dataclass(frozen=True)
class Search:
    """One search as it was: its cells by header, its force, and the borough it was in."""

    force: str
    borough: str
    cells: dict[str, str]

    def but(self, **cells: str) -> "Search":
        """The same search with other cells, by header with `_` for spaces and hyphens."""
        headers = {name.replace(" ", "_").replace("-", "_"): name for name in FIELDS}
        return replace(self, cells={**self.cells, **{headers[name]: text for name, text in cells.items()}})

    @cached_property
    def london(self) -> datetime:
        return datetime.fromisoformat(self.cells["Date"]).astimezone(ZoneInfo("Europe/London"))

    @cached_property
    def month(self) -> str:
        """London's, as in `2019-04`."""
        return f"{self.london:%Y-%m}"


Files = dict[tuple[str, str], list[Search]]
"""Force and month -> its searches."""


def world(seed: int) -> Files:
    dice = random.Random(seed)
    return {(force, month): searches(force, month, dice) for force in (MET, CITY) for month in MONTHS}


def searches(force: str, month: str, dice: random.Random) -> list[Search]:
    """A month's searches: as many of each label as usual, in an order of their own; no two at the same minute."""
    number = ROWS[force] + dice.randint(-2, 2)
    columns = {header: spread(labels, number, dice) for header, labels in LABELS.items()}
    boroughs = spread(WHERE[force], number, dice)
    days = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
    found = []
    for at, borough in enumerate(boroughs):
        stamp = f"{month}-{1 + at % days:02}T{(7 + 5 * (at // days) + at % 3) % 24:02}:{1 + at % 59:02}:00+00:00"
        latitude, longitude = POINTS[borough]
        cells = {"Date": stamp, "Part of a policing operation": "False", "Latitude": latitude, "Longitude": longitude}
        found.append(Search(force, borough, cells | {header: column[at] for header, column in columns.items()}))
    return sorted(found, key=lambda search: search.cells["Date"])


def spread(shares: dict[str, int], number: int, dice: random.Random) -> list[str]:
    """`number` labels in these proportions, shuffled."""
    found = [label for label, share in shares.items() for _ in range(round(share * number / 100))]
    found = (found + list(shares)[:1] * number)[:number]
    dice.shuffle(found)
    return found


def as_csv(rows: list[Search], *, end: str = "\r\n") -> bytes:
    lines = [",".join(row.cells.get(name, "") for name in FIELDS) for row in rows]
    return end.join([HEADER, *lines, ""]).encode()
