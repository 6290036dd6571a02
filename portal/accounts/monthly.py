"""A figure a month, with what it can be compared by: outcomes, and searches by self-defined ethnicity."""

from collections.abc import Callable

from portal.accounts.breakdowns import OF_PERSONS
from portal.accounts.completeness import month_status, senders, sent_only
from portal.accounts.figures import MonthFigure
from portal.accounts.force_shares import bearing_limits
from portal.accounts.knowledge import knowledge
from portal.accounts.outcome_rates import outcome_counts
from portal.accounts.place_counts import PlaceCounts
from portal.accounts.view import View
from portal.accounts.year import BASE
from portal.vocabulary import NOT_PUBLISHED

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
    status = month_status(month, searches, view.place, view.counted, view.bearing)
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
        only=sent_only(view.place, senders(month, view.counted)),
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
