"""The account in long form: one row a figure, columns declared once for header, file and dictionary."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.accounts.document import Account, Rate

Value = str | int | float | None


@dataclass(frozen=True)
class Row:
    """One figure, wherever in the account it stands."""

    measure: str
    breakdown: str
    key: str
    searches: int | None
    of: int | None
    status: str
    unit: str = "searches"
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Line:
    """A line of the file: a row, and what it is a row of."""

    account: Account
    number: str
    row: Row


@dataclass(frozen=True)
class Column:
    """A column of the file: its header, what it means, and how a row fills it."""

    name: str
    means: str
    of: Callable[[Line], Value]


COLUMNS = (
    Column("place_kind", "london, force, bcu, borough or team", lambda line: line.account.place.kind.value),
    Column("place_code", "GSS code, or the id of a force or team", lambda line: line.account.place.code),
    Column("place_name", "Name of the place", lambda line: line.account.place.name),
    Column("period", "Financial year 2018-19 or calendar year 2018", lambda line: line.account.period.id),
    Column("edition", "Number of the edition", lambda line: line.number),
    Column("measure", "What is measured", lambda line: line.row.measure),
    Column("breakdown", "What it is broken down by; blank for a total", lambda line: line.row.breakdown),
    Column("key", "The part of the breakdown", lambda line: line.row.key),
    Column("searches", "Number of searches; blank where there is no figure", lambda line: line.row.searches),
    Column("of", "Number of searches it is part of; residents for a rate", lambda line: line.row.of),
    Column("value", "A rate or ratio; blank for counts", lambda line: line.row.value),
    Column("low", "Lower end of the value", lambda line: line.row.low),
    Column("high", "Upper end of the value", lambda line: line.row.high),
    Column("unit", "What the figure counts", lambda line: line.row.unit),
    Column("status", "value, or why there is none", lambda line: line.row.status),
    Column(
        "months_supplied",
        "Months of the period that are held",
        lambda line: line.account.period.months_supplied,
    ),
    Column("months_expected", "Months of the period", lambda line: line.account.period.months_expected),
    Column("invented", "true: made-up records, not police data", lambda line: str(line.account.invented).lower()),
)


def rows(account: Account) -> Iterator[Row]:
    """Totals, then months, then every breakdown."""
    total = account.totals
    for name, count in total:
        yield Row(name, "", "", count, total.searches, "value")
    for month in account.monthly:
        yield Row("searches", "month", f"month_{month.month}", month.searches, total.searches, month.status)
    for breakdown, figures in account.breakdowns.items():
        for figure in figures:
            yield Row("searches", breakdown, figure.key, figure.searches, figure.of, figure.status)
    for rate in account.rates:
        yield from rate_rows(rate)


def rate_rows(rate: Rate) -> Iterator[Row]:
    """A group's rate; and its ratio to White residents, with the interval and with the range for the unknown."""
    group = ("self_defined_ethnicity", rate.group, rate.searches, rate.residents, rate.status)
    yield Row("rate", *group, "searches_per_1000_residents", rate.per_1000)
    if rate.ratio_to_white is not None:
        yield Row("ratio_to_white", *group, "ratio", rate.ratio_to_white, rate.low, rate.high)
        yield Row("ratio_if_unknown", *group, "ratio", None, rate.if_unknown_low, rate.if_unknown_high)


def as_csv(account: Account, number: str) -> bytes:
    """RFC 4180: CRLF, a header row, nothing but the table. ASCII only."""
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow([column.name for column in COLUMNS])
    for row in rows(account):
        table.writerow([column.of(Line(account, number, row)) for column in COLUMNS])
    return file.getvalue().encode("ascii")
