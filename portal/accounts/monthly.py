"""A figure a month, with what it can be compared by: outcomes, and searches by self-defined ethnicity."""

from collections.abc import Callable

import polars as pl

from portal.accounts.completeness import month_status, senders, sent_only
from portal.accounts.figures import MonthFigure
from portal.accounts.force_shares import bearing_limits
from portal.accounts.knowledge import knowledge, unlisted
from portal.accounts.outcome_rates import acted, known
from portal.accounts.view import View
from portal.accounts.year import BASE
from portal.vocabulary import NOT_PUBLISHED

Searches = Callable[..., pl.DataFrame]


def monthly(view: View) -> list[MonthFigure]:
    """Every month of the period, in order."""
    base = view.searches(BASE)
    totals = dict(base["month"].value_counts().iter_rows())
    persons = dict(base.filter(pl.col("person"))["month"].value_counts().iter_rows())
    outcomes, groups = outcomes_by_month(view.searches), groups_by_month(view.searches)
    are_persons_known = knowledge(base, "kind").status == "value"
    twice = spilt_into(view, base)
    counts = {month: (totals.get(month, 0), persons.get(month, 0)) for month in view.year.period.months}
    figures = [month_figure(view, month, counts[month], outcomes, groups, are_persons_known) for month in counts]
    return [
        each.model_copy(update={"status": "unknown"}) if each.month in twice and each.status == "value" else each
        for each in figures
    ]


def spilt_into(view: View, base: pl.DataFrame) -> set[str]:
    """Months with a file of their own into which another month has spilt many rows: these may stand here twice."""
    if base.is_empty():
        return set()
    of_file = {supply.public_id: supply.month for supply in view.counted}
    own = base.select("month", of=pl.col("supply").replace_strict(of_file, default=None, return_dtype=pl.String))
    counts = own.group_by("month").agg((pl.col("of") != pl.col("month")).sum().alias("spilt"), pl.len().alias("all"))
    held, least = set(of_file.values()), bearing_limits()["least_share"]
    return {month for month, spilt, every in counts.rows() if month in held and spilt > least * every}


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
    stops = searches("outcome")
    if stops.is_empty():
        return {}
    silent = (pl.col("outcome") == NOT_PUBLISHED).all()
    counts = stops.group_by("month").agg(
        acted().sum().alias("acted"),
        known().sum().alias("of"),
        silent.alias("silent"),
        unlisted("outcome").sum().alias("unlisted"),
    )
    return {month: (action, of, gone, odd) for month, action, of, gone, odd in counts.rows()}


def groups_by_month(searches: Searches) -> dict[str, dict[str, int]]:
    """Month -> self-defined ethnicity -> person searches, by key; a month where it is not published has none."""
    every = searches("self_defined_ethnicity")
    if every.is_empty():
        return {}
    stops = every.filter(pl.col("person") & (pl.col("self_defined_ethnicity") != NOT_PUBLISHED))
    found: dict[str, dict[str, int]] = {}
    for month, key, count in stops.group_by("month", "self_defined_ethnicity").len().sort(pl.all()).rows():
        found.setdefault(month, {})[key] = count
    return found
