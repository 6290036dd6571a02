"""How much of a period is here, for one place: months supplied, and what that does to a month's figures.

`bearing`: the forces that make up enough of the place's searches for a finding about their file to touch it
(force_shares). Whose files a month needs does not hang on it: nobody knows what was not sent.
"""

from collections.abc import Collection, Sequence

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


def period_part(period: Period, place: Place, supplies: Sequence[Supply], bearing: Collection[str]) -> PeriodPart:
    whole = whole_months(period, place, supplies)
    cut = any(lacks(supply, place, bearing) for supply in supplies if supply.month in period.months)
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
    """The forces that sent a file of the month which says something: one without a row says nothing."""
    return {supply.force for supply in supplies if supply.month == month and not is_empty(supply)}


def sent_only(place: Place, sent: Collection[str]) -> str | None:
    """Of London, the forces whose searches alone are here ("City of London Police only"); None where all are."""
    if place.kind is not Kind.LONDON or not sent or expected_forces(place) <= set(sent):
        return None
    return f"{' and '.join(force.name for force in places.forces().values() if force.id in sent)} only"


def is_empty(supply: Supply) -> bool:
    """No row that could be read: neither a month of no searches nor a missing file (ingest.checks.volume)."""
    without_rows = supply.rows_kept == 0 and not any(finding["id"] == "declared_zero" for finding in supply.findings)
    return without_rows or any(finding["id"] == "empty_file" for finding in supply.findings)


def lacks(supply: Supply, place: Place, bearing: Collection[str]) -> set[str]:
    """What serious findings about an expected month say of the place's counts.

    `rows`: some are missing; `places`: most are in no borough, which boroughs lack; `doubled`: some are too many.
    """
    if supply.force not in expected_forces(place) or supply.force not in bearing:
        return set()
    matter = {"rows", "doubled"} | ({"places"} if place.kind in (Kind.BOROUGH, Kind.BCU) else set())
    return matter & {finding["affects"] for finding in supply.findings if finding["severity"] == "serious"}


def month_status(
    month: str, searches: int, place: Place, supplies: Sequence[Supply], bearing: Collection[str]
) -> FigureStatus:
    """A month of which every expected force sent all has a figure; one that is cut, or lacks a force, has one in part.

    No search in such a part is no figure at all: what is missing may hold some, so it is never 0. Of a file that seems
    to hold its records twice, nobody knows how many there were.
    """
    found = {each for supply in supplies if supply.month == month for each in lacks(supply, place, bearing)}
    if found == {"doubled"} and searches:
        return "unknown"
    if expected_forces(place) <= senders(month, supplies) and not found:
        return "value"
    return "partial" if searches else "missing"
