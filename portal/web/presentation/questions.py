"""Questions that a committee may ask, made by rule and only where figures differ by more than chance.

Two shares differ if their 95% Wilson intervals do not overlap: that is stricter than a test at 5%, and needs nothing
but what is published (Newcombe 1998; docs/method.md). A figure of a month or of people searched is never compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.documents.account import Account, Compliance
from portal.documents.charter import CharterDocument
from portal.web.presentation.checks import interval_of
from portal.web.presentation.formatting import field_title, format_count, format_percent, format_times, join_names
from portal.web.presentation.sentences import headline_of

MOST = 8
"""Questions on one page."""


@dataclass(frozen=True)
class Question:
    """`because`: the figures that raise it."""

    because: str
    asks: str


def questions_to_ask(
    account: Account, before: Account | None, london: Account | None, charter: CharterDocument | None
) -> list[Question]:
    """Of the charter against last year and London, of results, of what is missing; the first ones are the gravest."""
    found = [
        *charter_questions(account, before, london, charter),
        *result_questions(account, london),
        *fairness_questions(account),
        *missing_questions(account),
    ]
    return found[:MOST]


def charter_questions(
    account: Account, before: Account | None, london: Account | None, charter: CharterDocument | None
) -> Iterator[Question]:
    titles = {check.id: check.title for check in charter.checks} if charter else {}
    earlier = {entry.check: entry for entry in before.compliance} if before else {}
    elsewhere = {entry.check: entry for entry in london.compliance} if london else {}
    for entry in account.compliance:
        title = titles.get(entry.check, entry.check)
        if (old := earlier.get(entry.check)) and is_below(entry, old):
            because = f"{title}: from {rate(old)} to {rate(entry)} in a year."
            yield Question(because, "What has changed, and what is being done?")
        elif (whole := elsewhere.get(entry.check)) and is_below(entry, whole):
            yield Question(f"{title}: {rate(entry)} here, {rate(whole)} in all of London.", "Why is it lower here?")


def is_below(own: Compliance, other: Compliance) -> bool:
    """Whether its rate is lower than the other's by more than chance."""
    mine, theirs = interval_of(own), interval_of(other)
    return mine is not None and theirs is not None and mine[1] < theirs[0]


def rate(entry: Compliance) -> str:
    return format_percent(entry.rate)


def result_questions(account: Account, london: Account | None) -> Iterator[Question]:
    """Where searches lead to action far less often than in London."""
    own, whole = headline_of(account, "action_rate"), headline_of(london, "action_rate") if london else None
    if own is None or whole is None or own.high is None or whole.low is None or own.high >= whole.low:
        return
    because = (
        f"{format_percent(own.value)} of searches led to an arrest or other action here, "
        f"{format_percent(whole.value)} in London."
    )
    yield Question(because, "Are the reasons for searches strong enough?")


def fairness_questions(account: Account) -> Iterator[Question]:
    """Where Black people are searched more often than White by more than chance, and residents are a fair base."""
    found = headline_of(account, "black_to_white")
    if account.unfair_yardstick or found is None or found.value is None or found.low is None or found.low <= 1:
        return
    because = (
        f"Black people were searched {format_times(found.value)} as often as White people, given how many live here."
    )
    yield Question(because, "How do the police explain the difference, and what do they do about it?")


def missing_questions(account: Account) -> Iterator[Question]:
    gone = account.period.months_expected - account.period.months_supplied
    if gone:
        yield Question(
            f"{format_count(gone, 'month')} of {account.period.months_expected} not full.",
            "When will the police send them?",
        )
    if account.fields and account.fields.missing:
        names = [field_title(name).lower() for name in account.fields.missing[:3]]
        more = len(account.fields.missing) - len(names)
        rest = f" and {more} more" if more else ""
        yield Question(
            f"Nobody publishes: {join_names(names) if not rest else ', '.join(names)}{rest}.",
            "Who has it, and when will it be published?",
        )
