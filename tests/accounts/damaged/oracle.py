"""What an account says as a value, held against the searches as they were before any damage: plain Python, no frames.

A count that has unknowns beside it says "at least"; a share, rate or ratio has an interval or a range. Within these
the truth has to lie. Where a figure has another status than `value`, nothing is claimed and nothing is held against it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from portal import residents
from portal.documents.account import Account
from portal.documents.figures import Compared, Figure
from portal.places import Kind, boroughs_within, find_place
from tests.accounts.damaged.world import Search

GROUPS = {"White": "white", "Black": "black", "Asian": "asian", "Mixed": "mixed"}
AGES = {"10-17": "10_to_17", "18-24": "18_to_24", "25-34": "25_to_34", "over 34": "over_34"}
OUTCOMES = {"A no further action disposal": "no_further_action", "Arrest": "arrest",
            "Community resolution": "community_resolution"}  # fmt: skip
ACTIONS = {"arrest", "community_resolution"}
POWERS = {"Misuse of Drugs Act 1971 (section 23)": "misuse_of_drugs_s23",
          "Police and Criminal Evidence Act 1984 (section 1)": "pace_s1",
          "Criminal Justice and Public Order Act 1994 (section 60)": "cjpoa_s60"}  # fmt: skip
OBJECTS = {"Controlled drugs": "controlled_drugs", "Offensive weapons": "offensive_weapons",
           "Stolen goods": "stolen_goods"}  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNKNOWN = {"not_recorded", "not_published", "not_stated", "no_point", "outside_london"}
PERSONAL = {"self_defined_ethnicity", "officer_defined_ethnicity", "age", "gender"}
TOLERANCE = 2e-6


def ethnicity(search: Search) -> str:
    text = search.cells["Self-defined ethnicity"]
    if text.endswith("Not stated"):
        return "not_stated"
    return GROUPS[text.split(" ")[0].split("/")[0]] if text else "not_recorded"


KEYS: dict[str, Callable[[Search], str]] = {
    "self_defined_ethnicity": ethnicity,
    "officer_defined_ethnicity": lambda s: s.cells["Officer-defined ethnicity"].casefold() or "not_recorded",
    "age": lambda s: AGES.get(s.cells["Age range"], "not_recorded"),
    "gender": lambda s: s.cells["Gender"].casefold(),
    "outcome": lambda s: OUTCOMES.get(s.cells["Outcome"], "not_recorded"),
    "power": lambda s: POWERS[s.cells["Legislation"]],
    "object": lambda s: OBJECTS[s.cells["Object of search"]],
    "hour": lambda s: f"hour_{s.london.hour:02}",
    "day": lambda s: DAYS[s.london.weekday()],
    "borough": lambda s: s.borough,
    "force": lambda s: s.force,
}


def is_person(search: Search) -> bool:
    return search.cells["Type"] != "Vehicle search"


def wrong(account: Account, everywhere: Sequence[Account], searches: Sequence[Search]) -> Iterator[str]:
    """Every figure that is claimed and is not so. `searches`: London's, of the months that anything came of."""
    own = of_account(account, searches)
    checks = (totals, months, breakdowns, told_apart, outcome_rates, rates, crossed)
    found = [complaint for check in checks for complaint in check(account, own)]
    for complaint in (*found, *beside_london(account, everywhere, searches)):
        yield f"{account.place.name}: {complaint}"


def of_account(account: Account, searches: Sequence[Search]) -> list[Search]:
    match account.place.kind:
        case Kind.LONDON:
            return list(searches)
        case Kind.FORCE:
            return [search for search in searches if search.force == account.place.code]
        case _:
            within = boroughs_within(find_place(account.place.kind, account.place.code))
            return [search for search in searches if search.borough in within]


def unless(condition: bool, complaint: str) -> Iterator[str]:
    if not condition:
        yield complaint


def totals(account: Account, own: Sequence[Search]) -> Iterator[str]:
    if account.totals.status == "value":
        yield from unless(account.totals.searches == len(own), f"total {account.totals.searches}, not {len(own)}")


def months(account: Account, own: Sequence[Search]) -> Iterator[str]:
    for month in account.monthly:
        there = [search for search in own if search.month == month.month]
        if month.status == "value":
            yield from unless(month.searches == len(there), f"{month.month} {month.searches}, not {len(there)}")
            if month.persons is not None:
                persons = sum(map(is_person, there))
                most = month.persons + unknown_kinds(account)
                yield from unless(month.persons <= persons <= most, f"{month.month} persons {month.persons}, {persons}")


def unknown_kinds(account: Account) -> int:
    """Searches whose kind nobody can read: any may be of a person."""
    return next((each.unknown for each in account.apart if each.id == "vehicle_only"), 0)


def open_(figures: Sequence[Figure]) -> int:
    """What stands in a breakdown without an answer: as many more may belong to any row."""
    return sum(each.searches or 0 for each in figures if is_open(each.key))


def is_open(key: str) -> bool:
    return key in UNKNOWN or key.startswith("unlisted_")


def breakdowns(account: Account, own: Sequence[Search]) -> Iterator[str]:
    for field, key in KEYS.items():
        over = [search for search in own if is_person(search)] if field in PERSONAL else own
        figures = account.breakdowns.get(field, [])
        more = open_(figures) + (unknown_kinds(account) if field in PERSONAL else 0)
        truths = Counter(map(key, over))
        for each in figures:
            if each.status != "value" or is_open(each.key):
                continue
            truth = truths[each.key]
            least = each.searches or 0
            yield from unless(least <= truth <= least + more, f"{field} {each.key} {least} (+{more}), not {truth}")


def crossed(account: Account, own: Sequence[Search]) -> Iterator[str]:
    for name, (row, column) in {"object_by_outcome": ("object", "outcome"), "day_by_hour": ("day", "hour")}.items():
        cells = account.crossed.get(name, [])
        known = [cell for cell in cells if not (is_open(cell.row) or is_open(cell.column))]
        more = sum(cell.searches for cell in cells) - sum(cell.searches for cell in known)
        truths = Counter((KEYS[row](search), KEYS[column](search)) for search in own)
        for cell in known:
            truth = truths[cell.row, cell.column]
            if cell.status == "value":
                yield from unless(cell.searches <= truth <= cell.searches + more, f"{name} {cell}: {truth}")


def told_apart(account: Account, own: Sequence[Search]) -> Iterator[str]:
    belongs_to = {
        "section_60": lambda s: KEYS["power"](s) == "cjpoa_s60",
        "under_18": lambda s: is_person(s) and KEYS["age"](s) == "10_to_17",
        "vehicle_only": lambda s: not is_person(s),
    }
    for each in account.apart:
        if each.status != "value" or each.searches is None:
            continue
        truth = sum(map(belongs_to[each.id], own))
        most = each.searches + each.unknown
        yield from unless(each.searches <= truth <= most, f"{each.id} {each.searches} to {most}, not {truth}")
        over = sum(map(is_person, own)) if each.id == "under_18" else len(own)
        if each.if_unknown_low is not None and each.if_unknown_high is not None and over:
            inside = each.if_unknown_low - TOLERANCE <= truth / over <= each.if_unknown_high + TOLERANCE
            is_exact = not unknown_kinds(account) or each.id != "under_18"
            yield from unless(inside or not is_exact, f"{each.id} share {each.share}, not {truth / over}")


def outcome_rates(account: Account, own: Sequence[Search]) -> Iterator[str]:
    for each in account.outcome_rates:
        if each.status != "value" or each.rate is None or is_open(each.key):
            continue
        over = own if each.by == "all" else [s for s in own if KEYS[each.by](s) == each.key]
        if each.by == "self_defined_ethnicity":
            over = [search for search in over if is_person(search)]
        known = [KEYS["outcome"](search) for search in over if KEYS["outcome"](search) != "not_recorded"]
        led = sum(outcome in ACTIONS if each.measure == "action" else outcome == "arrest" for outcome in known)
        if known:
            ends = (each.low, each.high, each.if_unknown_low, each.if_unknown_high)
            name = f"{each.measure} by {each.by} {each.key}"
            yield from inside(name, led / len(known), each.rate, ends)


def inside(name: str, truth: float, told: float, ends: Sequence[float | None]) -> Iterator[str]:
    """The truth lies within the interval or the range that the figure states."""
    known = [end for end in ends if end is not None]
    is_inside = min([told, *known]) - TOLERANCE <= truth <= max([told, *known]) + TOLERANCE
    yield from unless(is_inside, f"{name} {told} ({known}), not {truth}")


def rates(account: Account, own: Sequence[Search]) -> Iterator[str]:
    persons = [ethnicity(search) for search in own if is_person(search)]
    living = residents.residents_of(find_place(account.place.kind, account.place.code))
    for each in account.rates:
        if each.status != "value" or each.ratio_to_white is None or living is None:
            continue
        truth = (persons.count(each.group) / living[each.group]) / (persons.count("white") / living["white"])
        ends = (each.low, each.high, each.if_unknown_low, each.if_unknown_high)
        yield from inside(f"ratio of {each.group}", truth, each.ratio_to_white, ends)


def beside_london(account: Account, everywhere: Sequence[Account], searches: Sequence[Search]) -> Iterator[str]:
    """Both sides of a comparison, over its months; the other side is all boroughs."""
    wanted = set(account.comparison.london_months)
    there = [search for search in searches if search.month in wanted]
    boroughs = [each for each in everywhere if each.place.kind is Kind.BOROUGH]
    own = of_account(account, there)
    for each in account.comparison.with_london:
        if each.status == "value":
            yield from side(each, "now", own, [account], wanted)
            yield from side(each, "then", there, boroughs, wanted)


def side(
    each: Compared, which: str, own: Sequence[Search], accounts: Sequence[Account], wanted: set[str]
) -> Iterator[str]:
    told: Any = getattr(each, which)
    months = [m for account in accounts for m in account.monthly if m.month in wanted and m.searches is not None]
    if each.measure == "action_rate":
        part, of = sum(m.acted or 0 for m in months), sum(m.outcome_known or 0 for m in months)
        whole = sum(m.searches or 0 for m in months)
        known = [KEYS["outcome"](s) for s in own if KEYS["outcome"](s) != "not_recorded"]
        truth = sum(outcome in ACTIONS for outcome in known) / len(known) if known else 0.0
        ends = (
            part / whole,
            (part + whole - of) / whole,
            getattr(each, f"{which}_low"),
            getattr(each, f"{which}_high"),
        )
        yield from inside(f"{which} {each.measure}", truth, told, ends)
    if each.measure == "per_1000":
        living = [residents.residents_of(find_place(account.place.kind, account.place.code)) for account in accounts]
        people = sum(sum(one.values()) for one in living if one)
        truth = 1000 * 12 * sum(map(is_person, own)) / (people * len(wanted))
        more = sum(map(unknown_kinds, accounts)) * 12000 / (people * len(wanted))
        yield from inside(f"{which} {each.measure}", truth, told, (told, told + more))
