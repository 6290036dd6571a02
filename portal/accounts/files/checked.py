"""What the checks found, a row a place and check: the table of a workbook, made to be read across."""

from collections.abc import Sequence

from portal.accounts.check_rows import count_of
from portal.accounts.compliance_document import Compliance
from portal.accounts.document import Account
from portal.accounts.files.columns import Row, Sheet
from portal.accounts.files.declared import CHECKED
from portal.accounts.row import state
from portal.charter.states import STATES


def sheet(title: str, accounts: Sequence[Account], check: str | None, number: str) -> Sheet:
    """One check in every place, or with None every check. `number`: of the edition."""
    rows = [
        of_entry(account, entry, number)
        for account in accounts
        for entry in account.compliance
        if check is None or entry.check == check
    ]
    return Sheet(CHECKED, title, rows, accounts[0].invented)


def of_entry(account: Account, entry: Compliance, number: str) -> Row:
    place, period = account.place, account.period
    counts = [count_of(entry, each) for each in STATES]
    return [
        *(place.kind.value, place.code, place.name, entry.check, entry.verdict, *counts),
        *(entry.judged, entry.rate, entry.low, entry.high, of_rate(entry), entry.reason),
        *(period.id, number, period.months_supplied, period.months_expected, str(period.complete).lower()),
        *(str(account.invented).lower(), entry.unit),
    ]


def of_rate(entry: Compliance) -> str:
    is_range = entry.rate is None and entry.low is not None
    return state(entry.status, is_there=entry.rate is not None, is_range=is_range)
