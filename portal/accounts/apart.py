"""Searches told apart from the rest: under section 60 (no suspicion needed), of children, of vehicles only."""

from collections.abc import Callable
from typing import Literal

import polars as pl

from portal.accounts.breakdowns import breakdown, may_be_persons
from portal.accounts.figures import Apart, FigureStatus
from portal.accounts.knowledge import knowledge
from portal.accounts.outcome_rates import of_frame
from portal.accounts.rates import rounded

Searches = Callable[..., pl.DataFrame]
SECTION_60 = "cjpoa_s60"
CHILDREN = ("under_10", "10_to_17")
FIELDS: dict[str, tuple[str, ...]] = {
    "section_60": ("object", "outcome", "self_defined_ethnicity", "age"),
    "under_18": ("object", "outcome", "power", "self_defined_ethnicity", "gender", "age"),
    "vehicle_only": ("object", "outcome", "power"),
}


def apart(searches: Searches, status: FigureStatus = "value") -> list[Apart]:
    """The three, each with its own breakdowns and outcome rates. `status`: as in breakdowns."""
    return [
        told("section_60", searches, "power", pl.col("power") == SECTION_60, status),
        told("under_18", searches, "age", pl.col("person") & pl.col("age").is_in(CHILDREN), status),
        told("vehicle_only", searches, "kind", pl.col("kind") == "vehicle", status),
    ]


def told(
    name: Literal["section_60", "under_18", "vehicle_only"],
    searches: Searches,
    by: str,
    belongs: pl.Expr,
    status: FigureStatus,
) -> Apart:
    """`by`: the field that says whether a search belongs; unknown where it has no answer that can be read."""
    stops = searches(by)
    is_of_persons = name == "under_18"  # a search whose kind nobody knows may be one of a child
    over, fields = (may_be_persons(stops), ("kind", by)) if is_of_persons else (stops, (by,))
    known, own = knowledge(over, *fields), among(over, belongs)
    is_told = known.status == "value" and known.unlisted <= own.height  # else more are hidden than are counted
    own_status: FigureStatus = status if is_told else "unknown" if known.status == "value" else known.status
    if status != "value" and is_told and own.is_empty():  # what is missing of a cut month may hold some: never 0
        is_told, own_status = False, "missing"
    return Apart(
        id=name,
        searches=own.height if is_told else None,
        of=over.height,
        unknown=known.unknown,
        share=rounded(own.height / known.known) if is_told and known.known else None,
        share_of=known.known if is_told else None,
        if_unknown_low=rounded(own.height / known.of) if is_told and known.of else None,
        if_unknown_high=rounded((own.height + known.unknown) / known.of) if is_told and known.of else None,
        status=own_status,
        breakdowns={
            field: breakdown(among(searches(by, field), belongs), field, status if is_told else "unknown")
            for field in FIELDS[name]
        },
        outcome_rates=list(of_frame(among(searches(by, "outcome"), belongs), status if is_told else "unknown")),
    )


def among(stops: pl.DataFrame, belongs: pl.Expr) -> pl.DataFrame:
    """Those that belong; of none there is nothing to ask, and most places of a small town have none."""
    return stops if stops.is_empty() else stops.filter(belongs)
