"""The first screen of an account: four questions as tiles, each with one figure, and the promises that Casey named."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from portal.charter.definitions import DOES_NOT_APPLY, KEPT, NOT_KEPT, RECEIPT, TOO_CLOSE, Check
from portal.disclosure.words import OTHERS
from portal.documents.account import Account, Compliance
from portal.documents.charter import CharterDocument
from portal.documents.figures import Compared, Figure, Rate
from portal.places import Kind, boroughs
from portal.web.presentation.account_pages import CHARTER, FAIRNESS, RESULTS, TEAMS, WHERE, AccountPage
from portal.web.presentation.figures import percent
from portal.web.presentation.formatting import (
    NOT_KNOWN,
    UNREADABLE,
    format_count,
    format_number,
    format_percent,
    format_times,
    join_names,
)
from portal.web.presentation.sentences import (
    did_they_find,
    format_in_100,
    headline_of,
    is_it_fair,
    is_known_of_most,
    which_teams,
)

# Tiles: a question, one figure in large print, a mark that shows it, and a sentence.


@dataclass(frozen=True)
class Bar:
    """A line of a tile: its end in percent of the widest, and whether it is the one that is compared with."""

    width: float
    is_other: bool = False


@dataclass(frozen=True)
class Tile:
    """`anchor`: the section of old that it stands for; `page`: where all of it is told, empty where nowhere.

    `big`, `unit`: the figure in large print, empty where there is none. `bars`: one a line; `parts`: of one stacked
    line, in percent; `reference`: where London lies on the one bar.
    """

    anchor: str
    question: str
    page: str
    says: str
    big: str = ""
    unit: str = ""
    bars: tuple[Bar, ...] = ()
    parts: tuple[tuple[float, float], ...] = ()
    reference: float | None = None


def tiles(account: Account, charter: CharterDocument | None, pages: Sequence[AccountPage]) -> list[Tile]:
    """What a reader asks after how many: was there a result, is it fair, was there a receipt, and which teams."""
    named = {page.id for page in pages}
    found = [results_tile(account), *fairness_tiles(account), receipt_tile(account, charter), who_or_where(account)]
    return [tile if tile.page in named else replace(tile, page="") for tile in found]


def in_large(share: float) -> str:
    """`29`, of `29 in 100`; never rounded to a zero or a hundred it is not."""
    return format_in_100(share, inside=True).removesuffix(" in 100")


def with_london(account: Account, measure: str) -> Compared | None:
    """The comparison with London, if it is of the same months as the figure of the first screen."""
    compared = next((each for each in account.comparison.with_london if each.measure == measure), None)
    own = headline_of(account, measure)
    same = compared is not None and own is not None and compared.now == own.value and compared.then is not None
    return compared if same else None


def results_tile(account: Account) -> Tile:
    question, found = "Did searches lead to police action?", headline_of(account, "action_rate")
    if account.only or found is None or found.value is None:
        return Tile("outcome", question, RESULTS.id, did_they_find(account))
    london = with_london(account, "action_rate")
    beside = "" if london is None or london.then is None else f" London: {format_percent(london.then)}."
    counts = f"({format_number(found.searches)} of {format_number(found.of)})"
    says = f"led to an arrest or other police action {counts}.{beside}"
    reference = None if london is None or london.then is None else percent(london.then)
    bars = (Bar(percent(found.value)),)
    return Tile("outcome", question, RESULTS.id, says, in_large(found.value), "in 100", bars, reference=reference)


NOT_BY_RESIDENTS = "Not a fair measure here: many of the people searched live elsewhere."


def fairness_tiles(account: Account) -> Iterator[Tile]:
    """None of a force or a team: nobody lives in one."""
    if not account.place.kind.has_residents:
        return
    question, found = "Is it fair?", headline_of(account, "black_to_white")
    if account.unfair_yardstick:
        yield Tile("even", question, FAIRNESS.id, NOT_BY_RESIDENTS)
        return
    if account.only or found is None or found.value is None:
        yield Tile("even", question, FAIRNESS.id, is_it_fair(account))
        return
    rates = {rate.group: rate for rate in account.rates}
    london = with_london(account, "black_to_white")
    beside = "" if london is None or london.then is None else f" London: {format_times(london.then)}."
    times = format_times(found.value)
    says = f"Black people were searched {times} as often as White people, given how many live here.{beside}"
    bars = tuple(pair_bars(rates.get("white"), rates.get("black")))
    yield Tile("even", question, FAIRNESS.id, says, times.removesuffix(" times"), "times", bars)


def pair_bars(white: Rate | None, black: Rate | None) -> Iterator[Bar]:
    """White above Black, as wide as their rates per 1,000 residents; none where either has no rate."""
    if white is None or black is None or not white.per_1000 or not black.per_1000:
        return
    widest = max(white.per_1000, black.per_1000)
    yield Bar(percent(white.per_1000 / widest), is_other=True)
    yield Bar(percent(black.per_1000 / widest))


def receipt_tile(account: Account, charter: CharterDocument | None) -> Tile:
    question, found = "Did people get a receipt?", receipt_entry(account, charter)
    if found is None or found.rate is None or found.status not in ("value", "rounded"):
        return Tile("kept", question, CHARTER.id, receipts(account, charter))
    counts = "" if found.judged is None else f" ({format_number(found.passed)} of {format_number(found.judged)})"
    says = f"got one, or were offered one{counts}.{blanks_leave(found)}"
    return Tile("kept", question, CHARTER.id, says, in_large(found.rate), "in 100", (Bar(percent(found.rate)),))


def who_or_where(account: Account) -> Tile:
    if account.place.kind is Kind.TEAM:
        named = [each for each in account.breakdowns.get("borough", []) if each.key in boroughs()]
        says = boroughs_searched(account)
        if not named:
            return Tile("borough", "Where did it search?", WHERE.id, says)
        unit = "borough" if len(named) == 1 else "boroughs"
        return Tile("borough", "Where did it search?", WHERE.id, says, str(len(named)), unit, parts=stacked(named))
    question, found = "Which teams searched?", headline_of(account, "teams")
    figures = account.breakdowns.get("team", [])
    if account.only or found is None or not found.value or not is_known_of_most(figures):
        return Tile("team", question, TEAMS.id, which_teams(account))
    says = which_teams(account).partition(". ")[2] or which_teams(account)
    named = [each for each in figures if each.group and not each.key.startswith(OTHERS)]
    unit = "team" if found.value == 1 else "teams"
    return Tile("team", question, TEAMS.id, says, format_number(int(found.value)), unit, parts=stacked(named))


MOST_PARTS = 4


def stacked(figures: Sequence[Figure]) -> tuple[tuple[float, float], ...]:
    """Left edge and width of each part, the largest first, the rest of what is known together; percent of the line."""
    counts = sorted((each.searches or 0 for each in figures), reverse=True)
    if not sum(counts):
        return ()
    parts = [*counts[: MOST_PARTS - 1], sum(counts[MOST_PARTS - 1 :])]
    edges = [0.0]
    for part in parts:
        edges.append(edges[-1] + 100 * part / sum(counts))
    return tuple((round(left, 2), round(right - left, 2)) for left, right in pairwise(edges) if right > left)


# The receipt in a sentence.

ENDED_WITH_ONE = "searches people got a receipt or were offered one"
NO_CHECK_OF_RECEIPTS = "Not known: the charter that these figures were measured by has no check of receipts."
NO_CHARTER_HERE = "Not known: the charter that these figures were measured by cannot be read."


def receipt_entry(account: Account, charter: CharterDocument | None) -> Compliance | None:
    checks = [check.id for check in charter.with_role(RECEIPT)] if charter else []
    return next((entry for entry in account.compliance if entry.check in checks), None)


def receipts(account: Account, charter: CharterDocument | None) -> str:
    """What the charter's check of receipts found: one given, or offered and turned down."""
    if charter is None and account.compliance:
        return NO_CHARTER_HERE
    if charter and not charter.with_role(RECEIPT):
        return NO_CHECK_OF_RECEIPTS
    return receipts_found(receipt_entry(account, charter))


def receipts_found(found: Compliance | None) -> str:
    if found is None or found.status == "not_published":
        return "Police have not published this."
    if found.status == "unknown":
        return f"{NOT_KNOWN}. {UNREADABLE}"
    if found.status == "withheld":
        return found.reason
    if found.rate is None:  # nothing to judge, or an edition published by an older rule
        between = open_between(found)
        return f"In {out_of_100(between)} {ENDED_WITH_ONE}." if between else "This does not apply to any search here."
    counts = "" if found.judged is None else f" ({format_number(found.passed)} of {format_number(found.judged)})"
    return f"In {out_of_100(format_in_100(found.rate, inside=True))} {ENDED_WITH_ONE}{counts}.{blanks_leave(found)}"


def out_of_100(said: str) -> str:
    """`85 of 100`, where `in` stands before it."""
    return said.replace(" in 100", " of 100")


def blanks_leave(found: Compliance) -> str:
    """What the rate could be if it were known of every search; empty where that changes nothing."""
    between = open_between(found)
    return f" With blanks: {between}." if between else ""


def open_between(found: Compliance) -> str:
    """`between 81 and 85 in 100`, or `85 in 100`: what blanks leave open; empty where they leave nothing."""
    if found.low is None or found.high is None:
        return ""
    least, most = f"{100 * found.low:.0f}", f"{100 * found.high:.0f}"
    if least == most:
        return "" if found.rate is not None else format_in_100(found.high, inside=True)
    return f"between {least} and {most} in 100"


# Where a team searched.

EVERYWHERE = "In every borough of London."
FEW = 4


def boroughs_searched(account: Account) -> str:
    named = [boroughs()[each.key].name for each in account.breakdowns.get("borough", []) if each.key in boroughs()]
    if len(named) == len(boroughs()):
        return EVERYWHERE
    return f"In {join_names(named) if 0 < len(named) <= FEW else format_count(len(named), 'borough')}."


# How the charter was kept, all checks together; and the few that stand on the first screen.

JUDGED = (KEPT, NOT_KEPT, TOO_CLOSE)
SHOWN_FIRST = ("C01", "C02", "C03", "V01")
"""What Casey named as the least (name, shoulder number, reason; the receipt has a tile of its own), and the camera; of

another charter the first of its checks.
"""


@dataclass(frozen=True)
class Promise:
    """One check on the first screen: its rule in the charter, and what it found here."""

    check: Check
    found: Compliance


def first_promises(account: Account, charter: CharterDocument | None) -> list[Promise]:
    """The few checks of the first screen; none where the charter cannot be read."""
    if charter is None:
        return []
    found = {entry.check: entry for entry in account.compliance}
    asked = [check for check in charter.checks if check.id in found]
    chosen = [check for check in asked if check.id in SHOWN_FIRST] or asked[: len(SHOWN_FIRST)]
    return [Promise(check, found[check.id]) for check in chosen]


def promises_kept(account: Account) -> str:
    """How many of the charter's checks were kept, have no target, cannot be made, or are not shown here."""
    checks = [entry for entry in account.compliance if not is_figure(entry)]
    if not checks:
        return "Not known: these figures were not measured against a charter."
    kinds = Counter(compliance_kind(entry) for entry in checks)
    judged = sum(kinds[verdict] for verdict in JUDGED)
    nothing = kinds["missing"] + kinds["too_few"]
    if nothing == len(checks):
        return "No check applies to any search here."
    asked = len(checks) - nothing
    said = {
        f"{format_number(kinds[KEPT])} of {format_count(judged, 'promise')} with a target "
        f"{was(kinds[KEPT])} kept.": judged,
        f"We can measure {format_number(kinds['rate'])} of the {format_count(asked, 'check')} that apply here. "
        "Nobody has set a target for them, so we cannot say pass or fail.": kinds["rate"],
        f"Police have not published enough for {format_number(kinds['not_published'])}.": kinds["not_published"],
        f"{format_number(kinds['unknown'])} {is_or_are(kinds['unknown'])} not known: too many searches have no known "
        "answer.": kinds["unknown"],
        f"{format_number(kinds['withheld'])} {is_or_are(kinds['withheld'])} not shown here, to protect people.":
            kinds["withheld"],
    }  # fmt: skip
    return " ".join(sentence for sentence, many in said.items() if many)


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


FILTERS = {each.__name__: each for each in (tiles, first_promises, promises_kept, boroughs_searched)}
