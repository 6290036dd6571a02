"""Searches for every 1,000 residents by ethnic group, and how each compares with White residents."""

from collections.abc import Collection

from portal import residents
from portal.accounts import statistics
from portal.accounts.breakdowns import MAY_BE_PERSONS, OF_PERSONS
from portal.accounts.document import PeriodPart
from portal.accounts.figures import FigureStatus, Rate
from portal.accounts.force_shares import bearing_limits
from portal.accounts.knowledge import Knowledge, knowledge
from portal.accounts.place_counts import Condition, PlaceCounts
from portal.places import Place

REFERENCE = "white"
DIGITS = 6


def rates(
    place: Place, stops: PlaceCounts, period: PeriodPart, whole: Collection[str], status: FigureStatus
) -> list[Rate]:
    """A rate a group, from person searches and self-defined ethnicity; none where nobody lives, or no month is held.

    `whole`: the months that every expected force supplied: only their searches count, as only they are exposure.
    `status`: partial where one of them is cut, unknown where a group is known to be missing from a file of theirs.
    """
    living = residents.of(place)
    if living is None or not period.months_supplied:
        return []
    inside = stops.among(Condition(("month",), lambda month: month in whole)).among(MAY_BE_PERSONS)
    known = knowledge(inside, "kind", "self_defined_ethnicity")
    counts = inside.among(OF_PERSONS).by_one("self_defined_ethnicity")
    if known.status != "value":
        status = known.status
    elif status == "value" and known.silent > bearing_limits()["least_share"] * known.of:
        status = "partial"  # a month is exposure, and its searches are of no group
    return [rate(group, counts, known, living, period.months_supplied, status) for group in residents.GROUPS]


def rate(
    group: str, counts: dict[str, int], known: Knowledge, living: dict[str, int], months: int, status: FigureStatus
) -> Rate:
    """`known`: how many of the searches have an answer: any of the others may be of this group, or of White people."""
    searches, others = counts.get(group, 0), counts.get(REFERENCE, 0)
    exposed, others_exposed = (statistics.exposure(living[name], months) for name in (group, REFERENCE))
    is_enough = statistics.passes_gates(searches, living[group], others, living[REFERENCE])
    is_shown = is_enough and status in ("value", "partial")
    found = statistics.ratio(searches, exposed, others, others_exposed) if is_shown and group != REFERENCE else None
    span = statistics.if_unknown(searches, exposed, others, others_exposed, known.unknown) if found else (None, None)
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
        status=status if is_shown or status not in ("value", "partial") else "too_few",
    )


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
