"""What the checks found, a row a place and check: the table of a workbook, made to be read across."""

from collections.abc import Sequence

from portal.accounts.compliance_document import Compliance
from portal.accounts.document import Account
from portal.accounts.files.columns import Column, Row, Sheet, Table
from portal.charter.states import STATES

CHECKED = Table(
    "checked",
    "What the checks found",
    "One check in one place",
    (
        Column("place_kind", "london, force, bcu, borough or team"),
        Column("place_code", "GSS code, or the id of a force, BCU or team"),
        Column("place_name", "Name of the place"),
        Column("check", "Id of the check"),
        Column("verdict", "Kept, Not kept, or why neither can be said"),
        *(Column(state, "Records in this state; blank where there is no figure", "integer") for state in STATES),
        Column("judged", "Records that the rate is of", "integer"),
        Column("rate", "Share of those judged that pass", "number"),
        Column("low", "Lower end of the rate", "number"),
        Column("high", "Upper end of the rate", "number"),
        Column("status", "value, or why there is none"),
        Column("reason", "Why there is no figure"),
    ),
)


def sheet(title: str, accounts: Sequence[Account], check: str | None) -> Sheet:
    """One check in every place, or with None every check."""
    rows = [
        of_entry(account, entry)
        for account in accounts
        for entry in account.compliance
        if check is None or entry.check == check
    ]
    return Sheet(CHECKED, title, rows, accounts[0].invented)


def of_entry(account: Account, entry: Compliance) -> Row:
    place = account.place
    counts = [entry.passed if state == "pass" else getattr(entry, state) for state in STATES]
    judged = (entry.judged, entry.rate, entry.low, entry.high, entry.status, entry.reason)
    return [place.kind.value, place.code, place.name, entry.check, entry.verdict, *counts, *judged]
