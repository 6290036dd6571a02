"""An account beside that of the year before, like months only, and beside London's: from published figures alone.

What carries a serious finding is not compared; a year in part is compared month for like month. A team that only a
return names is compared by whole years: what came of its searches is told by no month.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal import residents
from portal.accounts.counting import statistics
from portal.accounts.counting.breakdowns import Knowledge, of_counts
from portal.accounts.counting.place_counts import bearing_limits
from portal.accounts.counting.rates import REFERENCE, round_or_none
from portal.documents.account import Account, Comparison
from portal.documents.figures import Compared, FigureStatus, MonthFigure
from portal.places import LONDON, Kind, find_place

IN_RANGES = "The year before was published in ranges, by an older rule: it is not compared."
NO_WHOLE_MONTH = "No month is held whole, and a comparison needs one."
DOUBTFUL = "A file of these months carries a serious finding: nothing is compared with it."
NO_OUTCOMES = "Outcomes are not published for all of these months."
NO_GROUPS = "Self-defined ethnicity is not published for all of these months."
GROUP_GONE = "An ethnic group is missing from a file of these months."
UNKNOWN_OUTCOMES = "The outcome of too many of these searches is not known."
UNKNOWN_GROUPS = "The ethnicity of too many of the people searched is not known."
UNKNOWN_KINDS = "Of too many of these searches nobody can say whether they were of a person."
WHOLE_YEARS = "A team is compared by whole years, and not every month of both is held whole."
NOT_TOLD_BEFORE = "No return tells of this team for the year before."
NOT_ALL_YEAR = "A team is set beside London by the whole year, and not every month of it is held whole."
NOT_ALL_LONDON = "London has no whole figure for any of these months, so there is nothing to compare with."
GATE = "Fewer than 10 searches or 1,000 residents in one of the groups."
NOBODY = "Nobody lives in a force or team."
BLACK = "black"


@dataclass(frozen=True)
class Measured:
    """A measure over some months; `value` null where it cannot be said, and why."""

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    status: FigureStatus = "value"


def account_comparison(
    account: Account, everywhere: Sequence[Account], before: Account | None, doubtful: set[str]
) -> Comparison:
    """`everywhere`: all accounts of the year, London's first. `before`: the year before as published last.

    `doubtful`: months (`2018-04`) of either year that a serious finding makes unfit to compare.
    """
    placed = [other for other in everywhere if other.place.kind is Kind.BOROUGH]
    whole = [month for month in held_whole(account) if month in fit_for_london(everywhere[0])]
    if account.shows_teams and is_team(account):
        return team_comparison(account, before, doubtful, list(team_beside_london(account, placed, whole)))
    alone = account.place.kind in (Kind.LONDON, Kind.TEAM) or account.totals.searches is None
    london = {
        "with_london": [] if alone else list(beside_london(account, placed, whole)),
        "london_months": [] if alone else whole,
    }
    if account.totals.searches is None:
        return Comparison(reason=NO_WHOLE_MONTH)
    if before is None:
        return Comparison(reason="Nothing is published for the year before.", **london)
    if before.totals.low is not None:
        return Comparison(reason=IN_RANGES, **london)
    pairs = like_months(account, before)
    if not pairs:
        return Comparison(reason="No month of this year and the year before is held in both.", **london)
    fit = [pair for pair in pairs if not {month.month for month in pair} & doubtful]
    return Comparison(
        period=before.period.id,
        months=[now.month for now, _ in fit],
        with_year_before=list(year_before_measures(account, fit)),
        reason=DOUBTFUL if len(fit) < len(pairs) else "",
        **london,
    )


def team_comparison(
    account: Account, before: Account | None, doubtful: set[str], with_london: list[Compared]
) -> Comparison:
    """Of a team that a return names: the year before only where a return of all its months told of the team too."""
    months = held_whole(account)
    london = {"with_london": with_london, "london_months": months if with_london[0].status == "value" else []}
    if account.totals.searches is None:
        return Comparison(reason=NO_WHOLE_MONTH)
    if before is not None and before.totals.low is not None:
        return Comparison(reason=IN_RANGES, **london)
    if before is None or not before.shows_teams or before.totals.searches is None:
        return Comparison(reason=NOT_TOLD_BEFORE, **london)
    if not (has_whole_year(account) and has_whole_year(before)):
        return Comparison(reason=WHOLE_YEARS, **london)
    if doubtful & {*months, *held_whole(before)}:
        return Comparison(reason=DOUBTFUL, **london)
    return Comparison(
        period=before.period.id,
        months=months,
        with_year_before=[
            compare_measure(
                "searches", Measured(float(account.totals.searches)), Measured(float(before.totals.searches))
            ),
            compare_measure("action_rate", acted_in_year(account), acted_in_year(before)),
        ],
        **london,
    )


def team_beside_london(account: Account, placed: Sequence[Account], whole: Sequence[str]) -> Iterator[Compared]:
    """The action rate alone, of the whole year: nobody lives in a team."""
    if not has_whole_year(account) or len(whole) < len(account.monthly):
        nothing = Measured(None, reason=NOT_ALL_YEAR, status="missing")
        yield compare_measure("action_rate", nothing, nothing)
        return
    yield compare_measure("action_rate", acted_in_year(account), acted(figures_of(placed, whole)))


def acted_in_year(account: Account) -> Measured:
    """As `acted`, of all the account's searches."""
    rate = next((each for each in account.outcome_rates if (each.by, each.measure) == ("all", "action")), None)
    if rate is None:
        return Measured(None, reason=NO_OUTCOMES, status="not_published")
    if rate.rate is None:
        return Measured(
            None, reason=NO_OUTCOMES if rate.status == "not_published" else UNKNOWN_OUTCOMES, status=rate.status
        )
    return Measured(rate.rate, rate.low, rate.high)


def has_whole_year(account: Account) -> bool:
    """Whether every month of the year is held whole."""
    return len(held_whole(account)) == account.period.months_expected


def held_whole(account: Account) -> list[str]:
    """Months with a whole figure; of a team it may be rounded, or too small to be told (data/disclosure.toml)."""
    whole = ("value", "rounded", "withheld") if account.shows_teams and is_team(account) else ("value",)
    return [month.month for month in account.monthly if month.status in whole]


def is_team(account: Account) -> bool:
    return account.place.kind is Kind.TEAM


def fit_for_london(london: Account) -> list[str]:
    """The months in which London has a figure, and most searches a place: its boroughs together are its other side."""
    misplaced = {
        supply.month
        for supply in london.supplies
        for finding in supply.findings
        if supply.counted and supply.bears and finding.is_serious and finding.affects == "places"
    }
    return [month for month in held_whole(london) if month not in misplaced]


def like_months(account: Account, before: Account) -> list[tuple[MonthFigure, MonthFigure]]:
    """Each month that both years hold whole, with the same month a year before."""
    old = {month.month[5:]: month for month in before.monthly if month.status == "value"}
    return [(m, old[m.month[5:]]) for m in account.monthly if m.status == "value" and m.month[5:] in old]


def year_before_measures(account: Account, pairs: Sequence[tuple[MonthFigure, MonthFigure]]) -> Iterator[Compared]:
    now, then = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    yield compare_measure("searches", search_total(now), search_total(then))
    yield compare_measure("action_rate", acted(now), acted(then))
    if account.rates:
        yield compare_measure("black_to_white", black_to_white_ratio(account, now), black_to_white_ratio(account, then))


def compare_measure(measure: str, now: Measured, then: Measured) -> Compared:
    """`change`: the difference as a share of what it was, for counts; none for rates, which have intervals."""
    change = None
    if measure == "searches" and now.value is not None and then.value:
        change = round_or_none((now.value - then.value) / then.value)
    fault = next((each for each in (now, then) if each.value is None), None)
    return Compared(
        measure=measure,
        now=round_or_none(now.value),
        then=round_or_none(then.value),
        now_low=round_or_none(now.low),
        now_high=round_or_none(now.high),
        then_low=round_or_none(then.low),
        then_high=round_or_none(then.high),
        change=change,
        status=fault.status if fault else "value",
        reason=fault.reason if fault else "",
    )


def search_total(months: Sequence[MonthFigure]) -> Measured:
    if not months:
        return Measured(None, reason=DOUBTFUL, status="missing")
    return Measured(float(sum(month.searches or 0 for month in months)))


def acted(months: Sequence[MonthFigure]) -> Measured:
    """Searches that led to a formal action, of those whose outcome is known."""
    if not months:
        return Measured(None, reason=DOUBTFUL, status="missing")
    if any(month.outcomes == "not_published" for month in months):
        return Measured(None, reason=NO_OUTCOMES, status="not_published")
    part, of = sum(month.acted or 0 for month in months), sum(month.outcome_known or 0 for month in months)
    whole = sum(month.searches or 0 for month in months)
    known = Knowledge(whole, whole - of, sum(month.outcome_unlisted for month in months))
    if of and known.status != "value":
        return Measured(None, reason=UNKNOWN_OUTCOMES, status="unknown")
    found = statistics.wilson_range(part, of)
    if found is None:
        return Measured(None, reason="No search has a known outcome.", status="too_few")
    return Measured(found.value, found.low, found.high)


def black_to_white_ratio(account: Account, months: Sequence[MonthFigure]) -> Measured:
    """Black to White residents' searches, each by residents, over these months alone."""
    return ratio_of(residents.residents_of(find_place(account.place.kind, account.place.code)), months, len(months))


def ratio_of(living: Mapping[str, int] | None, figures: Sequence[MonthFigure], months: int) -> Measured:
    """`figures`: of one place or of several, for so many `months`, with those who live there together."""
    if not figures or living is None:
        return Measured(None, reason=DOUBTFUL, status="missing")
    if fault := no_ratio_of(figures):
        return fault
    counts = {group: sum((month.groups or {}).get(group, 0) for month in figures) for group in (BLACK, REFERENCE)}
    if not statistics.passes_gates(counts[BLACK], living[BLACK], counts[REFERENCE], living[REFERENCE]):
        return Measured(None, reason=GATE, status="too_few")
    exposed, others = (statistics.exposure(living[group], months) for group in (BLACK, REFERENCE))
    found = statistics.rate_ratio(counts[BLACK], exposed, counts[REFERENCE], others)
    assert found is not None
    return Measured(found.value, found.low, found.high)


def no_ratio_of(figures: Sequence[MonthFigure]) -> Measured | None:
    """What keeps these months from a ratio, if anything does: the ethnicity of the people searched is not known."""
    if any(month.groups is None and month.persons for month in figures):
        return Measured(None, reason=NO_GROUPS, status="not_published")
    if any(month.persons is None for month in figures):
        return Measured(None, reason=UNKNOWN_KINDS, status="unknown")
    gone = sum(month.persons or 0 for month in figures if month.ethnicity != "value")
    if gone > bearing_limits()["least_share"] * sum(month.persons or 0 for month in figures):
        return Measured(None, reason=GROUP_GONE, status="unknown")
    if of_counts(sum_counts(month.groups or {} for month in figures)).status != "value":
        return Measured(None, reason=UNKNOWN_GROUPS, status="unknown")
    return None


def sum_counts(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    """Counts by key, together."""
    whole: Counter[str] = Counter()
    for each in counts:
        whole.update(each)
    return whole


def beside_london(account: Account, placed: Sequence[Account], whole: Sequence[str]) -> Iterator[Compared]:
    """The same measures here (`now`) and in all London (`then`), over the months that this account holds whole.

    `placed`: the boroughs' accounts, which together are London: a search without a point is in no borough, so neither
    side counts it. A force's searches stand beside those of all boroughs too.
    """
    if not whole:
        reason = NOT_ALL_LONDON if held_whole(account) else NO_WHOLE_MONTH
        measures = ("per_1000", "action_rate", *(["black_to_white"] if account.rates else []))
        nothing = Measured(None, reason=reason, status="missing")
        yield from (compare_measure(measure, nothing, nothing) for measure in measures)
        return
    own, everywhere = figures_of([account], whole), figures_of(placed, whole)
    yield compare_measure("per_1000", searches_per_1000([account], whole), searches_per_1000(placed, whole))
    yield compare_measure("action_rate", acted(own), acted(everywhere))
    if account.rates:
        yield compare_measure(
            "black_to_white",
            black_to_white_ratio(account, own),
            ratio_of(residents.residents_of(LONDON), everywhere, len(whole)),
        )


def figures_of(accounts: Sequence[Account], months: Sequence[str]) -> list[MonthFigure]:
    """What the accounts have of these months; a borough without a search in a month in part has no figure."""
    wanted = set(months)
    return [m for account in accounts for m in account.monthly if m.month in wanted and m.searches is not None]


def searches_per_1000(accounts: Sequence[Account], months: Sequence[str] | None = None) -> Measured:
    """Searches of a person for every 1,000 residents in a year, over these months, else those that are held whole."""
    living = [residents.residents_of(find_place(account.place.kind, account.place.code)) for account in accounts]
    if any(one is None for one in living):
        return Measured(None, reason=NOBODY, status="missing")
    wanted = list(months) if months is not None else held_whole(accounts[0])
    if not wanted or not accounts:
        return Measured(None, reason=NO_WHOLE_MONTH, status="missing")
    people = sum(sum(one.values()) for one in living if one)
    figures = figures_of(accounts, wanted)
    if any(month.persons is None for month in figures):
        return Measured(None, reason=UNKNOWN_KINDS, status="unknown")
    persons = sum(month.persons or 0 for month in figures)
    return Measured(statistics.rate_per_1000(persons, statistics.exposure(people, len(wanted))))
