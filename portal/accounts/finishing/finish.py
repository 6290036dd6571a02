"""What is added last, from figures as they are published: sums, comparison, headline, commentary."""

from collections.abc import Mapping, Sequence

from portal.accounts.counting.months import expected_forces
from portal.accounts.counting.reconciliation import account_sums, failures
from portal.accounts.finishing.comparison import account_comparison
from portal.accounts.finishing.headline import headline
from portal.documents.account import Account, Commentary
from portal.editions.archive import stem
from portal.places import Kind, Place, find_place

UNFIT = ("rows", "doubled")


class DoesNotAddUp(AssertionError):
    """A sum of an account does not come out: a defect of ours, never published."""


def finish_accounts(
    accounts: Sequence[Account], before: Mapping[str, Account], words: Mapping[str, list[Commentary]]
) -> list[Account]:
    """`before`: place code -> the year before; `words`: a place's stem -> its commentary. DoesNotAddUp."""
    summed = [account.model_copy(update={"sums": account_sums(account)}) for account in accounts]
    if wrong := failures(summed):
        raise DoesNotAddUp("; ".join(wrong))
    return [with_words(finish(account, accounts, before.get(account.place.code)), words) for account in summed]


def finish(account: Account, everywhere: Sequence[Account], before: Account | None) -> Account:
    unfit = doubtful(account) | (doubtful(before) if before else set())
    with_comparison = account.model_copy(update={"comparison": account_comparison(account, everywhere, before, unfit)})
    return with_comparison.model_copy(update={"headline": headline(with_comparison)})


def doubtful(account: Account) -> set[str]:
    """Months of which a counted supply carries a serious finding that makes its figures unfit to compare.

    Of the forces that a month needs only, and of those that make up enough of the place's searches: an optional force
    adds too little to hold a comparison back.
    """
    expected = expected_forces(account_place(account))
    unfit = (*UNFIT, "places") if account.place.kind in (Kind.BOROUGH, Kind.BCU) else UNFIT
    return {
        supply.month
        for supply in account.supplies
        for finding in supply.findings
        if supply.counted
        and supply.bears
        and supply.force in expected
        and finding["severity"] == "serious"
        and finding["affects"] in unfit
    }


def with_words(account: Account, words: Mapping[str, list[Commentary]]) -> Account:
    own = words.get(stem(account_place(account)))
    return account.model_copy(update={"commentary": own}) if own else account


def account_place(account: Account) -> Place:
    return find_place(account.place.kind, account.place.code)
