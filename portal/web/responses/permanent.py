"""Addresses that never change their bytes: a file in an edition of a line."""

from portal.documents.account import Account
from portal.editions.archive import SERIES
from portal.web.pages.accounts import shelf


def frozen_address(line: str, number: str, name: str) -> str:
    return f"/editions/{line}/{number}/{name}"


def account_files_address(account: Account, address: str) -> str:
    """Where the files of the account that is shown stand, without their ending: beside the page, as long as it is the
    newest edition; else in its own edition. `address`: of the place.
    """
    assert account.edition is not None
    if shelf().numbers(account.period.id)[-1:] == [account.edition.number]:
        return f"{address}/{account.period.id}"
    return edition_of_account(account, address)


def edition_of_account(account: Account, address: str) -> str:
    assert account.edition is not None
    return frozen_address(account.period.id, account.edition.number, address.strip("/"))


def series_file_address(address: str) -> str | None:
    """The place's table over all years, as its newest edition has it; None before there is one."""
    numbers = shelf().numbers(SERIES)
    return frozen_address(SERIES, numbers[-1], f"data{address}.csv") if numbers else None
