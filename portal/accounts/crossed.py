"""Tables of two fields: object by outcome, day of the week by hour. Cells without a search are left out."""

from collections.abc import Callable

from portal.accounts.breakdowns import in_order_of, known_enough, labels
from portal.accounts.figures import Crossed, FigureStatus
from portal.accounts.knowledge import worse
from portal.accounts.place_counts import PlaceCounts

TABLES = {"object_by_outcome": ("object", "outcome"), "day_by_hour": ("day", "hour")}


def crossed(searches: Callable[..., PlaceCounts], status: FigureStatus = "value") -> dict[str, list[Crossed]]:
    """Each table in the order of pages; every table's cells add up to their `of`. `status`: as in breakdowns."""
    return {name: cells(searches(*fields), fields, status) for name, fields in TABLES.items()}


def cells(stops: PlaceCounts, fields: tuple[str, str], status: FigureStatus) -> list[Crossed]:
    row, column = fields
    status = worse(known_enough(stops, *fields), status)
    counts = stops.by(row, column)
    whole = sum(counts.values())
    first, second = in_order_of(list(labels(row))), in_order_of(list(labels(column)))
    ordered = sorted(counts, key=lambda cell: (first(cell[0]), second(cell[1])))
    return [
        Crossed(row=one, column=other, searches=counts[one, other], of=whole, status=status) for one, other in ordered
    ]
