"""Searches of a person by month and ethnic group, as they described themselves: one line a group."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.documents.account import Account
from portal.residents import GROUPS
from portal.vocabulary import field_vocabulary
from portal.web.drawings.charts import Specification, axis, axis_month, layout, round_step
from portal.web.drawings.month_columns import FULL
from portal.web.presentation.formatting import format_number, format_searches, month

PAPER = 1000
"""Width and height of the paper that the lines are drawn on; it is stretched to its place on the page."""
FIELD = "self_defined_ethnicity"


@dataclass(frozen=True)
class GroupLine:
    """One group: what it is called, and its searches in each month; None where they are not known of all of it."""

    group: str
    label: str
    counts: list[int | None]
    pieces: list[str]


@dataclass(frozen=True)
class GroupLines:
    """`gridlines`: value in words and its place from the top, in percent; `years`: name and middle, in percent."""

    months: list[str]
    lines: list[GroupLine]
    gridlines: list[tuple[str, float]]
    years: list[tuple[str, float]]


def group_lines(accounts: Sequence[Account]) -> GroupLines | None:
    """None where no full month has groups."""
    figures = [figure for account in accounts for figure in account.monthly]
    told = [figure.groups if figure.status in FULL and figure.ethnicity == "value" else None for figure in figures]
    counts = {group: [None if each is None else each.get(group, 0) for each in told] for group in GROUPS}
    most = max((count for own in counts.values() for count in own if count is not None), default=0)
    if not most:
        return None
    step = round_step(most)
    ceiling = step * -(-most // step)
    names = field_vocabulary(FIELD).groups
    lines = [GroupLine(group, names[group], own, list(polylines(own, ceiling))) for group, own in counts.items()]
    return GroupLines(
        months=[figure.month for figure in figures],
        lines=lines,
        gridlines=[(format_number(at), round(100 - 100 * at / ceiling, 2)) for at in range(0, ceiling + 1, step)],
        years=year_names(accounts),
    )


def year_names(accounts: Sequence[Account]) -> list[tuple[str, float]]:
    found, at, of = [], 0, sum(len(account.monthly) for account in accounts)
    for account in accounts:
        found.append((account.period.id, round(100 * (at + len(account.monthly) / 2) / of, 2)))
        at += len(account.monthly)
    return found


def polylines(counts: Sequence[int | None], ceiling: int) -> Sequence[str]:
    """A new line after every month that is not known. A month alone is a short stroke, so that it is seen."""
    slot = PAPER / len(counts)
    pieces: list[list[tuple[float, float]]] = [[]]
    for at, count in enumerate(counts):
        if count is None:
            pieces.append([])
        else:
            pieces[-1].append((round((at + 0.5) * slot, 1), round(PAPER - PAPER * count / ceiling, 1)))
    drawn = [[*piece, (piece[0][0] + 1, piece[0][1])] if len(piece) == 1 else piece for piece in pieces if piece]
    return [" ".join(f"{x},{y}" for x, y in piece) for piece in drawn]


COLOURS = {"white": "--part", "black": "--bar", "asian": "--bar", "mixed": "--soft", "other": "--soft"}
DASHES = {"white": "solid", "black": "solid", "asian": "dash", "mixed": "solid", "other": "dot"}


def plotted_groups(drawn: GroupLines) -> Specification:
    """The same in Plotly's words; the last trace is every month of every group, to be pointed at (charts.py)."""
    months = drawn.months
    traces: list[Specification] = [
        {
            "type": "scatter", "mode": "lines", "x": months, "y": line.counts, "hoverinfo": "skip",
            "line": {"color": COLOURS[line.group], "dash": DASHES[line.group], "width": 2},
        }
        for line in drawn.lines
    ]  # fmt: skip
    told = [(name, line, count) for line in drawn.lines for name, count in zip(months, line.counts, strict=True)
            if count is not None]  # fmt: skip
    traces.append({
        "type": "scatter", "mode": "markers", "hoverinfo": "text",
        "x": [name for name, _, _ in told], "y": [count for _, _, count in told],
        "customdata": [f"{month(name)}, {line.label}" for name, line, _ in told],
        "hovertext": [f"{month(name)}, {line.label}: {format_searches(count)}" for name, line, count in told],
        "marker": {"size": 6, "color": [COLOURS[line.group] for _, line, _ in told]},
    })  # fmt: skip
    across = axis(type="category", range=[-0.5, len(months) - 0.5], tickvals=months,
                  ticktext=[axis_month(name) for name in months])  # fmt: skip
    across |= {"showgrid": False, "tickfont": {"size": 12}}
    notes = [end_label(line, months) for line in drawn.lines if any(count is not None for count in line.counts)]
    return {"data": traces, "layout": layout(across, axis(rangemode="tozero"), annotations=notes), "explains": ""}


def end_label(line: GroupLine, months: Sequence[str]) -> Specification:
    """The group's name where its line ends."""
    at = max(at for at, count in enumerate(line.counts) if count is not None)
    return {"x": months[at], "y": line.counts[at], "text": line.label, "showarrow": False, "xanchor": "right",
            "yanchor": "bottom", "font": {"color": "--ink"}}  # fmt: skip
