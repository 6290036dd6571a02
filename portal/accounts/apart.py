"""Searches told apart from the rest: under section 60 (no suspicion needed), of children, of vehicles only."""

from collections.abc import Callable
from typing import Literal

import polars as pl

from portal.accounts.breakdowns import breakdown
from portal.accounts.figures import Apart
from portal.accounts.outcome_rates import of_frame
from portal.accounts.rates import rounded
from portal.vocabulary import NOT_PUBLISHED, NOT_RECORDED

Searches = Callable[..., pl.DataFrame]
UNKNOWN = (NOT_RECORDED, NOT_PUBLISHED)
SECTION_60 = "cjpoa_s60"
CHILDREN = ("under_10", "10_to_17")
FIELDS: dict[str, tuple[str, ...]] = {
    "section_60": ("object", "outcome", "self_defined_ethnicity", "age"),
    "under_18": ("object", "outcome", "power", "self_defined_ethnicity", "gender", "age"),
    "vehicle_only": ("object", "outcome", "power"),
}


def apart(searches: Searches) -> list[Apart]:
    """The three, each with its own breakdowns and outcome rates."""
    return [
        told("section_60", searches, "power", pl.col("power") == SECTION_60),
        told("under_18", searches, "age", pl.col("person") & pl.col("age").is_in(CHILDREN)),
        told("vehicle_only", searches, "kind", pl.col("kind") == "vehicle"),
    ]


def told(
    name: Literal["section_60", "under_18", "vehicle_only"], searches: Searches, by: str, belongs: pl.Expr
) -> Apart:
    """`by`: the field that says whether a search belongs; unknown where it is blank or not published."""
    stops = searches(by)
    over = among(stops, pl.col("person")) if name == "under_18" else stops
    own = among(over, belongs)
    unknown = among(over, pl.col(by).is_in(UNKNOWN)).height
    told_of = over.height - among(over, pl.col(by) == NOT_PUBLISHED).height
    is_published = told_of > 0 or not over.height
    return Apart(
        id=name,
        searches=own.height,
        of=over.height,
        unknown=unknown,
        share=rounded(own.height / told_of) if told_of else None,
        share_of=told_of if is_published else None,
        status="value" if is_published else "not_published",
        breakdowns={field: breakdown(among(searches(by, field), belongs), field) for field in FIELDS[name]},
        outcome_rates=list(of_frame(among(searches(by, "outcome"), belongs))),
    )


def among(stops: pl.DataFrame, belongs: pl.Expr) -> pl.DataFrame:
    """Those that belong; of none there is nothing to ask, and most places of a small town have none."""
    return stops if stops.is_empty() else stops.filter(belongs)
