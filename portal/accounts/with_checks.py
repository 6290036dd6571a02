"""Accounts get what the checks found in their place, in the order of the charter."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from portal.accounts import checking, checks_by_place, duties, grounds_grades
from portal.accounts.breakdowns import labels
from portal.accounts.checking import Checked
from portal.accounts.compliance_document import Compliance, ComplianceBy, GroundsFlag
from portal.accounts.disclosure.audit import GUARANTEE
from portal.accounts.document import CHECKS, TEAMS, Account
from portal.accounts.duties import Arrivals
from portal.accounts.earlier_columns import Before
from portal.accounts.finishing import place_of
from portal.accounts.grounds_grades import LETTER
from portal.accounts.grounds_shares import flags, told
from portal.accounts.measures import Measures
from portal.accounts.published_fields import asked, published_fields
from portal.accounts.reason_codes import CHECK_STAYS
from portal.accounts.team_table import TeamTable
from portal.accounts.view import View
from portal.accounts.year import Year
from portal.charter.definitions import Check
from portal.charter.states import TOO_FEW
from portal.vocabulary import LABELS

Entry = TypeVar("Entry", Compliance, GroundsFlag)


def with_checks(
    year: Year,
    measures: Measures,
    accounts: Sequence[Account],
    named: TeamTable,
    before: Mapping[str, Sequence[Before]],
    old: Mapping[str, Account],
    arrived: Arrivals,
) -> list[Account]:
    """`named`: the table of teams as shown; `before`: what earlier editions showed of each check.

    `old`: place code -> the account of the newest edition, for what stays as it was.
    """
    found = {one.check.id: one for one in checking.checked(year, measures, named, before)}
    every = [measured(account, year, measures, found, accounts, old, arrived) for account in accounts]
    groups = {name: labels(name) | LABELS for name in ("self_defined_ethnicity", "age")}
    of_charter = [one for one in found.values() if one.check.function != "flagged"]
    drawn = checks_by_place.by_group(of_charter, groups)
    kept = kept_groups(of_charter, old.get(every[0].place.code))
    by_group = sorted([*drawn, *kept], key=in_order([one.check.id for one in of_charter])) if kept else drawn
    london = every[0].model_copy(update={"compliance_by": by_group})
    return [guaranteed(account) for account in (london, *every[1:])]


def in_order(checks: Sequence[str]) -> Callable[[ComplianceBy], tuple[int, bool]]:
    """As they are drawn: by check, ethnicity before age."""
    return lambda each: (checks.index(each.compliance.check), each.by == "age")


def kept_groups(found: Sequence[Checked], london: Account | None) -> list[ComplianceBy]:
    """London's groups that stay as they were."""
    staying = {(name, key, one.check.id) for one in found for name, keys in one.staying.items() for key in keys}
    return [
        each.model_copy(update={"compliance": as_before(each.compliance)})
        for each in (london.compliance_by if london else [])
        if (each.by, each.key, each.compliance.check) in staying
    ]


def measured(
    account: Account,
    year: Year,
    measures: Measures,
    found: Mapping[str, Checked],
    accounts: Sequence[Account],
    old: Mapping[str, Account],
    arrived: Arrivals,
) -> Account:
    place = place_of(account)
    ids = [check.id for check in measures.charter.checks]
    before = old.get(place.code)
    kept = {check for check, one in found.items() if before and checks_by_place.stays(one, place)}
    entries = {entry.check: as_before(entry) for entry in (before.compliance if before else []) if entry.check in kept}
    graded = before.strength if before and grounds_grades.STRENGTH in kept else []
    letters = {
        flag.flag: as_before(flag) for flag in (before.letters if before else []) if f"{LETTER}{flag.flag}" in kept
    }
    raised = {flag.flag: as_before(flag) for flag in (before.grounds if before else []) if flag.flag in kept}
    compliance = [
        entries.get(check.id)
        or (
            checks_by_place.of_place(found[check.id], place)
            if check.measured
            else duties.of_place(check, place, year, accounts, arrived, asked(ids))
        )
        for check in measures.charter.checks
    ]
    grounds = [raised.get(flag.id) or told(flag, checks_by_place.of_place(found[flag.id], place)) for flag in flags()]
    of_grades, *of_letters = grounds_grades.checks()
    said = [
        letters.get(grounds_grades.letter(each)) or spoken(each, checks_by_place.of_place(found[each.id], place))
        for each in of_letters
    ]
    grades = grounds_grades.graded(checks_by_place.of_place(found[of_grades.id], place))
    strength = [as_before(each) for each in graded] or grades
    view = View(year, place)
    rules = {check.id: check for check in measures.charter.checks}
    return account.model_copy(
        update={
            "compliance": [
                each if each.check in kept else unless_lost(each, rules[each.check], view) for each in compliance
            ],
            "fields": published_fields(view, ids),
            "grounds": grounds,
            "strength": strength,
            "letters": said,
        }
    )


FINER = {"self_defined_code": "self_defined_ethnicity", "clothing_level": "clothing"}
"""Columns of a check that are made from another field's labels."""
LOST = "Answers that this check asks about are missing from a file, so nobody can say how often it was done."


def unless_lost(entry: Compliance, check: Check, view: View) -> Compliance:
    """No rate where a file has lost answers that the check looks at: what is left of it may all have passed."""
    is_lost = any(view.without_groups(FINER.get(field, field)) for field in check.fields)
    if not is_lost or entry.rate is None or entry.ranges:
        return entry
    nothing = {"rate": None, "low": None, "high": None, "status": "unknown", "verdict": TOO_FEW}
    return entry.model_copy(update={**nothing, "reason": LOST, "reason_code": ""})


def spoken(each: Check, found: Compliance) -> GroundsFlag:
    return told(each, found).model_copy(update={"flag": grounds_grades.letter(each)})


def as_before(entry: Entry) -> Entry:
    """What an edition said, and that it stays so."""
    return entry.model_copy(update={"reason": checks_by_place.STAYS, "reason_code": CHECK_STAYS})


def guaranteed(account: Account) -> Account:
    """With the guarantee where any figure stands as a range that only a return can give."""
    entries = [*account.compliance, *(each.compliance for each in account.compliance_by)]
    shares = (*account.grounds, *account.strength, *account.letters)
    has_ranges = any(each.ranges for each in entries) or any(each.low is not None for each in shares)
    guarded = [*([TEAMS] if account.shows_teams else []), *([CHECKS] if has_ranges else [])]
    return account.model_copy(update={"guarded": guarded, "guarantee": GUARANTEE if guarded else None})
