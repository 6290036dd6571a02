"""Earlier editions as one run of publishing looks back at them: each account is read, and checked, about once."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from portal.charter.definitions import FAIL
from portal.disclosure.people import TOLD_STATES, PeopleFigures
from portal.documents.account import Account
from portal.documents.reason_codes import PEOPLE
from portal.editions.archive import ACCOUNT, Edition, NotPublished, Shelf, Withdrawn, stem
from portal.periods import Period
from portal.places import LONDON, Place
from portal.return_names import NOT_RENAMED, Renamed

KEPT = 4
"""Editions whose accounts are kept at once. A year looks at the one it follows and at the year before, and calendar

and financial years take turns; all accounts of many years would be too large to keep.
"""


class History:
    """What was published before. Only for whoever holds the lock: what has been read is not looked at again.

    `renamed`: what earlier editions may call supplies otherwise.
    """

    def __init__(self, shelf: Shelf, renamed: Renamed = NOT_RENAMED) -> None:
        self.shelf = shelf
        self.renamed = renamed
        self._read: OrderedDict[Path, dict[str, Account]] = OrderedDict()  # an edition's directory -> file -> account

    def newest(self, line: Period | str) -> Edition | None:
        """The newest edition of a period, or of another line; None if it has none."""
        return self.shelf.newest(line) if self.shelf.has_any(line) else None

    def frozen(self, edition: Edition, name: str) -> Account:
        """The account in a file of the edition, as it lies there. NotPublished, Withdrawn, Altered."""
        accounts = self._read.setdefault(edition.directory, {})
        self._read.move_to_end(edition.directory)
        while len(self._read) > KEPT:
            self._read.popitem(last=False)
        if name not in accounts:
            accounts[name] = ACCOUNT.validate_json(edition.read(name, f"{edition.name} has no {name}."))
        return accounts[name]

    def account(self, edition: Edition, place: Place) -> Account | None:
        """The place's account, with the edition joined. None where none was published, or it was withdrawn. Altered."""
        try:
            found = self.frozen(edition, f"{stem(place)}.json")
        except (NotPublished, Withdrawn):
            return None
        return found.model_copy(update={"edition": edition.part})

    def year_before(self, period: Period, places: Sequence[Place]) -> dict[str, Account]:
        """Place code -> its account in the newest edition of the year before, where that is there to be read."""
        edition = self.newest(period.before)
        found = {place.code: self.account(edition, place) for place in places} if edition else {}
        return {code: account for code, account in found.items() if account}

    def people_figures(self, period: Period) -> PeopleFigures:
        """London's figures about people: they are drawn once, and stay.

        Check (or flag) -> its counts in the first edition of the year that has them; none of the rule before.
        """
        found: dict[str, dict[str, int | None]] = {}
        for number in self.shelf.numbers(period):
            if london := self.account(self.shelf.edition(period, number), LONDON):
                found = {**account_people_figures(london), **found}
        return found

    def supplies_of(self, edition: Edition) -> list[dict[str, str]]:
        """What the edition was drawn from, as the supplies are called today."""
        return self.renamed.in_manifest(edition.manifest.supplies)


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
