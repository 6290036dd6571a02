"""Every place over all years that are published, and its progress between the reviews: from published accounts alone.

They make a line of editions of their own, as a new year changes every place's series and no year's account.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal

from portal import shipped
from portal.accounts.counting.rates import REFERENCE, round_or_none
from portal.accounts.finishing.comparison import NO_WHOLE_MONTH, NOBODY, searches_per_1000
from portal.charter.definitions import KEPT, NO_TARGET, NOT_KEPT, TOO_CLOSE
from portal.documents.account import Account
from portal.documents.figures import FigureStatus
from portal.documents.series import FieldHistory, Point, Review, Series, YearOfSeries
from portal.editions.archive import Edition
from portal.periods import Period
from portal.residents import GROUPS

NO_RATIONALE = "No rationale has been agreed and published, so nobody can say which searches are within it."
NO_MONTH = "No month of this year is held."
NO_CHECKS = "No check of this year could be measured."
NO_TARGETS = "Nobody has set a target for any check, so nobody can say which were kept."


OF_ALL_FORCES = (
    "searches",
    "per_1000",
    "action_rate",
    "arrest_rate",
    *(f"{group}_to_white" for group in GROUPS if group != REFERENCE),
    "in_rationale",
)
"""Points that need the files of every force of the place."""


@cache
def progress() -> dict[str, Any]:
    """The measures of progress and the days of the reviews (data/progress.toml)."""
    return tomllib.loads(shipped.data("progress.toml").read_text("utf-8"))


def series(held: Sequence[tuple[Edition, Account]], rationale: Mapping[str, str]) -> Series:
    """`held`: one place's account of each year with its edition, in any order.

    `rationale`: period -> the id of the check in its charter that says which searches are for what was agreed, if any.
    """
    ordered = sorted(held, key=lambda pair: series_sort_key(pair[1]))
    last = ordered[-1][1]
    return Series(
        place=last.place,
        invented=any(account.invented for _, account in ordered),
        years=[year_of(edition, account, rationale.get(account.period.id, "")) for edition, account in ordered],
        reviews=reviews([account for _, account in ordered]),
        fields=field_histories([account for _, account in ordered if Period.named(account.period.id).is_financial]),
    )


def reviews(ordered: Sequence[Account]) -> list[Review]:
    """The two reviews, each with the complete financial year that ended on its day, if that is held."""
    whole = {account.period.last_day: account.period.id for account in ordered if account.period.complete}
    return [
        Review(date=each["date"], title=each["title"], period=whole.get(each["date"])) for each in progress()["review"]
    ]


def series_sort_key(account: Account) -> tuple[bool, str]:
    period = Period.named(account.period.id)
    return (not period.is_financial, period.first)


def year_of(edition: Edition, account: Account, rationale: str) -> YearOfSeries:
    return YearOfSeries(
        period=account.period.id,
        edition=edition.manifest.number,
        sha256=edition.manifest.sha256,
        months_supplied=account.period.months_supplied,
        months_expected=account.period.months_expected,
        complete=account.period.complete,
        points=list(points(account, rationale)),
    )


def points(account: Account, rationale: str) -> Iterator[Point]:
    """`rationale`: the id of the check that says which searches are for what was agreed; empty where there is none."""
    total = account.totals
    partial: FigureStatus = "value" if account.period.complete else "partial"
    status = partial if total.status == "value" else total.status
    value = None if total.searches is None else float(total.searches)
    reason = NO_MONTH if total.status == "missing" else ""
    if account.only:  # what one force searched is no figure of London, nor a point of its series
        yield from (Point(measure=name, value=None, status="missing", reason=account.only) for name in OF_ALL_FORCES)
        yield fields_published(account, partial)
        yield checks_kept(account)
        return
    yield Point(measure="searches", value=value, low=total.low, high=total.high, status=status, reason=reason)
    rate = searches_per_1000([account])
    rated = rate.status if rate.value is None else partial
    yield Point(measure="per_1000", value=round_or_none(rate.value), status=rated, reason=rate.reason)
    for wanted in ("action", "arrest"):
        yield outcome(account, wanted)
    for group in (group for group in GROUPS if group != REFERENCE):
        yield beside_white(account, group)
    yield rationale_point(account, rationale)
    yield fields_published(account, partial)
    yield checks_kept(account)


def outcome(account: Account, wanted: str) -> Point:
    name = f"{wanted}_rate"
    each = next((one for one in account.outcome_rates if one.by == "all" and one.measure == wanted), None)
    if each is None:
        return Point(measure=name, value=None, status="withheld", reason=account.withheld.get("outcome", ""))
    return Point(measure=name, value=each.rate, low=each.low, high=each.high, of=each.of, status=each.status)


def beside_white(account: Account, group: str) -> Point:
    name = f"{group}_to_white"
    each = next((one for one in account.rates if one.group == group), None)
    if each is None:
        return Point(measure=name, value=None, status="missing", reason=no_ratio(account))
    return Point(measure=name, value=each.ratio_to_white, low=each.low, high=each.high, status=each.status)


def no_ratio(account: Account) -> str:
    return NO_WHOLE_MONTH if account.place.kind.has_residents else NOBODY


def fields_published(account: Account, status: FigureStatus) -> Point:
    if account.fields is None:
        return Point(measure="fields_published", value=None, status="missing")
    published = float(len(account.fields.published))
    return Point(measure="fields_published", value=published, of=account.fields.of, status=status)


def rationale_point(account: Account, check: str) -> Point:
    """The share of searches for what is agreed, as the check found it."""
    entry = next((each for each in account.compliance if each.check == check), None)
    if entry is None or entry.rate is None:
        return Point(measure="in_rationale", value=None, status="not_published", reason=NO_RATIONALE)
    return Point(measure="in_rationale", value=entry.rate, of=entry.judged, status=entry.status)


def field_histories(ordered: Sequence[Account]) -> list[FieldHistory]:
    """Every field asked for: whether the newest year has it, and since which year that has been so.

    `ordered`: one place's accounts, of financial years or of calendar years only, oldest first.
    """
    told = [account for account in ordered if account.fields]
    if not told:
        return []
    return [history(name, told) for name in every_field(told[-1])]


def every_field(account: Account) -> list[str]:
    assert account.fields is not None
    return [*account.fields.missing, *account.fields.partly, *account.fields.published]


def history(name: str, told: Sequence[Account]) -> FieldHistory:
    states = [field_state(name, account) for account in told]
    since = len(states) - 1
    while since and states[since - 1] == states[-1]:
        since -= 1
    newest = told[-1].fields
    assert newest is not None
    without = [force for force, names in newest.without.items() if name in names]
    return FieldHistory(field=name, state=states[-1], since=told[since].period.id, always=since == 0, without=without)


def field_state(name: str, account: Account) -> Literal["published", "partly", "missing"]:
    assert account.fields is not None
    if name in account.fields.published:
        return "published"
    return "partly" if name in account.fields.partly else "missing"


def checks_kept(account: Account) -> Point:
    """Checks with the verdict Kept, of those with a verdict either way."""
    verdicts = [check.verdict for check in account.compliance]
    judged = sum(verdict in (KEPT, NOT_KEPT, TOO_CLOSE) for verdict in verdicts)
    if judged:
        return Point(measure="checks_kept", value=float(verdicts.count(KEPT)), of=judged, status="value")
    if NO_TARGET in verdicts:
        return Point(measure="checks_kept", value=None, status="missing", reason=NO_TARGETS)
    return Point(measure="checks_kept", value=None, status="not_published", reason=NO_CHECKS)
