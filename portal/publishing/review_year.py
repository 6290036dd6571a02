"""The video review of a financial year: what viewing proves of London, boroughs and teams, and each account's part."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from portal import places
from portal.charter.definitions import REVIEW_ITEM, TOO_FEW, Charter
from portal.disclosure.rounding import published_count
from portal.disclosure.settings import disclosure_settings
from portal.disclosure.words import rounding_words
from portal.documents import canonical
from portal.documents.account import Account, Compliance
from portal.documents.figures import Reviewed, Seen
from portal.documents.review import REVIEW, Answers, NotDrawn, ReviewDocument, UnderRecorded
from portal.editions.archive import Altered, BrokenTombstones, NotPublished, Withdrawn
from portal.editions.history import History
from portal.periods import Period
from portal.places import LONDON, Kind
from portal.publishing.review_places import (
    FEW_IN_ALL,
    RUNNING,
    Telling,
    counted_answers,
    form_answers,
    reviewed_place_name,
)
from portal.publishing.review_states import judged_items, reviewed_checks
from portal.return_standard import PERSON, POLICE
from portal.review.journal import JournalEntry
from portal.review.programme import ACTIVATIONS, NOT_DRAWN, RECORDS, Cells, Programme, final_answers
from portal.review.reading import month_of_item
from portal.review.results import (
    Viewing,
    asked_and_answered,
    coverage,
    in_no_record,
    record_beside,
    supervisor_beside,
    two_reviewers,
    why_no_footage,
)
from portal.review.standard import answer_words, question_fields, review_fields
from portal.review.telling import FEWEST_VIEWED


def review_guarantee() -> str:
    """The rule that figures of the review pass, with its numbers."""
    rounding = ", ".join(filter(None, ["London only", rounding_words(disclosure_settings().people)]))
    return (
        f"What a video shows of the police is counted over at least {FEWEST_VIEWED} viewed searches. What it "
        f"shows of the person searched is given for {rounding}. No search is ever listed."
    )


def entries_of_year(entries: Iterable[JournalEntry], period: Period) -> list[JournalEntry]:
    """The entries of the journal that have to do with a financial year; none with a calendar year."""
    if not period.is_financial:
        return []
    return [entry for entry in entries if period_of_entry(entry, period)]


def period_of_entry(entry: JournalEntry, period: Period) -> bool:
    match entry.kind:
        case "draw":
            return entry.subject in period.months
        case "reviews":
            return any(month_of_item(cells["item"]) in period.months for cells in entry.content["rows"])
        case "questions":
            return any(cells["asked_on"][:7] in period.months for cells in entry.content["rows"])
        case _:
            return False


def review_mark(entries: Sequence[JournalEntry]) -> str:
    """What a year's figures follow from, as a hash: the entries' own, which nobody can guess."""
    return canonical.sha256("".join(entry.sha256 for entry in entries).encode())


@dataclass(frozen=True)
class YearReview:
    """`document`: review.json. `parts`: kind and code of a place -> what its account has of it."""

    document: ReviewDocument
    parts: Mapping[tuple[Kind, str], tuple[Reviewed, list[Seen]]] = field(default_factory=dict)


def review_of_year(
    session: Session, history: History, charter: Charter, entries: Sequence[JournalEntry], accounts: Sequence[Account]
) -> YearReview | None:
    """None where nothing was drawn for the year and nothing sent in. `entries`: the whole journal; `accounts`: London's

    first, as they were measured.
    """
    london = accounts[0]
    period = Period.named(london.period.id)
    if not entries_of_year(entries, period):
        return None
    programme = Programme.of_entries(entries)
    judged = judged_items(session, period, charter, programme, history.renamed)
    told = Telling(charter, judged.viewings, sizes_of(programme, period), is_complete=london.period.complete)
    of_places = told.every_place(accounts)
    own = [name for name in programme.said if month_of_item(name) in period.months]
    checks = [check.id for check in reviewed_checks(charter) if check.unit != REVIEW_ITEM]
    is_told = told.is_complete and told.viewed >= FEWEST_VIEWED
    document = ReviewDocument(
        invented=london.invented,
        period=london.period,
        places=told.places(of_places),
        months=coverage(judged.viewings, reviewed_place_name),
        missing=why_no_footage(judged.viewings, labels_of("footage_reason")),
        beside=[record_beside(check, judged.viewings) for check in checks] if is_told else [],
        agreed=[
            *(two_reviewers(check, judged.viewings) for check in checks),
            supervisor_beside(judged.viewings),
        ] if told.is_complete else [],
        not_drawn=not_drawn(programme, period, is_complete=told.is_complete),
        questions=asked_and_answered(
            [each for each in programme.questions if each["asked_on"][:7] in period.months],
            question_labels("topic"),
            question_labels("outcome"),
        ),
        under_recorded=of_activations(programme, period) if told.is_complete else None,
        people=people_seen(history, period, judged.viewings) if is_told else [],
        changed=sum(programme.changed.get(name, 0) for name in own),
        withdrawn=judged.withdrawn,
        guarantee=review_guarantee(),
    )  # fmt: skip
    return YearReview(document, {name: (each.reviewed, each.seen) for name, each in of_places.items()})


def labels_of(name: str) -> dict[str, str]:
    return {key: answer_words(name, key) for each in review_fields() if each.name == name for key in each.enum}


def question_labels(name: str) -> dict[str, str]:
    return {key: answer_words(name, key) for each in question_fields() if each.name == name for key in each.enum}


def sizes_of(programme: Programme, period: Period) -> dict[str, dict[str, int]]:
    """`borough` and `team` -> name -> searches that could have been drawn in the year."""
    found: dict[str, Counter[str]] = {Kind.BOROUGH: Counter(), Kind.TEAM: Counter()}
    for month in period.months:
        if draws := programme.drawn(month, RECORDS):
            newest = draws[-1]
            found[Kind.BOROUGH].update({each.name: each.size for each in newest.strata if each.kind == Kind.BOROUGH})
            found[Kind.TEAM].update(newest.teams)
    return {kind: dict(counts) for kind, counts in found.items()}


def people_seen(history: History, period: Period, viewings: Sequence[Viewing]) -> list[Answers]:
    """London's figures of what was done to persons: as drawn first in the year, or drawn now; to the nearest five."""
    for number in history.shelf.numbers(period):
        try:
            raw = history.shelf.edition(period, number).read(REVIEW, "It has no review.")
        except (NotPublished, Withdrawn, Altered, BrokenTombstones):
            continue
        if earlier := ReviewDocument.model_validate_json(raw).people:
            return earlier
    rounding = disclosure_settings().people
    return [
        each.model_copy(
            update={
                "answers": [
                    one.model_copy(update={"items": published_count(one.items or 0, rounding)}) for one in each.answers
                ]
            }
        )
        for each in form_answers(viewings, PERSON)
    ]


def not_drawn(programme: Programme, period: Period, *, is_complete: bool) -> list[NotDrawn]:
    """By panel, what it viewed that nobody drew: counts over at least 30, and no rate."""
    of_panel: dict[str, list[Cells]] = {}
    for item, by_role in programme.said.items():
        if item.startswith(NOT_DRAWN) and month_of_item(item) in period.months:
            found = final_answers(by_role)
            if found["footage"] != "none":
                of_panel.setdefault(found["panel"], []).append(found)
    names = {place.slug: place.name for place in (*places.all_of(Kind.BOROUGH), LONDON)}
    told = []
    for panel, own in sorted(of_panel.items()):
        reason = RUNNING if not is_complete else "" if len(own) >= FEWEST_VIEWED else FEW_IN_ALL
        answers = [] if reason else counted_answers(own, POLICE)
        told.append(
            NotDrawn(panel=panel, name=names.get(panel, panel), viewed=len(own), answers=answers, reason=reason)
        )
    return told


def of_activations(programme: Programme, period: Period) -> UnderRecorded | None:
    """Searches in no record; None where no activations were drawn."""
    draws = [each for each in programme.draws if each.sample == ACTIVATIONS and each.month in period.months]
    if not draws:
        return None
    months = {each.month for each in draws}
    recorded = sum(programme.drawn(month, RECORDS)[-1].searches for month in months if programme.drawn(month, RECORDS))
    answers = [
        final_answers(programme.said[item.item]) for each in draws for item in each.items if item.item in programme.said
    ]
    return in_no_record(answers, sum(len(each.items) for each in draws), recorded)


# Accounts get their part.


def with_review(accounts: Sequence[Account], charter: Charter, review: YearReview | None) -> list[Account]:
    """Each account with what reviewers saw there. Checks asked of review items take the reviewers' word first."""
    if review is None:
        return list(accounts)
    asked = [check.id for check in charter.checks if check.unit == REVIEW_ITEM]
    return [reviewed_account(account, review, asked) for account in accounts]


def reviewed_account(account: Account, review: YearReview, asked: Sequence[str]) -> Account:
    part, seen = review.parts[account.place.kind, account.place.code]
    by_check = {each.check: each for each in seen if each.check in asked}
    compliance = [
        as_compliance(entry, by_check[entry.check], account.totals.searches) if entry.check in by_check else entry
        for entry in account.compliance
    ]
    others = [each for each in seen if each.check not in asked]
    return account.model_copy(update={"compliance": compliance, "reviewed": part, "review": others})


def as_compliance(entry: Compliance, seen: Seen, searches: int | None) -> Compliance:
    """The check by the reviewers' word: searches that were not drawn are among those that it is not for."""
    open_ = seen.cannot_tell + seen.unwatched
    ends = [each for each in (seen.low, seen.high, seen.lowest, seen.highest) if each is not None]
    is_told = seen.rate is not None
    return entry.model_copy(
        update={
            "passed": seen.passed,
            "fail": seen.fail,
            "not_recorded": 0,
            "cannot_tell": open_,
            "not_applicable": max(seen.not_applicable, (searches or 0) - seen.passed - seen.fail - open_),
            "not_published": 0,
            "judged": seen.judged,
            "rate": seen.rate,
            "low": min(ends) if is_told else None,
            "high": max(ends) if is_told else None,
            "verdict": seen.verdict if is_told else TOO_FEW,
            "status": "value" if is_told else "too_few",
            "without": [],
            "partly": [],
            "reason": "",
            "reason_code": "",
            "is_returned": False,
            "word_of": "reviewer",
        }
    )
