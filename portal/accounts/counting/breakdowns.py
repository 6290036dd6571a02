"""Searches counted by one field; the parts always add up to the whole."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from portal import places, shipped, vocabulary
from portal.accounts.counting.place_counts import Condition, PlaceCounts
from portal.documents.figures import Crossed, Figure, FigureStatus, Finds
from portal.fields import declared_fields, is_of_persons
from portal.vocabulary import LABELS, NOT_PUBLISHED, NOT_RECORDED, UNLISTED, is_unknown_key, written_of

# How much is known of some searches under a field, and whether that is enough for a figure.
#
# A label that nobody has listed, a blank, "not stated", and a column that the file lacks are all unknown: no figure
# counts them as an answer. Where they are too many (data/limits.toml), a figure has a status in place of a value.


@cache
def unknown_limits() -> Mapping[str, float]:
    """`unlisted` and `unknown`: the largest shares (0 to 1) that leave a figure its value (data/limits.toml)."""
    found: dict[str, float] = tomllib.loads(shipped.data("limits.toml").read_text("utf-8"))["unknown"]
    return found


@dataclass(frozen=True)
class Knowledge:
    """Of `of` searches: `silent` stand in files without the column, `unlisted` have a label that nobody knows.

    `unknown`: all whose answer is not known, those two among them.
    """

    of: int
    unknown: int = 0
    unlisted: int = 0
    silent: int = 0

    @property
    def known(self) -> int:
        return self.of - self.unknown

    @property
    def status(self) -> FigureStatus:
        """`value` where enough is known; of nothing, everything is."""
        if self.unknown > unknown_limits()["unknown"] * self.of:
            return "not_published" if 2 * self.silent > self.unknown else "unknown"
        return "unknown" if self.unlisted > unknown_limits()["unlisted"] * (self.of - self.silent) else "value"


def is_unlisted(key: str) -> bool:
    """Whether it stands for a label that the vocabulary does not list."""
    return key.startswith(UNLISTED)


def knowledge(stops: PlaceCounts, *fields: str) -> Knowledge:
    """Of searches under one field or more: known is what has an answer under every one of them."""
    counts = stops.by(*fields)
    silent = {keys for keys in counts if NOT_PUBLISHED in keys}  # the file lacks the column of one of the fields
    return Knowledge(
        of=sum(counts.values()),
        unknown=sum(count for keys, count in counts.items() if any(map(is_unknown_key, keys))),
        unlisted=sum(count for keys, count in counts.items() if keys not in silent and any(map(is_unlisted, keys))),
        silent=sum(counts[keys] for keys in silent),
    )


def of_counts(counts: Mapping[str, int]) -> Knowledge:
    """The same from a key's counts."""
    return Knowledge(
        of=sum(counts.values()),
        unknown=sum(count for key, count in counts.items() if is_unknown_key(key)),
        unlisted=sum(count for key, count in counts.items() if is_unlisted(key)),
        silent=counts.get(NOT_PUBLISHED, 0),
    )


def worse(first: FigureStatus, second: FigureStatus) -> FigureStatus:
    """The status of a figure that needs two things: of a status without a value and one with, the former."""
    order: tuple[FigureStatus, ...] = ("not_published", "unknown", "partial", "value")
    return min(first, second, key=lambda each: order.index(each) if each in order else -1)


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST = (NOT_RECORDED, NOT_PUBLISHED)
TOLD_BY_NAME = ("team", "borough", "force")
"""What is named, and what is not has a row of its own: a table of these has shares however much is unknown."""
OF_PERSONS = Condition(("person",), bool)
MAY_BE_PERSONS = Condition(("person", "kind"), lambda person, kind: person or is_unknown_key(kind))
"""Searches of persons, and those whose kind is not known."""


def breakdowns(searches: Callable[..., PlaceCounts], status: FigureStatus = "value") -> dict[str, list[Figure]]:
    """Every breakdown by name, in the order of the promised document.

    `searches` gives those of the sources that can answer a field. `status`: partial where a month of them is cut.
    """
    return {field: breakdown(searches(field), field, status) for field in declared_fields().broken_down}


def breakdown(stops: PlaceCounts, field: str, status: FigureStatus = "value") -> list[Figure]:
    return breakdown_figures(
        asked_about(stops, field), field, field_labels(field), worse(known_enough(stops, field), status)
    )


def asked_about(stops: PlaceCounts, field: str) -> PlaceCounts:
    """The searches that a field is counted over."""
    return stops.among(OF_PERSONS) if is_of_persons(field) else stops


def known_enough(stops: PlaceCounts, *fields: str) -> FigureStatus:
    """`value`, or `unknown` where too few of the searches have an answer under every one of the fields.

    Of a field that is counted over persons, a search whose kind nobody knows may be one of a person.
    """
    wanted = [field for field in fields if field not in TOLD_BY_NAME]
    if not wanted:
        return "value"
    if any(map(is_of_persons, wanted)):
        stops, wanted = stops.among(MAY_BE_PERSONS), ["kind", *wanted]
    return "value" if knowledge(stops, *wanted).status == "value" else "unknown"


def field_labels(field: str) -> dict[str, str]:
    """Key -> label in the order of pages."""
    if field == "hour":
        return {f"hour_{hour:02}": f"{hour:02}:00 to {hour:02}:59" for hour in range(24)}
    if field == "day":
        return {day.casefold(): day for day in DAYS}
    if field == "force":
        return {force.id: force.name for force in places.forces_by_id().values()}
    if field == "borough":
        names = {place.code: place.name for place in places.all_of(places.Kind.BOROUGH)}
        return names | {places.OUTSIDE_LONDON: "Outside London", places.NO_POINT: "No point on the map"}
    return vocabulary.field_vocabulary(field).labels


def breakdown_figures(
    stops: PlaceCounts, field: str, names: dict[str, str], status: FigureStatus = "value"
) -> list[Figure]:
    """One figure a key that occurs: listed keys in their order, then unlisted, then what is missing."""
    counts = stops.by_one(field)
    whole = sum(counts.values())
    order = in_order_of(list(names))
    told_of = whole - counts.get(NOT_PUBLISHED, 0)
    return [
        figure(key, key_label(key, names), (counts[key], whole, told_of), status) for key in sorted(counts, key=order)
    ]


def in_order_of(listed: list[str]) -> Callable[[str], tuple[int, str]]:
    positions = {key: at for at, key in enumerate([*listed, UNLISTED, *LAST])}
    return lambda key: (positions.get(key, positions[UNLISTED]), key)


def key_label(key: str, names: dict[str, str]) -> str:
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


# What was found: from the outcome, and from whether it had to do with what police looked for.

NOTHING = "no_further_action"


def finds(stops: PlaceCounts, status: FigureStatus = "value") -> Finds:
    """A search that led to nothing found nothing, whatever a file says of the link; of others the link decides.

    `stops`: of the sources that can answer both fields; `status`: as in breakdowns.
    """
    counts = stops.by("outcome", "linked")
    led = {keys: count for keys, count in counts.items() if keys[0] != NOTHING and not is_unknown_key(keys[0])}
    by_link: dict[str, int] = {}
    for (_, link), count in led.items():
        by_link[link] = by_link.get(link, 0) + count
    nothing = sum(count for (outcome, _), count in counts.items() if outcome == NOTHING)
    found, other = by_link.get("true", 0), by_link.get("false", 0)
    whole = sum(counts.values())
    links = of_counts(by_link).status
    said = worse(worse(known_enough(stops, "outcome"), links), status) if whole else status
    is_told = said in ("value", "partial")
    return Finds(
        looked_for=found if is_told else None,
        something_else=other if is_told else None,
        nothing=nothing if is_told else None,
        unknown=whole - found - other - nothing,
        of=whole,
        status=said,
    )


# Tables of two fields: object by outcome, day of the week by hour. Cells without a search are left out.


def crossed(searches: Callable[..., PlaceCounts], status: FigureStatus = "value") -> dict[str, list[Crossed]]:
    """Each table in the order of pages; every table's cells add up to their `of`. `status`: as in breakdowns."""
    tables = declared_fields().crossed.items()
    return {name: crosstab_cells(searches(*fields), fields, status) for name, fields in tables}


def crosstab_cells(stops: PlaceCounts, fields: tuple[str, str], status: FigureStatus) -> list[Crossed]:
    row, column = fields
    status = worse(known_enough(stops, *fields), status)
    counts = stops.by(row, column)
    whole = sum(counts.values())
    first, second = in_order_of(list(field_labels(row))), in_order_of(list(field_labels(column)))
    ordered = sorted(counts, key=lambda cell: (first(cell[0]), second(cell[1])))
    return [
        Crossed(row=one, column=other, searches=counts[one, other], of=whole, status=status) for one, other in ordered
    ]
