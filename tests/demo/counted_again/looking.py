"""Accounts held beside the second count, check by check and flag by flag: every difference in a line of its own."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from statistics import NormalDist
from typing import Any

from tests.charter.second.words import FAIL, NA, NP, NR, PASS, UNSURE
from tests.demo.counted_again.searches import (
    LONDON,
    Place,
    Rule,
    Tally,
    Year,
    flags_of_people,
    rules_of_checks,
    said,
)
from tests.disclosure.published.recount import NOBODY_CAN_SAY, OF_PEOPLE

Document = Mapping[str, Any]
STATES = (PASS, FAIL, NR, UNSURE, NA)
NOTHING = (None,) * 5
KINDS = {"forces": "force", "bcus": "bcu", "boroughs": "borough", "teams": "team"}


@dataclass
class Looked:
    """`figures`: how many were looked at. `told`: of them those with a number."""

    figures: int = 0
    told: int = 0
    wrong: list[str] = field(default_factory=list)

    def at(self, where: str, published: object, counted: object) -> None:
        self.figures += 1
        self.told += published is not None
        if not is_same(published, counted):
            self.wrong.append(f"{where}: published {published!r}, counted {counted!r}")


def is_same(published: object, counted: object) -> bool:
    """Shares are published to six places."""
    if isinstance(published, float) and isinstance(counted, (float, int)):
        return abs(published - counted) < 6e-7
    return published == counted and isinstance(published, bool) == isinstance(counted, bool)


def accounts(edition: Path) -> dict[Place, Document]:
    """Every account of the year's edition."""
    found = {("london", LONDON): json.loads((edition / "london.json").read_bytes())}
    for folder, kind in KINDS.items():
        for path in sorted((edition / folder).glob("*.json")):
            document = json.loads(path.read_bytes())
            if document.get("schema") == "account/1":
                found[kind, document["place"]["code"]] = document
    return found


# ------------------------------------------------------------------------------------------------------------- checks


def look_at_checks(found: Mapping[Place, Document], year: Year) -> Looked:
    """Every check of records, in the accounts of London, forces, commands, boroughs and teams.

    What reviewers saw on video is no count of the return: tests/review/published counts that again.
    """
    looked, rules = Looked(), rules_of_checks()
    for place, document in found.items():
        entries = {entry["check"]: entry for entry in document["compliance"]}
        looked.at(f"{place} checks", entries.keys() & rules.keys(), rules.keys())
        own = [check for check in rules if entries[check]["word_of"] != "reviewer"]
        for check, rule in ((check, rules[check]) for check in own):
            look_at_entry(looked, place, entries[check], rule, year)
    return looked


def look_at_entry(looked: Looked, place: Place, entry: Document, rule: Rule, year: Year) -> None:
    check, where = entry["check"], f"{place} {entry['check']}"
    if check in OF_PEOPLE:
        look_at_people(looked, where, place, entry, year)
    elif place[0] == "team" and check in NOBODY_CAN_SAY:
        looked.at(where, published_counts(entry), (*NOTHING, None))
    elif year.is_small(place) and check not in (*year.public, "R07", "S07"):
        looked.at(where, (*published_counts(entry), entry["rate"]), (*NOTHING, None, None))
    else:
        tally: Tally = year.counts.get(place, {}).get(check, Counter())
        look_at_counts(looked, where, entry, rule, tally)
        silent = silent_forces(tally) if place[0] != "team" else []
        looked.at(f"{where} without", entry["without"], silent)


def published_counts(entry: Document) -> tuple[int | None, ...]:
    return tuple(entry[state] for state in (*STATES, NP))


def silent_forces(tally: Tally) -> list[str]:
    """Forces that say nothing where another does."""
    speaking = {force for force, state in tally if state != NP}
    return sorted({force for force, _ in tally} - speaking) if speaking else []


def look_at_counts(looked: Looked, where: str, entry: Document, rule: Rule, tally: Tally) -> None:
    """The counts, and what follows from them: how many are judged, the rate, and its ends."""
    states: Counter[str] = Counter()
    for (_, state), searches in tally.items():
        states[state] += searches
    answered = sum(states.values()) - states[NP]
    expected = tuple(states[state] for state in STATES) if answered else NOTHING
    for state, published, counted in zip((*STATES, NP), published_counts(entry), (*expected, states[NP]), strict=True):
        looked.at(f"{where} {state}", published, counted)
    judged = states[PASS] + states[FAIL] + states[NR] * rule.counts_not_recorded
    looked.at(f"{where} judged", entry["judged"], judged if answered else None)
    looked.at(f"{where} rate", entry["rate"], states[PASS] / judged if judged else None)
    low, high = ends(states, judged, rule)
    looked.at(f"{where} low", entry["low"], low)
    looked.at(f"{where} high", entry["high"], high)


def ends(states: Counter[str], judged: int, rule: Rule) -> tuple[float | None, float | None]:
    """The rate if all that nobody knows had failed, or passed; of a sample with the 95% interval."""
    unknown = states[UNSURE] + states[NR] * rule.is_open
    whole = judged + unknown
    if not judged:
        return None, None
    worst, best = states[PASS], states[PASS] + unknown
    low, high = worst / whole, best / whole
    if rule.is_sampled:
        low, high = wilson(worst, whole)[0], wilson(best, whole)[1]
    return (None, None) if low == high else (low, high)


def wilson(part: int, whole: int) -> tuple[float, float]:
    z, share = NormalDist().inv_cdf(0.975), part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    reach = z / (1 + z * z / whole) * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return max(0.0, middle - reach) if part else 0.0, min(1.0, middle + reach) if part < whole else 1.0


def look_at_groups(found: Iterable[Document], year: Year) -> Looked:
    """Every check that only returns answer, by London's ethnic and age groups: those and no others."""
    looked, rules = Looked(), rules_of_checks()
    own = {(each["by"], each["key"], each["compliance"]["check"]): each["compliance"] for each in found}
    groups = [place for place in year.counts if place[0] in ("self_defined_ethnicity", "age")]
    groups += [place for place in year.counts if place[0] == "team" and place[1].startswith("all_others")]
    expected = {
        (*group, check)
        for group in groups
        for check in rules
        if check not in (*OF_PEOPLE, *NOBODY_CAN_SAY)
        and check not in year.public
        and any(state != NP for _, state in year.counts[group].get(check, ()))
    }
    looked.at("groups", own.keys(), expected)
    for by, key, check in sorted(expected & own.keys()):
        look_at_counts(looked, f"{by} {key} {check}", own[by, key, check], rules[check], year.counts[by, key][check])
    return looked


# ------------------------------------------------------------------------------------------------------------- people


def rounded(searches: int) -> int | None:
    """To the nearest five, none under ten."""
    return None if searches < 10 else (searches + 2) // 5 * 5


def look_at_people(looked: Looked, where: str, place: Place, entry: Document, year: Year) -> None:
    """London: the counts that are told, what they make together, and no count that the rest could be had from."""
    if place[0] != "london":
        looked.at(where, (*published_counts(entry), entry["judged"], entry["rate"]), (*NOTHING, None, None, None))
        return
    own = year.of_people[entry["check"]]
    told = {state: rounded(own[state]) for state in (PASS, FAIL, NR, UNSURE)}
    for state, counted in {**told, NA: None, NP: None}.items():
        looked.at(f"{where} {state}", entry[state], counted)
    passed, failed = told[PASS], told[FAIL]
    judged = None if passed is None or failed is None else passed + failed
    looked.at(f"{where} judged", entry["judged"], judged)
    looked.at(f"{where} rate", entry["rate"], passed / judged if judged and passed is not None else None)
    looked.at(f"{where} ends", (entry["low"], entry["high"]), (None, None))


# ------------------------------------------------------------------------------------------------------------- grounds


def look_at_grounds(found: Mapping[Place, Document], year: Year) -> Looked:
    """Every flag, grade and letter with its share, in the accounts of London, forces, commands, boroughs and teams."""
    looked = Looked()
    for place, document in found.items():
        own = year.at(place, "grouped")
        has_return = bool(own) and not year.is_small(place)
        flagged = said(own, "grounds_flags")
        raised = Counter(flag for cell in flagged for flag in cell.split(";"))
        of = len(flagged) if has_return else None
        expected = {}
        for flag, is_person in flags_of_people().items():
            searches = raised[flag] if has_return else None
            if is_person:
                searches = rounded(year.raised[flag]) if place[0] == "london" else None
            expected[flag] = shared_figure(searches, of)
        look_at_shares(looked, f"{place} grounds", document["grounds"], expected)
        grades = Counter(said(own, "grounds_strength"))
        whole = sum(grades.values()) if has_return else None
        strength = {grade: shared_figure(grades[grade] if has_return else None, whole) for grade in "0123"}
        look_at_shares(looked, f"{place} strength", document["strength"], strength)
        spoken = said(own, "gowisely")
        of = len(spoken) if has_return else None
        letters = {
            letter: shared_figure(sum(letter in cell for cell in spoken) if has_return else None, of)
            for letter in "GOWISELY"
        }
        look_at_shares(looked, f"{place} letters", document["letters"], letters)
    return looked


def shared_figure(searches: int | None, of: int | None) -> tuple[int | None, int | None, float | None]:
    return (None, None, None) if searches is None else (searches, of, searches / of if of else None)


def look_at_shares(looked: Looked, where: str, figures: Sequence[Document], expected: Mapping[str, Any]) -> None:
    looked.at(where, [figure["flag"] for figure in figures], list(expected))
    for figure in figures:
        searches, of, share = expected[figure["flag"]]
        named = f"{where} {figure['flag']}"
        looked.at(f"{named} searches", figure["searches"], searches)
        looked.at(f"{named} of", figure["of"], of)
        looked.at(f"{named} share", figure["share"], share)
