"""Accounts get what the checks found in their place, in the order of the charter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.accounts.checks import duties, grounds, results
from portal.accounts.checks.duties import Arrivals, Delivery
from portal.accounts.checks.grounds import grounds_flag
from portal.accounts.checks.results import Checked
from portal.accounts.checks.states import Measures
from portal.accounts.counting.breakdowns import field_labels
from portal.accounts.counting.fields import charter_fields, published_fields
from portal.accounts.counting.searches import View, Year
from portal.charter.definitions import FLAGGED, TOO_FEW, Check, flags
from portal.disclosure.people import PeopleFigures
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import disclosure_sentences
from portal.documents.account import CHECKS, TEAMS, Account, Compliance, GroundsFlag, account_place
from portal.vocabulary import LABELS


@dataclass(frozen=True)
class Evidence:
    """What a year's checks are answered from. `accounts`: of every place, as they were counted.

    `drawn`: the year's figures about people as they were published first (editions.history).
    """

    year: Year
    measures: Measures
    accounts: Sequence[Account]
    drawn: PeopleFigures
    arrived: Arrivals

    @property
    def checks(self) -> Sequence[Check]:
        return self.measures.charter.checks

    @property
    def delivery(self) -> Delivery:
        wanted = charter_fields([check.id for check in self.checks])
        return Delivery(self.year, self.accounts, self.arrived, wanted)


def with_checks(evidence: Evidence) -> list[Account]:
    """The accounts of the evidence, each with what every check found."""
    found = {one.check.id: one for one in results.check_results(evidence.year, evidence.measures, evidence.drawn)}
    every = [measured_account(account, evidence, found) for account in evidence.accounts]
    groups = {name: field_labels(name) | LABELS for name in results.GROUPS}
    of_charter = [one for one in found.values() if one.check.function != FLAGGED]
    by_group = results.by_group(of_charter, groups)
    return [guaranteed(account) for account in (every[0].model_copy(update={"compliance_by": by_group}), *every[1:])]


def measured_account(account: Account, evidence: Evidence, found: Mapping[str, Checked]) -> Account:
    """`found`: check (or flag, grade, letter) -> what it found in the year."""
    place = account_place(account)
    view, delivery = View(evidence.year, place), evidence.delivery
    compliance = [
        unless_lost(results.place_compliance(found[check.id], place), check, view)
        if check.measured
        else duties.duty_compliance(check, place, delivery)
        for check in evidence.checks
    ]
    of_grades, *of_letters = grounds.grounds_checks()
    return account.model_copy(
        update={
            "compliance": compliance,
            "fields": published_fields(view, [check.id for check in evidence.checks]),
            "grounds": shared(
                [grounds_flag(flag, results.place_compliance(found[flag.id], place)) for flag in flags()]
            ),
            "strength": grounds.graded(results.place_compliance(found[of_grades.id], place)),
            "letters": [spoken(each, results.place_compliance(found[each.id], place)) for each in of_letters],
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
    return grounds_flag(each, found).model_copy(update={"flag": grounds.letter(each)})


def guaranteed(account: Account) -> Account:
    """With the rule in words where any figure is one that only a return can give."""
    shares = (*account.grounds, *account.strength, *account.letters)
    has_checks = any(each.is_returned for each in account.compliance) or any(each.is_returned for each in shares)
    guarded = [*([TEAMS] if account.shows_teams else []), *([CHECKS] if has_checks else [])]
    rule = " ".join(disclosure_sentences(disclosure_settings())) if guarded else None
    return account.model_copy(update={"guarded": guarded, "guarantee": rule})
