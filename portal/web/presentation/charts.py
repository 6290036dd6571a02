"""Pictures drawn on the server: where each mark stands on the paper, in percent. No figure is made here."""

import math
from dataclasses import dataclass

from portal.documents.figures import Dot, Funnel, MonthFigure
from portal.web.presentation.formatting import decimal

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
    "borough": Nouns("borough", "boroughs", "This is no ranking: what police search for differs from place to place."),
    "team": Nouns(
        "team",
        "teams",
        "This is no ranking and no league table: teams are set different tasks, so what they search for differs, and "
        "most differences of rank are chance.",
    ),
}

OUTCOMES = {
    "action": Drawn(
        "Searches that led to a formal action",
        "Outcome known",
        "Led to a formal action",
        "searches with a known outcome",
    ),
    "arrest": Drawn(
        "Searches that led to an arrest", "Outcome known", "Led to an arrest", "searches with a known outcome"
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
        return f"{these} differ no more than chance would let them."
    times = decimal(funnel.phi)
    if times == "1.0":
        return f"{these} differ hardly more than chance would let them."
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
