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


def sums(account: Account) -> list[Sum]:
    """Every sum that the account's own figures allow; the sum of a breakdown is that of its source's searches."""
    total = account.totals.searches
    found = []
    if total is not None and all(month.status != "withheld" for month in account.monthly):
        parts = {month.month: month.searches or 0 for month in account.monthly}
        found.append(added("months", parts, sum(parts.values()), sum(parts.values()), total))
    for name in ("borough", "team", "force"):
        figures = account.breakdowns.get(name)
        if figures and figures[0].of is not None:
            found.append(of_breakdown(name, figures, figures[0].of))
    return found


def of_breakdown(name: str, figures: Sequence[Figure], whole: int) -> Sum:
    low, high = (sum(end(figure, which) for figure in figures) for which in (0, 1))
    exact = {figure.key: figure.searches for figure in figures if figure.searches is not None}
    return added(name, exact, low, high, whole)


def end(figure: Figure, which: int) -> int:
    ends = (figure.low, figure.high)
    return ends[which] if ends[which] is not None else figure.searches or 0  # type: ignore[return-value]


def added(name: str, parts: dict[str, int], low: int, high: int, whole: int) -> Sum:
    return Sum(claim=CLAIMS[name], parts=parts, low=low, high=high, whole=whole, holds=low <= whole <= high)


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
                rows={supply.source: supply.rows_kept for supply in held},
                counted=next(supply.source for supply in held if supply.public_id in base),
            )


def failures(accounts: Sequence[Account]) -> list[str]:
    """Sums that do not come out, in words: a defect of ours, which must never be published."""
    return [
        f"{account.place.name}, {account.period.id}: {each.claim.lower()}: {each.low} to {each.high}, not {each.whole}"
        for account in accounts
        for each in account.sums
        if not each.holds
    ] + list(across(accounts))


def across(accounts: Sequence[Account]) -> Iterator[str]:
    """The forces' accounts together are London's."""
    london = next(account for account in accounts if account.place.kind is Kind.LONDON)
    forces = [account.totals.searches or 0 for account in accounts if account.place.kind is Kind.FORCE]
    if sum(forces) != london.totals.searches:
        yield f"London, {london.period.id}: the forces' accounts add up to {sum(forces)}, not {london.totals.searches}"
