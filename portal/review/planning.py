"""What an evening of viewing is worth: how many clips give which answer, and what a plan can never show."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from portal.charter.tally import Z
from portal.review.estimates import Viewed, estimate, wilson_of_size

ENDLESS = 10**9
"""Searches, where they are so many that viewing some of them leaves as many."""


@dataclass(frozen=True)
class Plan:
    """Of `viewed` clips: `allowed` failures at most show that the target is met, None if not even all passes would.

    `needed`: failures from which on they show that it is not met, None if not even all would. `reach`: half the width
    of the interval at the target, in shares.
    """

    viewed: int
    target: float
    allowed: int | None
    needed: int | None
    reach: float


@lru_cache(maxsize=512)  # a page of the site asks for what its readers like
def plan_review(viewed: int, target: float, searches: int = ENDLESS) -> Plan:
    """The verdict is Met where the interval's lower end reaches the target, Not met where its upper end is below it."""
    ends = [planned_interval(viewed - failed, viewed, searches) for failed in range(viewed + 1)]
    allowed = [failed for failed, (low, _) in enumerate(ends) if low >= target]
    needed = next((failed for failed, (_, high) in enumerate(ends) if high < target), None)
    low, high = wilson_of_size(target, viewed)
    return Plan(viewed, target, max(allowed, default=None), needed, (high - low) / 2)


def planned_interval(passed: int, viewed: int, searches: int) -> tuple[float, float]:
    found = estimate(Viewed(passed, viewed - passed), searches)
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def size_for(reach: float, share: float, searches: int = ENDLESS) -> int:
    """How many to view so that a share of about that is known to within `reach` (95%), with the finite population.

    n0 = z^2 p (1 - p) / d^2; n = n0 / (1 + (n0 - 1) / N) (Cochran 1977, 4.4).
    """
    first = Z**2 * share * (1 - share) / reach**2
    return ceil(first / (1 + (first - 1) / searches) - 1e-9)


def searches_that_end_it(viewed: int, target: float) -> int:
    """The most searches of which viewing so many, all of them passes, can still show that the target is met."""
    low, high = viewed, ENDLESS
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if plan_review(viewed, target, middle).allowed is not None else (low, middle - 1)
    return low
