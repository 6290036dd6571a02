"""Pictures drawn on the server: where each mark stands on the paper, in percent. No figure is made here."""

from dataclasses import dataclass

from portal.accounts.document import MonthFigure

GAP = 0.2  # of a column's width


@dataclass(frozen=True)
class MonthColumn:
    """One month's column: left edge, width, top and height in percent; a missing month stands full height."""

    figure: MonthFigure
    left: float
    middle: float
    width: float
    top: float
    height: float


@dataclass(frozen=True)
class Gridline:
    value: int
    top: float


@dataclass(frozen=True)
class MonthChart:
    columns: list[MonthColumn]
    gridlines: list[Gridline]


def month_chart(monthly: list[MonthFigure]) -> MonthChart:
    """Columns for the months and two or three round gridlines."""
    most = max((figure.searches or 0 for figure in monthly), default=0)
    step = round_step(most)
    ceiling = step * -(-max(most, 1) // step)
    slot = 100 / len(monthly)
    columns = [column(figure, at * slot, slot, ceiling) for at, figure in enumerate(monthly)]
    lines = [Gridline(value, round(100 - 100 * value / ceiling, 2)) for value in range(0, ceiling + 1, step)]
    return MonthChart(columns, lines)


def column(figure: MonthFigure, left: float, slot: float, ceiling: int) -> MonthColumn:
    height = 100.0 if figure.searches is None else round(100 * figure.searches / ceiling, 2)
    return MonthColumn(
        figure=figure,
        left=round(left + slot * GAP / 2, 2),
        middle=round(left + slot / 2, 2),
        width=round(slot * (1 - GAP), 2),
        top=round(100 - height, 2),
        height=height,
    )


def round_step(most: int) -> int:
    """A gridline step of 1, 2 or 5 times a power of ten that gives at most four lines above nought."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if most <= 4 * factor * power:
                return factor * power
        power *= 10
