"""Searches for every 1,000 residents by ethnic group, and how each compares with White residents."""

from collections.abc import Collection

import polars as pl

from portal import residents
from portal.accounts import statistics
from portal.accounts.document import PeriodPart
from portal.accounts.figures import FigureStatus, Rate
from portal.places import Place
from portal.vocabulary import UNLISTED

REFERENCE = "white"
UNKNOWN = ("not_stated", "not_recorded", "not_published")
DIGITS = 6


def rates(
    place: Place, stops: pl.DataFrame, period: PeriodPart, whole: Collection[str], is_partial: bool
) -> list[Rate]:
    """A rate a group, from person searches and self-defined ethnicity; none where nobody lives, or no month is held.

    `whole`: the months that every expected force supplied: only their searches count, as only they are exposure.
    """
    living = residents.of(place)
    if living is None or not period.months_supplied:
        return []
    persons = stops.filter(pl.col("person") & pl.col("month").is_in(list(whole)))
    counts = dict(persons["self_defined_ethnicity"].value_counts().iter_rows())
    return [rate(group, counts, living, period.months_supplied, is_partial) for group in residents.GROUPS]


def rate(group: str, counts: dict[str, int], living: dict[str, int], months: int, is_partial: bool) -> Rate:
    searches, others = counts.get(group, 0), counts.get(REFERENCE, 0)
    exposed, others_exposed = (statistics.exposure(living[name], months) for name in (group, REFERENCE))
    is_shown = statistics.passes_gates(searches, living[group], others, living[REFERENCE])
    status: FigureStatus = "partial" if is_partial else "value" if is_shown else "too_few"
    found = statistics.ratio(searches, exposed, others, others_exposed) if is_shown and group != REFERENCE else None
    unknown = sum(count for key, count in counts.items() if is_unknown(key))
    span = statistics.if_unknown(searches, exposed, others, others_exposed, unknown) if found else (None, None)
    return Rate(
        group=group,
        searches=searches,
        residents=living[group],
        per_1000=rounded(statistics.per_1000(searches, exposed)) if is_shown else None,
        ratio_to_white=rounded(found.value) if found else None,
        low=rounded(found.low) if found else None,
        high=rounded(found.high) if found else None,
        if_unknown_low=rounded(span[0]),
        if_unknown_high=rounded(span[1]),
        status=status if is_shown else "too_few",
    )


def is_unknown(key: str) -> bool:
    """Not stated, blank, not published, or a label that nobody has listed."""
    return key in UNKNOWN or key.startswith(UNLISTED)


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
