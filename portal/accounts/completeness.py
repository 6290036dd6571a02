"""How much of a period is here, for one place: months supplied, months in part, and what that does to figures."""

from collections.abc import Sequence

from portal import places
from portal.accounts.document import FigureStatus, MonthFigure, PeriodPart
from portal.periods import Period
from portal.places import Kind, Place
from portal.records import Supply


def expected_forces(place: Place) -> set[str]:
    """Whose files a month of this place needs."""
    if place.kind is Kind.FORCE:
        return {place.code}
    return {force.id for force in places.forces().values() if force.expected}


def period_part(period: Period, place: Place, supplies: Sequence[Supply]) -> PeriodPart:
    whole = [month for month in period.months if expected_forces(place) <= senders(month, supplies)]
    cut = any(is_cut(supply, place) for supply in supplies if supply.month in period.months)
    return PeriodPart(
        id=period.id,
        first_day=period.start.isoformat(),
        last_day=period.end.isoformat(),
        months_expected=len(period.months),
        months_supplied=len(whole),
        complete=len(whole) == len(period.months) and not cut,
    )


def senders(month: str, supplies: Sequence[Supply]) -> set[str]:
    return {supply.force for supply in supplies if supply.month == month}


def is_cut(supply: Supply, place: Place) -> bool:
    """A serious finding says that rows of an expected month are missing, or (in a borough) that most have no place."""
    if supply.force not in expected_forces(place):
        return False
    lacks = {finding["affects"] for finding in supply.findings if finding["severity"] == "serious"}
    return "rows" in lacks or (place.kind is Kind.BOROUGH and "places" in lacks)


def month_figure(month: str, searches: int, place: Place, supplies: Sequence[Supply]) -> MonthFigure:
    """A month without a supply has no figure; one that is cut, or lacks a force, has a figure in part."""
    sent = expected_forces(place) & senders(month, supplies)
    if not sent and not searches:
        return MonthFigure(month=month, searches=None, status="missing")
    cut = any(is_cut(supply, place) for supply in supplies if supply.month == month)
    status: FigureStatus = "value" if sent == expected_forces(place) and not cut else "partial"
    return MonthFigure(month=month, searches=searches, status=status)
