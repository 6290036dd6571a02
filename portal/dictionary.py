"""What the values in published tables mean: measures and statuses, from data/dictionary."""

import tomllib
from dataclasses import dataclass
from functools import cache

from portal import shipped


@dataclass(frozen=True)
class Measure:
    """`formula`: in words, how a figure of it is made (docs/method.md has the whole)."""

    id: str
    means: str
    formula: str


@cache
def measures() -> dict[str, Measure]:
    """By id, in the order of the dictionary."""
    raw = tomllib.loads(shipped.data("dictionary", "measures.toml").read_text("utf-8"))
    return {entry["id"]: Measure(**entry) for entry in raw["measure"]}


@cache
def statuses() -> dict[str, str]:
    """Status -> what it says."""
    raw = tomllib.loads(shipped.data("dictionary", "statuses.toml").read_text("utf-8"))
    return {entry["id"]: entry["means"] for entry in raw["status"]}
