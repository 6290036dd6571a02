"""Figures about the people searched: London as a whole, not under ten, to the nearest five, drawn once for a year."""

from collections.abc import Mapping, Sequence

import polars as pl

from portal.charter.definitions import CANNOT_TELL, FAIL, NOT_RECORDED, PASS
from portal.disclosure.rounding import Rounding, published_count

TOLD_STATES = (PASS, FAIL, NOT_RECORDED, CANNOT_TELL)
"""States whose searches are published. Not those of `not_applicable` and `not_published`: the number of searches in a
return is public, so that what remains of it would tell a count that is held back."""

PeopleFigures = Mapping[str, Mapping[str, int | None]]
"""Check -> state -> searches as published, None where they are too few: every check has all of TOLD_STATES."""


def people_figures(
    states: pl.DataFrame, checks: Sequence[str], rounding: Rounding, drawn: PeopleFigures | None = None
) -> dict[str, dict[str, int | None]]:
    """London's figures about people, as published.

    `states`: a row a search in the returns of the complete year, a column a check with its state (charter.rules).
    `checks`: those that tell of a person. `drawn`: the year's figures of an earlier edition; they stay as they are
    whatever was corrected since, as two figures beside each other would tell what changed.
    """
    found: dict[str, dict[str, int | None]] = {}
    for check in checks:
        earlier = (drawn or {}).get(check)
        found[check] = dict(earlier) if earlier is not None else rounded_states(states[check], rounding)
    return found


def rounded_states(column: pl.Series, rounding: Rounding) -> dict[str, int | None]:
    """State -> searches as published; none and few look alike."""
    counts = dict(column.cast(pl.String).value_counts().rows())
    return {state: published_count(counts.get(state, 0), rounding) for state in TOLD_STATES}
