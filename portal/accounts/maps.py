"""The maps of boroughs: every area's class settled at publish, so the site does no arithmetic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR

from portal import places
from portal.accounts.document import Account
from portal.accounts.figures import FigureStatus
from portal.accounts.map_classes import round_limits, rounded, shade
from portal.accounts.map_document import Layer, LayerFigure, Map, MapArea
from portal.charter.definitions import Charter
from portal.places import NO_POINT, Kind


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
    low: float | None = None
    high: float | None = None


def drawn(accounts: Sequence[Account], charter: Charter, paper: Paper) -> Map:
    """Searches in each borough, in classes with round limits; and every layer that most boroughs have a figure in."""
    london = accounts[0]
    own = {account.place.code: account for account in accounts if account.place.kind is Kind.BOROUGH}
    counts = {code: searches(account).value for code, account in own.items()}
    limits = [int(limit) for limit in round_limits([count for count in counts.values() if count is not None])]
    borough = {figure.key: figure.searches or 0 for figure in london.breakdowns["borough"]}
    return Map(
        width=paper.width,
        height=paper.height,
        limits=limits,
        areas=[area(code, counts[code], limits, paper) for code in places.boroughs()],
        layers=[one for one in layers(own, charter) if one.is_told_of_most],
        without_point=borough.get(NO_POINT, 0),
        of=sum(borough.values()),
    )


def area(code: str, count: float | None, limits: Sequence[int], paper: Paper) -> MapArea:
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
    """Searches, their rate, what came of them, and every check that has a figure, be it a range."""
    found = [
        layer("searches", "Searches", "searches", COUNTS, own, searches),
        layer("per_1000", "Searches of a person for every 1,000 residents", "per_1000", RATES, own, rate),
        layer("action_rate", "Searches that led to a formal action", "share", SHARES, own, action),
    ]
    for at, check in enumerate(charter.checks):
        found.append(layer(check.id, f"{check.id}: {check.title}", "share", CHECKS, own, of_check(at)))
    return found


COUNTS = "Numbers of searches, not rates: a borough where more people live, work or visit has more of everything."
RATES = "By those who live there. Where many pass through, as in the City of London or Westminster, it says little."
SHARES = "Of searches whose outcome is known. Boroughs with few searches differ more by chance."
CHECKS = (
    "Out of the searches that it could be told of. Where only a range may be told, an area whose range lies in two \
classes is hatched."
)


def layer(
    name: str, title: str, unit: str, says: str, own: Mapping[str, Account], told: Callable[[Account], Told]
) -> Layer:
    values = {code: told(own[code]) for code in places.boroughs()}
    limits = class_limits([each for each in values.values() if each.value is not None])
    figures = [
        LayerFigure(
            code=code,
            value=each.value,
            shade=shade_of(each, limits),
            status=each.status,
            low=each.low,
            high=each.high,
        )
        for code, each in values.items()
    ]
    return Layer(id=name, title=title, unit=unit, says=says, limits=limits, figures=figures)


def class_limits(known: Sequence[Told]) -> list[float]:
    """Classes of the values; of ranges about one middle there is one class, from their lowest end on."""
    limits = round_limits([each.value for each in known if each.value is not None])
    lowest = min((each.low for each in known if each.low is not None), default=None)
    if lowest is None or len(limits) != 1 or not 0 < lowest < limits[0]:
        return limits
    return [rounded(lowest, 1, ROUND_FLOOR)]


def shade_of(told: Told, limits: Sequence[float]) -> int | None:
    """The class of the value; of a range, if both its ends are in it, and not below all classes."""
    ends = [end for end in (told.value, told.low, told.high) if end is not None]
    classes = {shade(end, limits) if end >= limits[0] else None for end in ends}
    return classes.pop() if len(classes) == 1 else None


def searches(account: Account) -> Told:
    """None of months in part is no figure: what is missing may hold some (as portal.web.values.total has it)."""
    if account.totals.searches is None:
        return Told(None, account.totals.status)
    if account.totals.searches == 0 and account.totals.status == "partial":
        return Told(None, "missing")
    is_partial = any(month.status in ("partial", "unknown") for month in account.monthly)
    return Told(account.totals.searches, "partial" if is_partial else "value")


def rate(account: Account) -> Told:
    found = next((each for each in account.comparison.with_london if each.measure == "per_1000"), None)
    if found is None or found.now is None:
        return Told(None, found.status if found else "missing")
    return Told(found.now, searches(account).status)


def action(account: Account) -> Told:
    for each in account.outcome_rates:
        if each.by == "all" and each.measure == "action":
            return Told(each.rate, each.status)
    return Told(None, "missing")


def of_check(at: int) -> Callable[[Account], Told]:
    def told(account: Account) -> Told:
        entry = account.compliance[at]
        if any(places.forces()[force].expected for force in entry.without):
            return Told(None, "not_published")  # what one force tells of a few searches is not the borough's
        if entry.judged:
            return Told(entry.rate, entry.status)
        if entry.low is None or entry.high is None:
            return Told(None, entry.status)
        return Told(round((entry.low + entry.high) / 2, 6), entry.status, entry.low, entry.high)

    return told
