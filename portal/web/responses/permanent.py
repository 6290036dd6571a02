"""Addresses that never change their bytes: a file in an edition of a line."""

from portal.documents.account import Account
from portal.editions.archive import SERIES, stem
from portal.places import find_place
from portal.tables.definitions import Format
from portal.tables.formats import formats_among
from portal.web.pages.accounts import held_as, shelf


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


def account_formats(account: Account) -> list[Format]:
    """The forms in which its edition has the account that is shown, also where one was withdrawn since."""
    assert account.edition is not None
    edition = shelf().edition(account.period.id, account.edition.number)
    place = held_as(edition, find_place(account.place.kind, account.place.code))
    return formats_among(edition.manifest.files, stem(place))


def series_file_address(address: str) -> str | None:
    """The place's table over all years, as its newest edition has it; None before there is one."""
    numbers = shelf().numbers(SERIES)
    return frozen_address(SERIES, numbers[-1], f"data{address}.csv") if numbers else None
