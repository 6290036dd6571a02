"""A row's figures as one small line, without words: the figures themselves stand beside it or on the place's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.documents.figures import MonthFigure
from portal.documents.series import Series
from portal.web.drawings.month_columns import FULL
from portal.web.presentation.figures import format_measure

WIDTH, HEIGHT, EDGE = 72, 20, 2
"""Of the drawing and the room at its edges, in pixels."""


@dataclass(frozen=True)
class Sparkline:
    """`pieces`: points of a line, a new one after each figure that is missing; `last`: where the last figure is."""

    pieces: tuple[str, ...]
    last: tuple[float, float] | None
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(months: Sequence[MonthFigure]) -> Sparkline:
    """Searches of each month. A month in part is no point: it would look like a fall."""
    return spark_of([figure.searches if figure.status in FULL else None for figure in months])


def spark_of(values: Sequence[float | None], width: int = WIDTH, height: int = HEIGHT) -> Sparkline:
    """From nought to the highest value."""
    most = max((value for value in values if value is not None), default=0)
    pieces: list[list[tuple[float, float]]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        across = EDGE + (width - 2 * EDGE) * (at / (len(values) - 1) if len(values) > 1 else 0.5)
        down = height - EDGE - (height - 2 * EDGE) * (value / most if most else 0)
        pieces[-1].append((round(across, 1), round(down, 1)))
    drawn = [piece for piece in pieces if piece]
    lines = tuple(" ".join(f"{x},{y}" for x, y in piece) for piece in drawn)
    return Sparkline(lines, drawn[-1][-1] if drawn else None, width, height)


# A place over its years: a few measures, each as a line with its first and its last figure.

SHOWN = ("searches", "per_1000", "action_rate", "black_to_white")
BY_RESIDENTS = ("per_1000", "black_to_white")
"""Said nothing of in short where many of those searched live elsewhere: the table below has them with that caution."""
WIDE, TALL = 160, 44


@dataclass(frozen=True)
class OverYears:
    """One measure: its line, and the first and last year that it is known of, with its figures in words."""

    measure: str
    line: Sparkline
    first: tuple[str, str]
    last: tuple[str, str]


def small_multiples(series: Series, *, is_unfair: bool) -> list[OverYears]:
    """Financial years alone: calendar years overlap them. Counts are of years that are here in full.

    `is_unfair`: residents are no fair measure of the place.
    """
    years = [year for year in series.years if "-" in year.period]
    found = []
    for measure in (name for name in SHOWN if not (is_unfair and name in BY_RESIDENTS)):
        values: list[float | None] = []
        for year in years:
            point = next((each for each in year.points if each.measure == measure), None)
            is_told = point is not None and (measure != "searches" or year.complete)
            values.append(point.value if point and is_told else None)
        told = [(year.period, value) for year, value in zip(years, values, strict=True) if value is not None]
        if len(told) > 1:
            ends = [(period, format_measure(value, measure)) for period, value in (told[0], told[-1])]
            found.append(OverYears(measure, spark_of(values, WIDE, TALL), ends[0], ends[1]))
    return found
