"""Searches told apart from the rest: under section 60 (no suspicion needed), of children, of vehicles only."""

from collections.abc import Callable
from typing import Literal

from portal.accounts.counting.breakdowns import MAY_BE_PERSONS, breakdown, knowledge
from portal.accounts.counting.place_counts import Condition, PlaceCounts
from portal.accounts.counting.rates import of_frame, round_or_none
from portal.documents.figures import Apart, FigureStatus

Searches = Callable[..., PlaceCounts]
SECTION_60 = "cjpoa_s60"
CHILDREN = ("under_10", "10_to_17")
FIELDS: dict[str, tuple[str, ...]] = {
    "section_60": ("object", "outcome", "self_defined_ethnicity", "age"),
    "under_18": ("object", "outcome", "power", "self_defined_ethnicity", "gender", "age"),
    "vehicle_only": ("object", "outcome", "power"),
}


def search_subsets(searches: Searches, status: FigureStatus = "value") -> list[Apart]:
    """The three, each with its own breakdowns and outcome rates. `status`: as in breakdowns."""
    return [
        search_subset(
            "section_60", searches, "power", Condition(("power",), lambda power: power == SECTION_60), status
        ),
        search_subset("under_18", searches, "age", Condition(("person", "age"), is_child), status),
        search_subset("vehicle_only", searches, "kind", Condition(("kind",), lambda kind: kind == "vehicle"), status),
    ]


def is_child(person: bool, age: str) -> bool:
    return person and age in CHILDREN


def search_subset(
    name: Literal["section_60", "under_18", "vehicle_only"],
    searches: Searches,
    by: str,
    belongs: Condition,
    status: FigureStatus,
) -> Apart:
    """`by`: the field that says whether a search belongs; unknown where it has no answer that can be read."""
    stops = searches(by)
    is_of_persons = name == "under_18"  # a search whose kind nobody knows may be one of a child
    over, fields = (stops.among(MAY_BE_PERSONS), ("kind", by)) if is_of_persons else (stops, (by,))
    known, own = knowledge(over, *fields), over.among(belongs).searches
    is_told = known.status == "value" and known.unlisted <= own  # else more are hidden than are counted
    own_status: FigureStatus = status if is_told else "unknown" if known.status == "value" else known.status
    if status != "value" and is_told and not own:  # what is missing of a cut month may hold some: never 0
        is_told, own_status = False, "missing"
    return Apart(
        id=name,
        searches=own if is_told else None,
        of=known.of,
        unknown=known.unknown,
        share=round_or_none(own / known.known) if is_told and known.known else None,
        share_of=known.known if is_told else None,
        if_unknown_low=round_or_none(own / known.of) if is_told and known.of else None,
        if_unknown_high=round_or_none((own + known.unknown) / known.of) if is_told and known.of else None,
        status=own_status,
        breakdowns={
            field: breakdown(searches(by, field).among(belongs), field, status if is_told else "unknown")
            for field in FIELDS[name]
        },
        outcome_rates=list(of_frame(searches(by, "outcome").among(belongs), status if is_told else "unknown")),
    )
