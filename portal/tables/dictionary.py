"""What the values in published tables mean: measures, units and statuses, from data/dictionary."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from portal import shipped


@dataclass(frozen=True)
class Measure:
    """`formula`: in words, how a figure of it is made (docs/method.md has the whole)."""

    id: str
    means: str
    formula: str


@dataclass(frozen=True)
class Unit:
    """`column`: where in the table of figures the figure itself stands: `searches`, `value`, or (a verdict) `key`."""

    id: str
    means: str
    column: str


@cache
def defined_measures() -> dict[str, Measure]:
    """By id, in the order of the dictionary."""
    return {entry["id"]: Measure(**entry) for entry in read_dictionary("measures")["measure"]}


@cache
def units() -> dict[str, Unit]:
    """By id, in the order of the dictionary."""
    return {entry["id"]: Unit(**entry) for entry in read_dictionary("units")["unit"]}


@cache
def statuses() -> dict[str, str]:
    """Status -> what it says."""
    return {entry["id"]: entry["means"] for entry in read_dictionary("statuses")["status"]}


def read_dictionary(name: str) -> dict[str, Any]:
    return tomllib.loads(shipped.data("dictionary", f"{name}.toml").read_text("utf-8"))
