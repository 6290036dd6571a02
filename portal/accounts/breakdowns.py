"""A frame of searches counted by one field; the parts always add up to the whole."""

from collections.abc import Callable

import polars as pl

from portal import places, vocabulary
from portal.accounts.document import Figure
from portal.vocabulary import LABELS, NOT_PUBLISHED, NOT_RECORDED, UNLISTED

PERSONAL = ("self_defined_ethnicity", "officer_defined_ethnicity", "age", "gender")
"""Counted over person searches; everything else over all searches."""
FIELDS = ("object", "power", "outcome", *PERSONAL)
LAST = (NOT_RECORDED, NOT_PUBLISHED)


def breakdowns(stops: pl.DataFrame) -> dict[str, list[Figure]]:
    """Every breakdown of the frame, by name, in the order of the promised document."""
    persons = stops.filter(pl.col("person"))
    found = {
        field: counted(persons if field in PERSONAL else stops, field, vocabulary.of(field).labels)
        for field in FIELDS
    }
    found["hour"] = by_hour(stops)
    found["team"] = by_team(stops)
    found["borough"] = by_borough(stops)
    return found


def counted(stops: pl.DataFrame, field: str, labels: dict[str, str]) -> list[Figure]:
    """One figure a key that occurs: listed keys in their order, then unlisted, then what is missing."""
    counts = dict(stops[field].value_counts().iter_rows())
    order = in_order_of(list(labels))
    return [
        figure(key, labels.get(key) or LABELS.get(key) or unlisted_label(key), counts[key], stops.height)
        for key in sorted(counts, key=order)
    ]


def in_order_of(listed: list[str]) -> Callable[[str], tuple[int, str]]:
    positions = {key: at for at, key in enumerate([*listed, UNLISTED, *LAST])}
    return lambda key: (positions.get(key, positions[UNLISTED]), key)


def unlisted_label(key: str) -> str:
    return f"As written: {key.removeprefix(UNLISTED).replace('_', ' ')}"


def figure(key: str, label: str, searches: int, of: int) -> Figure:
    """What is not published has a count of its rows but never a share: it is no part of the answer."""
    if key == NOT_PUBLISHED:
        return Figure(key=key, label=label, searches=searches, of=of, status="not_published")
    share = round(searches / of, 6) if of else None
    return Figure(key=key, label=label, searches=searches, of=of, share=share, status="value")


def by_hour(stops: pl.DataFrame) -> list[Figure]:
    counts = dict(stops["hour"].value_counts().iter_rows())
    return [
        figure(f"hour_{hour:02}", f"{hour:02}:00 to {hour:02}:59", counts[hour], stops.height)
        for hour in sorted(counts)
    ]


def by_team(stops: pl.DataFrame) -> list[Figure]:
    """No source read so far carries a team: every search is `not_published`."""
    if stops.is_empty():
        return []
    return [figure(NOT_PUBLISHED, LABELS[NOT_PUBLISHED], stops.height, stops.height)]


def by_borough(stops: pl.DataFrame) -> list[Figure]:
    """By GSS code, in the order of names; then outside London, then without a point."""
    labels = {place.code: place.name for place in places.all_of(places.Kind.BOROUGH)}
    labels |= {places.OUTSIDE_LONDON: "Outside London", places.NO_POINT: "No point on the map"}
    return counted(stops, "borough", labels)
