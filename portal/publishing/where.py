"""Where in each borough searches were: points of public files alone, counted by the cells of one grid over London.

Nothing else is told of a cell: never the people, the reason or the month. The points are published as they are in the
tables of searches; a search without a point is in no cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR

import numpy as np
import polars as pl

from geo import hexagons
from portal import shipped
from portal.accounts.counting.searches import Year
from portal.accounts.finishing.maps import round_to_half_digit
from portal.documents import canonical
from portal.documents.account import Account
from portal.documents.map import FOLDER, Cell, Where, where_name
from portal.places import Kind, find_place
from portal.publishing.pipeline import PublicRows, of_public

Counts = dict[str, dict[str, int]]
"""GSS code of a borough -> cell -> searches."""
STARTS = (0.35, 0.62, 0.82, 0.94)


@dataclass(frozen=True)
class WhereFiles:
    """`documents`: path -> JSON, which says what was published; `shapes`: path -> GeoJSON, which is made from those."""

    documents: dict[str, bytes]
    shapes: dict[str, bytes]


def where_files(year: Year, accounts: Sequence[Account], public_rows: PublicRows) -> WhereFiles:
    """Of every borough with an account; none where no public file has a point in it."""
    counts = searches_by_cell(year, public_rows)
    limits = class_limits(counts)
    found = WhereFiles({}, {})
    for account in accounts:
        if account.place.kind is Kind.BOROUGH and counts.get(account.place.code):
            document = where_document(account, counts[account.place.code], limits)
            slug = find_place(Kind.BOROUGH, account.place.code).slug
            found.documents[where_name(slug)] = canonical.as_bytes(document.as_json())
            found.shapes[f"{FOLDER}/{slug}.geojson"] = canonical.as_bytes(cells_as_geojson(document))
    return found


def searches_by_cell(year: Year, public_rows: PublicRows) -> Counts:
    """Each search in the borough that it counts in, and there in the cell of its point or the nearest that is drawn."""
    grid = hexagons.read_grid(shipped.data("boundaries", "hexagons.json"))
    found: Counts = {}
    for code, cell, searches in cells_with_searches(year, public_rows):
        if code in grid.cells:
            own, name = found.setdefault(code, {}), hexagons.nearest_cell(cell, grid.cells[code])
            own[name] = own.get(name, 0) + searches
    return found


def cells_with_searches(year: Year, public_rows: PublicRows) -> Iterator[tuple[str, str, int]]:
    """Borough, cell and number of searches, one a distinct point of a supply."""
    own = of_public(year)
    if not own.supplies:
        return
    counted = own.counted("borough").select("supply", "line", "borough")
    for supply in sorted(own.supplies, key=lambda supply: supply.public_id):
        points = public_rows[supply.public_id].select("line", "latitude", "longitude").drop_nulls()
        rows = counted.filter(pl.col("supply") == supply.public_id).collect().cast({pl.Categorical: pl.String})
        joined = rows.join(points, on="line", how="inner")
        if joined.is_empty():
            continue
        together = joined.group_by("borough", "latitude", "longitude").len().sort("borough", "latitude", "longitude")
        cells = hexagons.cells_of(*(together[name].to_numpy().astype(np.float64) for name in ("latitude", "longitude")))
        yield from zip(together["borough"].to_list(), cells, together["len"].to_list(), strict=True)


def class_limits(counts: Counts) -> list[int]:
    """The fewest searches of each class, the same all over London: 1, and round numbers near where STARTS of all cells

    that had any lie. The classes grow smaller towards the top, as a few cells have most of the searches.
    """
    every = sorted(searches for own in counts.values() for searches in own.values())
    starts = [every[int(len(every) * part)] for part in STARTS] if every else []
    return sorted({1, *(max(1, int(round_to_half_digit(start, way=ROUND_FLOOR))) for start in starts)})


def where_document(account: Account, counts: Mapping[str, int], limits: Sequence[int]) -> Where:
    grid = hexagons.read_grid(shipped.data("boundaries", "hexagons.json"))
    return Where(
        invented=account.invented,
        place=account.place,
        period=account.period.id,
        searches=sum(counts.values()),
        of=account.totals.searches,
        limits=list(limits),
        outline=grid.outlines[account.place.code],
        cells=[
            drawn_cell(name, path, counts.get(name, 0), limits) for name, path in grid.cells[account.place.code].items()
        ],
    )


def drawn_cell(name: str, path: str, searches: int, limits: Sequence[int]) -> Cell:
    latitude, longitude = hexagons.centre_in_degrees(name)
    shade = max(1, sum(searches >= limit for limit in limits)) if searches else 0
    return Cell(id=name, searches=searches, shade=shade, latitude=latitude, longitude=longitude, path=path)


def cells_as_geojson(document: Where) -> dict[str, object]:
    """Whole hexagons, not cut at the outline: for maps of others."""
    return {
        "type": "FeatureCollection",
        "invented": document.invented,
        "features": [
            {
                "type": "Feature",
                "properties": {"cell": cell.id, "searches": cell.searches},
                "geometry": {"type": "Polygon", "coordinates": [hexagons.corners_in_degrees(cell.id)]},
            }
            for cell in document.cells
        ],
    }
