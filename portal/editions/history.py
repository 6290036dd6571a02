"""London's figures about people as an earlier edition of the year has them: they are drawn once, and stay."""

from portal.charter.definitions import FAIL
from portal.disclosure.people import TOLD_STATES, PeopleFigures
from portal.documents.account import Account
from portal.documents.reason_codes import PEOPLE
from portal.editions.archive import Edition, NotPublished, Shelf, Withdrawn
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
        found = {**account_people_figures(london), **found}
    return found


def account_people_figures(london: Account) -> dict[str, dict[str, int | None]]:
    checks = {
        entry.check: {state: entry.count(state) for state in TOLD_STATES}
        for entry in london.compliance
        if entry.reason_code == PEOPLE
    }
    raised = {
        each.flag: {**dict.fromkeys(TOLD_STATES), FAIL: each.searches}
        for each in london.grounds
        if each.reason_code == PEOPLE
    }
    return {**checks, **raised}
