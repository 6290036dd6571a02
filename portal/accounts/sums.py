"""Reconciliation: the sums that have to come out, and how the sources for one month differ."""

from collections.abc import Iterator, Sequence

from portal.accounts.document import Account, SourceMonth, Sum
from portal.accounts.figures import Figure
from portal.accounts.year import Year
from portal.places import Kind

CLAIMS = {
    "months": "The months add up to the total",
    "borough": "Boroughs, searches outside London and searches without a point add up to the total",
    "team": "Teams, searches with no team recorded and searches of forces that publish none add up to the total",
    "force": "The forces add up to the total",
}
OTHER_SOURCE = "{}, of the files that tell it: for some months they are other files than those of the total"


def sums(account: Account) -> list[Sum]:
    """Every sum that the account's own figures allow; the sum of a breakdown is that of its source's searches."""
    total = account.totals.searches
    found = []
    if total is not None:
        parts = {month.month: month.searches for month in account.monthly if month.searches is not None}
        found.append(added(CLAIMS["months"], parts, total))
    for name in ("borough", "team", "force"):
        figures = account.breakdowns.get(name)
        if figures and figures[0].of is not None:
            found.append(of_breakdown(CLAIMS[name], figures, figures[0].of, total))
    return found


def of_breakdown(claim: str, figures: Sequence[Figure], of: int, total: int | None) -> Sum:
    """Against the total; where other files answer the breakdown, against what these hold, which the claim then says."""
    exact = {figure.key: figure.searches for figure in figures if figure.searches is not None}
    said = claim if total in (None, of) else OTHER_SOURCE.format(claim.replace("the total", f"{of:,}"))
    return added(said, exact, of)


def added(claim: str, parts: dict[str, int], whole: int) -> Sum:
    summed = sum(parts.values())
    return Sum(claim=claim, parts=parts, low=summed, high=summed, whole=whole, holds=summed == whole)


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
