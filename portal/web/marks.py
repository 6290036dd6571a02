"""Marks inside tables: where a bar, a dot or a range lies on its scale, in percent. The figures stand beside them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from portal.accounts.compliance_document import Compliance
from portal.accounts.figures import Figure, OutcomeRate, Rate
from portal.web.words import share

THINNEST = 0.6  # of the scale, so that the narrowest range can be seen


@dataclass(frozen=True)
class Mark:
    """A range and the figure in it, in percent of the scale; `left` and `width` of the range."""

    left: float
    width: float
    at: float | None


@dataclass(frozen=True)
class Scale:
    """`low` and `high` in words; `reference`: where the figure lies that the others stand beside."""

    least: float
    most: float
    is_log: bool
    low: str
    high: str
    reference: float | None = None

    def place(self, value: float) -> float:
        """Percent from the left; what lies beyond the scale stands at its end."""
        least, most = (math.log2(self.least), math.log2(self.most)) if self.is_log else (self.least, self.most)
        if self.is_log:
            value = math.log2(value) if value > 0 else least
        return round(100 * min(max((value - least) / (most - least), 0), 1), 2)

    def mark(self, low: float, high: float, at: float | None) -> Mark:
        left, right = self.place(low), self.place(high)
        return Mark(left, round(max(right - left, THINNEST), 2), None if at is None else self.place(at))


def bar(figure: Figure) -> Mark | None:
    """A count as a part of its whole, from nought on: `width` what is sure, `at` the end of what is possible."""
    if not figure.of:
        return None
    if figure.low is not None and figure.high is not None:
        return Mark(0, percent(figure.low / figure.of), percent(figure.high / figure.of))
    return None if figure.share is None else Mark(0, percent(figure.share), None)


def percent(share: float) -> float:
    return round(100 * min(share, 1), 2)


def rate_scale(rates: Iterable[OutcomeRate]) -> Scale | None:
    """From 0 to the next tenth above the highest end; the rate of all searches is what the others stand beside."""
    told = [rate for rate in rates if rate.measure == "action" and rate.high is not None]
    if not told:
        return None
    most = min(math.ceil(10 * max(rate.high or 0 for rate in told) + 1e-9) / 10, 1.0)
    scale = Scale(0, most, is_log=False, low="0", high=f"{100 * most:.0f}")
    everything = next((rate.rate for rate in told if rate.by == "all"), None)
    return scale if everything is None else with_reference(scale, everything)


def ratio_scale(rates: Iterable[Rate]) -> Scale | None:
    """Doublings on either side of 1, wide enough for every interval that has an end."""
    ends = [end for rate in rates if rate.ratio_to_white for end in (rate.low, rate.high) if end and math.isfinite(end)]
    if not ends:
        return None
    reach = max(1, math.ceil(max(abs(math.log2(end)) for end in ends)))
    scale = Scale(1 / 2**reach, 2**reach, is_log=True, low=f"1/{2**reach}", high=f"{2**reach} times")
    return with_reference(scale, 1)


def with_reference(scale: Scale, value: float) -> Scale:
    return Scale(scale.least, scale.most, scale.is_log, scale.low, scale.high, scale.place(value))


def on(rate: OutcomeRate | Rate, scale: Scale | None) -> Mark | None:
    """A rate or a ratio with its interval on the scale; None where there is none."""
    value = rate.ratio_to_white if isinstance(rate, Rate) else rate.rate
    if scale is None or value is None or rate.low is None or rate.high is None:
        return None
    return scale.mark(rate.low, rate.high, value)


HUNDRED = Scale(0, 1, is_log=False, low="0", high=share(1))


def of_100(found: Compliance) -> Mark | None:
    """What a check found, out of 100: one figure, or between which two it lies. None where nothing is published."""
    if found.status not in ("value", "rounded"):
        return None
    ends = [end for end in (found.low, found.high, found.rate) if end is not None]
    return HUNDRED.mark(min(ends), max(ends), found.rate) if ends else None


FILTERS = {each.__name__: each for each in (bar, rate_scale, ratio_scale, on, of_100)}
