"""What is added last, from figures as they are published: sums, comparison, headline, commentary."""

from collections.abc import Iterator, Mapping, Sequence

from portal.accounts.counting.months import expected_forces
from portal.accounts.counting.reconciliation import account_sums, failures
from portal.accounts.finishing.comparison import (
    GROUP_GONE,
    UNKNOWN_GROUPS,
    UNKNOWN_KINDS,
    UNKNOWN_OUTCOMES,
    account_comparison,
)
from portal.disclosure.words import OTHERS
from portal.documents.account import Account, Commentary, account_place
from portal.documents.figures import Compared, FigureStatus, Headline, OutcomeRate, Rate
from portal.editions.archive import NotPublished, PublishingDefect, Shelf, Withdrawn, stem
from portal.periods import Period
from portal.places import Kind, Place
from portal.vocabulary import NOT_PUBLISHED, NOT_RECORDED

UNFIT = ("rows", "doubled")


class DoesNotAddUp(PublishingDefect):
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


def as_published(shelf: Shelf, period: Period, places: Sequence[Place]) -> dict[str, Account]:
    """Place code -> its account in the newest edition of the period; none where nothing was, or it was withdrawn."""
    if not shelf.numbers(period):
        return {}
    edition = shelf.newest(period)
    found = {}
    for place in places:
        try:
            found[place.code] = edition.account(place)
        except (NotPublished, Withdrawn):
            continue
    return found


# An account's first screen: how many, up or down, did they find anything, is it even, which teams.

NOBODY_LIVES_THERE = "There are no residents to count by."
NO_MONTH = "No month of this year is held."
NO_OUTCOMES = "The outcome of these searches is not published."
NO_WHOLE_MONTH = "No month is held whole, and a rate by residents needs one."
NONE_BEFORE = "There was no search in the same months of the year before, and nothing is a share of none."
MEASURES = ("searches", "change", "action_rate", "black_to_white")
NO_TEAM = (NOT_PUBLISHED, NOT_RECORDED)


def headline(account: Account) -> list[Headline]:
    """Drawn from the account's own figures. London has none without the files of every force."""
    if account.only:
        return [Headline(measure=name, value=None, status="missing", reason=not_london(account)) for name in MEASURES]
    return [
        search_headline(account),
        change(account),
        action_headline(account),
        ratio_headline(account),
        *named_teams(account),
    ]


def not_london(account: Account) -> str:
    return f"{account.only}: other police forces of London have published nothing for this period."


def search_headline(account: Account) -> Headline:
    total = account.totals
    status: FigureStatus = total.status if total.status != "value" or account.period.complete else "partial"
    if total.status == "missing":
        return Headline(measure="searches", value=None, status="missing", reason=NO_MONTH)
    return Headline(
        measure="searches", value=total.searches, low=total.low, high=total.high, searches=total.searches, status=status
    )


def change(account: Account) -> Headline:
    """Up or down on the year before, month for like month; held back where a file is in doubt."""
    told = account.comparison
    found = next((each for each in told.with_year_before if each.measure == "searches"), None)
    if found is None or found.change is None or told.reason:
        reason = told.reason or (found.reason or none_before(found) if found else "")
        return Headline(measure="change", value=None, status="missing", reason=reason)
    status: FigureStatus = "value" if len(told.months) == len(account.monthly) else "partial"
    return Headline(measure="change", value=found.change, of=len(told.months), status=status)


def none_before(found: Compared) -> str:
    return NONE_BEFORE if found.then == 0 else ""


def action_headline(account: Account) -> Headline:
    rate = next((each for each in account.outcome_rates if each.by == "all" and each.measure == "action"), None)
    if rate is None:
        return Headline(measure="action_rate", value=None, status="missing", reason=NO_MONTH)
    return Headline(
        measure="action_rate",
        value=rate.rate,
        low=rate.low,
        high=rate.high,
        searches=rate.searches,
        of=rate.of,
        status=rate.status,
        reason=no_rate_because(account, rate),
    )


def no_rate_because(account: Account, rate: OutcomeRate) -> str:
    if rate.rate is not None:
        return ""
    if account.totals.status == "missing":
        return NO_MONTH
    if not account.totals.searches:
        return "No searches were recorded here."
    return UNKNOWN_OUTCOMES if rate.status == "unknown" else NO_OUTCOMES


def ratio_headline(account: Account) -> Headline:
    rate = next((each for each in account.rates if each.group == "black"), None)
    if rate is None:
        is_home = account.place.kind not in (Kind.FORCE, Kind.TEAM)
        reason = NO_WHOLE_MONTH if is_home else NOBODY_LIVES_THERE
        return Headline(measure="black_to_white", value=None, status="missing", reason=reason)
    return Headline(
        measure="black_to_white",
        value=rate.ratio_to_white,
        low=rate.low,
        high=rate.high,
        searches=rate.searches,
        status=rate.status,
        reason=no_ratio_because(account, rate),
    )


def no_ratio_because(account: Account, rate: Rate) -> str:
    if rate.ratio_to_white is not None:
        return ""
    if rate.status == "not_published":
        return "The police have not published the ethnicity of most of the people searched."
    if rate.status == "unknown":
        if account.totals.kinds != "value":
            return UNKNOWN_KINDS
        is_gone = any(month.ethnicity != "value" for month in account.monthly)
        return GROUP_GONE if is_gone else UNKNOWN_GROUPS
    return "Too few searches or residents for a fair comparison."


def named_teams(account: Account) -> Iterator[Headline]:
    """How many teams searched here, where the source says so."""
    figures = account.breakdowns.get("team", [])
    teams = [each for each in figures if each.key not in NO_TEAM and each.group and not each.key.startswith(OTHERS)]
    if account.place.kind.value == "team" or not figures:
        return
    if not teams:
        withheld = account.withheld.get("team", "")
        status: FigureStatus = "withheld" if withheld else figures[0].status
        yield Headline(measure="teams", value=None, status=status, reason=withheld)
        return
    yield Headline(measure="teams", value=len(teams), status="value")
