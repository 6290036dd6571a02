"""Where in each borough searches were: points of public files alone, counted by the cells of one grid over London.

Nothing else is told of a cell: never the people, the reason or the month. The points are published as they are in the
tables of searches; a search without a point is in no cell.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR
from pathlib import Path

import numpy as np
import polars as pl

from geo import hexagons
from geo.projection import features_of, in_metres
from geo.wards import NamedPlace, Ward, nearest_ward, read_places, read_wards, wards_in
from portal import shipped
from portal.accounts.counting.searches import Year
from portal.accounts.finishing.maps import round_to_half_digit
from portal.documents import canonical
from portal.documents.account import Account
from portal.documents.map import FOLDER, Cell, Label, WardCount, Where, where_name
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


@dataclass(frozen=True)
class Local:
    """What an operator has given to draw: by GSS code of a borough its wards, and the places with names in it."""

    wards: Mapping[str, list[Ward]]
    places: Mapping[str, list[NamedPlace]]

    @classmethod
    def of_files(cls, wards: Path | None, places: Path | None) -> "Local":
        """BadOutlines where one cannot be used."""
        every, named = read_wards(wards) if wards else [], read_places(places) if places else []
        if not every and not named:
            return cls({}, {})
        outlines = features_of(shipped.data("boundaries", "draw.geojson"))
        shapes = {feature["properties"]["code"]: in_metres(feature) for feature in outlines}
        return cls(
            {code: found for code, shape in shapes.items() if (found := wards_in(shape, every))},
            {code: [each for each in named if shape.contains(each.point)] for code, shape in shapes.items()},
        )


NOTHING_LOCAL = Local({}, {})
PointNames = Mapping[tuple[float, float], str]
"""Latitude and longitude -> the street that a source says its point is on or near."""
NO_NAMES: PointNames = {}
NAMED = 10
"""Cells of a borough that get a name: as many as the page lists."""


@dataclass(frozen=True)
class Point:
    """A distinct point of the public files in a borough (degrees), its cell, and its searches."""

    borough: str
    cell: str
    latitude: float
    longitude: float
    searches: int


def where_files(
    year: Year,
    accounts: Sequence[Account],
    public_rows: PublicRows,
    local: Local = NOTHING_LOCAL,
    names: PointNames = NO_NAMES,
) -> WhereFiles:
    """Of every borough with an account; none where no public file has a point in it. `names`: of points, if known."""
    points = list(public_points(year, public_rows))
    counts, by_ward = searches_by_cell(points), searches_by_ward(points, local)
    limits = class_limits(counts)
    found = WhereFiles({}, {})
    for account in accounts:
        if account.place.kind is Kind.BOROUGH and counts.get(account.place.code):
            document = where_document(account, counts[account.place.code], limits)
            document = with_local(document, by_ward.get(account.place.code, {}), local)
            document = document.model_copy(update={"streets": busiest_streets(document, points, names)})
            slug = find_place(Kind.BOROUGH, account.place.code).slug
            found.documents[where_name(slug)] = canonical.as_bytes(document.as_json())
            found.shapes[f"{FOLDER}/{slug}.geojson"] = canonical.as_bytes(cells_as_geojson(document))
    return found


def busiest_streets(document: Where, points: Iterable[Point], names: PointNames) -> dict[str, str]:
    """The busiest cells -> the name that most of their searches' points have; none of cells without a named point."""
    code = document.place.code
    grid = hexagons.read_grid(shipped.data("boundaries", "hexagons.json")).cells[code]
    found: dict[str, Counter[str]] = {}
    for point in points if names else ():
        name = names.get((point.latitude, point.longitude))
        if point.borough == code and name:
            found.setdefault(hexagons.nearest_cell(point.cell, grid), Counter())[name] += point.searches
    busiest = sorted(document.cells, key=lambda cell: (-cell.searches, cell.id))[:NAMED]
    return {
        cell.id: min(found[cell.id], key=lambda name: (-found[cell.id][name], name))
        for cell in busiest
        if cell.id in found
    }


def searches_by_cell(points: Iterable[Point]) -> Counts:
    """Each search in the borough that it counts in, and there in the cell of its point or the nearest that is drawn."""
    grid = hexagons.read_grid(shipped.data("boundaries", "hexagons.json"))
    found: Counts = {}
    for point in points:
        if point.borough in grid.cells:
            own, name = (
                found.setdefault(point.borough, {}),
                hexagons.nearest_cell(point.cell, grid.cells[point.borough]),
            )
            own[name] = own.get(name, 0) + point.searches
    return found


def searches_by_ward(points: Sequence[Point], local: Local) -> Counts:
    """The same by ward, where the operator has given any of the borough: a ward's code -> searches."""
    found: Counts = {}
    for code, wards in local.wards.items():
        own = [point for point in points if point.borough == code]
        if own:
            latitude, longitude = (np.array([getattr(point, name) for point in own]) for name in DEGREES)
            counts = found.setdefault(code, {ward.code: 0 for ward in wards})
            for point, at in zip(own, nearest_ward(wards, latitude, longitude), strict=True):
                counts[wards[at].code] += point.searches
    return found


DEGREES = ("latitude", "longitude")


def public_points(year: Year, public_rows: PublicRows) -> Iterator[Point]:
    """One a distinct point of a supply and the borough that its searches count in."""
    own = of_public(year)
    if not own.supplies:
        return
    counted = own.counted("borough").select("supply", "line", "borough")
    for supply in sorted(own.supplies, key=lambda supply: supply.public_id):
        points = public_rows[supply.public_id].select("line", *DEGREES).drop_nulls()
        rows = counted.filter(pl.col("supply") == supply.public_id).collect().cast({pl.Categorical: pl.String})
        joined = rows.join(points, on="line", how="inner")
        if joined.is_empty():
            continue
        together = joined.group_by("borough", *DEGREES).len().sort("borough", *DEGREES)
        degrees = [together[name].to_numpy().astype(np.float64) for name in DEGREES]
        columns = (together["borough"].to_list(), hexagons.cells_of(*degrees), *(each.tolist() for each in degrees))
        yield from map(Point, *columns, together["len"].to_list())


def with_local(document: Where, counts: Mapping[str, int], local: Local) -> Where:
    """The document with wards and names, where the operator has given any."""
    code = document.place.code
    wards = [
        WardCount(code=ward.code, name=ward.name, searches=counts.get(ward.code, 0), path=ward.path)
        for ward in local.wards.get(code, [])
    ]
    labels = [Label(name=each.name, x=each.x, y=each.y) for each in local.places.get(code, [])]
    return document.model_copy(update={"wards": wards, "labels": labels})


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
                "properties": {"cell": cell.id, "searches": cell.searches, **street_property(document, cell.id)},
                "geometry": {"type": "Polygon", "coordinates": [hexagons.corners_in_degrees(cell.id)]},
            }
            for cell in document.cells
        ],
    }


def street_property(document: Where, cell: str) -> dict[str, str]:
    return {"on_or_near": document.streets[cell]} if cell in document.streets else {}
