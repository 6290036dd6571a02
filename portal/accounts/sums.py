"""Reconciliation: the sums that have to come out, and how the sources for one month differ."""

from collections.abc import Iterator, Mapping, Sequence

from portal.accounts.document import Account, SourceMonth, Sum
from portal.accounts.figures import Figure
from portal.accounts.year import Year
from portal.disclosure.rounding import Rounding, counts_behind
from portal.disclosure.settings import disclosure_settings
from portal.places import Kind

CLAIMS = {
    "months": "The months add up to the total",
    "borough": "Boroughs, searches outside London and searches without a point add up to the total",
    "team": "Teams, searches with no team recorded and searches of forces that publish none add up to the total",
    "force": "The forces add up to the total",
}
OTHER_SOURCE = "{}, of the files that tell it: for some months they are other files than those of the total"


Part = tuple[int | None, Rounding]
"""A count as it is published, and how; None where it is too small to be told."""


def sums(account: Account) -> list[Sum]:
    """Every sum that the account's own figures allow; the sum of a breakdown is that of its source's searches.

    Where what a return gives is rounded (data/disclosure.toml), parts and whole have to agree within that.
    """
    total, own = account.totals.searches, of_whole(account)
    found = []
    if total is not None:
        told = [month for month in account.monthly if month.searches is not None or month.status == "withheld"]
        parts = {month.month: (month.searches, own) for month in told}
        found.append(added(CLAIMS["months"], parts, total, own))
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
    return added(said, parts, of, of_all)


def added(claim: str, parts: Mapping[str, Part], whole: int, of_all: Rounding) -> Sum:
    """`low`, `high`: between what the parts add up to: that has to meet what the whole stands for."""
    ends = [counts_behind(count, rounding) for count, rounding in parts.values()]
    low, high = sum(least for least, _ in ends), sum(most for _, most in ends)
    least, most = counts_behind(whole, of_all)
    told = {key: count for key, (count, _) in parts.items() if count is not None}
    return Sum(claim=claim, parts=told, low=low, high=high, whole=whole, holds=low <= most and least <= high)


def sources(year: Year, forces: Sequence[str]) -> list[SourceMonth]:
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
    ] + list(across(accounts))


def across(accounts: Sequence[Account]) -> Iterator[str]:
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
