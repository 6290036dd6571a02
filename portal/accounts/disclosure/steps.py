"""From one edition to the next: every count changed by the rows that went and the rows that came, no more.

Both numbers are public (the difference file gives them by borough), so the audit must know them: a count that was 1 to
7 and is now about 10 can have been nothing but 7 where one row came.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shown import Shown
from portal.accounts.disclosure.tables import Cell, Equal, Known


@dataclass(frozen=True)
class Changed:
    """Rows gone and rows new in a place and year, between two editions."""

    gone: int = 0
    new: int = 0

    @property
    def is_few(self) -> bool:
        """Whether rows changed, but too few to tell of any count how it did: one or two that went, or that came."""
        return any(0 < rows < rule().fewest_left for rows in (self.gone, self.new))

    def __add__(self, other: "Changed") -> "Changed":
        return Changed(self.gone + other.gone, self.new + other.new)

    def __sub__(self, other: "Changed") -> "Changed":
        return Changed(self.gone - other.gone, self.new - other.new)


NOTHING = Changed()
Pair = tuple[tuple[Cell, ...], tuple[Cell, ...]]
"""Cells that together are the same count: in the newer edition, and in the older."""


@dataclass(frozen=True)
class Step:
    """What a change adds to the audit: `cells` are the rows that went and came by count, published nowhere."""

    cells: dict[Cell, Shown]
    known: list[Known]
    equal: list[Equal]


def step(name: Cell, pairs: Sequence[Pair], changed: Changed) -> Step:
    """Now + gone = before + new for every pair, and all of them together no more than `changed`.

    `name` begins the keys of the rows that went and came; it must differ from step to step.
    """
    gone = [(*name, "gone", str(at)) for at in range(len(pairs))]
    new = [(*name, "new", str(at)) for at in range(len(pairs))]
    cells: dict[Cell, Shown] = dict.fromkeys(gone, Shown(0, changed.gone)) | dict.fromkeys(new, Shown(0, changed.new))
    known = [Known(tuple(gone), 0, changed.gone), Known(tuple(new), 0, changed.new)] if pairs else []
    equal = [Equal((*now, went), (*before, came)) for (now, before), went, came in zip(pairs, gone, new, strict=True)]
    return Step(cells, known, equal)
