"""Counts of states become what an account says of a check."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from portal.accounts.checks.states import States
from portal.accounts.counting.rates import round_or_none
from portal.charter import definitions
from portal.charter.definitions import (
    CANNOT_TELL,
    FAIL,
    FIGURE,
    NOT_APPLICABLE,
    NOT_PUBLISHED,
    NOT_RECORDED,
    PASS,
    RECORD,
    REVIEW_ITEM,
    SUPPLY,
    Check,
)
from portal.charter.tally import Judgement, judge, of_row
from portal.disclosure.rounding import counts_behind, published_count
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import people_sentence, police_sentence
from portal.documents.account import Compliance
from portal.documents.figures import FigureStatus
from portal.documents.reason_codes import PEOPLE


def exact(
    check: Check,
    counts: States,
    without: Sequence[str] = (),
    partly: Sequence[str] = (),
    *,
    is_returned: bool = False,
) -> Compliance:
    """A check as it was counted. `is_returned`: over groups of searches of a return, which nobody else tells.

    Such counts are rounded where the operator wants it so.
    """
    if is_returned and not disclosure_settings().police.is_exact and counts[NOT_PUBLISHED] < sum(counts.values()):
        return of_police(check, counts, without, partly)
    found = judge(check, of_row(counts))
    is_published = counts[NOT_PUBLISHED] < sum(counts.values())
    has_ends = found.judged > 0 and found.low != found.high
    return Compliance(
        check=check.id,
        passed=counts[PASS] if is_published else None,
        **{state: counts[state] if is_published else None for state in OTHERS},
        not_published=counts[NOT_PUBLISHED],
        judged=found.judged if is_published else None,
        rate=round_or_none(found.rate),
        low=round_or_none(found.low) if has_ends else None,
        high=round_or_none(found.high) if has_ends else None,
        verdict=found.verdict,
        status=status_of(counts, is_published, found.rate),
        without=list(without) if is_published else [],
        partly=list(partly) if is_published else [],
        reason="" if is_published or not sum(counts.values()) else why_not_published(check),
        unit=COUNTED[check.unit],
        is_returned=is_returned and is_published,
    )


NOT_OURS_YET = {
    "in_rationale": "No rationale has been agreed and published that a search could be set beside.",
    "authorised": "No authorisation has been entered in this portal that a search could be set beside.",
    "inside_authorisation": "No authorisation has been entered in this portal that a search could be set beside.",
}
"""Function -> why nobody can say although the police have published what a record needs."""


def why_not_published(check: Check) -> str:
    return NOT_OURS_YET.get(check.function, definitions.MEANINGS[NOT_PUBLISHED])


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


def people_compliance(check: Check, published: Mapping[str, int | None]) -> Compliance:
    """A check that tells of a person: each count as it is published, the rate from these alone.

    `published`: disclosure.people.people_figures of the check. Without every count that a rate needs there is none.
    """
    counts: States = {
        **dict.fromkeys(definitions.STATES, 0),
        **{state: count or 0 for state, count in published.items()},
    }
    found = judge(check, of_row(counts))
    needed = (PASS, FAIL, *((NOT_RECORDED,) if check.counts_not_recorded else ()))
    is_told = all(published.get(state) is not None for state in needed)
    entry = empty_compliance(
        check,
        definitions.TOO_FEW if check.target else definitions.NO_TARGET,
        "withheld",
        people_sentence(disclosure_settings()),
    )
    told = {"passed": published.get(PASS), **{state: published.get(state) for state in published if state != PASS}}
    rate = {"rate": round_or_none(found.rate), "judged": found.judged, "verdict": found.verdict} if is_told else {}
    return entry.model_copy(
        update={
            "reason_code": PEOPLE,
            "is_returned": True,
            "status": "rounded" if is_told else "withheld",
            **told,
            **rate,
        }
    )


def of_police(check: Check, counts: States, without: Sequence[str], partly: Sequence[str]) -> Compliance:
    """A check of the police with each count as it is published; rate, ends and verdict from these alone."""
    settings = disclosure_settings()
    published = {state: published_count(counts[state], settings.police) for state in definitions.STATES}
    least, most = (judge_at_bound(check, published, end) for end in (0, 1))
    needed = (PASS, FAIL, *((NOT_RECORDED,) if check.counts_not_recorded else ()))
    open_ = (CANNOT_TELL, *((NOT_RECORDED,) if check.leaves_open else ()))
    is_told = all(published[state] is not None for state in needed) and least.judged > 0
    has_ends = is_told and all(published[state] is not None for state in open_) and least.low != least.high
    verdict = least.verdict if least.verdict == most.verdict else definitions.TOO_CLOSE
    without_rate = definitions.TOO_FEW if check.target else definitions.NO_TARGET
    return Compliance(
        check=check.id,
        passed=published[PASS],
        **{state: published[state] for state in (*OTHERS, NOT_PUBLISHED)},
        judged=least.judged if is_told else None,
        rate=round_or_none(least.rate) if is_told else None,
        low=round_or_none(least.low) if has_ends else None,
        high=round_or_none(least.high) if has_ends else None,
        verdict=verdict if is_told else without_rate,
        status="rounded" if is_told else "withheld",
        without=list(without),
        partly=list(partly),
        reason="" if is_told else police_sentence(settings),
        unit=COUNTED[check.unit],
        is_returned=True,
    )


def judge_at_bound(check: Check, published: Mapping[str, int | None], end: int) -> Judgement:
    """What the counts say where those that are too small are as small (0) or as large (1) as they may be."""
    few = counts_behind(None, disclosure_settings().police)[end]
    return judge(check, of_row({state: few if count is None else count for state, count in published.items()}))


def unpublished_compliance(check: Check) -> Compliance:
    """Nobody published what is needed, of records that nobody can count."""
    return empty_compliance(check, definitions.UNPUBLISHED, "not_published", why_not_published(check))


def withheld(check: Check, reason: str, code: str) -> Compliance:
    found = empty_compliance(check, definitions.TOO_FEW if check.target else definitions.NO_TARGET, "withheld", reason)
    return found.model_copy(update={"reason_code": code})


def empty_compliance(check: Check, verdict: str, status: FigureStatus, reason: str) -> Compliance:
    """A check without a figure here, and why."""
    nothing: Mapping[str, None] = dict.fromkeys((*OTHERS, NOT_PUBLISHED))
    said: dict[str, Any] = {"verdict": verdict, "status": status, "reason": reason, "unit": COUNTED[check.unit]}
    return Compliance(check=check.id, passed=None, **nothing, rate=None, **said)
