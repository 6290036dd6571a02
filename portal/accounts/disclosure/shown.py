"""What is shown of a count: a range of whole numbers, and all that may be computed from it.

The rule is data/disclosure.toml (docs/method.md). Totals, shares, charts and words are made of these, never of counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from portal.accounts.disclosure.rule import rule

Status = Literal["value", "rounded", "withheld"]


@dataclass(frozen=True)
class Shown:
    """The whole numbers `low` to `high`, both included. Two that show the same range are the same.

    ValueError where that is no range of counts.
    """

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"No count lies from {self.low} to {self.high}.")

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def is_small(self) -> bool:
        """Whether it reads "1 to 7"."""
        return (self.low, self.high) == (rule().smallest_masked, rule().largest_masked)

    @property
    def figure(self) -> int | None:
        """The one number that stands for it: itself, or the multiple of 5 it is nearest to; else None."""
        if self.is_exact:
            return self.low
        middle = self.low + rule().margin
        return middle if self.low > rule().largest_masked and self == nearest(middle) else None

    @property
    def status(self) -> Status:
        """As figures of the account have it: `value`, `rounded` (also a wider range), `withheld` ("1 to 7")."""
        if self.is_exact:
            return "value"
        return "withheld" if self.is_small else "rounded"


def classed(count: int) -> Shown:
    """What is shown of a protected count: 0 as it is, a small one as "1 to 7", any other to the nearest 5."""
    if count == 0:
        return Shown(0, 0)
    small = Shown(rule().smallest_masked, rule().largest_masked)
    return small if small.low <= count <= small.high else nearest(count)


def nearest(count: int) -> Shown:
    """All counts that have the same nearest multiple of 5."""
    middle = (count + rule().margin) // rule().base * rule().base
    return Shown(middle - rule().margin, middle + rule().margin)


def together(*shown: Shown) -> Shown:
    """The sum of counts, of which this much is shown; 0 of none."""
    return Shown(sum(each.low for each in shown), sum(each.high for each in shown))


def rest_of(total: Shown, others: Iterable[Shown]) -> Shown:
    """The total minus the others, never below 0. ValueError where the others are more than the total can be."""
    taken = together(*others)
    return Shown(max(0, total.low - taken.high), total.high - taken.low)
