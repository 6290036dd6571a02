"""A figure a month, with what it can be compared by: outcomes, and searches by self-defined ethnicity."""

from collections.abc import Callable, Collection, Sequence

from portal import places
from portal.accounts.counting.breakdowns import OF_PERSONS, knowledge
from portal.accounts.counting.place_counts import PlaceCounts, bearing_limits
from portal.accounts.counting.rates import outcome_counts
from portal.accounts.counting.searches import BASE, View
from portal.documents.account import PeriodPart
from portal.documents.figures import FigureStatus, MonthFigure
from portal.periods import Period
from portal.places import Kind, Place
from portal.records import Supply
from portal.vocabulary import NOT_PUBLISHED

# How much of a period is here, for one place: months supplied, and what that does to a month's figures.
#
# `bearing`: the forces that make up enough of the place's searches for a finding about their file to touch it
# (force_shares). Whose files a month needs does not hang on it: nobody knows what was not sent.


def expected_forces(place: Place) -> set[str]:
    """Whose files a month of this place needs."""
    if place.force:
        return {place.force}
    return {force.id for force in places.forces_by_id().values() if force.expected}


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
    return [month for month in period.months if expected_forces(place) <= month_senders(month, supplies)]


def month_senders(month: str, supplies: Sequence[Supply]) -> set[str]:
    """The forces that sent a file of the month which says something: one without a row says nothing."""
    return {supply.force for supply in supplies if supply.month == month and not is_empty(supply)}


def sent_only(place: Place, sent: Collection[str]) -> str | None:
    """Of London, the forces whose searches alone are here ("City of London Police only"); None where all are."""
    if place.kind is not Kind.LONDON or not sent or expected_forces(place) <= set(sent):
        return None
    return f"{' and '.join(force.name for force in places.forces_by_id().values() if force.id in sent)} only"


def is_empty(supply: Supply) -> bool:
    """No row that could be read: neither a month of no searches nor a missing file (ingest.findings.volume)."""
    without_rows = supply.rows_kept == 0 and not any(finding.id == "declared_zero" for finding in supply.found)
    return without_rows or any(finding.id == "empty_file" for finding in supply.found)


def lacks(supply: Supply, place: Place, bearing: Collection[str]) -> set[str]:
    """What serious findings about an expected month say of the place's counts.

    `rows`: some are missing; `places`: most are in no borough, which boroughs lack; `doubled`: some are too many.
    """
    if supply.force not in expected_forces(place) or supply.force not in bearing:
        return set()
    matter = {"rows", "doubled"} | ({"places"} if place.kind.is_area else set())
    return matter & {finding.affects for finding in supply.found if finding.is_serious}


def place_month_status(
    month: str, searches: int, place: Place, supplies: Sequence[Supply], bearing: Collection[str]
) -> FigureStatus:
    """A month of which every expected force sent all has a figure; one that is cut, or lacks a force, has one in part.

    No search in such a part is no figure at all: what is missing may hold some, so it is never 0. Of a file that seems
    to hold its records twice, nobody knows how many there were.
    """
    found = {each for supply in supplies if supply.month == month for each in lacks(supply, place, bearing)}
    if found == {"doubled"} and searches:
        return "unknown"
    if expected_forces(place) <= month_senders(month, supplies) and not found:
        return "value"
    return "partial" if searches else "missing"


Searches = Callable[..., PlaceCounts]


def monthly(view: View) -> list[MonthFigure]:
    """Every month of the period, in order."""
    base = view.searches(BASE)
    totals, persons = base.by_one("month"), base.among(OF_PERSONS).by_one("month")
    outcomes, groups = outcomes_by_month(view.searches), groups_by_month(view.searches)
    are_persons_known = knowledge(base, "kind").status == "value"
    twice = spilt_into(view, base)
    counts = {month: (totals.get(month, 0), persons.get(month, 0)) for month in view.year.period.months}
    figures = [month_figure(view, month, counts[month], outcomes, groups, are_persons_known) for month in counts]
    return [
        each.model_copy(update={"status": "unknown"}) if each.month in twice and each.status == "value" else each
        for each in figures
    ]


def spilt_into(view: View, base: PlaceCounts) -> set[str]:
    """Months with a file of their own into which another month has spilt many rows: these may stand here twice."""
    of_file = {supply.public_id: supply.month for supply in view.counted}
    every: dict[str, int] = {}
    spilt: dict[str, int] = {}
    for (month, supply), count in base.by("month", "supply").items():
        every[month] = every.get(month, 0) + count
        if of_file.get(supply, month) != month:
            spilt[month] = spilt.get(month, 0) + count
    held, least = set(of_file.values()), bearing_limits()["least_share"]
    return {month for month in spilt if month in held and spilt[month] > least * every[month]}


def month_figure(
    view: View,
    month: str,
    counts: tuple[int, int],
    outcomes: dict[str, tuple[int, int, bool, int]],
    groups: dict[str, dict[str, int]],
    are_persons_known: bool,
) -> MonthFigure:
    searches, persons = counts
    status = place_month_status(month, searches, view.place, view.counted, view.bearing)
    if status == "missing":
        return MonthFigure(month=month, searches=None, status=status)
    acted_on, of, silent, odd = outcomes.get(month, (0, 0, False, 0))
    return MonthFigure(
        month=month,
        searches=searches,
        status=status,
        persons=persons if are_persons_known else None,
        acted=acted_on if of else None,
        outcome_known=of if of else None,
        outcomes="not_published" if silent else "value",
        groups=groups.get(month),
        outcome_unlisted=odd,
        only=sent_only(view.place, month_senders(month, view.counted)),
        ethnicity="unknown" if month in view.without_groups("self_defined_ethnicity") else "value",
    )


def outcomes_by_month(searches: Searches) -> dict[str, tuple[int, int, bool, int]]:
    """Month -> searches acted on, searches whose outcome is known, whether no file of them has the column, and how

    many have a label that nobody has listed.
    """
    by_month: dict[str, dict[str, int]] = {}
    for (month, outcome), count in searches("outcome").by("month", "outcome").items():
        by_month.setdefault(month, {})[outcome] = count
    found = {month: outcome_counts(outcomes) for month, outcomes in by_month.items()}
    return {
        month: (each["action"], each["of"], each["silent"] == each["all"], each["unlisted"])
        for month, each in found.items()
    }


def groups_by_month(searches: Searches) -> dict[str, dict[str, int]]:
    """Month -> self-defined ethnicity -> person searches, by key; a month where it is not published has none."""
    persons = searches("self_defined_ethnicity").among(OF_PERSONS)
    found: dict[str, dict[str, int]] = {}
    for (month, key), count in sorted(persons.by("month", "self_defined_ethnicity").items()):
        if key != NOT_PUBLISHED:
            found.setdefault(month, {})[key] = count
    return found
