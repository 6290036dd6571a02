"""Accounts get what the checks found in their place, in the order of the charter."""

from collections.abc import Mapping, Sequence

from portal.accounts import checking, checks_by_place, duties, grounds_grades
from portal.accounts.breakdowns import labels
from portal.accounts.checking import Checked
from portal.accounts.compliance_document import Compliance, GroundsFlag
from portal.accounts.document import CHECKS, TEAMS, Account
from portal.accounts.duties import Arrivals
from portal.accounts.finishing import place_of
from portal.accounts.grounds_shares import FLAGGED, flags, told
from portal.accounts.measures import Measures
from portal.accounts.published_fields import asked, published_fields
from portal.accounts.view import View
from portal.accounts.year import Year
from portal.charter.definitions import Check
from portal.charter.states import TOO_FEW
from portal.disclosure.people import PeopleFigures
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import disclosure_sentences
from portal.vocabulary import LABELS


def with_checks(
    year: Year, measures: Measures, accounts: Sequence[Account], drawn: PeopleFigures, arrived: Arrivals
) -> list[Account]:
    """`drawn`: the year's figures about people as they were published first (accounts.people_before)."""
    found = {one.check.id: one for one in checking.checked(year, measures, drawn)}
    every = [measured(account, year, measures, found, accounts, arrived) for account in accounts]
    groups = {name: labels(name) | LABELS for name in checking.GROUPS}
    of_charter = [one for one in found.values() if one.check.function != FLAGGED]
    by_group = checks_by_place.by_group(of_charter, groups)
    return [guaranteed(account) for account in (every[0].model_copy(update={"compliance_by": by_group}), *every[1:])]


def measured(
    account: Account,
    year: Year,
    measures: Measures,
    found: Mapping[str, Checked],
    accounts: Sequence[Account],
    arrived: Arrivals,
) -> Account:
    place = place_of(account)
    view = View(year, place)
    ids = [check.id for check in measures.charter.checks]
    compliance = [
        unless_lost(checks_by_place.of_place(found[check.id], place), check, view)
        if check.measured
        else duties.of_place(check, place, year, accounts, arrived, asked(ids))
        for check in measures.charter.checks
    ]
    of_grades, *of_letters = grounds_grades.checks()
    return account.model_copy(
        update={
            "compliance": compliance,
            "fields": published_fields(view, ids),
            "grounds": shared([told(flag, checks_by_place.of_place(found[flag.id], place)) for flag in flags()]),
            "strength": grounds_grades.graded(checks_by_place.of_place(found[of_grades.id], place)),
            "letters": [spoken(each, checks_by_place.of_place(found[each.id], place)) for each in of_letters],
        }
    )


FINER = {"self_defined_code": "self_defined_ethnicity", "clothing_level": "clothing"}
"""Columns of a check that are made from another field's labels."""
LOST = "Answers that this check asks about are missing from a file, so nobody can say how often it was done."


def unless_lost(entry: Compliance, check: Check, view: View) -> Compliance:
    """No rate where a file has lost answers that the check looks at: what is left of it may all have passed."""
    is_lost = any(view.without_groups(FINER.get(field, field)) for field in check.fields)
    if not is_lost or entry.rate is None:
        return entry
    nothing = {"rate": None, "low": None, "high": None, "status": "unknown", "verdict": TOO_FEW}
    return entry.model_copy(update={**nothing, "reason": LOST, "reason_code": ""})


def shared(raised: Sequence[GroundsFlag]) -> list[GroundsFlag]:
    """A flag about people gets its share of the records that the other flags are told of."""
    of = next((each.of for each in raised if each.of), None)
    return [
        each.model_copy(update={"of": of, "share": round(each.searches / of, 6)})
        if of and each.of is None and each.searches is not None
        else each
        for each in raised
    ]


def spoken(each: Check, found: Compliance) -> GroundsFlag:
    return told(each, found).model_copy(update={"flag": grounds_grades.letter(each)})


def guaranteed(account: Account) -> Account:
    """With the rule in words where any figure is one that only a return can give."""
    shares = (*account.grounds, *account.strength, *account.letters)
    has_checks = any(each.is_returned for each in account.compliance) or any(each.is_returned for each in shares)
    guarded = [*([TEAMS] if account.shows_teams else []), *([CHECKS] if has_checks else [])]
    rule = " ".join(disclosure_sentences(disclosure_settings())) if guarded else None
    return account.model_copy(update={"guarded": guarded, "guarantee": rule})
