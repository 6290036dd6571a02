"""The feasible ranges, by a formula, of tables that have nothing in common but one total."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.accounts.disclosure.parts import Part
from portal.accounts.disclosure.shown import Shown, together
from portal.accounts.disclosure.tables import Cell, Contradiction

Table = frozenset[Cell]


@dataclass(frozen=True)
class SharedTotal:
    """Tables with one total, which is `low` to `high`; each table has its cells for itself."""

    shown: Mapping[Cell, Shown]
    sums: Mapping[Cell, Shown]
    """Cell -> the sum of the ranges of its table."""
    low: int
    high: int

    def ends(self, cell: Cell) -> tuple[int, int]:
        """Least and most: what the total leaves when all others of the table are at their most, or their least."""
        shown, table = self.shown[cell], self.sums[cell]
        least = max(shown.low, self.low - (table.high - shown.high))
        return least, min(shown.high, self.high - (table.low - shown.low))

    def spread(self, cells: Iterable[Cell], enough: int) -> None:
        """There is nothing to look for."""

    def is_settled(self, cell: Cell, enough: int) -> bool:
        return self.ends(cell)[0] == 0 or self.left(cell, enough) >= enough

    def lowest(self, cell: Cell) -> int:
        return self.ends(cell)[0]

    def left(self, cell: Cell, enough: int) -> int:
        """How many whole numbers are possible: here all from least to most."""
        least, most = self.ends(cell)
        return most - least + 1


def shared_total(part: Part, shown: Mapping[Cell, Shown]) -> SharedTotal | None:
    """The part as tables that share one total; None where it is not that. Contradiction where no total will do."""
    if part.some_small:
        return None
    tables = {side for bond in part.bonds for side in (bond.plus, bond.minus) if side}
    if not is_shared(part, tables):
        return None
    sums = {table: together(*(shown[cell] for cell in table)) for table in tables}
    alone = [bond for bond in part.bonds if not bond.minus]
    low = max(*(table.low for table in sums.values()), *(bond.low for bond in alone), 0)
    high = min(
        *(table.high for table in sums.values()), *(bond.high for bond in alone if bond.high is not None), float("inf")
    )
    if low > high:
        raise Contradiction(f"No total fits all tables that share one with the table of {part.cells[0]}.")
    return SharedTotal(shown, {cell: whole for table, whole in sums.items() for cell in table}, low, int(high))


def is_shared(part: Part, tables: set[Table]) -> bool:
    """Whether every cell is in one table only, and tables are bound by nothing but equal sums."""
    held = Counter(cell for table in tables for cell in table)
    return all(held[cell] == 1 for cell in part.cells) and all(
        (bond.low, bond.high) == (0, 0) for bond in part.bonds if bond.minus
    )
