"""An account beside that of the year before, like months only, and beside London's: from published figures alone.

What carries a serious finding is not compared; a year in part is compared month for like month.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal import residents
from portal.accounts import statistics
from portal.accounts.document import Account, Comparison
from portal.accounts.figures import Compared, FigureStatus, MonthFigure
from portal.accounts.rates import REFERENCE, UNKNOWN, rounded
from portal.places import Kind, named

PROTECTED = "Only ranges of this team's figures may be published; ranges are not compared."
DOUBTFUL = "A file of these months carries a serious finding: nothing is compared with it."
NO_OUTCOMES = "Outcomes are not published for all of these months."
NO_GROUPS = "Self-defined ethnicity is not published for all of these months."
GATE = "Fewer than 10 searches or 1,000 residents in one of the groups."
NOBODY = "Nobody lives in a force or team, and a rate needs a month that is held whole."
BLACK = "black"


@dataclass(frozen=True)
class Measured:
    """A measure over some months; `value` null where it cannot be said, and why."""

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    status: FigureStatus = "value"


def compared(account: Account, everywhere: Sequence[Account], before: Account | None, doubtful: set[str]) -> Comparison:
    """`everywhere`: all accounts of the year, London's first. `before`: the year before as published last.

    `doubtful`: months (`2018-04`) of either year that a serious finding makes unfit to compare.
    """
    placed = [other for other in everywhere if other.place.kind is Kind.BOROUGH]
    alone = account.place.kind in (Kind.LONDON, Kind.TEAM)
    with_london = [] if alone else list(beside_london(account, placed, everywhere[0]))
    if account.totals.searches is None:
        return Comparison(with_london=with_london, reason=PROTECTED)
    if before is None:
        return Comparison(with_london=with_london, reason="Nothing is published for the year before.")
    pairs = like_months(account, before)
    if not pairs:
        return Comparison(with_london=with_london, reason="No month of this year and the year before is held in both.")
    fit = [pair for pair in pairs if not {month.month for month in pair} & doubtful]
    return Comparison(
        period=before.period.id,
        months=[now.month for now, _ in fit],
        with_year_before=list(measures(account, fit)),
        with_london=with_london,
        reason=DOUBTFUL if len(fit) < len(pairs) else "",
    )


def like_months(account: Account, before: Account) -> list[tuple[MonthFigure, MonthFigure]]:
    """Each month that both years hold whole, with the same month a year before."""
    old = {month.month[5:]: month for month in before.monthly if month.status == "value"}
    return [(m, old[m.month[5:]]) for m in account.monthly if m.status == "value" and m.month[5:] in old]


def measures(account: Account, pairs: Sequence[tuple[MonthFigure, MonthFigure]]) -> Iterator[Compared]:
    now, then = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    yield compare("searches", total(now), total(then))
    yield compare("action_rate", acted(now), acted(then))
    if account.rates:
        yield compare("black_to_white", ratio(account, now), ratio(account, then))


def compare(measure: str, now: Measured, then: Measured) -> Compared:
    """`change`: the difference as a share of what it was, for counts; none for rates, which have intervals."""
    change = None
    if measure == "searches" and now.value is not None and then.value:
        change = rounded((now.value - then.value) / then.value)
    fault = next((each for each in (now, then) if each.value is None), None)
    return Compared(
        measure=measure,
        now=rounded(now.value),
        then=rounded(then.value),
        now_low=rounded(now.low),
        now_high=rounded(now.high),
        then_low=rounded(then.low),
        then_high=rounded(then.high),
        change=change,
        status=fault.status if fault else "value",
        reason=fault.reason if fault else "",
    )


def total(months: Sequence[MonthFigure]) -> Measured:
    if not months:
        return Measured(None, reason=DOUBTFUL, status="missing")
    return Measured(float(sum(month.searches or 0 for month in months)))


def acted(months: Sequence[MonthFigure]) -> Measured:
    """Searches that led to a formal action, of those whose outcome is known."""
    if not months or any(month.outcome_known is None and month.searches for month in months):
        return Measured(None, reason=NO_OUTCOMES if months else DOUBTFUL, status="not_published")
    part, of = sum(month.acted or 0 for month in months), sum(month.outcome_known or 0 for month in months)
    found = statistics.wilson(part, of)
    if found is None:
        return Measured(None, reason="No search has a known outcome.", status="too_few")
    return Measured(found.value, found.low, found.high)


def ratio(account: Account, months: Sequence[MonthFigure]) -> Measured:
    """Black to White residents' searches, each by residents, over these months alone."""
    living = residents.of(named(account.place.kind, account.place.code))
    if not months or living is None or any(month.groups is None and month.searches for month in months):
        return Measured(None, reason=NO_GROUPS if months else DOUBTFUL, status="not_published")
    counts = {
        group: sum((month.groups or {}).get(group, 0) for month in months) for group in (BLACK, REFERENCE, *UNKNOWN)
    }
    if not statistics.passes_gates(counts[BLACK], living[BLACK], counts[REFERENCE], living[REFERENCE]):
        return Measured(None, reason=GATE, status="too_few")
    exposed, others = (statistics.exposure(living[group], len(months)) for group in (BLACK, REFERENCE))
    found = statistics.ratio(counts[BLACK], exposed, counts[REFERENCE], others)
    assert found is not None
    return Measured(found.value, found.low, found.high)


def beside_london(account: Account, placed: Sequence[Account], london: Account) -> Iterator[Compared]:
    """The same measures here (`now`) and in all London (`then`), over the whole of what each account holds.

    `placed`: the boroughs' accounts. A search without a point is in no borough: neither side counts it.
    """
    yield compare("per_1000", per_1000([account]), per_1000(placed))
    yield compare("action_rate", acted(held(account)), acted(held(london)))
    if account.rates:
        yield compare("black_to_white", own_ratio(account), own_ratio(london))


def held(account: Account) -> list[MonthFigure]:
    return [month for month in account.monthly if month.searches is not None]


def per_1000(accounts: Sequence[Account]) -> Measured:
    """Searches of a person for every 1,000 residents in a year, over the months that are held whole."""
    living = [residents.of(named(account.place.kind, account.place.code)) for account in accounts]
    months = {m.month for account in accounts for m in account.monthly if m.status == "value"}
    if not months or any(one is None for one in living):
        return Measured(None, reason=NOBODY, status="missing")
    people = sum(sum(one.values()) for one in living if one)
    persons = sum(m.persons or 0 for account in accounts for m in account.monthly if m.month in months)
    return Measured(statistics.per_1000(persons, statistics.exposure(people, len(months))))


def own_ratio(account: Account) -> Measured:
    rate = next((rate for rate in account.rates if rate.group == BLACK), None)
    if rate is None or rate.ratio_to_white is None:
        return Measured(None, reason=GATE, status="too_few")
    return Measured(rate.ratio_to_white, rate.low, rate.high)
