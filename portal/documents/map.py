"""The map of an edition: outlines, squares, figures and classes, settled at publish so the site does no arithmetic."""

from pydantic import Field

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
