"""How much of a period is here, for one place: months supplied, and what that does to a month's figures."""

from collections.abc import Sequence

from portal import places, teams
from portal.accounts.document import PeriodPart
from portal.accounts.figures import FigureStatus
from portal.periods import Period
from portal.places import Kind, Place
from portal.records import Supply


def expected_forces(place: Place) -> set[str]:
    """Whose files a month of this place needs."""
    if place.kind is Kind.FORCE:
        return {place.code}
    if place.kind is Kind.TEAM:
        return {teams.listed()[place.code].force}
    return {force.id for force in places.forces().values() if force.expected}


def period_part(period: Period, place: Place, supplies: Sequence[Supply]) -> PeriodPart:
    whole = whole_months(period, place, supplies)
    cut = any(is_cut(supply, place) for supply in supplies if supply.month in period.months)
    return PeriodPart(
        id=period.id,
        first_day=period.start.isoformat(),
        last_day=period.end.isoformat(),
        months_expected=len(period.months),
        months_supplied=len(whole),
        complete=len(whole) == len(period.months) and not cut,
    )


def whole_months(period: Period, place: Place, supplies: Sequence[Supply]) -> list[str]:
    """Months of which every expected force sent a file."""
    return [month for month in period.months if expected_forces(place) <= senders(month, supplies)]


def senders(month: str, supplies: Sequence[Supply]) -> set[str]:
    return {supply.force for supply in supplies if supply.month == month}


def is_cut(supply: Supply, place: Place) -> bool:
    """A serious finding says that rows of an expected month are missing, or (in a borough) that most have no place."""
    if supply.force not in expected_forces(place):
        return False
    lacks = {finding["affects"] for finding in supply.findings if finding["severity"] == "serious"}
    return "rows" in lacks or (place.kind in (Kind.BOROUGH, Kind.BCU) and "places" in lacks)


def month_status(month: str, searches: int, place: Place, supplies: Sequence[Supply]) -> FigureStatus:
    """A month without a supply has no figure; one that is cut, or lacks a force, has a figure in part.

    No search of a force in a month whose file is cut (an empty one) is no figure either, and never 0.
    """
    sent = expected_forces(place) & senders(month, supplies)
    cut = any(is_cut(supply, place) for supply in supplies if supply.month == month)
    is_own_file = place.kind in (Kind.FORCE, Kind.TEAM)
    if not searches and (not sent or (cut and is_own_file)):
        return "missing"
    return "value" if sent == expected_forces(place) and not cut else "partial"
