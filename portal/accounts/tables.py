"""Accounts as rows of the table of figures: one row a figure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal import dictionary
from portal.accounts.check_rows import compliance_rows, group_rows
from portal.accounts.document import Account
from portal.accounts.files.columns import Row as Cells
from portal.accounts.files.columns import Value
from portal.accounts.files.declared import FIGURES
from portal.accounts.row import Row
from portal.accounts.rows import rows


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
    return filled(((account, row) for row in rows(account)), number)


def filled(found: Iterable[tuple[Account, Row]], number: str) -> list[Cells]:
    return list(cells(Line(account, number, row) for account, row in found))


def of_check(accounts: Iterable[Account], check: str, number: str) -> list[Cells]:
    """What one check found, for every place."""
    own = ((account, entry) for account in accounts for entry in account.compliance if entry.check == check)
    return filled(((account, row) for account, entry in own for row in compliance_rows(entry)), number)


def of_groups(accounts: Iterable[Account], check: str, number: str) -> list[Cells]:
    """What it found by groups of people, where an account says that: London's."""
    every = ((account, group) for account in accounts for group in account.compliance_by)
    own = ((account, group) for account, group in every if group.compliance.check == check)
    return filled(((account, row) for account, group in own for row in group_rows(group)), number)


def cells(lines: Iterable[Line]) -> Iterator[Cells]:
    """The cells of each line; those that say which account it is are worked out once an account."""
    account: Account | None = None
    same: dict[str, Value] = {}
    for line in lines:
        if line.account is not account:
            account = line.account
            same = {name: of(account, line.number) for name, of in OF_ACCOUNT.items()}
        yield [same[name] if name in same else getattr(line.row, name) for name in FIGURES.header]


MEASURE, BREAKDOWN, UNIT = (FIGURES.header.index(name) for name in ("measure", "breakdown", "unit"))


def is_rate(row: Sequence[Value]) -> bool:
    """Whether a row of the table is a rate or ratio of searches: not a comparison of two, and not a check's."""
    measure, breakdown, unit = str(row[MEASURE]), row[BREAKDOWN], row[UNIT]
    is_value = dictionary.units()[str(unit)].column == "value"
    return is_value and breakdown != "comparison" and not measure.startswith("check")
