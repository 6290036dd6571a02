"""Whoever reads every published document: all that it says of teams, as one plain whole-number programme.

Known beside the documents: a team shown has 100 searches, any other named in another edition has not; and between
two editions so many rows went, and so many came, in each borough (`changed`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from portal.accounts.team_table import ELSEWHERE, OTHER
from portal.vocabulary import NOT_RECORDED
from tests.accounts.returned_town import ends

Document = Mapping[str, Any]
Row = NDArray[np.float64]
SMALL, FEWEST = (1, 7), 100


@dataclass(frozen=True)
class Reading:
    """One edition as read: London's document, boroughs' by GSS code, teams' by id; `changed`: rows since the last."""

    london: Document
    boroughs: Mapping[str, Document]
    teams: Mapping[str, Document]
    changed: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def rows(self) -> set[str]:
        return {each["key"] for each in self.london["breakdowns"]["team"]}

    @property
    def totals(self) -> dict[str, int]:
        return {each["key"]: each["searches"] for each in self.london["breakdowns"]["borough"]}

    @property
    def few(self) -> list[str]:
        return [column for column, searches in self.totals.items() if searches < FEWEST]


class Attacker:
    """Editions oldest first. `said`: every figure by team in any document, as what it sums and its range."""

    def __init__(self, *editions: Reading) -> None:
        self.editions = editions
        self.named = sorted(set.union(*(edition.rows for edition in editions)) - {OTHER})
        columns = sorted(set().union(*(edition.totals for edition in editions)))
        rows = [*self.named, OTHER]
        keys = [(at, row, column) for at in range(len(editions)) for row in rows for column in columns]
        moved = [(kind, *key) for kind in ("gone", "new") for key in keys if key[0]]
        self.places: dict[tuple[object, ...], int] = {key: place for place, key in enumerate([*keys, *moved])}
        self.columns = columns
        self.said = [each for at, edition in enumerate(editions) for each in self.figures(at, edition)]
        known = [*self.said, *(each for at, edition in enumerate(editions) for each in self.public(at, edition))]
        self.limits = LinearConstraint(*(np.array(part) for part in zip(*known, *self.links(), strict=True)))

    def cells(self, at: int, row: str, columns: Sequence[str]) -> Row:
        """The sum of a shown row in these columns; OTHER holds every team that this edition does not name."""
        hidden = [name for name in self.named if name not in self.editions[at].rows]
        names = [OTHER, *hidden] if row == OTHER else [row]
        return self.one(*((at, name, column) for name in names for column in columns))

    def figures(self, at: int, edition: Reading) -> Iterator[tuple[Row, float, float]]:
        for figure in edition.london["breakdowns"]["team"]:
            yield self.cells(at, figure["key"], self.columns), *ends(figure)
        for code, document in edition.boroughs.items():
            if "teams" in document["guarded"]:
                found = {each["key"]: ends(each) for each in document["breakdowns"]["team"]}
                for row in {*self.named, OTHER} & {*edition.rows, OTHER}:
                    yield self.cells(at, row, [code]), *found.get(row, (0, 0))
        for team, document in edition.teams.items():
            found = {each["key"]: ends(each) for each in document["breakdowns"]["borough"]}
            yield self.cells(at, team, edition.few), *found.get(ELSEWHERE, (0, 0))
            for column in set(self.columns) - set(edition.few):
                yield self.cells(at, team, [column]), *found.get(column, (0, 0))

    def public(self, at: int, edition: Reading) -> Iterator[tuple[Row, float, float]]:
        """Places' totals, and the rule that a team is named where it has 100 searches."""
        for column in self.columns:
            whole = sum(self.cells(at, row, [column]) for row in {*edition.rows, OTHER})
            yield np.asarray(whole), edition.totals.get(column, 0), edition.totals.get(column, 0)
        for name in self.named:
            if name != NOT_RECORDED:
                least, most = (FEWEST, np.inf) if name in edition.rows else (0, FEWEST - 1)
                yield self.one(*((at, name, column) for column in self.columns)), least, most

    def links(self) -> Iterator[tuple[Row, float, float]]:
        """Now is what was before, less what went, and what came; these add up to the rows changed in the place."""
        rows = [*self.named, OTHER]
        for at in range(1, len(self.editions)):
            for column in self.columns:
                changed = self.editions[at].changed.get(column, (0, 0))
                for kind, limit in zip(("gone", "new"), changed, strict=True):
                    whole = self.one(*((kind, at, row, column) for row in rows))
                    yield whole, 0, limit
                for row in rows:
                    now = self.one((at, row, column), ("gone", at, row, column))
                    yield now - self.one((at - 1, row, column), ("new", at, row, column)), 0, 0

    def one(self, *keys: tuple[object, ...]) -> Row:
        """The sum of these."""
        found = np.zeros(len(self.places))
        found[[self.places[key] for key in keys]] = 1
        return found

    def left(self, cells: Row) -> list[int]:
        """The whole numbers that are possible for a figure shown as "1 to 7"."""
        return [value for value in range(SMALL[0], SMALL[1] + 1) if self.is_possible(cells, value)]

    def is_possible(self, cells: Row, value: int) -> bool:
        size = len(self.places)
        answer = milp(np.zeros(size), integrality=np.ones(size, dtype=int), bounds=Bounds(0, np.inf),
                      constraints=[self.limits, LinearConstraint(cells, value, value)])  # fmt: skip
        assert answer.status in (0, 2), answer.message
        return answer.status == 0

    def given_away(self) -> list[list[int]]:
        """What is left of every figure shown as "1 to 7" of which fewer than three whole numbers are possible."""
        small = {tuple(cells): cells for cells, low, high in self.said if (low, high) == SMALL}
        return [left for cells in small.values() if len(left := self.left(cells)) < 3]
