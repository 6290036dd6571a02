"""London's figures about people as an earlier edition of the year has them: they are drawn once, and stay."""

from portal.accounts.document import Account
from portal.accounts.reason_codes import PEOPLE
from portal.accounts.shelf import Edition, NotPublished, Shelf, Withdrawn
from portal.charter.states import FAIL, PASS
from portal.disclosure.people import TOLD_STATES, PeopleFigures
from portal.periods import Period
from portal.places import LONDON


def drawn_before(shelf: Shelf, period: Period) -> PeopleFigures:
    """Check (or flag) -> its counts in the first edition of the year that has them; none of the rule before."""
    found: dict[str, dict[str, int | None]] = {}
    for number in shelf.numbers(period):
        try:
            london = Edition(shelf.root / period.id / number).account(LONDON)
        except (NotPublished, Withdrawn):
            continue
        found = {**of_account(london), **found}
    return found


def of_account(london: Account) -> dict[str, dict[str, int | None]]:
    checks = {
        entry.check: {state: entry.passed if state == PASS else getattr(entry, state) for state in TOLD_STATES}
        for entry in london.compliance
        if entry.reason_code == PEOPLE
    }
    raised = {
        each.flag: {**dict.fromkeys(TOLD_STATES), FAIL: each.searches}
        for each in london.grounds
        if each.reason_code == PEOPLE
    }
    return {**checks, **raised}
