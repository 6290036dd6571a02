"""Accounts as rows of the table of figures: one row a figure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from portal.charter.definitions import STATES
from portal.documents.account import Account, Compliance
from portal.documents.supplies import ListedSupply
from portal.tables import dictionary
from portal.tables.definitions import CHECKED, FIGURES, SUPPLIES, Cells, Sheet, Value
from portal.tables.plain_cells import safe_cell_text
from portal.tables.rows import Row, account_rows, compliance_rows, count_of, figure_status, group_rows

# What the checks found, a row a place and check: the table of a workbook, made to be read across.


def check_results_sheet(title: str, accounts: Sequence[Account], check: str | None, number: str) -> Sheet:
    """One check in every place, or with None every check. `number`: of the edition."""
    rows = [
        of_entry(account, entry, number)
        for account in accounts
        for entry in account.compliance
        if check is None or entry.check == check
    ]
    return Sheet(CHECKED, title, rows, accounts[0].invented)


def of_entry(account: Account, entry: Compliance, number: str) -> Cells:
    place, period = account.place, account.period
    counts = [count_of(entry, each) for each in STATES]
    return [
        *(place.kind.value, place.code, place.name, entry.check, entry.verdict, *counts),
        *(entry.judged, entry.rate, entry.low, entry.high, check_rate_status(entry), entry.reason),
        *(period.id, number, period.months_supplied, period.months_expected, str(period.complete).lower()),
        *(str(account.invented).lower(), entry.unit),
    ]


def check_rate_status(entry: Compliance) -> str:
    is_range = entry.rate is None and entry.low is not None
    return figure_status(entry.status, is_there=entry.rate is not None, is_range=is_range)


# Supplies and their findings as rows.


def listed_supply_rows(supplies: Iterable[ListedSupply]) -> list[Cells]:
    """A month is declared as one; other texts are made plain."""
    return [
        [supply.month if each.type == "month" else cell(getattr(supply, each.name)) for each in SUPPLIES.columns]
        for supply in supplies
    ]


def finding_rows(supplies: Iterable[ListedSupply]) -> list[Cells]:
    """One row a finding, in the order of the supplies."""
    return [
        [
            *(supply.id, supply.source, supply.force, supply.month),
            *(finding.id, finding.severity, safe_cell_text(finding.sentence)),
            str(supply.invented).lower(),
        ]
        for supply in supplies
        for finding in supply.findings
    ]


def cell(value: object) -> Value:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, (int, float)):
        return value
    return safe_cell_text(str(value))


@dataclass(frozen=True)
class Line:
    """A line of the file: a row, and what it is a row of."""

    account: Account
    number: str
    row: Row


OF_ACCOUNT: dict[str, Callable[[Account, str], Value]] = {
    "place_kind": lambda account, number: account.place.kind.value,
    "place_code": lambda account, number: account.place.code,
    "place_name": lambda account, number: (
        f"{account.place.name} ({account.only})" if account.only else account.place.name
    ),
    "period": lambda account, number: account.period.id,
    "edition": lambda account, number: number,
    "months_supplied": lambda account, number: account.period.months_supplied,
    "months_expected": lambda account, number: account.period.months_expected,
    "complete": lambda account, number: str(account.period.complete).lower(),
    "invented": lambda account, number: str(account.invented).lower(),
}
"""The columns that are the same on all lines of an account; the others are a Row's own fields."""


def figures(account: Account, number: str) -> list[Cells]:
    """Every figure of one account."""
    return figure_cells([(account, row) for row in account_rows(account)], number)


def figure_cells(found: Iterable[tuple[Account, Row]], number: str) -> list[Cells]:
    return list(line_cells(Line(account, number, row) for account, row in found))


def check_cells(accounts: Iterable[Account], check: str, number: str) -> list[Cells]:
    """What one check found, for every place."""
    own = ((account, entry) for account in accounts for entry in account.compliance if entry.check == check)
    return figure_cells(((account, row) for account, entry in own for row in compliance_rows(entry)), number)


def of_groups(accounts: Iterable[Account], check: str, number: str) -> list[Cells]:
    """What it found by groups of people, where an account says that: London's."""
    every = ((account, group) for account in accounts for group in account.compliance_by)
    own = ((account, group) for account, group in every if group.compliance.check == check)
    return figure_cells(((account, row) for account, group in own for row in group_rows(group)), number)


OF_ROW = tuple(name for name in FIGURES.header if name not in OF_ACCOUNT)
"""The other columns: a Row's own fields."""
fields_of_row = attrgetter(*OF_ROW)
in_order = itemgetter(*((*OF_ACCOUNT, *OF_ROW).index(name) for name in FIGURES.header))


def line_cells(lines: Iterable[Line]) -> Iterator[Cells]:
    """The cells of each line; those that say which account it is are worked out once an account."""
    account: Account | None = None
    same: tuple[Value, ...] = ()
    for line in lines:
        if line.account is not account:
            account = line.account
            same = tuple(of(account, line.number) for of in OF_ACCOUNT.values())
        yield list(in_order(same + fields_of_row(line.row)))


MEASURE, BREAKDOWN, UNIT = (FIGURES.header.index(name) for name in ("measure", "breakdown", "unit"))


def rate_cells(rows: Iterable[Cells]) -> list[Cells]:
    """Those that are a rate or ratio of searches: not a comparison of two, and not a check's."""
    return [row for row in rows if is_rate(row)]


def is_rate(row: Sequence[Value]) -> bool:
    """Whether a row of the table is one of `rate_cells`."""
    measure, breakdown, unit = str(row[MEASURE]), row[BREAKDOWN], row[UNIT]
    is_value = dictionary.units()[str(unit)].column == "value"
    return is_value and breakdown != "comparison" and not measure.startswith("check")
