"""Of the searches whose outcome is known: how many led to a formal action, how many to an arrest.

A blank outcome is unknown, and so is a label that nobody has listed: outside the rate, counted beside it. Intervals:
Wilson, 95% (docs/method.md).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from portal import vocabulary
from portal.accounts import statistics
from portal.accounts.breakdowns import MAY_BE_PERSONS, PERSONAL, in_order_of, known_enough, label_of, labels
from portal.accounts.figures import FigureStatus, OutcomeRate
from portal.accounts.knowledge import Knowledge, is_unlisted, worse
from portal.accounts.place_counts import PlaceCounts
from portal.accounts.rates import rounded
from portal.vocabulary import NOT_PUBLISHED, is_unknown

By = Literal["all", "object", "self_defined_ethnicity"]
ARREST = "arrest"
COUNTS = ("of", "action", ARREST, "silent", "unlisted", "all")
UNLISTED_KIND = "unlisted_kind"


def actions() -> list[str]:
    """Keys of outcomes that are a formal action (data/vocabulary/outcome.toml)."""
    return vocabulary.of("outcome").keys_where(lambda term: term.action)


def outcome_counts(outcomes: Mapping[str, int]) -> dict[str, int]:
    """Outcome -> searches: the COUNTS of them. An outcome that nobody has listed is unknown, as a blank is."""
    found = dict.fromkeys(COUNTS, 0)
    action = actions()
    for outcome, count in outcomes.items():
        found["all"] += count
        found["of"] += 0 if is_unknown(outcome) else count
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
    yield from both("all", every, "All searches", 0, status)


def by_field(
    stops: PlaceCounts, by: Literal["object", "self_defined_ethnicity"], status: FigureStatus = "value"
) -> Iterator[OutcomeRate]:
    """Where too few searches say what they were for, or who was searched, the rates of those that do say little."""
    over = stops.among(MAY_BE_PERSONS) if by in PERSONAL else stops
    by_key: dict[str, dict[str, int]] = {}
    for (key, outcome, person), count in over.by(by, "outcome", "person").items():
        of_nobody = by in PERSONAL and not person  # a search of unknown kind may be one of a person of any group
        outcomes = by_key.setdefault(UNLISTED_KIND if of_nobody else key, {})
        outcomes[outcome] = outcomes.get(outcome, 0) + count
    yield from counted(by_key, by, labels(by), worse(known_enough(stops, by), status))


def counted(
    by_key: Mapping[str, Mapping[str, int]], by: By, names: dict[str, str], status: FigureStatus
) -> Iterator[OutcomeRate]:
    """Two rates a key, in the order of pages; a key of which no field is published is left out.

    `by_key`: key -> outcome -> searches.
    """
    found: list[dict[str, Any]] = [{"key": key, **outcome_counts(outcomes)} for key, outcomes in by_key.items()]
    order = in_order_of(list(names))
    anywhere = sum(row["all"] for row in found if by != "all" and is_unknown(row["key"]))
    for row in sorted(found, key=lambda row: order(row["key"])):
        if row["key"] not in (NOT_PUBLISHED, UNLISTED_KIND):
            elsewhere = 0 if is_unknown(row["key"]) else anywhere
            yield from both(by, row, label_of(row["key"], names), elsewhere, status)


def both(by: By, row: dict[str, Any], label: str, elsewhere: int, status: FigureStatus) -> Iterator[OutcomeRate]:
    yield rate("action", by, row, label, elsewhere, status)
    yield rate("arrest", by, row, label, elsewhere, status)


def rate(
    measure: Literal["action", "arrest"], by: By, row: dict[str, Any], label: str, elsewhere: int, status: FigureStatus
) -> OutcomeRate:
    """`elsewhere`: searches whose key is unknown, so that they may belong here: with those here whose outcome is

    unknown they make the range.
    """
    unknown = row["all"] - row["of"]
    why = why_there_is_none(row, status) or ("unknown" if row["unlisted"] > row[measure] else None)
    found = None if why else statistics.wilson(row[measure], row["of"])
    open_ = unknown + elsewhere
    return OutcomeRate(
        measure=measure,
        by=by,
        key=str(row["key"]),
        label=label,
        searches=row[measure] if found else None,
        of=row["of"],
        unknown=unknown,
        rate=rounded(found.value) if found else None,
        low=rounded(found.low) if found else None,
        high=rounded(found.high) if found else None,
        if_unknown_low=rounded(row[measure] / (row["of"] + open_)) if found else None,
        if_unknown_high=rounded((row[measure] + open_) / (row["of"] + open_)) if found else None,
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
