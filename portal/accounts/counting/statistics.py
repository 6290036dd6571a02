"""The statistics, by scipy's special functions: rates, the exact interval of a ratio, Wilson, funnels, and the range

for the unknown.

Formulas and numbers to test against: docs/method.md. No ratio is shown below the gates; nothing out of nothing is None.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from portal.charter import tally

LEVEL = 0.95
FEWEST_SEARCHES, FEWEST_RESIDENTS = 10, 1000
"""A ratio needs so many in each group."""
WINSORISED = (0.1, 0.9)


@dataclass(frozen=True)
class Range:
    """A figure with its lower and upper end; infinite where the comparison group has no search."""

    value: float
    low: float
    high: float


def exposure(residents: int, months_supplied: int) -> float:
    """Resident-years: a rate is always a yearly one, however many months are held."""
    return residents * months_supplied / 12


def rate_per_1000(searches: int, exposed: float) -> float | None:
    return 1000 * searches / exposed if exposed else None


def rate_ratio(searches: int, exposed: float, others: int, others_exposed: float) -> Range | None:
    """The ratio of two rates with the exact conditional interval (Clopper-Pearson on n1 of n1 + n2).

    None where neither group has a search or one has no residents; infinite where only the second has none.
    """
    if searches + others == 0 or not exposed or not others_exposed:
        return None
    low, high = clopper_pearson(searches, searches + others)
    scale = others_exposed / exposed
    value = float("inf") if others == 0 else scale * searches / others
    return Range(value, scale * odds(low), scale * odds(high))


def clopper_pearson(part: int, whole: int) -> tuple[float, float]:
    """The exact interval of a share: quantiles of two beta distributions."""
    tail = (1 - LEVEL) / 2
    low = float(special.betaincinv(part, whole - part + 1, tail)) if part else 0.0
    high = float(special.betainccinv(part + 1, whole - part, tail)) if part < whole else 1.0
    return low, high


def odds(share: float) -> float:
    return float("inf") if share >= 1 else float(share / (1 - share))


def katz(searches: int, residents: int, others: int, other_residents: int) -> Range:
    """The log interval of a risk ratio, which others publish: only to check ours against theirs (oracle in tests)."""
    z = float(special.ndtri(1 - (1 - LEVEL) / 2))
    value = (searches / residents) / (others / other_residents)
    error = float(np.sqrt(1 / searches - 1 / residents + 1 / others - 1 / other_residents))
    return Range(value, value * float(np.exp(-z * error)), value * float(np.exp(z * error)))


def passes_gates(searches: int, residents: int, others: int, other_residents: int) -> bool:
    """Ten searches and a thousand residents in each group."""
    return min(searches, others) >= FEWEST_SEARCHES and min(residents, other_residents) >= FEWEST_RESIDENTS


def if_unknown(searches: int, exposed: float, others: int, others_exposed: float, unknown: int) -> tuple[float, float]:
    """The ratio if all searches of unknown ethnicity were of the comparison group; and if all were of this one."""
    low = (searches / exposed) / ((others + unknown) / others_exposed)
    high = ((searches + unknown) / exposed) / (others / others_exposed)
    return low, high


def wilson_range(part: int, whole: int) -> Range | None:
    """A share with its Wilson score interval; None of nothing."""
    if not whole:
        return None
    return Range(part / whole, *tally.wilson_bounds(part, whole))


def funnel_limits(share: float, wholes: Sequence[int], tail: float) -> list[float]:
    """The exact binomial limit of a share at `tail` (0.001, 0.025, 0.975, 0.999), interpolated between counts.

    One for each whole: the count is the least with as much as `tail` at or below it.
    """
    whole: NDArray[np.intp] = np.asarray(wholes, dtype=np.intp)
    above = np.ceil(special.bdtrik(tail, whole, share))
    below = np.maximum(above - 1, 0)
    count = np.where(special.bdtr(below, whole, share) >= tail, below, above)
    ways = special.gammaln(whole + 1) - special.gammaln(count + 1) - special.gammaln(whole - count + 1)
    exactly = np.exp(ways + special.xlogy(count, share) + special.xlog1py(whole - count, -share))
    over = (special.bdtr(count, whole, share) - tail) / exactly
    return [float(limit) for limit in (count - over) / whole]


@dataclass(frozen=True)
class Dispersion:
    """How much places differ beyond chance: `phi` (1 is chance alone) and the variance between them."""

    phi: float
    between: float

    def limit(self, share: float, whole: int, z: float) -> float:
        """The limit that allows for places differing by more than chance; `z` below 0 for the lower one."""
        return float(share + z * np.sqrt(share * (1 - share) / whole + self.between))


def dispersion(parts: Sequence[int], wholes: Sequence[int], share: float) -> Dispersion:
    """Overdispersion of shares about `share`, z-scores winsorised at the 10th and 90th percentiles (Spiegelhalter)."""
    whole: NDArray[np.float64] = np.asarray(wholes, dtype=float)
    error = np.sqrt(share * (1 - share) / whole)
    scores = (np.asarray(parts, dtype=float) / whole - share) / error
    low, high = np.quantile(scores, WINSORISED)
    phi = float(np.mean(np.clip(scores, low, high) ** 2))
    weights = 1 / error**2
    places = len(wholes)
    spread = float(weights.sum() - (weights**2).sum() / weights.sum())
    between = max(0.0, (places * phi - (places - 1)) / spread) if phi > 1 and spread > 0 else 0.0
    return Dispersion(phi, between)
