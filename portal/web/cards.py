"""The key figures at the head of an account, each with what it stands beside. None is made here."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.accounts.document import Account
from portal.accounts.figures import Compared, Headline
from portal.web.sentences import headline_of
from portal.web.values import is_untold, total
from portal.web.words import NOT_KNOWN, UNREADABLE, counted, decimal, number, share, times

TITLES = {
    "per_1000": "Searches of a person for every 1,000 residents, in a year",
    "action_rate": "Led to a formal action",
    "black_to_white": "Searches of Black people, beside White",
}
YARDSTICK = "Take care: few of those searched may live here"


@dataclass(frozen=True)
class Card:
    """`beside`: what the figure is of, or what it is elsewhere; empty where there is nothing to add."""

    title: str
    value: str
    beside: str = ""


def cards(account: Account) -> list[Card]:
    """How many, by residents, what came of them, how even, and how much of the year is here.

    None where London's account is of one force only: its figures are none of London.
    """
    if account.only:
        return []
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
    """The rate by residents beside London's; the others as the first screen has them, and London's if of the same."""
    compared = {each.measure: each for each in account.comparison.with_london}
    if "per_1000" in compared:
        yield from by_residents(account, compared["per_1000"])
    for measure in ("action_rate", "black_to_white"):
        found = headline_of(account, measure)
        if found is not None and is_untold(found, found.value):
            yield Card(TITLES[measure], NOT_KNOWN, UNREADABLE)
        elif found is not None and found.value is not None:
            yield as_told(account, found, compared.get(measure))


def by_residents(account: Account, compared: Compared) -> Iterator[Card]:
    if is_untold(compared, compared.now):
        yield Card(TITLES["per_1000"], NOT_KNOWN, UNREADABLE)
    if compared.now is None:
        return
    months = len(account.comparison.london_months)
    told = [f"London: {decimal(compared.then)}"] if compared.then is not None else []
    if months < account.period.months_expected:
        told.append(f"From the {counted(months, 'month')} that {'is' if months == 1 else 'are'} here whole")
    yield Card(TITLES["per_1000"], decimal(compared.now), ". ".join([*told, *care(account)]))


def as_told(account: Account, found: Headline, compared: Compared | None) -> Card:
    said = share if found.measure == "action_rate" else times
    same = compared is not None and compared.now == found.value and compared.then is not None
    told = [f"{number(found.searches)} of {number(found.of)}"] if found.of is not None else []
    told += [f"London: {said(compared.then)}"] if compared is not None and same else []
    more = care(account) if found.measure == "black_to_white" else []
    return Card(TITLES[found.measure], said(found.value), ". ".join([*told, *more]))


def care(account: Account) -> list[str]:
    return [YARDSTICK] if account.unfair_yardstick else []


FILTERS = {"cards": cards}
