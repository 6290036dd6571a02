"""Tables for pages that show figures of many places: one a kind of place, and searches without suspicion."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from portal.documents import canonical
from portal.documents.account import Account, EditionPart, PlacePart
from portal.documents.figures import FigureStatus, Part
from portal.documents.series import Series
from portal.editions.archive import Edition
from portal.periods import Period
from portal.places import Kind
from portal.tables import sheets
from portal.tables.csv_format import body, with_metadata
from portal.tables.definitions import FIGURES, SERIES, Cells, Sheet
from portal.tables.formats import sheet_files
from portal.tables.rows import Row

# A place over every period: its figures one account after the other, and the table of its series.

Held = Sequence[tuple[Edition, Account]]


def sort_held_accounts(held: Held) -> list[tuple[Edition, Account]]:
    """Oldest year first; of two that end alike the financial year first."""
    return sorted(held, key=lambda pair: (Period.named(pair[1].period.id).first, pair[1].period.id))


def every_period_table(stem: str, held: Held) -> dict[str, bytes]:
    """Every figure of every account of one place, each of the newest edition: `data/boroughs/hackney.csv`."""
    rows = b"".join(
        body(FIGURES, sheets.figures(account, edition.manifest.number)) for edition, account in sort_held_accounts(held)
    )
    invented = any(account.invented for _, account in held)
    return with_metadata(f"data/{stem}", FIGURES, f"{held[0][1].place.name}, every period", rows, invented=invented)


def series_table(stem: str, found: Series, number: str) -> dict[str, bytes]:
    """`number`: of the series' own edition."""
    sheet = Sheet(SERIES, f"{found.place.name} over all years", series_rows(found, number), found.invented)
    return sheet_files(stem, sheet)


def series_rows(found: Series, number: str) -> list[Cells]:
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


Counted = Sequence[tuple[Account, Sequence[Row]]]
"""Every account with its figures."""


class Selected(Part):
    """One figure of one place, with how much of the period the place's account holds."""

    place: PlacePart
    measure: str
    breakdown: str
    key: str
    searches: int | None
    of: int | None
    value: float | None
    low: float | None
    high: float | None
    unit: str
    status: FigureStatus
    months_supplied: int
    months_expected: int
    complete: bool


class Selection(Part):
    """Some figures of many places in one period; the CSV of the same name has the same rows.

    `edition` is joined when served, as an account's is. Months and `complete` are those of London.
    """

    schema_: str = Field(default="figures/1", alias="schema")
    invented: bool
    period: str
    figures: list[Selected]
    edition: EditionPart | None = None
    months_supplied: int
    months_expected: int
    complete: bool


@dataclass(frozen=True)
class Asked:
    """A selection: its name in addresses, its title, and which rows of which accounts are in it."""

    name: str
    title: str
    has: Callable[[Account, Row], bool]


def is_headline(row: Row) -> bool:
    """A total, or a group's rate."""
    return not row.breakdown or row.measure in ("rate", "ratio_to_white")


def kind_selection(kind: Kind) -> Asked:
    return Asked(kind.plural, kind.heading, lambda account, row: account.place.kind is kind and is_headline(row))


SELECTIONS = (
    *(kind_selection(kind) for kind in Kind if kind is not Kind.LONDON),
    Asked("section-60", "Searches without suspicion", lambda account, row: row.measure.startswith("section_60")),
)


def selected(asked: Asked, counted: Counted) -> Iterator[tuple[Account, Row]]:
    for account, rows in counted:
        yield from ((account, row) for row in rows if asked.has(account, row))


def documents(counted: Counted) -> dict[str, bytes]:
    """Path -> JSON."""
    london = counted[0][0]
    found = {}
    for asked in SELECTIONS:
        figures = [
            Selected(
                place=account.place, **months_coverage(account), **{name: getattr(row, name) for name in ROW_FIELDS}
            )
            for account, row in selected(asked, counted)
        ]
        whole = Selection(invented=london.invented, period=london.period.id, figures=figures, **months_coverage(london))
        found[f"{asked.name}.json"] = canonical.as_bytes(whole.model_dump(mode="json", by_alias=True))
    return found


def months_coverage(account: Account) -> dict[str, Any]:
    """How much of its period an account holds."""
    return {name: getattr(account.period, name) for name in MONTHS}


MONTHS = ("months_supplied", "months_expected", "complete")
ROW_FIELDS = tuple(name for name in Selected.model_fields if name not in ("place", *MONTHS))
