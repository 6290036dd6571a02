"""Who lives where: Census 2021 by five broad ethnic groups, and where residents are no fair yardstick."""

import csv
import tomllib
from functools import cache

from portal import shipped
from portal.places import Place, boroughs_within

GROUPS = ("white", "black", "asian", "mixed", "other")


@cache
def census() -> dict[str, dict[str, int]]:
    """GSS code of a borough -> group -> usual residents."""
    with shipped.data("population", "census2021_ethnicity.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: {group: int(row[group]) for group in GROUPS} for row in csv.DictReader(file)}


def residents_of(place: Place) -> dict[str, int] | None:
    """Residents of a place by group; None for a force or team, which nobody lives in."""
    if not place.kind.has_residents:
        return None
    return sum_residents(boroughs_within(place) or list(census()))


def sum_residents(boroughs: list[str]) -> dict[str, int]:
    return {group: sum(census()[code][group] for code in boroughs) for group in GROUPS}


@cache
def unfair() -> dict[str, str]:
    """GSS code -> why its residents are no fair yardstick."""
    raw = tomllib.loads(shipped.data("population", "unfair_yardsticks.toml").read_text("utf-8"))
    return {place["code"]: place["reason"] for place in raw["place"]}
