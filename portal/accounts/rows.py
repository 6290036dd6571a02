"""Every figure of an account as a row of its own: what the CSV holds, and what two editions are compared by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.accounts.compliance_document import Compliance
from portal.accounts.document import Account
from portal.accounts.figures import Apart, Compared, Figure, OutcomeRate, Rate
from portal.charter.states import PASS, STATES


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

    @property
    def name(self) -> tuple[str, str, str]:
        return (self.measure, self.breakdown, self.key)


def rows(account: Account) -> Iterator[Row]:
    """Totals, months, breakdowns, rates, what is told apart, crossed tables, comparisons, what is left out."""
    yield from total_rows(account)
    for month in account.monthly:
        total = account.totals.searches
        yield Row("searches", "month", f"month_{month.month}", month.searches, total, month.status)
    yield from breakdown_rows("searches", account.breakdowns)
    for rate in account.rates:
        yield from rate_rows(rate)
    yield from outcome_rows("", account.outcome_rates)
    for apart in account.apart:
        yield from apart_rows(apart)
    for name, cells in account.crossed.items():
        for cell in cells:
            yield Row("searches", name, f"{cell.row}.{cell.column}", cell.searches, cell.of, "value")
    yield from compared_rows("year_before", account.comparison.with_year_before)
    yield from compared_rows("london", account.comparison.with_london)
    yield from checked_rows(account)
    for left in account.left_out:
        yield Row("left_out", "reason", left.id, left.rows, left.of, "value", unit="rows")


def total_rows(account: Account) -> Iterator[Row]:
    total = account.totals
    for name in ("searches", "person_searches", "vehicle_only", "placed_by_nearness"):
        low, high = (total.low, total.high) if name == "searches" else (None, None)
        yield Row(name, "", "", getattr(total, name), total.searches, total.status, low=low, high=high)


def breakdown_rows(measure: str, breakdowns: dict[str, list[Figure]]) -> Iterator[Row]:
    for breakdown, figures in breakdowns.items():
        for figure in figures:
            low, high = figure.low, figure.high
            yield Row(measure, breakdown, figure.key, figure.searches, figure.of, figure.status, low=low, high=high)


def rate_rows(rate: Rate) -> Iterator[Row]:
    """A group's rate; and its ratio to White residents, with the interval and with the range for the unknown."""
    group = ("self_defined_ethnicity", rate.group, rate.searches, rate.residents, rate.status)
    yield Row("rate", *group, "searches_per_1000_residents", rate.per_1000)
    if rate.ratio_to_white is not None:
        yield Row("ratio_to_white", *group, "ratio", rate.ratio_to_white, rate.low, rate.high)
        yield Row("ratio_if_unknown", *group, "ratio", None, rate.if_unknown_low, rate.if_unknown_high)


def outcome_rows(prefix: str, rates: Iterable[OutcomeRate]) -> Iterator[Row]:
    for rate in rates:
        name = f"{prefix}{rate.measure}_rate"
        breakdown, key = ("", "") if rate.by == "all" else (rate.by, rate.key)
        interval = (rate.rate, rate.low, rate.high)
        yield Row(name, breakdown, key, rate.searches, rate.of, rate.status, "share", *interval)


def apart_rows(apart: Apart) -> Iterator[Row]:
    if apart.id != "vehicle_only":  # that is one of the totals
        yield Row(apart.id, "", "", apart.searches, apart.of, apart.status)
    yield from breakdown_rows(apart.id, apart.breakdowns)
    yield from outcome_rows(f"{apart.id}_", apart.outcome_rates)


def checked_rows(account: Account) -> Iterator[Row]:
    for entry in account.compliance:
        yield from compliance_rows(entry)
    for flag in account.grounds:
        yield Row("grounds", "flag", flag.flag, flag.searches, None, flag.status, low=flag.low, high=flag.high)
    for name, told in (("strength", account.strength), ("letter", account.letters)):
        for each in told:
            yield Row("grounds", name, each.flag, each.searches, None, each.status, low=each.low, high=each.high)


def compliance_rows(entry: Compliance) -> Iterator[Row]:
    """A row a state, the rate, and the verdict: that has no number, its key says it."""
    for state in STATES:
        count = getattr(entry, "passed" if state == PASS else state)
        low, high = (entry.ranges or {}).get(state, (None, None))
        yield Row("check", entry.check, state, count, None, entry.status, low=low, high=high)
    yield Row("check_rate", entry.check, "", None, None, entry.status, "share", entry.rate, entry.low, entry.high)
    yield Row("check_verdict", entry.check, slug(entry.verdict), None, None, entry.status, "verdict")


def slug(verdict: str) -> str:
    """`too_close_to_call`"""
    return verdict.lower().replace(" ", "_")


def compared_rows(beside: str, measures: Iterable[Compared]) -> Iterator[Row]:
    """`now` and `then` (the year before, or London), and by how much the first differs, where that has a meaning."""
    for each in measures:
        unit = {"searches": "searches", "per_1000": "searches_per_1000_residents"}.get(each.measure, "share or ratio")
        common = (None, None, each.status, unit)
        yield Row(f"{beside}_now", "comparison", each.measure, *common, each.now, each.now_low, each.now_high)
        yield Row(f"{beside}_then", "comparison", each.measure, *common, each.then, each.then_low, each.then_high)
        if each.change is not None:
            yield Row(f"{beside}_change", "comparison", each.measure, None, None, each.status, "share", each.change)
