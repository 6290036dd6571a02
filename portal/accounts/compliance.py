"""Counts of states, exact or as ranges, become what an account says of a check."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from portal.accounts.compliance_document import Compliance
from portal.accounts.disclosure.shown import Shown
from portal.accounts.figures import FigureStatus
from portal.accounts.measures import States
from portal.accounts.rates import rounded
from portal.accounts.state_tables import Column
from portal.charter import states
from portal.charter.definitions import FIGURE, RECORD, REVIEW_ITEM, SUPPLY, Check
from portal.charter.states import CANNOT_TELL, FAIL, NOT_APPLICABLE, NOT_PUBLISHED, NOT_RECORDED, PASS
from portal.charter.tally import against_target, judge, leaves_open, of_row, wilson


def exact(check: Check, counts: States, without: Sequence[str] = (), partly: Sequence[str] = ()) -> Compliance:
    """A check whose counts everybody may see."""
    found = judge(check, of_row(counts))
    is_published = counts[NOT_PUBLISHED] < sum(counts.values())
    has_ends = found.judged > 0 and found.low != found.high
    return Compliance(
        check=check.id,
        passed=counts[PASS] if is_published else None,
        **{state: counts[state] if is_published else None for state in OTHERS},
        not_published=counts[NOT_PUBLISHED],
        judged=found.judged if is_published else None,
        rate=rounded(found.rate),
        low=rounded(found.low) if has_ends else None,
        high=rounded(found.high) if has_ends else None,
        verdict=found.verdict,
        status=status_of(counts, is_published, found.rate),
        without=list(without) if is_published else [],
        partly=list(partly) if is_published else [],
        reason="" if is_published or not sum(counts.values()) else why_not_published(check),
        unit=COUNTED[check.unit],
    )


NOT_OURS_YET = {
    "in_rationale": "No rationale has been agreed and published that a search could be set beside.",
    "authorised": "No authorisation has been entered in this portal that a search could be set beside.",
    "inside_authorisation": "No authorisation has been entered in this portal that a search could be set beside.",
}
"""Function -> why nobody can say although the police have published what a record needs."""


def why_not_published(check: Check) -> str:
    return NOT_OURS_YET.get(check.function, states.MEANINGS[NOT_PUBLISHED])


COUNTED: dict[str, Literal["searches", "files", "figures"]] = {
    RECORD: "searches",
    REVIEW_ITEM: "searches",
    SUPPLY: "files",
    FIGURE: "figures",
}
"""A check's unit -> what its counts are of."""
OTHERS = (FAIL, NOT_RECORDED, CANNOT_TELL, NOT_APPLICABLE)


def status_of(counts: States, is_published: bool, rate: float | None) -> FigureStatus:
    if not sum(counts.values()):
        return "missing"
    if not is_published:
        return "not_published"
    return "too_few" if rate is None else "value"


def ranged(
    check: Check,
    column: Column,
    unpublished: int | None,
    without: Sequence[str] = (),
    partly: Sequence[str] = (),
) -> Compliance:
    """A protected check: every count as it may be shown, the rate computed from the ranges alone.

    `unpublished`: None where even that number is protected.
    """
    lowest, highest = rate_ends(check, column, plain)
    low, high = rate_ends(check, column, wilson) if check.sampled else (lowest, highest)
    verdict = states.DOES_NOT_APPLY
    if low is not None:
        worst = lowest_with(check, column, unpublished or 0)
        verdict = against_target(check, judged_least(check, column), worst, high)
    return Compliance(
        check=check.id,
        passed=column[PASS].figure,
        **{state: column[state].figure for state in OTHERS},
        not_published=unpublished,
        rate=rounded(lowest) if lowest == highest else None,
        low=rounded(low),
        high=rounded(high),
        verdict=verdict,
        status="rounded" if low is not None else "too_few",
        ranges={state: (shown.low, shown.high) for state, shown in column.items()},
        without=list(without),
        partly=list(partly),
        unit=COUNTED[check.unit],
    )


def lowest_with(check: Check, column: Column, unpublished: int) -> float | None:
    """The lowest rate that is possible had all failed that is not published (tally.judge says why)."""
    if not unpublished:
        ends = rate_ends(check, column, wilson if check.sampled else plain)
        return ends[0]
    failed = Shown(column[FAIL].low + unpublished, column[FAIL].high + unpublished)
    return rate_ends(check, {**column, FAIL: failed}, wilson if check.sampled else plain)[0]


def bad(check: Check, column: Column) -> Shown:
    """Records that count as not met: failed, and blank where to write it down is the duty."""
    blank = column[NOT_RECORDED] if check.counts_not_recorded else Shown(0, 0)
    return Shown(column[FAIL].low + blank.low, column[FAIL].high + blank.high)


def plain(part: int, whole: int) -> tuple[float, float]:
    """A share where every record was looked at: it has no interval."""
    return part / whole, part / whole


def rate_ends(
    check: Check, column: Column, interval: Callable[[int, int], tuple[float, float]]
) -> tuple[float | None, float | None]:
    """The lowest and highest rate that the ranges leave possible, unknown records counted as failed, then as passed."""
    wrong, right, open_ = bad(check, column), column[PASS], unknown(check, column)
    if not right.high + wrong.high + open_.high:
        return None, None
    least, most = wrong.high + open_.high, wrong.low
    low = interval(right.low, right.low + least)[0] if right.low + least else 0.0
    best = right.high + open_.high
    return low, interval(best, best + most)[1] if best + most else 1.0


def unknown(check: Check, column: Column) -> Shown:
    open_ = column[CANNOT_TELL]
    if leaves_open(check):
        blank = column[NOT_RECORDED]
        return Shown(open_.low + blank.low, open_.high + blank.high)
    return open_


def judged_least(check: Check, column: Column) -> int:
    return column[PASS].low + bad(check, column).low


def unpublished(check: Check) -> Compliance:
    """Nobody published what is needed, where how many records that are is protected."""
    return empty(check, states.UNPUBLISHED, "not_published", why_not_published(check))


def withheld(check: Check, reason: str) -> Compliance:
    return empty(check, states.TOO_FEW if check.target else states.NO_TARGET, "withheld", reason)


def empty(check: Check, verdict: str, status: FigureStatus, reason: str) -> Compliance:
    """A check without a figure here, and why."""
    nothing: Mapping[str, None] = dict.fromkeys((*OTHERS, NOT_PUBLISHED))
    said: dict[str, Any] = {"verdict": verdict, "status": status, "reason": reason, "unit": COUNTED[check.unit]}
    return Compliance(check=check.id, passed=None, **nothing, rate=None, **said)
