"""A place over every period: its figures one account after the other, and the table of its series."""

from collections.abc import Sequence

from portal.accounts import tables
from portal.accounts.document import Account
from portal.accounts.files.columns import Row, Sheet
from portal.accounts.files.data_file import files_of, with_metadata
from portal.accounts.files.declared import FIGURES, SERIES
from portal.accounts.files.delimited import body
from portal.accounts.series_document import Series
from portal.accounts.shelf import Edition
from portal.periods import Period

Held = Sequence[tuple[Edition, Account]]


def in_order(held: Held) -> list[tuple[Edition, Account]]:
    """Oldest year first; of two that end alike the financial year first."""
    return sorted(held, key=lambda pair: (Period.named(pair[1].period.id).first, pair[1].period.id))


def every_period(stem: str, held: Held) -> dict[str, bytes]:
    """Every figure of every account of one place, each of the newest edition: `data/boroughs/hackney.csv`."""
    rows = b"".join(
        body(FIGURES, tables.figures(account, edition.manifest.number)) for edition, account in in_order(held)
    )
    invented = any(account.invented for _, account in held)
    return with_metadata(f"data/{stem}", FIGURES, f"{held[0][1].place.name}, every period", rows, invented=invented)


def series_table(stem: str, found: Series, number: str) -> dict[str, bytes]:
    """`number`: of the series' own edition."""
    sheet = Sheet(SERIES, f"{found.place.name} over all years", series_rows(found, number), found.invented)
    return files_of(stem, sheet)


def series_rows(found: Series, number: str) -> list[Row]:
    """A row a measure and year."""
    place = (found.place.kind.value, found.place.code, found.place.name)
    return [
        [
            *(*place, year.period, year.edition),
            *(point.measure, point.value, point.low, point.high, point.of, point.status),
            *(year.months_supplied, year.months_expected, number, str(found.invented).lower()),
        ]
        for year in found.years
        for point in year.points
    ]
