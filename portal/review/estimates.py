"""What viewed searches prove of all: a share with what chance leaves open, and what missing footage could change.

Sources: STATISTICS.md, "Review sample" (Wilson with n*; Hajek with Kish's effective size); Wilson (1927); Hajek (1971).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from portal.charter.tally import Z, share_or_none


@dataclass(frozen=True)
class Viewed:
    """Searches drawn of one place or team, by what was seen. They add up to `drawn`: nothing is ever substituted."""

    passed: int
    failed: int
    cannot_tell: int = 0
    no_footage: int = 0

    @property
    def drawn(self) -> int:
        return self.passed + self.failed + self.cannot_tell + self.no_footage

    @property
    def judged(self) -> int:
        return self.passed + self.failed


@dataclass(frozen=True)
class Estimate:
    """`share` of those judged, with its 95% interval; `lowest`, `highest`: of those drawn, if all that could not be

    judged had failed, or passed. The interval never covers that. None of nothing judged.
    """

    share: float | None
    low: float | None
    high: float | None
    lowest: float | None
    highest: float | None


def estimate(viewed: Viewed, searches: int) -> Estimate:
    """Of a simple random sample out of `searches`: Wilson with n* = n (N - 1) / (N - n), N = searches x judged / drawn.

    If everything was viewed nothing is left to chance.
    """
    open_ = viewed.cannot_tell + viewed.no_footage
    lowest, highest = share_or_none(viewed.passed, viewed.drawn), share_or_none(viewed.passed + open_, viewed.drawn)
    n = viewed.judged
    if not n:
        return Estimate(None, None, None, lowest, highest)
    share = viewed.passed / n
    whole = searches * n / viewed.drawn
    if whole <= n:
        return Estimate(share, share, share, lowest, highest)
    low, high = wilson_of_size(share, n * (whole - 1) / (whole - n))
    return Estimate(share, low, high, lowest, highest)


def wilson_of_size(share: float, size: float) -> tuple[float, float]:
    """Wilson's interval of a sample that is worth `size` records, which need not be a whole number."""
    middle = share + Z * Z / (2 * size)
    reach = Z * sqrt(share * (1 - share) / size + Z * Z / (4 * size * size))
    below = 1 + Z * Z / size
    return max(0.0, (middle - reach) / below), min(1.0, (middle + reach) / below)


# Of several strata together: a borough's months, London's boroughs, a team with a top-up.


@dataclass(frozen=True)
class Weighed:
    """A search that was judged. `stratum`: what it was drawn with (a borough's month); `chance`: that it was drawn."""

    stratum: str
    passed: bool
    chance: float


@dataclass(frozen=True)
class WeighedEstimate:
    """`size`: what the sample is worth, in records of a simple random sample; None where nothing is left to chance."""

    share: float
    low: float
    high: float
    variance: float
    size: float | None


def weighed_estimate(judged: Sequence[Weighed]) -> WeighedEstimate | None:
    """Hajek's: the sum of w y by the sum of w, w = 1 / chance; None of nothing. Then Wilson with the effective size.

    size = min(p (1 - p) / v, kish / (1 - f)), and kish / (1 - f) where v is 0; kish = (sum w)^2 / sum w^2;
    f = judged / sum w.
    """
    if not judged:
        return None
    whole = sum(1 / each.chance for each in judged)
    share = sum(1 / each.chance for each in judged if each.passed) / whole
    kish = whole**2 / sum(1 / each.chance**2 for each in judged)
    left = 1 - len(judged) / whole
    if left <= 0:
        return WeighedEstimate(share, share, share, 0.0, None)
    variance = variance_of_share(judged, share, whole)
    size = kish / left
    if variance > 0:
        size = min(size, share * (1 - share) / variance)
    low, high = wilson_of_size(share, size)
    return WeighedEstimate(share, low, high, variance, size)


def variance_of_share(judged: Sequence[Weighed], share: float, whole: float) -> float:
    """The sum over strata of n / (n - 1) times the sum of (1 - chance) (u - mean of u)^2, u = w (y - p) / sum w.

    The mean is the stratum's own, as a share that differs from borough to borough is no error of chance; of a single
    search it is taken as 0, which makes the interval wider. (STATISTICS.md prints the sum without the mean, and the
    number with it: 0.00065553.)
    """
    strata: dict[str, list[tuple[float, float]]] = {}
    for each in judged:
        strata.setdefault(each.stratum, []).append((each.chance, (each.passed - share) / (each.chance * whole)))
    found = 0.0
    for own in strata.values():
        n = len(own)
        mean, factor = (sum(u for _, u in own) / n, n / (n - 1)) if n > 1 else (0.0, 1.0)
        found += factor * sum((1 - chance) * (u - mean) ** 2 for chance, u in own)
    return found


# Searches that were never recorded: seen on footage, and in no file.


@dataclass(frozen=True)
class UnderRecorded:
    """`share` of the searches seen without a record, with its 95% interval; `total`: how many searches there may be."""

    share: float
    low: float
    high: float
    total: float
    total_low: float
    total_high: float


def under_recorded(without_record: int, seen: int, recorded: int) -> UnderRecorded | None:
    """Wilson of u = without / seen; total = recorded / (1 - u). None of nothing seen, or where none has a record."""
    if not seen or without_record >= seen:
        return None
    share = without_record / seen
    low, high = wilson_of_size(share, seen)
    return UnderRecorded(share, low, high, *(recorded / (1 - each) for each in (share, low, high)))
