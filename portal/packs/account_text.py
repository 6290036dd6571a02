"""An account to be read: totals, months, breakdowns, rates and checks in words, from the document alone."""

from collections.abc import Iterator, Mapping
from datetime import date

from portal.documents.account import Account, Compliance, PeriodPart
from portal.documents.figures import Apart, Compared, Figure, FigureStatus, OutcomeRate, Rate
from portal.fields import is_of_persons, title_of_field

WHY: dict[FigureStatus, str] = {
    "missing": "no figure: not held",
    "withheld": "not told here",
    "not_published": "the police have not published it",
    "too_few": "too few to say",
    "unknown": "not known: too many of these searches have no known answer",
}
TITLES = {
    "section_60": "Searches without suspicion (section 60)",
    "under_18": "Searches of people under 18",
    "vehicle_only": "Searches of a vehicle and nobody in it",
    "searches": "Searches",
    "per_1000": "Searches of a person for every 1,000 residents",
    "action_rate": "Share that led to a formal action",
    "black_to_white": "Rate of Black residents divided by that of White residents",
}


def account_lines(account: Account, number: str, titles: Mapping[str, str]) -> list[str]:
    """`number`: of the edition; `titles`: check -> its title."""
    period = account.period
    days = f"{day_text(period.first_day)} to {day_text(period.last_day)}"
    whose = account.only or account.place.name
    told = [f"Stop and search in {whose}, {period.id}", "", f"{days}: {months(period)}. Edition {number}."]
    if account.invented:
        told += ["These records are made up. They are not police data."]
    for title, lines in parts(account, titles):
        told += ["", title, *(f"  {line}" for line in lines)]
    return told


def months(period: PeriodPart) -> str:
    """`12 of 12 months`, and of a year in part that it is one."""
    told = f"{period.months_supplied} of {period.months_expected} months"
    if period.complete:
        return told
    whole = period.months_supplied == period.months_expected
    return f"{told}, some of them in part" if whole else f"{told}, not a whole year"


def day_text(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d %B %Y}".lstrip("0")


def month_text(name: str) -> str:
    """`April 2018`."""
    return f"{date.fromisoformat(f'{name}-01'):%B %Y}"


def parts(account: Account, titles: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    yield "Totals", list(total_lines(account))
    yield "Months", [f"{each.month}: {count_text(each.searches, None, each.status)}" for each in account.monthly]
    for name, figures in account.breakdowns.items():
        if figures:
            yield f"{title_of_field(name)}, of {base(name)}", [of_figure(each) for each in figures]
    yield "What searches led to", [outcome_rate_text(each) for each in account.outcome_rates if each.by == "all"]
    if account.rates:
        yield (
            "Searches of a person for every 1,000 residents of each group",
            [resident_rate_text(r) for r in account.rates],
        )
    yield "Told apart", [of_apart(each) for each in account.apart]
    comparison = account.comparison
    if comparison.with_year_before:
        own = [comparison_text(each, "this year", "the year before") for each in comparison.with_year_before]
        yield f"Beside {comparison.period}, like months only; the accounts compared have the counts", own
    if comparison.with_london:
        own = [comparison_text(each, "here", "in London") for each in comparison.with_london]
        yield "Beside London; the accounts compared have the counts", own
    yield "What the checks found", [check_result_text(each, titles) for each in account.compliance]
    yield (
        "Left out of every figure",
        [f"{left.reason}: {count_text(left.rows, left.of, left.status)}" for left in account.left_out],
    )


def base(breakdown: str) -> str:
    return "searches of a person" if is_of_persons(breakdown) else "all searches"


def total_lines(account: Account) -> Iterator[str]:
    total = account.totals
    yield f"All searches: {count_text(total.searches, None, total.status, total.low, total.high)}"
    of_kinds = total.status if total.kinds == "value" else total.kinds
    yield f"Searches of a person: {count_text(total.person_searches, None, of_kinds)}"
    yield f"Searches of a vehicle only: {count_text(total.vehicle_only, None, of_kinds)}"


def count_text(
    count: int | None,
    of: int | None,
    status: FigureStatus = "value",
    low: float | None = None,
    high: float | None = None,
) -> str:
    """`470 of 5,722 (8.2%)`; a range as a range, and why there is no number."""
    whole = "" if of is None else f" of {of:,}"
    part = {"partial": ", in part", "unknown": " at least; how many more is not known"}.get(status, "")
    if low is not None and high is not None and low != high:
        return f"{low:,} to {high:,}{whole}"
    if count is None:
        return WHY.get(status, WHY["withheld" if status == "rounded" else "missing"])
    return f"{count:,}{whole}{f' ({count / of:.1%})' if of and status == 'value' else ''}{part}"


def of_figure(figure: Figure) -> str:
    """The share is the document's own; where that is not of `of`, the counts stand alone."""
    of = figure.of
    is_own = figure.share is not None and bool(of) and abs(figure.share - (figure.searches or 0) / (of or 1)) < 1e-6
    status = figure.status if is_own or figure.searches is None or figure.status == "unknown" else "rounded"
    return f"{figure.label}: {count_text(figure.searches, of, status, figure.low, figure.high)}"


def outcome_rate_text(rate: OutcomeRate) -> str:
    name = "An arrest" if rate.measure == "arrest" else "Any formal action"
    told = WHY.get(rate.status) or count_text(rate.searches, rate.of)
    if rate.unknown is None:
        return f"{name}: {told}"
    return f"{name}: {told}; of {rate.unknown:,} more the outcome is not known"


def resident_rate_text(rate: Rate) -> str:
    counts = f"{rate.searches:,} searches, {rate.residents:,} residents"
    if rate.per_1000 is None:
        return f"{rate.group.capitalize()}: {WHY.get(rate.status, WHY['too_few'])} ({counts})"
    ratio = "" if rate.ratio_to_white is None else f"; {rate.ratio_to_white:.1f} times the rate of White residents"
    return f"{rate.group.capitalize()}: {rate.per_1000:.1f} ({counts}){ratio}"


def of_apart(apart: Apart) -> str:
    if apart.searches is None:
        return f"{TITLES[apart.id]}: {WHY[apart.status]}"
    unknown = f"; of {apart.unknown:,} nobody can say" if apart.unknown else ""
    return f"{TITLES[apart.id]}: {count_text(apart.searches, apart.of, 'rounded')}{unknown}"


def comparison_text(each: Compared, here: str, there: str) -> str:
    if each.now is None or each.then is None:
        return f"{TITLES[each.measure]}: {each.reason or WHY['missing']}"
    now, then = (
        f"{number:.1%}" if each.measure.endswith("_rate") else f"{number:,.0f}" if each.measure == "searches"
        else f"{number:,.1f}" for number in (each.now, each.then)
    )  # fmt: skip
    return f"{TITLES[each.measure]}: {here} {now}, {there} {then}"


def check_result_text(entry: Compliance, titles: Mapping[str, str]) -> str:
    name = f"{entry.check} {titles[entry.check]}" if entry.check in titles else entry.check
    whose = " By independent reviewers' word." if entry.word_of else ""
    return f"{name}: {entry.verdict}.{rate_of(entry)}{whose}"


def rate_of(entry: Compliance) -> str:
    if entry.rate is not None and entry.passed is not None and entry.judged:
        how = f" {entry.reason}" if entry.status == "rounded" else ""
        return f" {entry.passed:,} of {entry.judged:,} {entry.unit} passed ({entry.rate:.1%}).{how}"
    return f" {entry.reason}" if entry.reason else ""
