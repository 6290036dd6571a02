"""What the checks found in all places: one document for the table of a year, and one a check."""

from collections.abc import Sequence

from pydantic import Field

from portal.charter.definitions import CHECK_ID
from portal.documents.account import Account, Compliance, ComplianceBy, PeriodPart, PlacePart, found_by_check
from portal.documents.figures import Funnel, Part

TABLE = "compliance.json"


class CheckedPlace(Part):
    """A place, and what one check (or every check, in the charter's order) found there."""

    place: PlacePart
    found: list[Compliance]

    def of(self, check: str) -> Compliance:
        """What the check of that id found there. KeyError where it is not among them."""
        return found_by_check(self.found, check)


class ComplianceTable(Part):
    """London, then forces, commands, boroughs and teams; `checks`: their ids in the order of every row's `found`.

    `guarantee`: the rule in words, where any count is of a return alone; so in CheckDocument.
    """

    schema_: str = Field(default="compliance/1", alias="schema")
    invented: bool
    period: PeriodPart
    checks: list[str]
    rows: list[CheckedPlace]
    guarantee: str | None = None


class CheckDocument(Part):
    """One check everywhere. `funnel`, `team_funnel`: boroughs, and teams, that have counts.

    `groups`: London by ethnicity and age, and small teams that are counted together.
    """

    schema_: str = Field(default="check/1", alias="schema")
    invented: bool
    period: PeriodPart
    check: str
    rows: list[CheckedPlace]
    groups: list[ComplianceBy]
    funnel: Funnel | None
    team_funnel: Funnel | None = None
    guarantee: str | None = None


def stem_of(check: str) -> str:
    """Where the files of a check stand in an edition, without an ending.

    An id that is no letter and two digits could name a place outside the edition. No charter with one is read.
    """
    assert CHECK_ID.fullmatch(check), f"{check!r} is no id of a check"
    return f"checks/{check}"


def checked_place(account: Account) -> PlacePart:
    """The account's place; London without the files of every force under the name of those that it has."""
    return account.place.model_copy(update={"name": account.only}) if account.only else account.place


def checks_of_year(accounts: Sequence[Account], guarantee: str | None) -> ComplianceTable:
    london = accounts[0]
    return ComplianceTable(
        invented=any(account.invented for account in accounts),
        period=london.period,
        checks=[entry.check for entry in london.compliance],
        rows=[CheckedPlace(place=checked_place(account), found=account.compliance) for account in accounts],
        guarantee=guarantee,
    )
