"""The questions that an account's first screen answers, each with one or two sentences and the way to the rest."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from portal.charter.definitions import DOES_NOT_APPLY, KEPT, NOT_KEPT, RECEIPT, TOO_CLOSE
from portal.documents.account import Account, Compliance
from portal.documents.charter import CharterDocument
from portal.documents.figures import Compared, Headline
from portal.places import Kind, boroughs
from portal.web.presentation.figures import format_total, is_untold
from portal.web.presentation.formatting import (
    NOT_KNOWN,
    UNREADABLE,
    decimal,
    format_count,
    format_number,
    format_share,
    format_times,
    join_names,
)
from portal.web.presentation.sentences import (
    did_they_find,
    format_out_of_100,
    headline_of,
    is_it_even,
    what_is_missing,
    which_teams,
)

# The key figures at the head of an account, each with what it stands beside. None is made here.

TITLES = {
    "per_1000": "Searches of a person for every 1,000 residents, in a year",
    "action_rate": "Led to a formal action",
    "black_to_white": "Searches of Black people, beside White",
}
YARDSTICK = "Take care: few of those searched may live here"


@dataclass(frozen=True)
class Card:
    """`beside`: what the figure is of, or what it is elsewhere; empty where there is nothing to add."""

    title: str
    value: str
    beside: str = ""


def cards(account: Account) -> list[Card]:
    """How many, by residents, what came of them, how even, and how much of the year is here.

    None where London's account is of one force only: its figures are none of London.
    """
    if account.only:
        return []
    period = account.period
    months = Card("Months supplied", f"{period.months_supplied} of {period.months_expected}")
    return [searches_card(account), *measure_cards(account), months]


def searches_card(account: Account) -> Card:
    totals = account.totals
    told = ""
    if totals.person_searches is not None and totals.searches:
        told = (
            f"{format_number(totals.person_searches)} of a person, "
            f"{format_number(totals.vehicle_only)} of a vehicle only"
        )
    return Card("Searches", format_total(totals), told)


def measure_cards(account: Account) -> Iterator[Card]:
    """The rate by residents beside London's; the others as the first screen has them, and London's if of the same."""
    compared = {each.measure: each for each in account.comparison.with_london}
    if "per_1000" in compared:
        yield from per_1000_cards(account, compared["per_1000"])
    for measure in ("action_rate", "black_to_white"):
        found = headline_of(account, measure)
        if found is not None and is_untold(found, found.value):
            yield Card(TITLES[measure], NOT_KNOWN, UNREADABLE)
        elif found is not None and found.value is not None:
            yield headline_card(account, found, compared.get(measure))


def per_1000_cards(account: Account, compared: Compared) -> Iterator[Card]:
    if is_untold(compared, compared.now):
        yield Card(TITLES["per_1000"], NOT_KNOWN, UNREADABLE)
    if compared.now is None:
        return
    months = len(account.comparison.london_months)
    told = [f"London: {decimal(compared.then)}"] if compared.then is not None else []
    if months < account.period.months_expected:
        told.append(f"From the {format_count(months, 'month')} that {'is' if months == 1 else 'are'} here whole")
    yield Card(TITLES["per_1000"], decimal(compared.now), ". ".join([*told, *care(account)]))


def headline_card(account: Account, found: Headline, compared: Compared | None) -> Card:
    said = format_share if found.measure == "action_rate" else format_times
    same = compared is not None and compared.now == found.value and compared.then is not None
    told = [f"{format_number(found.searches)} of {format_number(found.of)}"] if found.of is not None else []
    told += [f"London: {said(compared.then)}"] if compared is not None and same else []
    more = care(account) if found.measure == "black_to_white" else []
    return Card(TITLES[found.measure], said(found.value), ". ".join([*told, *more]))


def care(account: Account) -> list[str]:
    return [YARDSTICK] if account.unfair_yardstick else []


CARD_FILTERS = {"cards": cards}


ENDED_WITH_ONE = "searches that it could be told of ended with one, or with an offer that was turned down"
NO_CHECK_OF_RECEIPTS = "Nobody can say: the charter that these figures were measured by has no check of receipts."
NO_CHARTER_HERE = "Nobody can say: the charter that these figures were measured by cannot be read."
JUDGED = (KEPT, NOT_KEPT, TOO_CLOSE)
NOBODY_LIVES_IN_A_TEAM = "Nobody lives in a team, so its searches cannot be set beside residents."
EVERYWHERE = "In every borough of London."
FEW = 4
NOBODY_LIVES_IN_A_FORCE = "Nobody lives in a police force, so its searches cannot be set beside residents."
WHO = "Who was searched stands below."


@dataclass(frozen=True)
class Answer:
    """`section`: the id of the part of the page that tells all of it; empty where the page has none."""

    question: str
    says: str
    section: str


def account_answers(account: Account, charter: CharterDocument | None) -> list[Answer]:
    """In the order of the page; how many and up or down stand above them. `charter`: what measured the account."""
    has_outcomes = bool(account.breakdowns.get("object"))
    return [
        Answer("Did they find anything?", did_they_find(account), "outcome" if has_outcomes else ""),
        evenness_answer(account, has_outcomes),
        teams_or_boroughs(account),
        Answer("Did people get a receipt?", receipts(account, charter), "kept" if account.compliance else ""),
        Answer("Were the promises kept?", promises_kept(account), "kept" if account.compliance else ""),
        Answer("What is missing?", what_is_missing(account), "missing"),
    ]


def receipts(account: Account, charter: CharterDocument | None) -> str:
    """What the charter's check of receipts found: one given, or offered and turned down."""
    if charter is None and account.compliance:
        return NO_CHARTER_HERE
    checks = [check.id for check in charter.with_role(RECEIPT)] if charter else []
    if charter and not checks:
        return NO_CHECK_OF_RECEIPTS
    return receipts_found(next((entry for entry in account.compliance if entry.check in checks), None))


def receipts_found(found: Compliance | None) -> str:
    if found is None or found.status == "not_published":
        return "The police have not published this."
    if found.status == "unknown":
        return f"{NOT_KNOWN}. {UNREADABLE}"
    if found.status == "withheld":
        return found.reason
    between = open_between(found)
    if found.rate is None:  # nothing to judge, or an edition published by an older rule
        told = "There is nothing to judge: no search here came under this check."
        return f"{between.capitalize()} {ENDED_WITH_ONE}." if between else told
    counts = "" if found.judged is None else f" ({format_number(found.passed)} of {format_number(found.judged)})"
    unknown = f" Counting those of which nobody can say, it is {between}." if between else ""
    return f"{format_out_of_100(found.rate)} {ENDED_WITH_ONE}{counts}.{unknown}"


def open_between(found: Compliance) -> str:
    """`between 81 and 85 out of 100`, or `85 out of 100`: what blanks leave open; empty where they leave nothing."""
    if found.low is None or found.high is None:
        return ""
    least, most = f"{100 * found.low:.0f}", f"{100 * found.high:.0f}"
    if least == most:
        return "" if found.rate is not None else format_out_of_100(found.high, inside=True)
    return f"between {least} and {most} out of 100"


def evenness_answer(account: Account, has_groups: bool) -> Answer:
    question = "Is it even?"
    match account.place.kind:
        case Kind.TEAM:
            below = f"{NOBODY_LIVES_IN_A_TEAM} {WHO}"
            return Answer(question, below, "who") if has_groups else Answer(question, NOBODY_LIVES_IN_A_TEAM, "")
        case Kind.FORCE:
            below = f"{NOBODY_LIVES_IN_A_FORCE} {WHO}"
            return Answer(question, below, "who") if has_groups else Answer(question, NOBODY_LIVES_IN_A_FORCE, "")
        case _:
            return Answer(question, is_it_even(account), "even" if account.rates and has_groups else "")


def teams_or_boroughs(account: Account) -> Answer:
    if account.place.kind is Kind.TEAM:
        return Answer("Where did it search?", boroughs_searched(account), "borough")
    return Answer("Which teams searched?", which_teams(account), "team")


def boroughs_searched(account: Account) -> str:
    named = [boroughs()[each.key].name for each in account.breakdowns.get("borough", []) if each.key in boroughs()]
    if len(named) == len(boroughs()):
        return EVERYWHERE
    return f"In {join_names(named) if 0 < len(named) <= FEW else format_count(len(named), 'borough')}."


def promises_kept(account: Account) -> str:
    """How many of the charter's checks were kept, cannot be judged, cannot be made, or are not told here."""
    checks = [entry for entry in account.compliance if not is_figure(entry)]
    if not checks:
        return "Nobody can say: these figures were measured against no charter."
    kinds = Counter(compliance_kind(entry) for entry in checks)
    judged = sum(kinds[verdict] for verdict in JUDGED)
    nothing = kinds["missing"] + kinds["too_few"]
    said = {
        f"{format_number(kinds[KEPT])} of {format_count(judged, 'promise')} with a target "
        f"{was(kinds[KEPT])} kept.": judged,
        f"Of {format_count(len(checks), 'check')}, {format_number(kinds['rate'])} can be made, "
        "but nobody has set a target. "
        "So nobody can say whether that is good enough.": kinds["rate"],
        f"{format_number(kinds['not_published'])} cannot be made: the police have not published what is needed.":
            kinds["not_published"],
        f"{format_number(kinds['unknown'])} {is_or_are(kinds['unknown'])} not known: too many searches have no known "
        "answer.": kinds["unknown"],
        f"{format_number(kinds['withheld'])} {is_or_are(kinds['withheld'])} not told here.": kinds["withheld"],
        f"{format_number(nothing)} {'does' if nothing == 1 else 'do'} not apply here, "
        "or had nothing to judge.": nothing,
    }  # fmt: skip
    told = [sentence for sentence, many in said.items() if many]
    if nothing == len(checks):
        return "There is nothing to judge: no search here came under any check."
    return " ".join(told)


def compliance_kind(entry: Compliance) -> str:
    """A verdict, `rate` where there is no target, else the state of the figure."""
    if entry.verdict in JUDGED:
        return entry.verdict
    return "rate" if entry.status in ("value", "rounded") else entry.status


def is_figure(entry: Compliance) -> bool:
    """It gives a number to read (how strong the grounds were), and asks nothing that is kept or not."""
    return entry.verdict == DOES_NOT_APPLY and entry.status == "value"


def is_or_are(value: int) -> str:
    return "is" if value == 1 else "are"


def was(value: int) -> str:
    return "was" if value == 1 else "were"


FILTERS = {each.__name__: each for each in (account_answers, promises_kept, boroughs_searched)}
