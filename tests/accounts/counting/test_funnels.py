"""Funnels: the limits of docs/method.md, who is drawn and who only listed, and what wider limits allow for."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm

from portal.accounts.counting.funnels import Share, funnel, named_rates, of_outcomes
from portal.documents.figures import Dot, Funnel, OutcomeRate
from portal.places import Kind, all_of
from tests.accounts.years import account, month

PLACES = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 1000)), min_size=2, max_size=20)


def shares(*places: tuple[int, int]) -> list[Share]:
    """Places from their part and whole, named in order."""
    return [Share(f"E{at}", f"Place {at}", part, whole) for at, (part, whole) in enumerate(places)]


def drawn(*places: tuple[int, int]) -> Funnel:
    found = funnel("action", shares(*places))
    assert found is not None
    return found


def close(*expected: float) -> object:
    return pytest.approx(expected, abs=5.1e-7)


def test_the_limits_of_the_method() -> None:
    """Nine in ten of 100: 99.8% from 0.791643 to 0.975821, 95% from 0.832281 to 0.949619."""
    found = drawn((90, 100), (90, 100), (900, 1000))
    assert (found.share, found.phi, found.between) == (0.9, 0, 0)
    dot = found.dots[0]
    assert (dot.low_998, dot.low_95, dot.high_95, dot.high_998) == close(0.791643, 0.832281, 0.949619, 0.975821)
    assert (dot.share, dot.beyond, dot.drawn, dot.wide_low, dot.wide_high) == (0.9, "", True, None, None)


def test_a_place_beyond_the_outer_limits_is_told() -> None:
    found = drawn((60, 100), (100, 100), (90, 100), (9000, 10_000))
    assert [dot.beyond for dot in found.dots] == ["below", "above", "", ""]


def test_too_small_places_stand_among_the_dots_and_are_not_drawn() -> None:
    """Below 30 searches, or five expected of either kind; a place of nothing has no dot."""
    found = drawn((29, 290), (3, 29), (4, 49), (5, 50), (3, 30), (0, 0), (957, 9562))
    assert found.share == 0.1
    assert [(dot.name[-1], dot.drawn) for dot in found.dots] == [
        ("0", True), ("1", False), ("2", False), ("3", True), ("4", False), ("6", True),
    ]  # fmt: skip


def test_small_places_do_not_tell_how_much_places_differ() -> None:
    """They count in the common share, which is London's, and in nothing else."""
    found = drawn((300, 1000), (300, 1000), (29, 29), (0, 29), (0, 29))
    error = math.sqrt(629 / 2087 * (1 - 629 / 2087) / 1000)
    assert (found.share, found.phi, found.between) == close(629 / 2087, ((0.3 - 629 / 2087) / error) ** 2, 0)


def test_one_place_gives_no_funnel_and_neither_do_all_or_none() -> None:
    assert funnel("action", shares((50, 100))) is None
    assert funnel("action", shares((50, 100), (2, 10))) is None
    assert funnel("action", shares((0, 100), (0, 100))) is None
    assert funnel("action", shares((100, 100), (100, 100))) is None
    assert funnel("action", []) is None


def test_where_places_differ_by_more_than_chance_dashed_limits_allow_for_it() -> None:
    """Worked out without a library: ten places of 100, five at 40 and five at 20 in a hundred."""
    found = drawn(*[(40, 100)] * 5, *[(20, 100)] * 5)
    error = math.sqrt(0.3 * 0.7 / 100)
    phi = (0.1 / error) ** 2
    weight = 1 / error**2
    between = (10 * phi - 9) / (10 * weight - weight)
    assert (found.share, found.phi, found.between) == close(0.3, phi, between)
    wide = norm.ppf(0.999) * math.sqrt(error**2 + between)
    assert (found.dots[0].wide_low, found.dots[0].wide_high) == close(max(0, 0.3 - wide), 0.3 + wide)


def test_extreme_places_are_drawn_in_before_the_spread_is_taken() -> None:
    """Winsorised: the one place far out counts as the 90th percentile of the others, by numpy's rule: 0.1 of its z."""
    found = drawn(*[(300, 1000)] * 10, (900, 1000))
    share = 3900 / 11_000
    errors = math.sqrt(share * (1 - share) / 1000)
    assert found.phi == pytest.approx(((0.3 - share) / errors) ** 2, rel=1e-5)


def test_the_curve_runs_from_the_smallest_place_that_is_drawn_to_the_largest() -> None:
    found = drawn((30, 100), (300, 1000), (650, 2000))
    sizes = [point.of for point in found.curve]
    assert (sizes[0], sizes[-1], sizes) == (30, 2000, sorted(set(sizes)))
    widths = [point.high_998 - point.low_998 for point in found.curve]
    assert widths == sorted(widths, reverse=True)


@given(PLACES)
def test_limits_stand_around_the_common_share_and_in_order(places: list[tuple[int, int]]) -> None:
    found = funnel("action", shares(*((whole * dice // 1000, whole) for whole, dice in places)))
    for dot in found.dots if found else []:
        assert found is not None
        if dot.drawn:
            assert 0 <= dot.low_998 <= dot.low_95 <= found.share <= dot.high_95 <= dot.high_998 <= 1
        if dot.wide_low is not None and dot.wide_high is not None:
            assert dot.wide_low <= found.share <= dot.wide_high
            assert found.phi > 1
        assert dot.beyond == beyond(dot)


def beyond(dot: Dot) -> str:
    part, own = dot.searches, dot.searches / dot.of
    assert dot.share == pytest.approx(part / dot.of, abs=1e-6)
    return "above" if own > dot.high_998 else "below" if own < dot.low_998 else ""


@given(st.integers(30, 3000), st.floats(0.02, 0.98))
def test_chance_alone_seldom_leads_beyond_the_outer_limits(whole: int, share: float) -> None:
    """Below the lower one less than once in a thousand; above the upper one too, by more than the step it lies in."""
    part = round(whole * share)
    if min(part, whole - part) < 6:
        return
    dot = drawn((part, whole), (part, whole)).dots[0]
    below = [count for count in range(whole + 1) if count / whole < dot.low_998 - 1e-6]
    above = [count for count in range(whole + 1) if (count - 1) / whole > dot.high_998 + 1e-6]
    for tail in (below, above):
        assert float(np.sum(binom.pmf(np.array(tail), whole, part / whole))) < 0.001


def test_every_outcome_rate_of_boroughs_has_its_funnel() -> None:
    def rate(measure: str, part: int) -> OutcomeRate:
        common = {"by": "all", "key": "all", "label": "", "of": 100, "unknown": 0, "low": 0, "high": 1}
        return OutcomeRate.model_validate(
            {**common, "measure": measure, "searches": part, "rate": part / 100, "status": "value"}
        )

    boroughs = [
        account([month("2018-04", 100)], place, outcome_rates=[rate("action", 30), rate("arrest", 15)])
        for place in all_of(Kind.BOROUGH)
    ]
    found = of_outcomes(named_rates(boroughs))
    assert [(each.measure, each.share, len(each.dots)) for each in found] == [("action", 0.3, 33), ("arrest", 0.15, 33)]
    assert {dot.code for dot in found[0].dots} == {place.code for place in all_of(Kind.BOROUGH)}
