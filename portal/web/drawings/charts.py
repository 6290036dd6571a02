"""Pictures drawn on the server: where each mark stands on the paper, in percent. No figure is made here."""

import math
from dataclasses import dataclass
from typing import Any

from portal.documents.figures import Dot, Funnel, MonthFigure
from portal.web.presentation.formatting import (
    NO_FIGURE,
    decimal,
    format_month_status,
    format_number,
    format_searches,
    format_share,
    month,
    short_month,
)

# A funnel of boroughs or of teams in words: what is drawn, of what, and whether they differ by more than chance.


@dataclass(frozen=True)
class Drawn:
    """What a funnel shows: `what` in a caption, its two counts as heads of columns, and what they are counts of."""

    what: str
    whole: str
    part: str
    units: str


@dataclass(frozen=True)
class Nouns:
    """What a dot is called, and what a reader must not take the picture for."""

    one: str
    many: str
    care: str


NOUNS = {
    "borough": Nouns(
        "borough", "boroughs", "This is not a ranking: what police search for differs from place to place."
    ),
    "team": Nouns(
        "team",
        "teams",
        "This is no ranking and no league table: teams are set different tasks, so what they search for differs, and "
        "most differences of rank are chance.",
    ),
}

OUTCOMES = {
    "action": Drawn(
        "Searches that led to police action",
        "Result known",
        "Led to action",
        "searches where we know the result",
    ),
    "arrest": Drawn(
        "Searches that led to an arrest", "Result known", "Led to an arrest", "searches where we know the result"
    ),
}


def funnel_words(funnel: Funnel, title: str) -> Drawn:
    """An outcome of searches, or the check of that title."""
    return OUTCOMES.get(funnel.measure) or Drawn(
        f"Records where {lower_first_letter(title)}", "Records judged", "Done", "records judged"
    )


def nouns(funnel: Funnel) -> Nouns:
    return NOUNS[funnel.kind]


def lower_first_letter(title: str) -> str:
    """A title inside a sentence: `The officer gave their name` -> the officer gave their name; PACE stays PACE."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def funnel_spread(funnel: Funnel) -> str:
    """Whether the places differ by more than chance, and what follows for a dot."""
    these = nouns(funnel).many.capitalize()
    if funnel.phi <= 1:
        return f"The differences between {nouns(funnel).many} could be chance."
    times = decimal(funnel.phi)
    if times == "1.0":
        return f"{these} differ slightly more than chance explains."
    return (
        f"{these} differ by more than chance (by {times} times as much): "
        "a dot outside the solid line is not by itself unusual."
    )


FILTERS = {each.__name__: each for each in (funnel_words, nouns, funnel_spread)}


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


@dataclass(frozen=True)
class Mark:
    """A place in the funnel, in percent of the paper."""

    dot: Dot
    x: float
    y: float


@dataclass(frozen=True)
class FunnelChart:
    """Lines are points for an SVG polyline on paper of 1000 by 1000, by name; `top`: the share at the upper edge."""

    funnel: Funnel
    marks: list[Mark]
    lines: dict[str, str]
    middle: float
    top: float
    right: int
    ticks: list[Gridline]


def funnel_chart(funnel: Funnel) -> FunnelChart:
    """Dots by size (across, by its root) and share (up), with the limits around London's share."""
    shown = [dot for dot in funnel.dots if dot.drawn]
    right = max(dot.of for dot in shown)
    top = ceiling(max([dot.share for dot in shown] + [curve.high_95 for curve in funnel.curve[2:]]))
    lines = {name: polyline_points(funnel, name, right, top) for name in ("low_998", "low_95", "high_95", "high_998")}
    if funnel.between:
        lines |= {name: polyline_points(funnel, name, right, top) for name in ("wide_low", "wide_high")}
    step = top / 4
    return FunnelChart(
        funnel=funnel,
        marks=[Mark(dot, funnel_x(dot.of, right), funnel_y(dot.share, top)) for dot in shown],
        lines=lines,
        middle=funnel_y(funnel.share, top),
        top=top,
        right=right,
        ticks=[Gridline(round(100 * step * at), funnel_y(step * at, top)) for at in range(5)],
    )


def ceiling(share: float) -> float:
    """The next fifth above, so that gridlines fall on round shares."""
    return min(1.0, math.ceil(share * 5 + 0.05) / 5)


def funnel_x(of: int, right: int) -> float:
    return round(96 * math.sqrt(of / right), 2)


def funnel_y(share: float, top: float) -> float:
    return round(100 - 100 * min(share, top) / top, 2)


def polyline_points(funnel: Funnel, name: str, right: int, top: float) -> str:
    points = [(curve.of, getattr(curve, name)) for curve in funnel.curve]
    return " ".join(
        f"{10 * funnel_x(of, right):.0f},{10 * funnel_y(value, top):.0f}" for of, value in points if value is not None
    )


# The charts of charts.py in Plotly's words: the same figures and labels, colours as names of the style sheet's
# tokens.
#
# The last trace holds the marks: `customdata` names them, `hovertext` says what each one is. A string that begins
# with `--` is a colour or font of site.css, which explore.js looks up, so that light and dark need one
# specification.

Specification = dict[str, Any]
LINES = "Solid lines: where 99.8% of {} would lie by chance alone; dotted: 95%."
EDGE = 0.04  # of the paper, so that no dot is cut at its edge
DASHES = {"low_998": "solid", "low_95": "dot", "high_95": "dot", "high_998": "solid",
          "wide_low": "dash", "wide_high": "dash"}  # fmt: skip


def plotted_months(chart: MonthChart, *, is_of_years: bool = False) -> Specification:
    """Bars; a month without a figure has no bar, and says so. Of several years some months are named."""
    figures = [column.figure for column in chart.columns]
    months = [figure.month for figure in figures]
    bars = {
        "type": "bar",
        "x": months,
        "y": [figure.searches for figure in figures],
        "customdata": [month(name) for name in months],
        "hovertext": [month_said(figure) for figure in figures],
        "hoverinfo": "text",
        "marker": {"color": [bar_colour(figure) for figure in figures], "line": {"color": "--bar", "width": 1}},
    }
    short = [axis_month(name) if is_of_years else short_month(name) for name in months]
    values = [line.value for line in chart.gridlines]
    across = axis(type="category", range=[-0.5, len(months) - 0.5], tickvals=months, ticktext=short)
    across |= {"showgrid": False, "tickfont": {"size": 12}}
    up = axis(range=[0, values[-1]], tickvals=values, ticktext=[format_number(value) for value in values])
    notes = [gap_note(figure.month) for figure in figures if figure.searches is None]
    return {"data": [bars], "layout": layout(across, up, annotations=notes), "explains": ""}


def axis_month(name: str) -> str:
    """`Apr 2018` of the first month of a quarter, nothing of others: so many names fit."""
    return f"{short_month(name)} {name[:4]}" if name[5:] in ("04", "10") else ""


def month_said(figure: MonthFigure) -> str:
    """`April 2018: 1,234 searches, part of the month`."""
    status = format_month_status(figure)
    return f"{month(figure.month)}: {format_searches(figure.searches)}{', ' if status else ''}{status}"


def bar_colour(figure: MonthFigure) -> str:
    return "--part" if figure.status in ("partial", "unknown") else "--bar"


def gap_note(name: str) -> Specification:
    return {"x": name, "y": 0.5, "yref": "paper", "text": NO_FIGURE, "textangle": -90, "showarrow": False,
            "font": {"color": "--soft"}}  # fmt: skip


def plotted_funnel(chart: FunnelChart) -> Specification:
    """Dots by size and share over the lines that chance allows. Sizes run evenly here: the reader can zoom."""
    lines = [limit_line(chart, name) for name in DASHES if name in chart.lines]
    middle = plotly_line([0, chart.right], [chart.funnel.share] * 2, "solid", "--ink")
    dots = [mark.dot for mark in chart.marks]
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.of for dot in dots],
        "y": [dot.share for dot in dots],
        "customdata": [dot.name for dot in dots],
        "hovertext": [dot_said(dot) for dot in dots],
        "hoverinfo": "text",
        "marker": {
            "size": 11,
            "color": ["--caveat" if dot.beyond else "--bar" for dot in dots],
            "symbol": ["diamond" if dot.beyond else "circle" for dot in dots],
            "line": {"color": "--paper", "width": 1},
        },
    }
    across = axis(range=[0, (1 + EDGE) * chart.right], tickformat=",", title={"text": "Number of searches"})
    up = axis(range=[-EDGE * chart.top, (1 + EDGE) * chart.top], tickformat="~%")
    wide = " Dashed: allowing for how much they differ." if chart.funnel.between else ""
    explains = LINES.format(nouns(chart.funnel).many) + wide
    return {"data": [*lines, middle, marks], "layout": layout(across, up), "explains": explains}


def dot_said(dot: Dot) -> str:
    """`Hackney: 23.4%, 1,234 of 5,273, within the lines`, as in the table below the chart."""
    where = f"{dot.beyond} the line" if dot.beyond else "within the lines"
    return f"{dot.name}: {format_share(dot.share)}, {format_number(dot.searches)} of {format_number(dot.of)}, {where}"


def limit_line(chart: FunnelChart, name: str) -> Specification:
    """One limit over the sizes; a size without that limit leaves a gap."""
    curve = chart.funnel.curve
    return plotly_line([each.of for each in curve], [getattr(each, name) for each in curve], DASHES[name], "--soft")


def plotly_line(x: list[int], y: list[float | None] | list[float], dash: str, colour: str) -> Specification:
    style = {"color": colour, "dash": dash, "width": 1.5}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": style, "hoverinfo": "skip"}


def axis(**own: Any) -> Specification:
    return {"gridcolor": "--line", "linecolor": "--line", "zeroline": False, "automargin": True, **own}


def layout(across: Specification, up: Specification, annotations: list[Specification] | None = None) -> Specification:
    return {
        "xaxis": across,
        "yaxis": up,
        "annotations": annotations or [],
        "showlegend": False,
        "hovermode": "closest",
        "paper_bgcolor": "--paper",
        "plot_bgcolor": "--paper",
        "font": {"family": "--sans", "color": "--soft", "size": 13},
        "hoverlabel": {"bgcolor": "--paper", "bordercolor": "--ink", "font": {"color": "--ink", "size": 14}},
        "margin": {"l": 8, "r": 12, "t": 12, "b": 32},
        "separators": ".,",
    }
