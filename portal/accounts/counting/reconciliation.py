"""Reconciliation: the sums that have to come out, and how the sources for one month differ."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from portal import places, shipped, sources
from portal.accounts.counting.place_counts import PlaceCounts
from portal.accounts.counting.rates import round_or_none
from portal.accounts.counting.searches import View, Year
from portal.accounts.counting.team_accounts import left_out_presented
from portal.disclosure.rounding import Rounding, counts_behind
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import left_out_sentence
from portal.documents.account import Account, Control, LeftOut, SourceMonth, Sum
from portal.documents.figures import Figure
from portal.places import Kind
from portal.records import Supply

# What is in the supplies but not in an account's total, and why.

UNREADABLE = "Rows that could not be read, wherever they were"
IN_PUBLIC_FILES = "Rows of public files that could not be read, wherever they were; in a return there are some too"
ELSEWHERE = "Searches by British Transport Police outside London or without a point"
WITHOUT_POINT = "Searches in London without a point on the map: some of them may have been here"


def left_out_entries(view: View) -> list[LeftOut]:
    """Reasons without rows are not told, but where a return has some. `of`: all rows of the kind, counted or not."""
    unread = unreadable(view)
    first = [unread] if unread.rows or return_has_unread_rows(view) else []
    others = [each for each in (elsewhere(view), without_point(view)) if each.rows]
    of_returns = in_no_group(view)
    return [*first, *others, *([left_out_presented(of_returns)] if of_returns.rows else [])]


def left_out_entry(name: str, reason: str, rows: int, of: int) -> LeftOut:
    return LeftOut(id=name, reason=reason, rows=rows, of=of, share=round_or_none(rows / of) if of else None)


def unreadable(view: View) -> LeftOut:
    """Of public files alone, where a file that is not public has any: how many is its own to tell."""
    own, reason = supplies_of_period(view), UNREADABLE
    if return_has_unread_rows(view):
        own, reason = [supply for supply in own if sources.known_sources()[supply.source].public], IN_PUBLIC_FILES
    return left_out_entry(
        "unreadable", reason, sum(supply.rows_rejected for supply in own), sum(supply.rows_read for supply in own)
    )


def supplies_of_period(view: View) -> list[Supply]:
    return [supply for supply in view.counted if supply.month in view.year.period.months]


def return_has_unread_rows(view: View) -> bool:
    """Whether a file that is not public has rows that could not be read."""
    return any(
        supply.rows_rejected for supply in supplies_of_period(view) if not sources.known_sources()[supply.source].public
    )


def elsewhere(view: View) -> LeftOut:
    """Of a force of the whole country only what is known to be in London counts."""
    national = [force.id for force in places.forces_by_id().values() if force.located_only]
    rows = sum(count for force, count in view.year.elsewhere.items() if view.force in (None, force))
    counted = PlaceCounts(view.year.by_force()).by_one("force")
    own = sum(count for force, count in counted.items() if view.force in (None, force) and force in national)
    return left_out_entry("elsewhere", ELSEWHERE, rows, rows + own)


def without_point(view: View) -> LeftOut:
    if not view.place.kind.is_area:
        return left_out_entry("without_point", WITHOUT_POINT, 0, 0)
    table = view.year.by_borough()
    rows = PlaceCounts(table, (places.NO_POINT,)).searches
    return left_out_entry("without_point", WITHOUT_POINT, rows, PlaceCounts(table).searches)


def in_no_group(view: View) -> LeftOut:
    """Of what returns tell of London or a force: searches that stand in no group large enough."""
    returns = view.year.returns
    own = [force for force in returns.searches if view.place.kind is Kind.LONDON or force == view.place.code]
    rows = sum(returns.in_no_group[force] for force in own)
    reason = left_out_sentence(disclosure_settings())
    return left_out_entry("no_group", reason, rows, sum(returns.searches[force] for force in own))


# Totals that somebody else published, set beside ours with the gap (data/control/published_totals.csv).


@cache
def published_totals() -> list[dict[str, str]]:
    """Every row of the file: place_code, from, to, published, counts (what it counts), publisher, report, source."""
    with shipped.data("control", "published_totals.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def controls(account: Account) -> list[Control]:
    """Those whose months all lie in the account's period; ours is told where we hold every one of them whole.

    None for invented records: real totals have nothing to say about them.
    """
    if account.invented:
        return []
    months = {month.month: month for month in account.monthly}
    found = []
    for row in published_totals():
        own = [month for month in months if row["from"][:7] <= month <= row["to"][:7]]
        lies_inside = row["from"][:7] in months and row["to"][:7] in months
        if row["place_code"] != account.place.code or not lies_inside:
            continue
        whole = all(months[month].status == "value" for month in own)
        ours = sum(months[month].searches or 0 for month in own) if whole else None
        found.append(control(row, ours))
    return found


def control(row: dict[str, str], ours: int | None) -> Control:
    theirs = float(row["published"])
    return Control(
        publisher=row["publisher"],
        report=row["report"],
        first_day=row["from"],
        last_day=row["to"],
        published=theirs,
        ours=ours,
        gap=round_or_none((ours - theirs) / theirs) if ours is not None else None,
        counts=row["counts"],
        source=row["source"],
    )


CLAIMS = {
    "months": "The months add up to the total",
    "borough": "Boroughs, searches outside London and searches without a point add up to the total",
    "team": "Teams, searches with no team recorded and searches of forces that publish none add up to the total",
    "force": "The forces add up to the total",
}
OTHER_SOURCE = "{}, of the files that tell it: for some months they are other files than those of the total"


Part = tuple[int | None, Rounding]
"""A count as it is published, and how; None where it is too small to be told."""


def account_sums(account: Account) -> list[Sum]:
    """Every sum that the account's own figures allow; the sum of a breakdown is that of its source's searches.

    Where what a return gives is rounded (data/disclosure.toml), parts and whole have to agree within that.
    """
    total, own = account.totals.searches, of_whole(account)
    found = []
    if total is not None:
        told = [month for month in account.monthly if month.searches is not None or month.status == "withheld"]
        parts = {month.month: (month.searches, own) for month in told}
        found.append(reconciled_sum(CLAIMS["months"], parts, total, own))
    for name in ("borough", "team", "force"):
        figures = account.breakdowns.get(name)
        if figures and figures[0].of is not None:
            is_of_teams = name == "team" and account.shows_teams
            each = disclosure_settings().police if is_of_teams else own
            found.append(of_breakdown(CLAIMS[name], figures, total, (each, own)))
    return found


def of_whole(account: Account) -> Rounding:
    """How the account's own total is published: of a team that a return names, as other such counts are."""
    is_returned = account.place.kind is Kind.TEAM and account.shows_teams
    return disclosure_settings().police if is_returned else Rounding()


def of_breakdown(claim: str, figures: Sequence[Figure], total: int | None, roundings: tuple[Rounding, Rounding]) -> Sum:
    """Against the total; where other files answer the breakdown, against what these hold, which the claim then says.

    `roundings`: of the parts, and of the whole. What a force does not publish team by team is public as a whole.
    """
    of_parts, of_all = roundings
    of = figures[0].of
    assert of is not None
    parts = {
        figure.key: (figure.searches, of_all if figure.status == "not_published" else of_parts)
        for figure in figures
        if figure.searches is not None or figure.status == "withheld"
    }
    said = claim if total in (None, of) else OTHER_SOURCE.format(claim.replace("the total", f"{of:,}"))
    return reconciled_sum(said, parts, of, of_all)


def reconciled_sum(claim: str, parts: Mapping[str, Part], whole: int, of_all: Rounding) -> Sum:
    """`low`, `high`: between what the parts add up to: that has to meet what the whole stands for."""
    ends = [counts_behind(count, rounding) for count, rounding in parts.values()]
    low, high = sum(least for least, _ in ends), sum(most for _, most in ends)
    least, most = counts_behind(whole, of_all)
    told = {key: count for key, (count, _) in parts.items() if count is not None}
    return Sum(claim=claim, parts=told, low=low, high=high, whole=whole, holds=low <= most and least <= high)


def source_months(year: Year, forces: Sequence[str]) -> list[SourceMonth]:
    """Months of the forces that more than one source has, set against each other."""
    return [month for force in forces for month in of_force(year, force)]


def of_force(year: Year, force: str) -> Iterator[SourceMonth]:
    base = year.chosen()
    for month in year.period.months:
        held = [supply for supply in year.supplies if (supply.force, supply.month) == (force, month)]
        if len(held) > 1:
            yield SourceMonth(
                force=force,
                month=month,
                rows={supply.source: year.searches_of(supply, month) for supply in held},
                counted=next(supply.source for supply in held if supply.public_id in base),
            )


def failures(accounts: Sequence[Account]) -> list[str]:
    """Sums that do not come out, in words: a defect of ours, which must never be published."""
    return [
        f"{account.place.name}, {account.period.id}: {each.claim.lower()}: {each.low}, not {each.whole}"
        for account in accounts
        for each in account.sums
        if not each.holds
    ] + list(cross_account_faults(accounts))


def cross_account_faults(accounts: Sequence[Account]) -> Iterator[str]:
    """The forces' accounts together are London's; those of the boroughs, with what is in none, are what London says."""
    london = next(account for account in accounts if account.place.kind is Kind.LONDON)
    forces = [account.totals.searches or 0 for account in accounts if account.place.kind is Kind.FORCE]
    if sum(forces) != (london.totals.searches or 0):
        yield f"London, {london.period.id}: the forces' accounts add up to {sum(forces)}, not {london.totals.searches}"
    told = {figure.key: figure.searches for figure in london.breakdowns.get("borough", [])}
    for account in accounts:
        own = account.totals.searches or 0
        if account.place.kind is Kind.BOROUGH and told.get(account.place.code, 0) != own:
            said = told.get(account.place.code, 0)
            yield f"{account.place.name}, {london.period.id}: its account has {own}, London's table {said}"
