"""Funnels for shares: how far places lie from London's share, and how far chance alone would let them.

Never for rates by residents, and never a league table (docs/method.md). Limits: exact binomial, interpolated;
where places differ by more than chance, wider ones that allow for it (Spiegelhalter 2005).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtri

from portal.accounts.counting import statistics
from portal.accounts.counting.rates import DIGITS, round_or_none
from portal.documents.account import Account
from portal.documents.figures import Curve, Dot, Funnel, OutcomeRate

FEWEST, FEWEST_EXPECTED = 30, 5
TAILS = {"low_998": 0.001, "low_95": 0.025, "high_95": 0.975, "high_998": 0.999}
POINTS = 40


FunnelKind = Literal["borough", "team"]


@dataclass(frozen=True)
class Share:
    """A place's share: `part` of `whole`."""

    code: str
    name: str
    part: int
    whole: int


@dataclass(frozen=True)
class Named:
    """The outcome rates of a place, or of small teams together, under the name that a reader finds them by."""

    code: str
    name: str
    rates: Sequence[OutcomeRate]


def named_rates(accounts: Iterable[Account]) -> list[Named]:
    return [Named(account.place.code, account.place.name, account.outcome_rates) for account in accounts]


def of_outcomes(places: Sequence[Named], kind: FunnelKind = "borough") -> list[Funnel]:
    """One for each outcome rate of the places, about their common share."""
    found = [funnel(measure, list(outcomes(measure, places)), kind) for measure in ("action", "arrest")]
    return [each for each in found if each]


def outcomes(measure: str, places: Sequence[Named]) -> Iterator[Share]:
    for place in places:
        for rate in place.rates:
            if rate.measure == measure and rate.by == "all" and rate.searches is not None and rate.of is not None:
                yield Share(place.code, place.name, rate.searches, rate.of)


def funnel(measure: str, shares: Sequence[Share], kind: FunnelKind = "borough") -> Funnel | None:
    """None where fewer than two places are large enough to stand in it, or all or none of the searches count."""
    shown = [each for each in shares if each.whole]
    part, total = sum(each.part for each in shown), sum(each.whole for each in shown)
    if not 0 < part < total:
        return None
    share = part / total
    drawn = [each for each in shown if is_drawn(each.whole, part, total)]
    if len(drawn) < 2:
        return None
    spread = statistics.dispersion([each.part for each in drawn], [each.whole for each in drawn], share)
    of_shown = funnel_limits_by_size(share, [each.whole for each in shown], spread)
    return Funnel(
        measure=measure,
        kind=kind,
        share=round(share, DIGITS),
        phi=round(spread.phi, DIGITS),
        between=round(spread.between, 9),
        dots=[dot(each, found, each in drawn) for each, found in zip(shown, of_shown, strict=True)],
        curve=curve(share, spread, max(each.whole for each in drawn)),
    )


def is_drawn(of: int, part: int, total: int) -> bool:
    """At least 30 searches and five expected of either kind, where `part` of `total` is the common share."""
    return of >= FEWEST and of * min(part, total - part) >= FEWEST_EXPECTED * total


def funnel_limits_by_size(
    share: float, sizes: Sequence[int], spread: statistics.Dispersion
) -> list[dict[str, float | None]]:
    """The limits at each of the sizes."""
    ends = {name: statistics.funnel_limits(share, sizes, tail) for name, tail in TAILS.items()}
    found: list[dict[str, float | None]] = [
        {name: round(min(1.0, max(0.0, each[at])), DIGITS) for name, each in ends.items()} for at in range(len(sizes))
    ]
    if spread.between:
        z = float(ndtri(TAILS["high_998"]))
        for size, each in zip(sizes, found, strict=True):
            each["wide_low"] = round_or_none(max(0.0, spread.limit(share, size, -z)))
            each["wide_high"] = round_or_none(min(1.0, spread.limit(share, size, z)))
    return found


def dot(place: Share, found: Mapping[str, float | None], is_drawn: bool) -> Dot:
    """`found`: the limits at the place's size."""
    own = place.part / place.whole
    low, high = found["low_998"], found["high_998"]
    assert low is not None
    assert high is not None
    return Dot(
        code=place.code,
        name=place.name,
        searches=place.part,
        of=place.whole,
        share=round(own, DIGITS),
        drawn=is_drawn,
        beyond="above" if own > high else "below" if own < low else "",
        **found,
    )


def curve(share: float, spread: statistics.Dispersion, largest: int) -> list[Curve]:
    """The limits at sizes that lie closer where they bend."""
    sizes = sorted({round(float(size)) for size in np.geomspace(FEWEST, max(largest, FEWEST + 1), POINTS)})
    return [
        Curve(of=size, **each) for size, each in zip(sizes, funnel_limits_by_size(share, sizes, spread), strict=True)
    ]
