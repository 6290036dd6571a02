"""Every formula against numbers worked out elsewhere: published intervals, statsmodels, and properties."""

import csv
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from portal.accounts.counting import statistics
from tests.required import shared

ROWS = [
    (11, 800, 21, 3011, 1.971488, 0.858426, 4.277266),
    (120, 46807, 300, 98275, 0.839832, 0.673833, 1.041227),
    (0, 5000, 12, 60000, 0.0, 0.0, 4.318726),
    (7, 5000, 0, 60000, math.inf, 17.295702, math.inf),
]
COUNTS = st.integers(1, 400)
PEOPLE = st.integers(1000, 200_000)


@pytest.mark.parametrize(("n1", "e1", "n2", "e2", "value", "low", "high"), ROWS)
def test_the_four_numeric_rows(n1: int, e1: int, n2: int, e2: int, value: float, low: float, high: float) -> None:
    found = statistics.rate_ratio(n1, e1, n2, e2)
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=5e-7)


def test_nothing_over_nothing_is_undefined() -> None:
    assert statistics.rate_ratio(0, 100, 0, 100) is None
    assert statistics.rate_ratio(5, 0, 5, 100) is None
    assert statistics.wilson_range(0, 0) is None
    assert statistics.rate_per_1000(5, 0) is None


@given(COUNTS, PEOPLE, COUNTS, PEOPLE)
def test_the_interval_is_dual_to_the_exact_test(n1: int, e1: int, n2: int, e2: int) -> None:
    """At its lower end the exact conditional test is just significant at 2.5%, as statsmodels has it."""
    found = statistics.rate_ratio(n1, e1, n2, e2)
    assert found is not None
    low = poisson_test(n1, e1, n2, e2, value=found.low, method="exact-cond", alternative="larger").pvalue
    assert low == pytest.approx(0.025, abs=1e-6)
    assert found.low < found.value < found.high


@given(COUNTS, PEOPLE, COUNTS, PEOPLE)
def test_the_other_way_round_is_the_inverse(n1: int, e1: int, n2: int, e2: int) -> None:
    one, other = statistics.rate_ratio(n1, e1, n2, e2), statistics.rate_ratio(n2, e2, n1, e1)
    assert one is not None
    assert other is not None
    assert (one.value, one.low, one.high) == pytest.approx((1 / other.value, 1 / other.high, 1 / other.low))


def test_132_published_borough_years_are_reproduced_by_katz_and_lie_inside_ours() -> None:
    path = shared("figures", "published_borough_disparity_blackthrive.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 132
    for row in rows:
        counts = [
            int(float(row[name])) for name in ("Black_stopped", "Black_population", "White_stopped", "White_population")
        ]
        theirs = tuple(float(row[name]) for name in ("rr", "rr_ci_low", "rr_ci_upp"))
        katz = statistics.katz(*counts)
        assert (katz.value, katz.low, katz.high) == pytest.approx(theirs, rel=1e-6)
        ours = statistics.rate_ratio(*counts)
        assert ours is not None
        assert ours.low <= katz.low
        assert katz.high <= ours.high


def test_the_range_for_the_unknown() -> None:
    assert statistics.if_unknown(120, 46807, 300, 98275, 80) == pytest.approx((0.663025, 1.399719), abs=5e-7)


@pytest.mark.parametrize(("part", "whole", "low", "high"), [(12, 80, 0.087940, 0.244132), (0, 50, 0.0, 0.071348)])
def test_wilson(part: int, whole: int, low: float, high: float) -> None:
    found = statistics.wilson_range(part, whole)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-7)


@pytest.mark.parametrize(
    ("tail", "limit"), [(0.001, 0.791643), (0.999, 0.975821), (0.025, 0.832281), (0.975, 0.949619)]
)
def test_funnel_limits(tail: float, limit: float) -> None:
    assert statistics.funnel_limits(0.9, [100], tail)[0] == pytest.approx(limit, abs=5e-7)


@given(st.lists(st.tuples(st.integers(30, 500), st.integers(0, 10_000)), min_size=5, max_size=40), st.floats(0.1, 0.9))
def test_dispersion_widens_limits_only_where_places_differ_by_more_than_chance(
    places: list[tuple[int, int]], share: float
) -> None:
    wholes = [whole for whole, _ in places]
    parts = [round(whole * dice / 10_000) for whole, dice in places]
    found = statistics.dispersion(parts, wholes, share)
    z = float(stats.norm.ppf(0.975))
    chance = share + z * math.sqrt(share * (1 - share) / 100)
    assert found.between >= 0
    assert found.limit(share, 100, z) >= chance - 1e-12
    if found.phi <= 1:
        assert found.limit(share, 100, z) == pytest.approx(chance)


def test_no_difference_is_no_dispersion() -> None:
    found = statistics.dispersion([30] * 10, [100] * 10, 0.3)
    assert (found.phi, found.between) == pytest.approx((0.0, 0.0))


def test_the_gates() -> None:
    assert statistics.passes_gates(10, 1000, 10, 1000)
    assert not statistics.passes_gates(9, 1000, 10, 1000)
    assert not statistics.passes_gates(10, 999, 10, 1000)


@given(st.integers(1, 200_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_intervals_are_those_of_two_libraries(counts: tuple[int, int]) -> None:
    part, whole = counts
    found = statistics.wilson_range(part, whole)
    assert found is not None
    theirs = proportion_confint(part, whole, alpha=1 - statistics.LEVEL, method="wilson")
    assert (found.low, found.high) == pytest.approx(theirs, abs=1e-12)
    exact = stats.binomtest(part, whole).proportion_ci(statistics.LEVEL, "exact")
    assert statistics.clopper_pearson(part, whole) == pytest.approx((exact.low, exact.high), abs=1e-10)


@given(
    st.floats(1e-4, 0.999), st.lists(st.integers(1, 250_000), min_size=1, max_size=5), st.sampled_from([0.001, 0.975])
)
def test_limits_of_funnels_are_those_of_the_distribution(share: float, wholes: list[int], tail: float) -> None:
    counts = stats.binom.ppf(tail, wholes, share)
    over = (stats.binom.cdf(counts, wholes, share) - tail) / stats.binom.pmf(counts, wholes, share)
    assert statistics.funnel_limits(share, wholes, tail) == pytest.approx(
        (counts - over) / np.asarray(wholes), abs=1e-9
    )
