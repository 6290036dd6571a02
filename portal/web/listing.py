"""Every place of one kind beside each other, with the figures a resident asks for first. No ranking: by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal import residents, teams
from portal.accounts.document import Account, Summary
from portal.accounts.figures import Headline
from portal.places import Kind, Place, bcus
from portal.web.sentences import headline_of
from portal.web.values import is_untold
from portal.web.words import NOT_KNOWN

ALL_OF_LONDON = "Teams that work anywhere in London"


@dataclass(frozen=True)
class Listed:
    """`where`: the boroughs a team searched in, for people. `per_1000`: searches of a person for every 1,000 residents;
    None where nobody lives or no month is whole.

    `found`: searches that led to a formal action; None where the account does not tell: then `untold` says why.
    """

    place: Place
    account: Summary | Account
    where: str
    per_1000: float | None
    found: Headline | None
    untold: str
    is_unfair: bool


def listed(place: Place, account: Summary | Account, where: str = "") -> Listed:
    found = headline_of(account, "action_rate")
    rate = next((each for each in account.comparison.with_london if each.measure == "per_1000"), None)
    return Listed(
        place=place,
        account=account,
        where=where,
        per_1000=rate.now if rate else None,
        found=found if found and found.value is not None else None,
        untold=untold(account, found),
        is_unfair=place.code in residents.unfair(),
    )


def untold(account: Summary | Account, found: Headline | None) -> str:
    """Why there is no share of searches that led to something."""
    if found is not None and is_untold(found, found.value):
        return NOT_KNOWN
    return "no search" if account.totals.searches == 0 else "not published"


def grouped(kind: Kind, rows: Iterable[Listed]) -> list[tuple[str, list[Listed]]]:
    """Teams by the command they belong to, those of all London first; other places as one group without a title."""
    if kind is not Kind.TEAM:
        return [("", list(rows))]
    groups: dict[str, list[Listed]] = {ALL_OF_LONDON: []}
    for row in rows:
        bcu = teams.listed()[row.place.code].bcu
        groups.setdefault(bcus()[bcu].name if bcu else ALL_OF_LONDON, []).append(row)
    return [(title, own) for title, own in groups.items() if own]
