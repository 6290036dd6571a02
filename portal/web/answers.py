"""The questions that an account's first screen answers, each with one or two sentences and the way to the rest."""

from collections import Counter
from dataclasses import dataclass

from portal.accounts.compliance_document import Compliance
from portal.accounts.document import Account
from portal.charter.states import DOES_NOT_APPLY, KEPT, NOT_KEPT, TOO_CLOSE
from portal.places import Kind, boroughs
from portal.web.sentences import did_they_find, is_it_even, out_of_100, what_is_missing, which_teams
from portal.web.words import NOT_KNOWN, UNREADABLE, counted, joined, number

ENDED_WITH_ONE = "searches that it could be told of ended with one, or with an offer that was turned down"
RECEIPT = "C05"
"""The check of the charter that asks for the receipt."""
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


def answers(account: Account) -> list[Answer]:
    """In the order of the page; how many and up or down stand above them."""
    has_outcomes = bool(account.breakdowns.get("object"))
    return [
        Answer("Did they find anything?", did_they_find(account), "outcome" if has_outcomes else ""),
        evenness(account, has_outcomes),
        teams_or_boroughs(account),
        Answer("Did people get a receipt?", receipts(account), "kept" if account.compliance else ""),
        Answer("Were the promises kept?", promises_kept(account), "kept" if account.compliance else ""),
        Answer("What is missing?", what_is_missing(account), "missing"),
    ]


def receipts(account: Account) -> str:
    """What check C05 found: a receipt given, or offered and turned down."""
    found = next((entry for entry in account.compliance if entry.check == RECEIPT), None)
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
    counts = "" if found.judged is None else f" ({number(found.passed)} of {number(found.judged)})"
    unknown = f" Counting those of which nobody can say, it is {between}." if between else ""
    return f"{out_of_100(found.rate)} {ENDED_WITH_ONE}{counts}.{unknown}"


def open_between(found: Compliance) -> str:
    """`between 81 and 85 out of 100`, or `85 out of 100`: what blanks leave open; empty where they leave nothing."""
    if found.low is None or found.high is None:
        return ""
    least, most = f"{100 * found.low:.0f}", f"{100 * found.high:.0f}"
    if least == most:
        return "" if found.rate is not None else out_of_100(found.high, inside=True)
    return f"between {least} and {most} out of 100"


def evenness(account: Account, has_groups: bool) -> Answer:
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
    return f"In {joined(named) if 0 < len(named) <= FEW else counted(len(named), 'borough')}."


def promises_kept(account: Account) -> str:
    """How many of the charter's checks were kept, cannot be judged, cannot be made, or are not told here."""
    checks = [entry for entry in account.compliance if not is_figure(entry)]
    if not checks:
        return "Nobody can say: these figures were measured against no charter."
    kinds = Counter(kind_of(entry) for entry in checks)
    judged = sum(kinds[verdict] for verdict in JUDGED)
    nothing = kinds["missing"] + kinds["too_few"]
    said = {
        f"{number(kinds[KEPT])} of {counted(judged, 'promise')} with a target {was(kinds[KEPT])} kept.": judged,
        f"Of {counted(len(checks), 'check')}, {number(kinds['rate'])} can be made, but nobody has set a target. "
        "So nobody can say whether that is good enough.": kinds["rate"],
        f"{number(kinds['not_published'])} cannot be made: the police have not published what is needed.":
            kinds["not_published"],
        f"{number(kinds['unknown'])} {is_or_are(kinds['unknown'])} not known: too many searches have no known "
        "answer.": kinds["unknown"],
        f"{number(kinds['withheld'])} {is_or_are(kinds['withheld'])} not told here.": kinds["withheld"],
        f"{number(nothing)} {'does' if nothing == 1 else 'do'} not apply here, or had nothing to judge.": nothing,
    }  # fmt: skip
    told = [sentence for sentence, many in said.items() if many]
    if nothing == len(checks):
        return "There is nothing to judge: no search here came under any check."
    return " ".join(told)


def kind_of(entry: Compliance) -> str:
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


FILTERS = {each.__name__: each for each in (answers, promises_kept, boroughs_searched)}
