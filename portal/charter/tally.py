"""States counted, the rate they give, and the verdict of a target somebody set."""

from dataclasses import dataclass
from math import sqrt

from portal.charter import definitions
from portal.charter.definitions import Check

Z = 1.959963984540054  # a literal, as no worker of the site may load SciPy: ndtri(0.975) to the last bit, by a test
"""Standard deviations within which 95% of a normal distribution lies."""
FEWEST = 30
"""Records judged below which nothing is said of a target."""


@dataclass(frozen=True)
class Tally:
    """Records of one group under one check, by state; together they are the group's records."""

    not_published: int = 0
    not_applicable: int = 0
    not_recorded: int = 0
    cannot_tell: int = 0
    fail: int = 0
    passed: int = 0

    @property
    def records(self) -> int:
        return self.not_published + self.not_applicable + self.not_recorded + self.cannot_tell + self.fail + self.passed


@dataclass(frozen=True)
class Judgement:
    """What a tally says.

    `rate` is passed/judged, None of nothing. `lowest` and `highest`: the rate if every record that is unknown but
    should be known had failed, or passed. `low` and `high`: the same ends with the 95% Wilson interval where only a
    sample was looked at; where every record was, they are `lowest` and `highest`.
    """

    passed: int
    judged: int
    unknown: int
    rate: float | None
    lowest: float | None
    highest: float | None
    low: float | None
    high: float | None
    verdict: str


def judge(check: Check, counts: Tally) -> Judgement:
    """The rate, its ends, and the verdict. A blank counts as not met where to write it down is the duty.

    The rate is of what is published. The verdict is Kept only if it would be so had all failed that is not published:
    else whoever leaves a column out for a bad month would be judged the better for it.
    """
    passed = counts.passed
    judged = passed + counts.fail + (counts.not_recorded if check.counts_not_recorded else 0)
    unknown = counts.cannot_tell + (counts.not_recorded if check.leaves_open else 0)
    lowest, highest = share_or_none(passed, judged + unknown), share_or_none(passed + unknown, judged + unknown)
    low, high = lowest, highest
    if check.sampled and lowest is not None:
        low = wilson_bounds(passed, judged + unknown)[0]
        high = wilson_bounds(passed + unknown, judged + unknown)[1]
    verdict = without_rate(counts)
    if judged:
        verdict = against_target(check, judged, least(check, passed, judged + unknown + counts.not_published), high)
    return Judgement(passed, judged, unknown, share_or_none(passed, judged), lowest, highest, low, high, verdict)


def least(check: Check, passed: int, of: int) -> float:
    """The lowest rate that is possible, with the interval where only a sample was looked at."""
    return wilson_bounds(passed, of)[0] if check.sampled else passed / of


def without_rate(counts: Tally) -> str:
    """The verdict where no record could be judged."""
    if counts.not_recorded or counts.cannot_tell:
        return definitions.TOO_FEW
    return definitions.UNPUBLISHED if counts.not_published else definitions.DOES_NOT_APPLY


def against_target(check: Check, judged: int, low: float | None, high: float | None) -> str:
    assert low is not None
    assert high is not None
    if check.target is None:
        return definitions.NO_TARGET
    if judged < FEWEST:
        return definitions.TOO_FEW
    if low >= check.target.value:
        return definitions.KEPT
    return definitions.NOT_KEPT if high < check.target.value else definitions.TOO_CLOSE


def share_or_none(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def wilson_bounds(part: int, whole: int) -> tuple[float, float]:
    """The 95% Wilson score interval of a share of a sample."""
    z, among, others = Z, part / whole, 1 - part / whole
    middle = (2 * part + z**2) / (2 * (whole + z**2))
    reach = z / (2 * (whole + z**2)) * sqrt(4 * whole * among * others + z**2)
    return (middle - reach if part else 0.0), (middle + reach if part < whole else 1.0)


def of_row(row: dict[str, int]) -> Tally:
    """A count of records under each state, by its name, as one tally."""
    return Tally(*(row[one] for one in definitions.STATES))
