"""2,000 simulated years of draws: the 95% intervals hold the truth in 93 to 97 of 100, for boroughs, teams and London.

Strata are a borough's months, unequal and drifting; a specialist team works everywhere and has a top-up; a tenth of the
footage is missing (STATISTICS.md, "Review sample").
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.review.estimates import Weighed, weighed_estimate

BOROUGHS, MONTHS, A_BOROUGH, TOP_UP, MISSING = 5, 12, 8, 10, 0.1
SIZES = np.array([20, 45, 90, 160, 300])  # searches a month
SHARES = np.array([0.95, 0.9, 0.85, 0.8, 0.72])
TEAM_SHARE, TEAM_WORSE, DRIFT = 0.15, 0.1, 0.08
YEARS = 2000


@dataclass(frozen=True)
class YearOfAll:
    """A search each: its borough, month, whether the team's, whether it passes, whether it was drawn and seen."""

    borough: NDArray[np.int64]
    month: NDArray[np.int64]
    team: NDArray[np.bool_]
    passed: NDArray[np.bool_]
    seen: NDArray[np.bool_]
    chance: NDArray[np.float64]


def simulated(random: np.random.Generator) -> YearOfAll:
    borough, month = [], []
    for at, size in enumerate(SIZES):
        for each in range(MONTHS):
            number = random.poisson(size) + A_BOROUGH
            borough.append(np.full(number, at))
            month.append(np.full(number, each))
    of, when = np.concatenate(borough), np.concatenate(month)
    team = random.random(len(of)) < TEAM_SHARE
    share = SHARES[of] - TEAM_WORSE * team - DRIFT * (when / MONTHS - 0.5)
    passed = random.random(len(of)) < share
    drawn, missed = np.zeros(len(of), bool), np.ones(len(of))
    for at in range(BOROUGHS):
        for each in range(MONTHS):
            own = np.flatnonzero((of == at) & (when == each))
            drawn[random.choice(own, A_BOROUGH, replace=False)] = True
            missed[own] *= 1 - A_BOROUGH / len(own)
    for each in range(MONTHS):
        own = np.flatnonzero(team & (when == each))
        drawn[random.choice(own, TOP_UP, replace=False)] = True
        missed[own] *= 1 - TOP_UP / len(own)
    seen = drawn & (random.random(len(of)) >= MISSING)
    return YearOfAll(of, when, team, passed, seen, 1 - missed)


def holds(year: YearOfAll, own: NDArray[np.bool_]) -> bool:
    """Whether the interval from what was seen holds the share of all."""
    at = np.flatnonzero(own & year.seen)
    found = weighed_estimate(
        [
            Weighed(f"{year.borough[each]} {year.month[each]}", bool(year.passed[each]), float(year.chance[each]))
            for each in at
        ]
    )
    assert found is not None
    return bool(found.low <= year.passed[own].mean() <= found.high)


def test_intervals_hold_the_truth_over_simulated_years() -> None:
    random = np.random.default_rng(2027)
    hits: dict[str, list[bool]] = {"boroughs": [], "teams": [], "London": []}
    for _ in range(YEARS):
        year = simulated(random)
        hits["boroughs"] += [holds(year, year.borough == at) for at in range(BOROUGHS)]
        hits["teams"].append(holds(year, year.team))
        hits["London"].append(holds(year, np.ones(len(year.borough), bool)))
    coverage = {name: sum(found) / len(found) for name, found in hits.items()}
    assert all(0.93 <= share <= 0.97 for share in coverage.values()), coverage
