"""Searches for every 1,000 residents by ethnic group, and how each compares with White residents."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Literal

from portal import residents, vocabulary
from portal.accounts.counting import statistics
from portal.accounts.counting.breakdowns import (
    MAY_BE_PERSONS,
    OF_PERSONS,
    Knowledge,
    field_labels,
    in_order_of,
    is_unlisted,
    key_label,
    knowledge,
    known_enough,
    worse,
)
from portal.accounts.counting.place_counts import Condition, PlaceCounts, bearing_limits
from portal.documents.account import PeriodPart
from portal.documents.figures import FigureStatus, OutcomeRate, Rate
from portal.fields import is_of_persons
from portal.places import Place
from portal.vocabulary import NOT_PUBLISHED, is_unknown_key

REFERENCE = "white"
DIGITS = 6


def rates(
    place: Place, stops: PlaceCounts, period: PeriodPart, whole: Collection[str], status: FigureStatus
) -> list[Rate]:
    """A rate a group, from person searches and self-defined ethnicity; none where nobody lives, or no month is held.

    `whole`: the months that every expected force supplied: only their searches count, as only they are exposure.
    `status`: partial where one of them is cut, unknown where a group is known to be missing from a file of theirs.
    """
    living = residents.residents_of(place)
    if living is None or not period.months_supplied:
        return []
    inside = stops.among(Condition(("month",), lambda month: month in whole)).among(MAY_BE_PERSONS)
    known = knowledge(inside, "kind", "self_defined_ethnicity")
    counts = inside.among(OF_PERSONS).by_one("self_defined_ethnicity")
    if known.status != "value":
        status = known.status
    elif status == "value" and known.silent > bearing_limits()["least_share"] * known.of:
        status = "partial"  # a month is exposure, and its searches are of no group
    return [group_rate(group, counts, known, living, period.months_supplied, status) for group in residents.GROUPS]


def group_rate(
    group: str, counts: dict[str, int], known: Knowledge, living: dict[str, int], months: int, status: FigureStatus
) -> Rate:
    """`known`: how many of the searches have an answer: any of the others may be of this group, or of White people."""
    searches, others = counts.get(group, 0), counts.get(REFERENCE, 0)
    exposed, others_exposed = (statistics.exposure(living[name], months) for name in (group, REFERENCE))
    is_enough = statistics.passes_gates(searches, living[group], others, living[REFERENCE])
    is_shown = is_enough and status in ("value", "partial")
    found = (
        statistics.rate_ratio(searches, exposed, others, others_exposed) if is_shown and group != REFERENCE else None
    )
    span = statistics.if_unknown(searches, exposed, others, others_exposed, known.unknown) if found else (None, None)
    return Rate(
        group=group,
        searches=searches,
        residents=living[group],
        per_1000=round_or_none(statistics.rate_per_1000(searches, exposed)) if is_shown else None,
        ratio_to_white=round_or_none(found.value) if found else None,
        low=round_or_none(found.low) if found else None,
        high=round_or_none(found.high) if found else None,
        if_unknown_low=round_or_none(span[0]),
        if_unknown_high=round_or_none(span[1]),
        status=status if is_shown or status not in ("value", "partial") else "too_few",
    )


def round_or_none(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


# Of the searches whose outcome is known: how many led to a formal action, how many to an arrest.
#
# A blank outcome is unknown, and so is a label that nobody has listed: outside the rate, counted beside it.
# Intervals:
# Wilson, 95% (docs/method.md).

By = Literal["all", "object", "self_defined_ethnicity"]
ARREST = "arrest"
COUNTS = ("of", "action", ARREST, "silent", "unlisted", "all")
UNLISTED_KIND = "unlisted_kind"


def actions() -> list[str]:
    """Keys of outcomes that are a formal action (data/vocabulary/outcome.toml)."""
    return vocabulary.field_vocabulary("outcome").keys_where(lambda term: term.action)


def outcome_counts(outcomes: Mapping[str, int]) -> dict[str, int]:
    """Outcome -> searches: the COUNTS of them. An outcome that nobody has listed is unknown, as a blank is."""
    found = dict.fromkeys(COUNTS, 0)
    action = actions()
    for outcome, count in outcomes.items():
        found["all"] += count
        found["of"] += 0 if is_unknown_key(outcome) else count
        found["action"] += count if outcome in action else 0
        found[ARREST] += count if outcome == ARREST else 0
        found["silent"] += count if outcome == NOT_PUBLISHED else 0
        found["unlisted"] += count if is_unlisted(outcome) else 0
    return found


def outcome_rates(searches: Callable[..., PlaceCounts], status: FigureStatus = "value") -> list[OutcomeRate]:
    """Of all searches, by object, and by self-defined ethnicity (person searches). `status`: as in breakdowns."""
    found = [*of_frame(searches("outcome"), status)]
    for by in ("object", "self_defined_ethnicity"):
        found += by_field(searches(by, "outcome"), by, status)
    return found


def of_frame(stops: PlaceCounts, status: FigureStatus = "value") -> Iterator[OutcomeRate]:
    every = {"key": "all", **outcome_counts(stops.by_one("outcome"))}
    yield from action_and_arrest_rates("all", every, "All searches", 0, status)


def by_field(
    stops: PlaceCounts, by: Literal["object", "self_defined_ethnicity"], status: FigureStatus = "value"
) -> Iterator[OutcomeRate]:
    """Where too few searches say what they were for, or who was searched, the rates of those that do say little."""
    over = stops.among(MAY_BE_PERSONS) if is_of_persons(by) else stops
    by_key: dict[str, dict[str, int]] = {}
    for (key, outcome, person), count in over.by(by, "outcome", "person").items():
        of_nobody = is_of_persons(by) and not person  # a search of unknown kind may be one of a person of any group
        outcomes = by_key.setdefault(UNLISTED_KIND if of_nobody else key, {})
        outcomes[outcome] = outcomes.get(outcome, 0) + count
    yield from outcome_rates_by_key(by_key, by, field_labels(by), worse(known_enough(stops, by), status))


def outcome_rates_by_key(
    by_key: Mapping[str, Mapping[str, int]], by: By, names: dict[str, str], status: FigureStatus
) -> Iterator[OutcomeRate]:
    """Two rates a key, in the order of pages; a key of which no field is published is left out.

    `by_key`: key -> outcome -> searches.
    """
    found: list[dict[str, Any]] = [{"key": key, **outcome_counts(outcomes)} for key, outcomes in by_key.items()]
    order = in_order_of(list(names))
    anywhere = sum(row["all"] for row in found if by != "all" and is_unknown_key(row["key"]))
    for row in sorted(found, key=lambda row: order(row["key"])):
        if row["key"] not in (NOT_PUBLISHED, UNLISTED_KIND):
            elsewhere = 0 if is_unknown_key(row["key"]) else anywhere
            yield from action_and_arrest_rates(by, row, key_label(row["key"], names), elsewhere, status)


def action_and_arrest_rates(
    by: By, row: dict[str, Any], label: str, elsewhere: int, status: FigureStatus
) -> Iterator[OutcomeRate]:
    yield outcome_rate("action", by, row, label, elsewhere, status)
    yield outcome_rate("arrest", by, row, label, elsewhere, status)


def outcome_rate(
    measure: Literal["action", "arrest"], by: By, row: dict[str, Any], label: str, elsewhere: int, status: FigureStatus
) -> OutcomeRate:
    """`elsewhere`: searches whose key is unknown, so that they may belong here: with those here whose outcome is

    unknown they make the range.
    """
    unknown = row["all"] - row["of"]
    why = why_there_is_none(row, status) or ("unknown" if row["unlisted"] > row[measure] else None)
    found = None if why else statistics.wilson_range(row[measure], row["of"])
    open_ = unknown + elsewhere
    return OutcomeRate(
        measure=measure,
        by=by,
        key=str(row["key"]),
        label=label,
        searches=row[measure] if found else None,
        of=row["of"],
        unknown=unknown,
        rate=round_or_none(found.value) if found else None,
        low=round_or_none(found.low) if found else None,
        high=round_or_none(found.high) if found else None,
        if_unknown_low=round_or_none(row[measure] / (row["of"] + open_)) if found else None,
        if_unknown_high=round_or_none((row[measure] + open_) / (row["of"] + open_)) if found else None,
        status=why or status,
    )


def why_there_is_none(row: dict[str, Any], status: FigureStatus) -> FigureStatus | None:
    """Why a key has no rate: no file of its searches has the column, nobody filled it in, or too little is known."""
    if row["all"] and row["silent"] == row["all"]:
        return "not_published"
    if not row["of"]:
        return "unknown" if row["unlisted"] else "too_few"
    if status == "unknown":
        return status
    own = Knowledge(row["all"], row["all"] - row["of"], row["unlisted"], row["silent"]).status
    return None if own == "value" else own
