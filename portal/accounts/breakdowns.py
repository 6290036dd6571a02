"""Searches counted by one field; the parts always add up to the whole."""

from collections.abc import Callable

from portal import places, vocabulary
from portal.accounts.figures import Figure, FigureStatus
from portal.accounts.knowledge import knowledge, worse
from portal.accounts.place_counts import Condition, PlaceCounts
from portal.vocabulary import LABELS, NOT_PUBLISHED, NOT_RECORDED, UNLISTED, is_unknown, written_of

PERSONAL = ("self_defined_ethnicity", "officer_defined_ethnicity", "age", "gender")
"""Counted over person searches; everything else over all searches."""
FIELDS = ("object", "power", "outcome", *PERSONAL)
BREAKDOWNS = (*FIELDS, "hour", "team", "borough", "day", "force")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST = (NOT_RECORDED, NOT_PUBLISHED)
TOLD_BY_NAME = ("team", "borough", "force")
"""What is named, and what is not has a row of its own: a table of these has shares however much is unknown."""
OF_PERSONS = Condition(("person",), bool)
MAY_BE_PERSONS = Condition(("person", "kind"), lambda person, kind: person or is_unknown(kind))
"""Searches of persons, and those whose kind is not known."""


def breakdowns(searches: Callable[..., PlaceCounts], status: FigureStatus = "value") -> dict[str, list[Figure]]:
    """Every breakdown by name, in the order of the promised document.

    `searches` gives those of the sources that can answer a field. `status`: partial where a month of them is cut.
    """
    return {field: breakdown(searches(field), field, status) for field in BREAKDOWNS}


def breakdown(stops: PlaceCounts, field: str, status: FigureStatus = "value") -> list[Figure]:
    return counted(asked_about(stops, field), field, labels(field), worse(known_enough(stops, field), status))


def asked_about(stops: PlaceCounts, field: str) -> PlaceCounts:
    """The searches that a field is counted over."""
    return stops.among(OF_PERSONS) if field in PERSONAL else stops


def known_enough(stops: PlaceCounts, *fields: str) -> FigureStatus:
    """`value`, or `unknown` where too few of the searches have an answer under every one of the fields.

    Of a field that is counted over persons, a search whose kind nobody knows may be one of a person.
    """
    wanted = [field for field in fields if field not in TOLD_BY_NAME]
    if not wanted:
        return "value"
    if any(field in PERSONAL for field in wanted):
        stops, wanted = stops.among(MAY_BE_PERSONS), ["kind", *wanted]
    return "value" if knowledge(stops, *wanted).status == "value" else "unknown"


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


def counted(stops: PlaceCounts, field: str, names: dict[str, str], status: FigureStatus = "value") -> list[Figure]:
    """One figure a key that occurs: listed keys in their order, then unlisted, then what is missing."""
    counts = stops.by_one(field)
    whole = sum(counts.values())
    order = in_order_of(list(names))
    told_of = whole - counts.get(NOT_PUBLISHED, 0)
    return [
        figure(key, label_of(key, names), (counts[key], whole, told_of), status) for key in sorted(counts, key=order)
    ]


def in_order_of(listed: list[str]) -> Callable[[str], tuple[int, str]]:
    positions = {key: at for at, key in enumerate([*listed, UNLISTED, *LAST])}
    return lambda key: (positions.get(key, positions[UNLISTED]), key)


def label_of(key: str, names: dict[str, str]) -> str:
    """In words; a code that stands for itself is its own label."""
    if key.startswith(UNLISTED):
        return f"As written: {written_of(key)}"
    return names.get(key) or LABELS.get(key) or key


def figure(key: str, label: str, counts: tuple[int, int, int], status: FigureStatus) -> Figure:
    """What is not published has a count of its rows but never a share: it is no part of the answer.

    `counts`: searches, all of them, and those whose file has the column: the others would make every share smaller
    than it is.
    """
    searches, of, told_of = counts
    if key == NOT_PUBLISHED:
        return Figure(key=key, label=label, searches=searches, of=of, status="not_published")
    share = round(searches / told_of, 6) if told_of and status != "unknown" else None
    return Figure(key=key, label=label, searches=searches, of=of, share=share, share_of=told_of, status=status)
