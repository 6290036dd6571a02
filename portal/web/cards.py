"""The key figures at the head of an account, each with what it stands beside. None is made here."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.accounts.document import Account
from portal.accounts.figures import Compared
from portal.web.sentences import headline_of, total
from portal.web.words import counted, decimal, number, share, times

TITLES = {
    "per_1000": "Searches of a person for every 1,000 residents, in a year",
    "action_rate": "Led to a formal action",
    "black_to_white": "Searches of Black people, beside White",
}
SAID = {"per_1000": decimal, "action_rate": share, "black_to_white": times}
BY_RESIDENTS = ("per_1000", "black_to_white")
YARDSTICK = "Take care: few of those searched may live here"


@dataclass(frozen=True)
class Card:
    """`beside`: what the figure is of, or what it is elsewhere; empty where there is nothing to add."""

    title: str
    value: str
    beside: str = ""


def cards(account: Account) -> list[Card]:
    """How many, by residents, what came of them, how even, and how much of the year is here."""
    period = account.period
    months = Card("Months supplied", f"{period.months_supplied} of {period.months_expected}")
    return [searches(account), *measures(account), months]


def searches(account: Account) -> Card:
    totals = account.totals
    told = ""
    if totals.person_searches is not None and totals.searches:
        told = f"{number(totals.person_searches)} of a person, {number(totals.vehicle_only)} of a vehicle only"
    return Card("Searches", total(totals), told)


def measures(account: Account) -> Iterator[Card]:
    """Beside London's where the account compares itself with it; else as the first screen has it, with its counts."""
    compared = {each.measure: each for each in account.comparison.with_london}
    for measure in TITLES:
        card = beside_london(account, compared[measure]) if measure in compared else alone(account, measure)
        if card:
            yield card


def beside_london(account: Account, compared: Compared) -> Card | None:
    if compared.now is None:
        return None
    said = SAID[compared.measure]
    months = len(account.comparison.london_months)
    told = [f"London: {said(compared.then)}"] if compared.then is not None else []
    told += (
        [f"From the {counted(months, 'month')} that {'is' if months == 1 else 'are'} whole"] if 0 < months < 12 else []
    )
    if account.unfair_yardstick and compared.measure in BY_RESIDENTS:
        told.append(YARDSTICK)
    return Card(TITLES[compared.measure], said(compared.now), ". ".join(told))


def alone(account: Account, measure: str) -> Card | None:
    found = headline_of(account, measure)
    if found is None or found.value is None:
        return None
    told = f"{number(found.searches)} of {number(found.of)}" if found.of is not None else ""
    return Card(TITLES[measure], SAID[measure](found.value), told)


FILTERS = {"cards": cards}
