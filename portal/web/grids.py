"""A table of two fields laid out for a page: its edges and its cells, with the noughts that the document leaves out."""

from dataclasses import dataclass

from portal.accounts.document import Account
from portal.vocabulary import LABELS

TABLES = {"object_by_outcome": ("object", "outcome"), "day_by_hour": ("day", "hour")}


@dataclass(frozen=True)
class Grid:
    """`rows`: a label and a count for each of `columns`; every count is a part of `of`."""

    columns: list[str]
    rows: list[tuple[str, list[int]]]
    of: int


def grid(account: Account, name: str) -> Grid | None:
    """A crossed table of the account, its keys in the order of its breakdowns; None where it has no cell."""
    cells = account.crossed.get(name)
    if not cells:
        return None
    counts = {(cell.row, cell.column): cell.searches for cell in cells}
    down, across = (edge(account, field, side, counts) for side, field in enumerate(TABLES[name]))
    rows = [(label, [counts.get((key, other), 0) for other, _ in across]) for key, label in down]
    return Grid([label for _, label in across], rows, cells[0].of)


def edge(account: Account, field: str, side: int, counts: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    """Keys with their labels, in the order of the field's own breakdown; others after them."""
    names = {figure.key: figure.label for figure in account.breakdowns[field]} | LABELS
    used = {key[side] for key in counts}
    return [(key, label) for key, label in names.items() if key in used] + [
        (key, key) for key in sorted(used - names.keys())
    ]
