"""The maps of boroughs: every area's class settled at publish, so the site does no arithmetic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portal import places
from portal.accounts.document import Account
from portal.accounts.figures import FigureStatus
from portal.accounts.map_classes import round_limits, shade
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
    """Searches, their rate, what came of them, and every check that has a figure."""
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
CHECKS = "Out of the searches that it could be told of."


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
        return Told(entry.rate, entry.status)

    return told
