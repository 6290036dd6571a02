"""What a year's earlier editions show of each check, read back from what was published, for the audit."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from portal import places
from portal.accounts import charter_document, grounds_grades
from portal.accounts.compliance_document import Compliance
from portal.accounts.difference_document import rows_changed as changed_before
from portal.accounts.disclosure.rule import rule
from portal.accounts.disclosure.shown import Shown
from portal.accounts.disclosure.steps import NOTHING
from portal.accounts.document import Account
from portal.accounts.earlier import Rows, account_of, accounts_of, together
from portal.accounts.earlier_columns import Before
from portal.accounts.reason_codes import CHECK_FEW, CHECK_STAYS, TEAMS_STAY
from portal.accounts.shelf import Edition, NotPublished, Shelf, Withdrawn
from portal.accounts.state_tables import Column
from portal.charter.definitions import Charter
from portal.charter.states import FAIL
from portal.periods import Period
from portal.places import Kind

GROUPS = ("self_defined_ethnicity", "age")
RULE = ("unit", "function", "fields", "also", "parameters", "applies", "law")
"""What of a check's definition decides the state of a record; its title, target and sources do not."""


def columns(shelf: Shelf, period: Period, rows_changed: Rows, charter: Charter) -> dict[str, list[Before]]:
    """Check (or flag) -> the columns that earlier editions show or hold back of it, newest first.

    `rows_changed`: borough -> rows changed since the newest. An edition tells nothing of a check that it holds back
    everywhere, nor of one whose rule was another: its counts are not the same counts.
    """
    rules = rules_of(charter_document.document(charter))
    found: dict[str, list[Before]] = {}
    changed = rows_changed
    for number in reversed(shelf.numbers(period)):
        edition = Edition(shelf.root / period.id / number)
        then = rules_then(edition)
        for check, column in told(edition, changed):
            if then.get(check, rules.get(check)) == rules.get(check):
                found.setdefault(check, []).append(column)
        changed = together(changed, changed_before(edition))
    return found


def rules_then(edition: Edition) -> dict[str, Any]:
    """The rules an edition measured by; none where its charter was withdrawn: each then counts as unchanged."""
    try:
        return rules_of(json.loads(edition.read("charter.json", "This edition has no charter.")))
    except (NotPublished, Withdrawn):
        return {}


def rules_of(charter: Mapping[str, Any]) -> dict[str, Any]:
    """Check (or flag) -> what decides a record's state, the versions of its law with it."""
    return {
        check["id"]: [
            {name: check[name] for name in RULE},
            [
                [law["valid_from"], law["valid_until"], law["changes"].get(check["id"])]
                for law in charter["laws"]
                if check["law"] and law["law"] == check["law"]
            ],
        ]
        for check in (*charter["checks"], *charter["flags"])
    }


def told(edition: Edition, changed: Rows) -> Iterator[tuple[str, Before]]:
    london = account_of(edition, places.LONDON)
    ranged = list(shown(london)) if london else []
    yield from of_kind(edition, Kind.BOROUGH, changed, ranged)
    yield from of_kind(edition, Kind.TEAM, changed, checks_by_team(london) if london else [])
    if london:
        yield from of_groups(london, changed, ranged)


def checks_by_team(london: Account) -> list[str]:
    """Checks that an edition shows by team; none where its figures by team are those of the edition before."""
    if not london.shows_teams or london.withheld_codes.get("team") == TEAMS_STAY:
        return []
    exact = [entry.check for entry in london.compliance if entry.passed is not None]
    return [*dict.fromkeys([*shown(london), *exact])]


def of_kind(edition: Edition, kind: Kind, changed: Rows, checks: list[str]) -> Iterator[tuple[str, Before]]:
    """Every borough or team under every check that is shown of it, or held back though the edition has `checks`.

    What stayed as it was says nothing new.
    """
    accounts = {account.place.code: account for account in accounts_of(edition, kind)}
    everywhere = sum(changed.values(), NOTHING)
    for place in places.all_of(kind):
        account = accounts.get(place.code)
        here = shown(account) if account else {}
        totals = known_totals(account) if account else {}
        reasons = reasons_of(account) if account else {}
        rows = changed.get(place.code, NOTHING) if kind is Kind.BOROUGH else everywhere
        for check in dict.fromkeys([*checks, *here]):
            if reasons.get(check) != CHECK_STAYS:
                most = searches_of(account) if account and reasons.get(check) == CHECK_FEW else None
                yield check, Before(kind.value, place.code, here.get(check, {}), totals.get(check), rows, most)


def of_groups(london: Account, changed: Rows, checks: list[str]) -> Iterator[tuple[str, Before]]:
    """Groups of people, of checks: the flags are never told by group. Of a check of which one stayed, all did."""
    everywhere = sum(changed.values(), NOTHING)
    stayed = {each.compliance.check for each in london.compliance_by if each.compliance.reason_code == CHECK_STAYS}
    here = {(each.by, each.key, each.compliance.check): ranges(each.compliance) for each in london.compliance_by}
    by_group = [entry.check for entry in london.compliance if entry.check in checks]
    held = [
        (name, figure.key, check) for name in GROUPS for figure in london.breakdowns.get(name, []) for check in by_group
    ]
    for by, key, check in dict.fromkeys([*here, *held]):
        if check not in stayed:
            yield check, Before(by, key, here.get((by, key, check), {}), None, everywhere)


def shown(account: Account) -> dict[str, Column]:
    """Check (or flag) -> its ranges."""
    found = {entry.check: ranges(entry) for entry in account.compliance if entry.ranges}
    for flag in account.grounds:
        if flag.low is not None and flag.high is not None:
            found[flag.flag] = {FAIL: Shown(flag.low, flag.high)}
    for check, states in grounds_grades.as_columns(account.strength, account.letters).items():
        found[check] = {state: Shown(low, high) for state, (low, high) in states.items()}
    return found


def ranges(entry: Compliance) -> Column:
    return {state: Shown(low, high) for state, (low, high) in (entry.ranges or {}).items()}


def reasons_of(account: Account) -> dict[str, str]:
    """Check (or flag) -> the code of why it is as it is there."""
    return {
        **{entry.check: entry.reason_code for entry in account.compliance},
        **{flag.flag: flag.reason_code for flag in account.grounds},
        **dict.fromkeys([grounds_grades.STRENGTH], next((grade.reason_code for grade in account.strength), "")),
        **{f"{grounds_grades.LETTER}{letter.flag}": letter.reason_code for letter in account.letters},
    }


def searches_of(account: Account) -> int | None:
    """The searches of a place that is large enough to be shown, at most; None of one that is not."""
    most = account.totals.high if account.totals.searches is None else account.totals.searches
    return most if most is not None and most >= rule().fewest_searches else None


def known_totals(account: Account) -> dict[str, int]:
    """Check -> the records of the place that answer it, where everybody can work that out."""
    searches = account.totals.searches
    return {
        entry.check: searches - entry.not_published
        for entry in account.compliance
        if searches is not None and entry.not_published is not None
    }
