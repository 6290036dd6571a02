"""Five classes with limits that are easy to read."""

import math
from collections.abc import Sequence

CLASSES = 5


def round_limits(figures: Sequence[float]) -> list[float]:
    """The lowest figure of each class: 0, then the fifths of the figures, rounded to be read easily.

    Where all figures are the same there is one class, and its limit is the figure.
    """
    if not figures:
        return []
    ordered = sorted(figures)
    if ordered[0] == ordered[-1]:  # alike everywhere: one class, which is that figure
        return [ordered[0]]
    fifths = [ordered[len(ordered) * at // CLASSES] for at in range(1, CLASSES)]
    return sorted({0.0, *(rounded(number) for number in fifths)})


def rounded(number: float) -> float:
    """To one figure, or to a half of it: 1,432 -> 1,500, 87 -> 90, 0.2931 -> 0.3; whole counts under 10 as they are."""
    if number <= 0 or (number < 10 and number == int(number)):
        return float(number)
    step = 10 ** math.floor(math.log10(number)) / 2
    return float(round(round(number / step) * step, 6))


def shade(figure: float, limits: Sequence[float]) -> int:
    return sum(figure >= limit for limit in limits[1:])
