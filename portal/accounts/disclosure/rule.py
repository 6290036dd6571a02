"""The disclosure rule as data (data/disclosure.toml; explained in docs/method.md)."""

import tomllib
from dataclasses import dataclass
from functools import cache

from portal import shipped


@dataclass(frozen=True)
class BaseTable:
    """A table in which protected counts are shown: what it is about, its rows and columns, and which is its rest."""

    name: str
    of: str
    rows: str
    columns: str
    rest: str


@dataclass(frozen=True)
class Rule:
    """Counts from `smallest_masked` to `largest_masked` are masked; others but 0 are shown to the nearest `base`.

    `fewest_left`: whole numbers that must stay possible for a masked count. `fewest_searches`: of a group shown.
    """

    smallest_masked: int
    largest_masked: int
    base: int
    fewest_left: int
    fewest_searches: int
    tables: tuple[BaseTable, ...]

    @property
    def margin(self) -> int:
        """How far a count lies from its rounded figure at most; the base is odd, so as far on either side."""
        return self.base // 2


@cache
def rule() -> Rule:
    raw = tomllib.loads(shipped.data("disclosure.toml").read_text("utf-8"))
    tables = tuple(BaseTable(**table) for table in raw["table"])
    return Rule(**raw["counts"], **raw["audit"], **raw["groups"], tables=tables)
