"""Every figure of an account as a row of its own: what the CSV holds, and what two editions are compared by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.charter.definitions import DOES_NOT_APPLY, STATES, TOO_FEW, UNPUBLISHED
from portal.documents.account import Account, Compliance, ComplianceBy, GroundsFlag
from portal.documents.figures import Apart, Compared, Figure, FigureStatus, Finds, MonthFigure, OutcomeRate, Rate
from portal.tables import dictionary
from portal.tables.plain_cells import safe_cell_text
from portal.vocabulary import NO_GROUP

# One figure of an account as a row, and its state as told by its own cells.

REASONS = ("missing", "withheld", "not_published", "too_few", "unknown")
"""States of a row without a figure: why there is none."""


@dataclass(frozen=True)
class Row:
    """One figure, wherever in the account it stands."""

    measure: str
    breakdown: str
    key: str
    searches: int | None
    of: int | None
    status: FigureStatus
    unit: str = "searches"
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def name(self) -> tuple[str, str, str]:
        return (self.measure, self.breakdown, self.key)


def figure_row(
    name: tuple[str, str, str],
    said: FigureStatus,
    *,
    searches: int | None = None,
    of: int | None = None,
    value: float | None = None,
    low: float | None = None,
    high: float | None = None,
    unit: str = "searches",
) -> Row:
    """`name`: measure, breakdown and key; the key of a team that nobody has listed is the code it was sent with.

    `said`: what the document says of all that the figure stands among.
    """
    counts = dictionary.units()[unit].column == "searches"
    figure = searches if counts else value
    is_range = low is not None and high is not None and (figure is None or (counts and low != high))
    status = figure_status(said, is_there=figure is not None, is_range=is_range)
    measure, breakdown, key = name
    return Row(measure, breakdown, safe_cell_text(key), searches, of, status, unit, value, low, high)


def figure_status(said: FigureStatus, *, is_there: bool, is_range: bool) -> FigureStatus:
    """A figure is there, or a range of it, or it is not there and that has a reason: whatever its neighbours have.

    The interval of a rate makes no range of it.
    """
    if is_range:
        return "withheld" if said == "withheld" else "rounded"
    if is_there:
        return said if said in ("partial", "unknown", "rounded") else "value"
    if said in REASONS:
        return said
    return "withheld" if said == "rounded" else "missing"


# What checks found as rows: of a place, of a group of people, and the flags of written grounds.

SAID: dict[str, FigureStatus] = {UNPUBLISHED: "not_published", TOO_FEW: "too_few", DOES_NOT_APPLY: "missing"}
"""Verdicts that say why there is none; every other is one."""


def compliance_rows(entry: Compliance) -> Iterator[Row]:
    """A row a state, the rate, and the verdict: that has no number, its key says it. One more where it is not the

    records' word.
    """
    yield from check_entry_rows(entry, "check", entry.check, "")
    if entry.word_of:
        yield Row("check_word", entry.check, entry.word_of, None, None, "value", "word")


def group_rows(group: ComplianceBy) -> Iterator[Row]:
    """The same for one group of people, all of London: `R07.age`, `10_to_17.fail`."""
    entry = group.compliance
    return check_entry_rows(entry, "check_by", f"{entry.check}.{group.by}", group.key)


def check_entry_rows(entry: Compliance, measure: str, breakdown: str, group: str) -> Iterator[Row]:
    for state in STATES:
        count, (low, high) = count_of(entry, state), (entry.ranges or {}).get(state, (None, None))
        name = (measure, breakdown, key(group, state))
        yield figure_row(name, entry.status, searches=count, low=low, high=high, unit=entry.unit)
    yield figure_row(
        (f"{measure}_rate", breakdown, group),
        entry.status,
        searches=entry.passed if entry.judged is not None else None,
        of=entry.judged,
        value=entry.rate,
        low=entry.low,
        high=entry.high,
        unit="share",
    )
    verdict = (f"{measure}_verdict", breakdown, key(group, slug(entry.verdict)))
    yield Row(*verdict, None, None, SAID.get(entry.verdict, "value"), "verdict")


def count_of(entry: Compliance, state: str) -> int | None:
    """None where there is nothing to count: 0 of no records is no figure."""
    return None if entry.status == "missing" else entry.count(state)


def key(group: str, told: str) -> str:
    return f"{group}.{told}" if group else told


def slug(verdict: str) -> str:
    """`too_close_to_call`"""
    return verdict.lower().replace(" ", "_")


def grounds_rows(flag: GroundsFlag, breakdown: str = "flag") -> Iterator[Row]:
    """How many records have the flag, and which share that is of those whose grounds were looked at."""
    count = flag.searches
    key = flag.flag if breakdown == "flag" else f"{breakdown}_{flag.flag}"  # a bare 0 reads as a number
    yield figure_row(("grounds", breakdown, key), flag.status, searches=count, of=flag.of, low=flag.low, high=flag.high)
    yield figure_row(
        ("grounds_share", breakdown, key),
        flag.status,
        searches=count if flag.of is not None else None,
        of=flag.of,
        value=flag.share,
        low=flag.share_low,
        high=flag.share_high,
        unit="share",
    )


__all__ = ["Row", "account_rows", "compliance_rows", "slug"]


def account_rows(account: Account) -> list[Row]:
    """Totals, months, breakdowns, rates, what is told apart, crossed tables, comparisons, checks, what is left out."""
    return list(rows_in_order(account))


def rows_in_order(account: Account) -> Iterator[Row]:
    yield from total_rows(account)
    for month in account.monthly:
        yield from month_rows(month, account)
    yield from breakdown_rows("searches", account.breakdowns)
    for rate in account.rates:
        yield from rate_rows(rate)
    yield from outcome_rows("", account.outcome_rates)
    for apart in account.apart:
        yield from apart_rows(apart)
    for name, cells in account.crossed.items():
        for cell in cells:
            yield figure_row(
                ("searches", name, f"{cell.row}.{cell.column}"), cell.status, searches=cell.searches, of=cell.of
            )
    yield from found_rows(account.finds)
    yield from compared_rows("year_before", account.comparison.with_year_before)
    yield from compared_rows("london", account.comparison.with_london)
    yield from checked_rows(account)
    for left in account.left_out:
        yield figure_row(("left_out", "reason", left.id), left.status, searches=left.rows, of=left.of, unit="rows")
    for each in account.joined:  # a name without a figure, and the group that has its searches
        yield figure_row(("counted_together", each.by, f"{each.group or NO_GROUP}.{each.key}"), "withheld")


FOUND = ("looked_for", "something_else", "nothing", "unknown")


def found_rows(found: Finds | None) -> Iterator[Row]:
    """What searches found, and of how many that is not known."""
    for name in FOUND if found else ():
        assert found is not None
        count = getattr(found, name)
        status = "value" if name == "unknown" else found.status
        yield figure_row(("searches", "found", f"found_{name}"), status, searches=count, of=found.of)


OF_KINDS = ("person_searches", "vehicle_only")


def total_rows(account: Account) -> Iterator[Row]:
    total = account.totals
    for name in ("searches", "person_searches", "vehicle_only", "placed_by_nearness"):
        low, high = (total.low, total.high) if name == "searches" else (None, None)
        count = getattr(total, name)
        said = total.status if count is not None or name not in OF_KINDS or total.kinds == "value" else total.kinds
        yield figure_row((name, "", ""), said, searches=count, of=total.searches, low=low, high=high)


def month_rows(month: MonthFigure, account: Account) -> Iterator[Row]:
    """A month's searches, those of persons, what came of them, and persons by ethnicity.

    Where no outcome is known, that has a reason: no file has the column, or nobody filled it in.
    """
    total, key = account.totals, f"month_{month.month}"
    yield figure_row(("searches", "month", key), month.status, searches=month.searches, of=total.searches)
    silent: FigureStatus = "not_published" if month.outcomes == "not_published" else "too_few"
    for measure, count, of, why in (
        ("person_searches", month.persons, total.person_searches, total.kinds),
        ("outcome_known", month.outcome_known, month.searches, silent),
        ("acted", month.acted, month.outcome_known, silent),
    ):
        own = month.status if month.searches is None else why
        yield figure_row((measure, "month", key), own if count is None else month.status, searches=count, of=of)
    for group, count in (month.groups or {}).items():
        name = ("person_searches", "month_by_self_defined_ethnicity", f"{key}.{group}")
        status = month.ethnicity if month.ethnicity != "value" else month.status
        yield figure_row(name, status, searches=count, of=month.persons)


def breakdown_rows(measure: str, breakdowns: dict[str, list[Figure]]) -> Iterator[Row]:
    for breakdown, figures in breakdowns.items():
        for each in figures:
            name = (measure, breakdown, each.key)
            yield figure_row(name, each.status, searches=each.searches, of=each.of, low=each.low, high=each.high)


def rate_rows(rate: Rate) -> Iterator[Row]:
    """A group's rate; and its ratio to White residents, with the interval and with the range for the unknown."""

    def told(measure: str, unit: str, value: float | None, low: float | None = None, high: float | None = None) -> Row:
        name, counts = (measure, "self_defined_ethnicity", rate.group), (rate.searches, rate.residents)
        return figure_row(
            name, rate.status, searches=counts[0], of=counts[1], value=value, low=low, high=high, unit=unit
        )

    yield told("rate", "searches_per_1000_residents", rate.per_1000)
    if rate.ratio_to_white is not None:
        yield told("ratio_to_white", "ratio", rate.ratio_to_white, rate.low, rate.high)
        yield told("ratio_if_unknown", "ratio", None, rate.if_unknown_low, rate.if_unknown_high)


def outcome_rows(prefix: str, rates: Iterable[OutcomeRate]) -> Iterator[Row]:
    """The rates; and once for both, the searches that are in neither, of all of the kind."""
    for rate in rates:
        part = ("", "") if rate.by == "all" else (rate.by, rate.key)
        count = None if rate.status == "not_published" else rate.searches
        ends = {"value": rate.rate, "low": rate.low, "high": rate.high}
        name = (f"{prefix}{rate.measure}_rate", *part)
        yield figure_row(name, rate.status, searches=count, of=rate.of, unit="share", **ends)
        if rate.measure == "action":
            name = (f"{prefix}outcome_unknown", *part)
            said: FigureStatus = "rounded" if rate.status in ("rounded", "withheld") else "value"
            whole = None if rate.of is None or rate.unknown is None else rate.of + rate.unknown
            yield figure_row(name, said, searches=rate.unknown, of=whole)


def apart_rows(apart: Apart) -> Iterator[Row]:
    """Where nobody can say of any search whether it belongs, that none is known to is no figure."""
    if apart.id != "vehicle_only":  # that is one of the totals
        count = None if apart.status in ("not_published", "unknown", "missing") else apart.searches
        yield figure_row((apart.id, "", ""), apart.status, searches=count, of=apart.of)
    yield figure_row((f"{apart.id}_unknown", "", ""), "value", searches=apart.unknown, of=apart.of)
    yield from breakdown_rows(apart.id, apart.breakdowns)
    yield from outcome_rows(f"{apart.id}_", apart.outcome_rates)


def checked_rows(account: Account) -> Iterator[Row]:
    for entry in account.compliance:
        yield from compliance_rows(entry)
    for group in account.compliance_by:
        yield from group_rows(group)
    for flag in account.grounds:
        yield from grounds_rows(flag)
    for name, told in (("strength", account.strength), ("letter", account.letters)):
        for each in told:
            yield from grounds_rows(each, name)


WITHOUT_COUNTS = {
    "per_1000": "searches_per_1000_residents_without_counts",
    "action_rate": "share_without_counts",
    "black_to_white": "ratio_without_counts",
}
"""Measures of a comparison -> unit: the document has what they come to, not what they were made of."""


def compared_rows(beside: str, measures: Iterable[Compared]) -> Iterator[Row]:
    """`now` and `then` (the year before, or London), and by how much the first differs, where that has a meaning."""
    for each in measures:
        now, then = (f"{beside}_now", "comparison", each.measure), (f"{beside}_then", "comparison", each.measure)
        if each.measure == "searches":
            yield from (
                figure_row(name, each.status, searches=whole_count(n))
                for name, n in ((now, each.now), (then, each.then))
            )
        else:
            unit = WITHOUT_COUNTS[each.measure]
            yield figure_row(now, each.status, value=each.now, low=each.now_low, high=each.now_high, unit=unit)
            yield figure_row(then, each.status, value=each.then, low=each.then_low, high=each.then_high, unit=unit)
        if each.change is not None:
            name, counts = (
                (f"{beside}_change", "comparison", each.measure),
                (whole_count(each.now), whole_count(each.then)),
            )
            yield figure_row(name, each.status, searches=counts[0], of=counts[1], value=each.change, unit="change")


def whole_count(count: float | None) -> int | None:
    return None if count is None else round(count)
