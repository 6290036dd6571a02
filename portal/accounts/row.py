"""One figure of an account as a row, and its state as told by its own cells."""

from dataclasses import dataclass

from portal import dictionary
from portal.accounts.figures import FigureStatus
from portal.accounts.files.plainness import plain

REASONS = ("missing", "withheld", "not_published", "too_few", "unknown")
"""States of a row without a figure: why there is none."""


@dataclass(frozen=True)
class Row:
    """One figure, wherever in the account it stands."""

    measure: str
    breakdown: str
    key: str
    searches: int | None
    of: int | None
    status: FigureStatus
    unit: str = "searches"
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def name(self) -> tuple[str, str, str]:
        return (self.measure, self.breakdown, self.key)


def row(
    name: tuple[str, str, str],
    said: FigureStatus,
    *,
    searches: int | None = None,
    of: int | None = None,
    value: float | None = None,
    low: float | None = None,
    high: float | None = None,
    unit: str = "searches",
) -> Row:
    """`name`: measure, breakdown and key; the key of a team that nobody has listed is the code it was sent with.

    `said`: what the document says of all that the figure stands among.
    """
    counts = dictionary.units()[unit].column == "searches"
    figure = searches if counts else value
    is_range = low is not None and high is not None and (figure is None or (counts and low != high))
    status = state(said, is_there=figure is not None, is_range=is_range)
    measure, breakdown, key = name
    return Row(measure, breakdown, plain(key), searches, of, status, unit, value, low, high)


def state(said: FigureStatus, *, is_there: bool, is_range: bool) -> FigureStatus:
    """A figure is there, or a range of it, or it is not there and that has a reason: whatever its neighbours have.

    The interval of a rate makes no range of it.
    """
    if is_range:
        return "withheld" if said == "withheld" else "rounded"
    if is_there:
        return said if said in ("partial", "unknown", "rounded") else "value"
    if said in REASONS:
        return said
    return "withheld" if said == "rounded" else "missing"
