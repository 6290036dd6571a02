"""What the pages say of the video review: how a check was seen, how much was viewed, and what is not known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from portal.charter.definitions import KEPT, NOT_KEPT, RECEIPT, REVIEW_ITEM, TOO_CLOSE, Check
from portal.documents.account import Account, Compliance
from portal.documents.charter import CharterDocument
from portal.documents.figures import Reviewed, Seen
from portal.documents.review import Agreed, Answers, RecordBeside, ReviewDocument, ReviewedPlace
from portal.places import LONDON, Kind
from portal.web.presentation.checks import RULINGS, VERDICTS
from portal.web.presentation.figures import Mark, Scale, with_reference
from portal.web.presentation.formatting import format_number, format_percent, join_names

NO_REVIEW = "Nobody independent has viewed any footage for this period."
"""What every page says that would tell of a review, and has none to tell of."""
TOO_SMALL = "too few to show"
KEPT_FOR = 30
"""Days after which the police delete video that nobody asked for."""

# One check in one place.


def seen_counts(seen: Seen) -> str:
    """`42 of 50`: those that passed of those that could be judged."""
    return f"{format_number(seen.passed)} of {format_number(seen.judged)}"


def seen_interval(seen: Seen) -> str:
    """`71% to 92%`: what chance leaves open; empty of nothing judged."""
    if seen.low is None or seen.high is None:
        return ""
    return f"{format_percent(seen.low)} to {format_percent(seen.high)}"


def seen_bounds(seen: Seen) -> str:
    """What those could change that nobody could judge; empty where every search drawn was judged."""
    unseen = seen.cannot_tell + seen.unwatched
    if not unseen or seen.lowest is None or seen.highest is None:
        return ""
    low, high = format_percent(seen.lowest), format_percent(seen.highest)
    return f"{low} if all {format_number(unseen)} not judged had failed, {high} if all had passed."


def seen_sentence(seen: Seen) -> str:
    """`On video: 42 of 50 (84%), 71% to 92%.`; of nothing judged it has no percentage."""
    if seen.rate is None:
        return f"On video: none of {format_number(seen.drawn)} could be judged."
    return f"On video: {seen_counts(seen)} ({format_percent(seen.rate)}), {seen_interval(seen)}."


def seen_class(seen: Seen) -> str:
    """How a cell is coloured: only a verdict on a target that somebody set is green or red."""
    if seen.rate is None:
        return "too-few"
    return {KEPT: "kept", NOT_KEPT: "not-kept", TOO_CLOSE: "too-close"}.get(seen.verdict, "no-target")


def seen_shape(seen: Seen) -> str:
    return "-" if seen.rate is None else VERDICTS.get(seen.verdict, "●")


def seen_ruling(seen: Seen) -> str:
    """The verdict where there is a target; empty where nobody set one, or nothing could be judged."""
    return seen.verdict if seen.rate is not None and seen.verdict in RULINGS else ""


def whose_word(found: Compliance, rule: Check | None) -> str:
    """Whose word a figure is, of a check that is asked of searches drawn for review; empty of any other."""
    if rule is None or rule.unit != REVIEW_ITEM or found.rate is None:
        return ""
    return "independent reviewers' word" if found.word_of == "reviewer" else "the records' word"


def seen_scale(rows: Sequence["SeenIn"], london: Seen | None) -> Scale | None:
    """From the tenth below the lowest interval to 100%, with London's rate as what the others stand beside."""
    ends = [row.seen.low for row in rows if row.seen.low is not None]
    if not ends:
        return None
    least = min(floor(10 * min(ends)), 9) / 10
    scale = Scale(least, 1.0, is_log=False, low=f"{100 * least:.0f}", high="100")
    return with_reference(scale, max(london.rate, least)) if london and london.rate is not None else scale


def seen_mark(seen: Seen, scale: Scale | None) -> Mark | None:
    """Its rate as a dot, with its interval; None where it has none."""
    if scale is None or seen.rate is None or seen.low is None or seen.high is None:
        return None
    return scale.mark(seen.low, seen.high, seen.rate)


def seen_if_open(seen: Seen) -> str:
    """`70% to 88%`: the rate if all that nobody could judge had failed, or passed."""
    if seen.lowest is None or seen.highest is None:
        return ""
    return f"{format_percent(seen.lowest)} to {format_percent(seen.highest)}"


# A place: what of its searches was viewed.


def viewed_sentence(reviewed: Reviewed) -> str:
    """How many of those drawn were viewed, and why nothing is told where that is so; without viewing, NO_REVIEW.

    Where not even that is told (of a small team, or a force), the reason alone: nobody is to read it as nothing viewed.
    """
    if reviewed.viewed is None:
        return reviewed.reason
    if not reviewed.viewed:
        return " ".join(each for each in (NO_REVIEW, reviewed.reason) if each)
    viewed = f"{format_number(reviewed.viewed)} of the {format_number(reviewed.drawn)} searches drawn at random"
    return " ".join(each for each in (f"Independent reviewers viewed {viewed}.", reviewed.reason) if each)


def review_of_account(account: Account) -> str:
    """In one or two sentences: what was viewed here, or that nobody viewed anything."""
    return viewed_sentence(account.reviewed) if account.reviewed else NO_REVIEW


def by_check(found: Sequence[Compliance]) -> dict[str, Compliance]:
    """Id of a check -> what it found."""
    return {each.check: each for each in found}


def missing_footage(document: ReviewDocument) -> str:
    """Why there was none, most often first; empty where there was always some, or nobody said why."""
    told = sorted((each for each in document.missing if each.items is not None), key=lambda each: -(each.items or 0))
    few = [inside_sentence(each.label) for each in document.missing if each.items is None]
    parts = [f"{inside_sentence(each.label)} ({format_number(each.items)})" for each in told]
    return join_names([*parts, *(f"{each} ({TOO_SMALL})" for each in few)])


def inside_sentence(label: str) -> str:
    """With a small letter first, unless it begins with letters that stand for words: `BWV was off`."""
    return f"{label[:1].lower()}{label[1:]}" if label[1:2].islower() or label[1:2] == " " else label


# The page of a year.


@dataclass(frozen=True)
class SeenIn:
    """A check in one place."""

    place: ReviewedPlace
    seen: Seen


@dataclass(frozen=True)
class SeenCheck:
    """A check as the page of a year has it: `london`, then `areas` and `teams` of which it is told."""

    id: str
    title: str
    london: Seen | None
    areas: list[SeenIn]
    teams: list[SeenIn]


@dataclass(frozen=True)
class Untold:
    """Places of which nothing is told, all for one reason."""

    reason: str
    places: list[ReviewedPlace]


def check_titles(charter: CharterDocument | None) -> dict[str, str]:
    return {check.id: check.title for check in charter.checks} if charter else {}


def seen_checks(document: ReviewDocument, titles: Mapping[str, str]) -> list[SeenCheck]:
    """Every check that reviewers judged anywhere, in the order of the first place that has it."""
    ids = dict.fromkeys(seen.check for place in document.places for seen in place.seen)
    return [
        SeenCheck(
            check,
            titles.get(check, check),
            next((seen for seen in document.london.seen if seen.check == check), None),
            list(seen_by_place(document.places, check, is_team=False)),
            list(seen_by_place(document.places, check, is_team=True)),
        )
        for check in ids
    ]


def seen_by_place(places: Sequence[ReviewedPlace], check: str, *, is_team: bool) -> Iterator[SeenIn]:
    for place in places:
        if place.kind != LONDON.kind and (place.kind == Kind.TEAM) == is_team:
            yield from (SeenIn(place, seen) for seen in place.seen if seen.check == check)


def places_untold(document: ReviewDocument) -> list[Untold]:
    """Places other than London of which nothing is told, by the reason."""
    found: dict[str, list[ReviewedPlace]] = {}
    for place in document.places:
        if place.kind != LONDON.kind and not place.seen:
            reason = place.reviewed.reason or "Nothing there could be judged."
            found.setdefault(reason, []).append(place)
    return [Untold(reason, places) for reason, places in found.items()]


def first_seen(document: ReviewDocument, charter: CharterDocument | None) -> Seen | None:
    """What the page begins with: whether people got a receipt; else the first check that has a rate. None without."""
    rated = {seen.check: seen for seen in document.london.seen if seen.rate is not None}
    receipts = [check.id for check in charter.with_role(RECEIPT)] if charter else []
    return next((rated[check] for check in [*receipts, *rated] if check in rated), None)


def beside_whole(beside: RecordBeside) -> int:
    """Searches of which both the record and the video say something."""
    return sum(count or 0 for count in (beside.both, beside.record_only, beside.video_only, beside.neither))


def agreed_title(agreed: Agreed, titles: Mapping[str, str]) -> str:
    return (
        "Supervisor and reviewer, on the result"
        if agreed.what == "supervisor"
        else titles.get(agreed.what, agreed.what)
    )


def answers_of(asked: Sequence[Answers], about: str) -> list[Answers]:
    return [each for each in asked if each.about == about]


def measure_of_agreement(value: float | None) -> str:
    """Two decimals; in words where it is not defined."""
    return "not defined" if value is None else f"{value:.2f}"


def items_shown(items: int | None) -> str:
    return TOO_SMALL if items is None else format_number(items)


def points_within(reach: float) -> str:
    """`16 points`: percentage points, the next whole number above."""
    return f"{-int(-100 * reach // 1)} points"


REVIEW_FILTERS = {
    each.__name__: each
    for each in (
        seen_counts,
        seen_interval,
        seen_bounds,
        seen_sentence,
        seen_class,
        seen_shape,
        seen_ruling,
        seen_scale,
        seen_mark,
        seen_if_open,
        whose_word,
        viewed_sentence,
        review_of_account,
        missing_footage,
        by_check,
        beside_whole,
        agreed_title,
        answers_of,
        measure_of_agreement,
        items_shown,
        points_within,
    )
}
