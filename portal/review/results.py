"""From viewed searches to figures: of a check in a place, record beside video, two reviewers, searches in no record.

Values in, documents' parts out. What an item's state is under a check is judged before (publishing.review_year), by
the charter's own rules, of the record and of the video alike.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from portal.charter import definitions
from portal.charter.definitions import CANNOT_TELL, FAIL, NOT_APPLICABLE, NOT_PUBLISHED, NOT_RECORDED, PASS, Check
from portal.charter.tally import against_target, share_or_none
from portal.documents.figures import Reviewed, Seen
from portal.documents.review import Agreed, Counted, Questions, RecordBeside, ReviewMonth, UnderRecorded
from portal.review.agreement import Pairs, agreement
from portal.review.estimates import Weighed, under_recorded, weighed_estimate
from portal.review.telling import FEWEST_VIEWED

VIEWED, NO_FOOTAGE, NOT_VIEWED = "viewed", "no_footage", "not_viewed"
UNWATCHED = "unwatched"
"""The state of an item that nobody saw: without footage, or not viewed yet."""
SUPERVISOR = "supervisor"
DIGITS = 4
LATEST = 30
"""Days after a search when its footage is usually deleted (DOMAIN.md 2)."""
States = Mapping[str, str]


@dataclass(frozen=True)
class Viewing:
    """An item. `watched`: VIEWED, NO_FOOTAGE or NOT_VIEWED; `missing`: why there is no footage.

    `stratum`: what it was drawn with, a borough's month; `chance`: that it was drawn. `video`, `record`: states.
    `answers`: column of the reviewers' form -> what holds; `first`, `second`: the two reviewers' states, where two
    looked. `supervisor`: whether the supervisor passed the search, and whether the reviewer did.
    """

    item: str
    month: str
    borough: str
    force: str
    team: str
    stratum: str
    chance: float
    watched: str
    missing: str = ""
    is_late: bool = False
    video: States = field(default_factory=dict)
    record: States = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    first: States | None = None
    second: States | None = None
    supervisor: tuple[bool, bool] | None = None


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def seen_check(check: Check, viewings: Sequence[Viewing]) -> Seen:
    """What reviewers saw of the check in a place. The verdict is Kept only if it would be so had all failed that nobody

    could judge: else footage that is missing would pass.
    """
    counts = Counter(each.video[check.id] for each in viewings)
    judged = [
        Weighed(each.stratum, each.video[check.id] == PASS, each.chance)
        for each in viewings
        if each.video[check.id] in (PASS, FAIL)
    ]
    found = weighed_estimate(judged)
    lowest, highest = (weighed_bound(check.id, viewings, good) for good in ((PASS,), (PASS, CANNOT_TELL, UNWATCHED)))
    verdict = definitions.DOES_NOT_APPLY if counts[NOT_APPLICABLE] == len(viewings) else definitions.TOO_FEW
    if found and lowest is not None and highest is not None:
        verdict = against_target(check, len(judged), min(found.low, lowest), max(found.high, highest))
    return Seen(
        check=check.id,
        drawn=len(viewings),
        passed=counts[PASS],
        fail=counts[FAIL],
        cannot_tell=counts[CANNOT_TELL],
        unwatched=counts[UNWATCHED],
        not_applicable=counts[NOT_APPLICABLE],
        judged=len(judged),
        rate=rounded(found.share if found else None),
        low=rounded(found.low if found else None),
        high=rounded(found.high if found else None),
        lowest=rounded(lowest),
        highest=rounded(highest),
        verdict=verdict,
    )


def weighed_bound(check: str, viewings: Sequence[Viewing], good: Sequence[str]) -> float | None:
    """The weighed share of states in `good` among all that the check is for; None of nothing."""
    asked = [each for each in viewings if each.video[check] != NOT_APPLICABLE]
    whole = sum(1 / each.chance for each in asked)
    return sum(1 / each.chance for each in asked if each.video[check] in good) / whole if asked else None


def reviewed_part(viewings: Sequence[Viewing], searches: int, reason: str = "", code: str = "") -> Reviewed:
    """`searches`: those of the place that could have been drawn."""
    watched = Counter(each.watched for each in viewings)
    return Reviewed(
        searches=searches,
        drawn=len(viewings),
        viewed=watched[VIEWED],
        no_footage=watched[NO_FOOTAGE],
        not_viewed=watched[NOT_VIEWED],
        late=sum(each.is_late for each in viewings),
        reason=reason,
        reason_code=code,
    )


def coverage(viewings: Sequence[Viewing], name: Callable[[str], str]) -> list[ReviewMonth]:
    """A row for each month in London, then one for each month and borough. `name`: of a borough's code."""
    rows: list[ReviewMonth] = []
    for place_of in (lambda each: "london", lambda each: each.borough):
        grouped: dict[tuple[str, str], list[Viewing]] = {}
        for each in viewings:
            grouped.setdefault((each.month, place_of(each)), []).append(each)
        for (month, place), own in sorted(grouped.items()):
            told = reviewed_part(own, 0).model_dump(include={"drawn", "viewed", "no_footage", "not_viewed", "late"})
            rows.append(ReviewMonth(month=month, place=place, name=name(place), **told))
    return rows


def why_no_footage(viewings: Iterable[Viewing], labels: Mapping[str, str]) -> list[Counted]:
    """Why footage was not there, in the order of `labels`, and how often."""
    counts = Counter(each.missing for each in viewings if each.watched == NO_FOOTAGE)
    return [Counted(key=key, label=label, items=counts[key]) for key, label in labels.items() if counts[key]]


def record_beside(check: str, viewings: Sequence[Viewing]) -> RecordBeside:
    """The record beside the video; null counts would be told by others, so all or none: `too_few` under 30."""
    judged = [each for each in viewings if each.video[check] in (PASS, FAIL)]
    both = [each for each in judged if each.record.get(check) in (PASS, FAIL)]
    blank = [each for each in judged if each.record.get(check) in (NOT_RECORDED, NOT_PUBLISHED)]
    pairs = Counter((each.record[check], each.video[check]) for each in both)
    if len(judged) < FEWEST_VIEWED:
        untold = dict.fromkeys(("both", "record_only", "video_only", "neither", "without_record"))
        return RecordBeside(check=check, **untold, status="too_few")
    return RecordBeside(
        check=check,
        both=pairs[PASS, PASS],
        record_only=pairs[PASS, FAIL],
        video_only=pairs[FAIL, PASS],
        neither=pairs[FAIL, FAIL],
        without_record=len(blank),
    )


def agreed_of_pairs(what: str, pairs: Iterable[tuple[bool, bool]]) -> Agreed:
    """`pairs`: whether each of two passed an item. Nothing but their number is told of fewer than 30."""
    counts = Counter(pairs)
    found = Pairs(counts[True, True], counts[True, False], counts[False, True], counts[False, False])
    measured = agreement(found)
    if found.whole < FEWEST_VIEWED or measured is None:
        nothing = dict.fromkeys(("both", "first_only", "second_only", "neither", "share", "ac1", "kappa"))
        return Agreed(what=what, pairs=found.whole, **nothing, status="too_few")
    return Agreed(
        what=what,
        pairs=found.whole,
        both=found.both,
        first_only=found.first_only,
        second_only=found.second_only,
        neither=found.neither,
        share=rounded(measured.share),
        ac1=rounded(measured.ac1),
        kappa=rounded(measured.kappa),
    )


def two_reviewers(check: str, viewings: Iterable[Viewing]) -> Agreed:
    """Items that two judged, blind, under a check."""
    pairs = [
        (each.first[check] == PASS, each.second[check] == PASS)
        for each in viewings
        if each.first and each.second and {each.first[check], each.second[check]} <= {PASS, FAIL}
    ]
    return agreed_of_pairs(check, pairs)


def supervisor_beside(viewings: Iterable[Viewing]) -> Agreed:
    """The supervisor's result of a record beside the independent reviewer's."""
    return agreed_of_pairs(SUPERVISOR, (each.supervisor for each in viewings if each.supervisor))


def asked_and_answered(
    questions: Iterable[Mapping[str, str]], topics: Mapping[str, str], outcomes: Mapping[str, str]
) -> list[Questions]:
    """By topic, in the order of `topics`; what has no answer yet is asked and not answered."""
    grouped: dict[str, list[Mapping[str, str]]] = {}
    for each in questions:
        grouped.setdefault(each["topic"], []).append(each)
    found = []
    for topic, title in topics.items():
        own = grouped.get(topic, [])
        if not own:
            continue
        answered = [each for each in own if each["answered_on"]]
        days = [
            (date.fromisoformat(each["answered_on"]) - date.fromisoformat(each["asked_on"])).days for each in answered
        ]
        counts = Counter(each["outcome"] for each in answered)
        told = [Counted(key=key, label=label, items=counts[key]) for key, label in outcomes.items() if counts[key]]
        found.append(
            Questions(
                topic=topic,
                title=title,
                asked=len(own),
                answered=len(answered),
                days=float(median(days)) if days else None,
                outcomes=told,
            )
        )
    return found


def in_no_record(answers: Sequence[Mapping[str, str]], activations: int, recorded: int) -> UnderRecorded:
    """Of items drawn from camera activations. `answers`: of those viewed. `recorded`: searches of the same months."""
    seen = [each for each in answers if each.get("search_seen") == "yes" and each.get("record_found") in ("yes", "no")]
    without = sum(each["record_found"] == "no" for each in seen)
    found = under_recorded(without, len(seen), recorded) if len(seen) >= FEWEST_VIEWED else None
    is_told = len(seen) >= FEWEST_VIEWED
    return UnderRecorded(
        activations=activations,
        seen=len(seen),
        without_record=without if is_told else None,
        share=rounded(share_or_none(without, len(seen))) if is_told else None,
        low=rounded(found.low) if found else None,
        high=rounded(found.high) if found else None,
        recorded=recorded,
        total=round(found.total) if found else None,
        total_low=round(found.total_low) if found else None,
        total_high=round(found.total_high) if found else None,
        status="value" if is_told else "too_few",
    )
