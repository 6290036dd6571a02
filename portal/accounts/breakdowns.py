"""A frame of searches counted by one field; the parts always add up to the whole."""

from collections.abc import Callable

import polars as pl

from portal import places, vocabulary
from portal.accounts.figures import Figure
from portal.vocabulary import LABELS, NOT_PUBLISHED, NOT_RECORDED, UNLISTED

PERSONAL = ("self_defined_ethnicity", "officer_defined_ethnicity", "age", "gender")
"""Counted over person searches; everything else over all searches."""
FIELDS = ("object", "power", "outcome", *PERSONAL)
BREAKDOWNS = (*FIELDS, "hour", "team", "borough", "day", "force")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST = (NOT_RECORDED, NOT_PUBLISHED)


def breakdowns(searches: Callable[..., pl.DataFrame]) -> dict[str, list[Figure]]:
    """Every breakdown by name, in the order of the promised document.

    `searches` gives those of the sources that can answer a field.
    """
    return {field: breakdown(searches(field), field) for field in BREAKDOWNS}


def breakdown(stops: pl.DataFrame, field: str) -> list[Figure]:
    counted_over = stops.filter(pl.col("person")) if field in PERSONAL and not stops.is_empty() else stops
    return counted(counted_over, field, labels(field))


def labels(field: str) -> dict[str, str]:
    """Key -> label in the order of pages."""
    if field == "hour":
        return {f"hour_{hour:02}": f"{hour:02}:00 to {hour:02}:59" for hour in range(24)}
    if field == "day":
        return {day.casefold(): day for day in DAYS}
    if field == "force":
        return {force.id: force.name for force in places.forces().values()}
    if field == "borough":
        names = {place.code: place.name for place in places.all_of(places.Kind.BOROUGH)}
        return names | {places.OUTSIDE_LONDON: "Outside London", places.NO_POINT: "No point on the map"}
    return vocabulary.of(field).labels


def counted(stops: pl.DataFrame, field: str, names: dict[str, str]) -> list[Figure]:
    """One figure a key that occurs: listed keys in their order, then unlisted, then what is missing."""
    if stops.is_empty():
        return []
    counts = dict(stops[field].value_counts().iter_rows())
    order = in_order_of(list(names))
    told_of = stops.height - counts.get(NOT_PUBLISHED, 0)
    return [
        figure(key, names.get(key) or LABELS.get(key) or unlisted_label(key), counts[key], stops.height, told_of)
        for key in sorted(counts, key=order)
    ]


def in_order_of(listed: list[str]) -> Callable[[str], tuple[int, str]]:
    positions = {key: at for at, key in enumerate([*listed, UNLISTED, *LAST])}
    return lambda key: (positions.get(key, positions[UNLISTED]), key)


def unlisted_label(key: str) -> str:
    if not key.startswith(UNLISTED):  # a code that stands for itself
        return key
    return f"As written: {key.removeprefix(UNLISTED).replace('_', ' ')}"


def figure(key: str, label: str, searches: int, of: int, told_of: int) -> Figure:
    """What is not published has a count of its rows but never a share: it is no part of the answer.

    `told_of`: the searches whose file has the column. The others would make every share smaller than it is.
    """
    if key == NOT_PUBLISHED:
        return Figure(key=key, label=label, searches=searches, of=of, status="not_published")
    share = round(searches / told_of, 6) if told_of else None
    return Figure(key=key, label=label, searches=searches, of=of, share=share, share_of=told_of, status="value")
