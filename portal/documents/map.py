"""The maps of an edition, settled at publish so the site does no arithmetic: of all boroughs, and inside each.

Of all boroughs (`map/1`): outlines, squares, figures and classes. Inside one (`where/1`): where its searches were, by
the cells of one fixed grid over London (geo.hexagons).
"""

from typing import Any

from pydantic import Field

from portal.documents.account import PlacePart
from portal.documents.figures import FigureStatus, Part


class MapArea(Part):
    """One area of the map: its outline, its searches, and the class (0 lightest) that they fall in.

    `column`, `row`: its square on the map of squares, from 1.
    """

    code: str
    slug: str
    name: str
    path: str
    searches: int | None
    shade: int | None
    column: int = 0
    row: int = 0


class LayerFigure(Part):
    """One area's figure in a layer; without a shade it is hatched. `partial`: of months in part.

    `low`, `high`: in editions published by an older rule, the ends of a range of which `value` is the middle.
    """

    code: str
    value: float | None
    shade: int | None
    status: FigureStatus
    low: float | None = None
    high: float | None = None


class Layer(Part):
    """One way to colour the map. `limits`: the lowest figure of each class, lightest first."""

    id: str
    title: str
    unit: str
    says: str
    limits: list[float]
    figures: list[LayerFigure]

    @property
    def is_told_of_most(self) -> bool:
        """Whether at least half of the areas have a figure: a map of fewer tells more of what is missing."""
        return 2 * sum(figure.value is not None for figure in self.figures) >= len(self.figures)


class Map(Part):
    """`limits`: the lowest figure of each class of searches. `layers`: searches first, then other measures and checks.

    `without_point`: of `of` searches, those that are in no borough and so on no map.
    """

    schema_: str = Field(default="map/1", alias="schema")
    width: int
    height: int
    limits: list[int]
    areas: list[MapArea]
    layers: list[Layer] = []
    without_point: int = 0
    of: int = 0


# Inside a borough.

FOLDER = "where"
"""Of an edition: one document a borough, named by its slug."""


class Cell(Part):
    """A cell of the grid, cut at the borough's outline.

    `path`: as drawn, in units of 10 m. `latitude`, `longitude`: of the whole cell's centre. `shade`: 0 of no search,
    else 1 to 5, the class that its searches fall in.
    """

    id: str
    searches: int
    shade: int
    latitude: float
    longitude: float
    path: str


class WardCount(Part):
    """A ward of the borough, as the operator's outlines have it, and its searches. `path`: as drawn."""

    code: str
    name: str
    searches: int
    path: str


class Label(Part):
    """A place's name on the map, as the operator has given it; `x`, `y`: as drawn."""

    name: str
    x: int
    y: int


class Where(Part):
    """`searches`: those of public files that have a point in the borough, all cells together. `of`: the borough's total

    of the year, from whatever source; null where that is not known. `limits`: the fewest searches of each class, the
    same in every borough in that year. `outline`: of the borough, as drawn. `wards`, `labels`: empty unless the
    operator has given outlines of wards, or names of places. `streets`: the busiest cells -> the street that most of
    their searches were on or near, where the source names its points.
    """

    schema_: str = Field(default="where/1", alias="schema")
    invented: bool
    place: PlacePart
    period: str
    searches: int
    of: int | None
    limits: list[int]
    outline: str
    cells: list[Cell]
    wards: list[WardCount] = []
    labels: list[Label] = []
    streets: dict[str, str] = {}

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


def where_name(slug: str) -> str:
    return f"{FOLDER}/{slug}.json"
