"""At most five classes with limits that are easy to read, none of them empty, and 0 a class of its own."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

CLASSES = 5
FINEST = 18
"""So many figures tell any two numbers apart."""


def round_limits(figures: Sequence[float]) -> list[float]:
    """The lowest figure of each class, lightest first: from none, for no figure, to five.

    Exact zeros are a class of their own, whose limit is 0; no other limit is. Where all figures are the same there is
    one class, and its limit is the figure; where they differ there are at least two.
    """
    above = sorted(figure for figure in figures if figure > 0)
    zero = [0.0] if len(above) < len(figures) else []
    if not zero and above and above[0] == above[-1]:
        return above[:1]
    if not above or above[0] == above[-1]:
        return [*zero, *(rounded(figure, 0, ROUND_FLOOR) for figure in above[:1])]
    return [*zero, *limits_above_zero(above, CLASSES - len(zero))]


def limits_above_zero(ordered: Sequence[float], classes: int) -> list[float]:
    """Of figures above 0 that differ: rounded as far as at least two classes are left.

    Each class has as many figures as the others; where too many are alike for that, as many different ones.
    """
    for figures in range(FINEST):
        lowest = rounded(ordered[0], figures, ROUND_FLOOR)
        for values in (ordered, sorted(set(ordered))):
            starts = [values[len(values) * at // classes] for at in range(1, classes)]
            rounds = [rounded(start, figures) for start in starts]
            down = [rounded(start, figures, ROUND_FLOOR) for start in starts]  # where no figure is as high as the round
            found = {low if near > ordered[-1] else near for near, low in zip(rounds, down, strict=True)}
            limits = inhabited(sorted({lowest, *found}), ordered)
            if len(limits) > 1:
                return limits
    raise AssertionError("two different figures are different at some length")


def inhabited(limits: Sequence[float], ordered: Sequence[float]) -> list[float]:
    """Without the limits of classes that no figure is in; the figures of the others stay where they are."""
    ends = [*limits[1:], float("inf")]
    return [low for low, high in zip(limits, ends, strict=True) if any(low <= figure < high for figure in ordered)]


def rounded(number: float, more: int = 0, way: str = ROUND_HALF_EVEN) -> float:
    """To one figure and `more`, or to a half of the last: 1,432 -> 1,500, 87 -> 85, 0.2931 -> 0.3."""
    exact = Decimal(repr(number))
    place = exact.adjusted() - more
    halves = (2 * exact).scaleb(-place).to_integral_value(rounding=way)
    return float((halves / 2).scaleb(place))


def shade(figure: float, limits: Sequence[float]) -> int:
    return sum(figure >= limit for limit in limits[1:])
