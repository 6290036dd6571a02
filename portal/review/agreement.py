"""How far two reviewers who viewed the same searches agree: percent, Gwet's AC1, and Cohen's kappa beside it.

Kappa falls towards 0 where nearly all pass, though reviewers agree (the prevalence paradox: Feinstein and
Cicchetti 1990). AC1 (Gwet 2008) does not; both are given, with the percent, so that neither is taken for the whole.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pairs:
    """Searches that both judged: both pass, only the first, only the second, both fail."""

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def whole(self) -> int:
        return self.both + self.first_only + self.second_only + self.neither


@dataclass(frozen=True)
class Agreement:
    """`kappa`: None where it is not defined, as both passed (or failed) everything."""

    share: float
    ac1: float
    kappa: float | None


def agreement(pairs: Pairs) -> Agreement | None:
    """None of nothing viewed twice."""
    if not pairs.whole:
        return None
    same = (pairs.both + pairs.neither) / pairs.whole
    first = (pairs.both + pairs.first_only) / pairs.whole
    second = (pairs.both + pairs.second_only) / pairs.whole
    passing = (first + second) / 2
    by_chance = 2 * passing * (1 - passing)  # Gwet's, at most a half
    expected = first * second + (1 - first) * (1 - second)  # Cohen's
    kappa = None if expected == 1 else (same - expected) / (1 - expected)
    return Agreement(same, (same - by_chance) / (1 - by_chance), kappa)
