"""The maps of boroughs: every area's class settled at publish, so the site does no arithmetic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from portal import places
from portal.charter.definitions import Charter
from portal.documents.account import Account
from portal.documents.figures import FigureStatus
from portal.documents.map import Layer, LayerFigure, Map, MapArea
from portal.places import NO_POINT, Kind

# At most five classes with limits that are easy to read, none of them empty, and 0 a class of its own.

CLASSES = 5
FINEST = 18
"""So many figures tell any two numbers apart."""


def round_limits(figures: Sequence[float]) -> list[float]:
    """The lowest figure of each class, lightest first: from none, for no figure, to five.

    Exact zeros are a class of their own, whose limit is 0; no other limit is. Where all figures are the same there is
    one class, and its limit is the figure; where they differ there are at least two.
    """
    above = sorted(figure for figure in figures if figure > 0)
    zero = [0.0] if len(above) < len(figures) else []
    if not zero and above and above[0] == above[-1]:
        return above[:1]
    if not above or above[0] == above[-1]:
        return [*zero, *(round_to_half_digit(figure, 0, ROUND_FLOOR) for figure in above[:1])]
    return [*zero, *limits_above_zero(above, CLASSES - len(zero))]


def limits_above_zero(ordered: Sequence[float], classes: int) -> list[float]:
    """Of figures above 0 that differ: rounded as far as at least two classes are left.

    Each class has as many figures as the others; where too many are alike for that, as many different ones.
    """
    for figures in range(FINEST):
        lowest = round_to_half_digit(ordered[0], figures, ROUND_FLOOR)
        for values in (ordered, sorted(set(ordered))):
            starts = [values[len(values) * at // classes] for at in range(1, classes)]
            rounds = [round_to_half_digit(start, figures) for start in starts]
            down = [
                round_to_half_digit(start, figures, ROUND_FLOOR) for start in starts
            ]  # where no figure is as high as the round
            found = {low if near > ordered[-1] else near for near, low in zip(rounds, down, strict=True)}
            limits = inhabited(sorted({lowest, *found}), ordered)
            if len(limits) > 1:
                return limits
    raise AssertionError("two different figures are different at some length")


def inhabited(limits: Sequence[float], ordered: Sequence[float]) -> list[float]:
    """Without the limits of classes that no figure is in; the figures of the others stay where they are."""
    ends = [*limits[1:], float("inf")]
    return [low for low, high in zip(limits, ends, strict=True) if any(low <= figure < high for figure in ordered)]


def round_to_half_digit(number: float, more: int = 0, way: str = ROUND_HALF_EVEN) -> float:
    """To one figure and `more`, or to a half of the last: 1,432 -> 1,500, 87 -> 85, 0.2931 -> 0.3."""
    exact = Decimal(repr(number))
    place = exact.adjusted() - more
    halves = (2 * exact).scaleb(-place).to_integral_value(rounding=way)
    return float((halves / 2).scaleb(place))


def shade(figure: float, limits: Sequence[float]) -> int:
    return sum(figure >= limit for limit in limits[1:])


@dataclass(frozen=True)
class Paper:
    """The outlines as drawn: SVG path data and square by GSS code, on paper of this size."""

    width: int
    height: int
    paths: Mapping[str, str]
    squares: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Told:
    """An area's value and how good it is."""

    value: float | None
    status: FigureStatus


def borough_map(accounts: Sequence[Account], charter: Charter, paper: Paper) -> Map:
    """Searches in each borough, in classes with round limits; and every layer that most boroughs have a figure in."""
    london = accounts[0]
    own = {account.place.code: account for account in accounts if account.place.kind is Kind.BOROUGH}
    counts = {code: map_searches(account).value for code, account in own.items()}
    limits = [int(limit) for limit in round_limits([count for count in counts.values() if count is not None])]
    borough = {figure.key: figure.searches or 0 for figure in london.breakdowns["borough"]}
    return Map(
        width=paper.width,
        height=paper.height,
        limits=limits,
        areas=[map_area(code, counts[code], limits, paper) for code in places.boroughs()],
        layers=[one for one in layers(own, charter) if one.is_told_of_most],
        without_point=borough.get(NO_POINT, 0),
        of=sum(borough.values()),
    )


def map_area(code: str, count: float | None, limits: Sequence[int], paper: Paper) -> MapArea:
    place, (column, row) = places.boroughs()[code], paper.squares[code]
    return MapArea(
        code=code,
        slug=place.slug,
        name=place.name,
        path=paper.paths[code],
        searches=None if count is None else int(count),
        shade=None if count is None else shade(count, limits),
        column=column + 1,
        row=row + 1,
    )


def layers(own: Mapping[str, Account], charter: Charter) -> list[Layer]:
    """Searches, their rate, what came of them, and every check that has a figure."""
    found = [
        layer("searches", "Searches", "searches", COUNTS, own, map_searches),
        layer("per_1000", "Searches per 1,000 residents a year", "per_1000", RATES, own, map_search_rate),
        layer("action_rate", "Searches that led to police action", "share", SHARES, own, map_action_rate),
    ]
    for check in charter.checks:
        found.append(layer(check.id, f"{check.id}: {check.title}", "share", CHECKS, own, map_check_rate(check.id)))
    return found


COUNTS = "These are numbers, not rates. Busy boroughs have more searches."
RATES = "Based on people who live there. Not a fair measure where many visitors pass through, such as Westminster."
SHARES = "Of searches where we know the result. Boroughs with few searches differ more by chance."
CHECKS = "Of searches where this is recorded."


def layer(
    name: str, title: str, unit: str, says: str, own: Mapping[str, Account], told: Callable[[Account], Told]
) -> Layer:
    values = {code: told(own[code]) for code in places.boroughs()}
    limits = round_limits([each.value for each in values.values() if each.value is not None])
    figures = [
        LayerFigure(
            code=code,
            value=each.value,
            shade=None if each.value is None else shade(each.value, limits),
            status=each.status,
        )
        for code, each in values.items()
    ]
    return Layer(id=name, title=title, unit=unit, says=says, limits=limits, figures=figures)


def map_searches(account: Account) -> Told:
    """None of months in part is no figure: what is missing may hold some (as the site shows totals)."""
    if account.totals.searches is None:
        return Told(None, account.totals.status)
    if account.totals.searches == 0 and account.totals.status == "partial":
        return Told(None, "missing")
    is_partial = any(month.status in ("partial", "unknown") for month in account.monthly)
    return Told(account.totals.searches, "partial" if is_partial else "value")


def map_search_rate(account: Account) -> Told:
    found = next((each for each in account.comparison.with_london if each.measure == "per_1000"), None)
    if found is None or found.now is None:
        return Told(None, found.status if found else "missing")
    return Told(found.now, map_searches(account).status)


def map_action_rate(account: Account) -> Told:
    for each in account.outcome_rates:
        if each.by == "all" and each.measure == "action":
            return Told(each.rate, each.status)
    return Told(None, "missing")


def map_check_rate(check: str) -> Callable[[Account], Told]:
    def told(account: Account) -> Told:
        entry = account.found(check)
        if any(places.forces_by_id()[force].expected for force in entry.without):
            return Told(None, "not_published")  # what one force tells of a few searches is not the borough's
        return Told(entry.rate, entry.status)

    return told
