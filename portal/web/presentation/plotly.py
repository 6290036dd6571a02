"""The charts of charts.py in Plotly's words: the same figures and labels, colours as names of the style sheet's tokens.

The last trace holds the marks: `customdata` names them, `hovertext` says what each one is. A string that begins with
`--` is a colour or font of site.css, which explore.js looks up, so that light and dark need one specification.
"""

from typing import Any

from portal.documents.figures import Dot, MonthFigure
from portal.web.presentation.charts import FunnelChart, MonthChart, nouns
from portal.web.presentation.formatting import (
    NO_FIGURE,
    format_month_status,
    format_number,
    format_searches,
    format_share,
    month,
    short_month,
)

Specification = dict[str, Any]
LINES = "Solid lines: where 99.8% of {} would lie by chance alone; dotted: 95%."
EDGE = 0.04  # of the paper, so that no dot is cut at its edge
DASHES = {"low_998": "solid", "low_95": "dot", "high_95": "dot", "high_998": "solid",
          "wide_low": "dash", "wide_high": "dash"}  # fmt: skip


def plotted_months(chart: MonthChart) -> Specification:
    """Bars; a month without a figure has no bar, and says so in its place."""
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
    short = [short_month(name) for name in months]
    values = [line.value for line in chart.gridlines]
    across = axis(type="category", range=[-0.5, len(months) - 0.5], tickvals=months, ticktext=short)
    across |= {"showgrid": False, "tickfont": {"size": 12}}
    up = axis(range=[0, values[-1]], tickvals=values, ticktext=[format_number(value) for value in values])
    notes = [gap_note(figure.month) for figure in figures if figure.searches is None]
    return {"data": [bars], "layout": layout(across, up, annotations=notes), "explains": ""}


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
