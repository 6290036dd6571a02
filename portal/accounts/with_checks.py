"""Accounts get what the checks found in their place, in the order of the charter."""

from collections.abc import Mapping, Sequence

from portal.accounts import checking, duties
from portal.accounts.breakdowns import labels
from portal.accounts.checking import Checked
from portal.accounts.disclosure.audit import GUARANTEE
from portal.accounts.document import CHECKS, TEAMS, Account
from portal.accounts.duties import Arrivals
from portal.accounts.finishing import place_of
from portal.accounts.grounds_shares import flags, told
from portal.accounts.measures import Measures
from portal.accounts.state_tables import Before
from portal.accounts.team_table import TeamTable
from portal.accounts.year import Year
from portal.vocabulary import LABELS


def with_checks(
    year: Year,
    measures: Measures,
    accounts: Sequence[Account],
    named: TeamTable,
    before: Mapping[str, Sequence[Before]],
    arrived: Arrivals,
) -> list[Account]:
    """`named`: the table of teams as shown; `before`: what earlier editions showed of each check."""
    found = {one.check.id: one for one in checking.checked(year, measures, named, before)}
    every = [measured(account, year, measures, found, accounts, arrived) for account in accounts]
    groups = {name: labels(name) | LABELS for name in ("self_defined_ethnicity", "age")}
    of_charter = [one for one in found.values() if one.check.function != "flagged"]
    london = every[0].model_copy(update={"compliance_by": checking.by_group(of_charter, groups)})
    return [guaranteed(account) for account in (london, *every[1:])]


def measured(
    account: Account,
    year: Year,
    measures: Measures,
    found: Mapping[str, Checked],
    accounts: Sequence[Account],
    arrived: Arrivals,
) -> Account:
    place = place_of(account)
    entries = [
        checking.of_place(found[check.id], place)
        if check.measured
        else duties.of_place(check, place, year, accounts, arrived)
        for check in measures.charter.checks
    ]
    grounds = [told(flag, checking.of_place(found[flag.id], place)) for flag in flags()]
    return account.model_copy(update={"compliance": entries, "grounds": grounds})


def guaranteed(account: Account) -> Account:
    """With the guarantee where any figure stands as a range that only a return can give."""
    entries = [*account.compliance, *(each.compliance for each in account.compliance_by)]
    has_ranges = any(each.ranges for each in entries) or any(flag.low is not None for flag in account.grounds)
    guarded = [*([TEAMS] if account.shows_teams else []), *([CHECKS] if has_ranges else [])]
    return account.model_copy(update={"guarded": guarded, "guarantee": GUARANTEE if guarded else None})
