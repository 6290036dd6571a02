"""A charter read from its file: whole and consistent, or refused with every fault and its line."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from portal import shipped, vocabulary
from portal.charter import functions
from portal.charter.about import look_at_claim
from portal.charter.definitions import (
    CANNOT_TELL,
    CHECK_ID,
    FAIL,
    FLAGS,
    NOT_APPLICABLE,
    PASS,
    RECORD,
    REVIEW_ITEM,
    ROLES,
    SETTERS,
    SHARED_ROLES,
    STATES,
    UNITS,
    Charter,
    Check,
    Commitment,
    LawVersion,
    Power,
    Source,
    Standard,
)
from portal.charter.parameters import look_at, look_at_columns
from portal.charter.parser import (
    BadCharter,
    CharterFault,
    KeyPath,
    Sheet,
    build_from_toml,
    build_toml_list,
    is_text,
    read_toml_sheet,
)

# What one table of a charter says of another: every name must be known, versions of a law must follow one another.

OWN_MEANING = (PASS, FAIL, CANNOT_TELL, NOT_APPLICABLE)
"""States that mean something else in every check; the others mean the same in all."""


def find_faults(on: Sheet) -> None:
    """Every fault between the tables goes onto the sheet; what is wrong within one was told when it was built."""
    for table, key, kind, among in names_of_others(on):
        for path, row in on.rows(table):
            check_known_names(on, (*path, key), kind, row.get(key), among)
    one_after_another(on, "law", "law", may_pause=False)
    one_after_another(on, "power", "key", may_pause=True)
    look_at_standards(on)
    look_at_roles(on)
    for path, row in on.rows("law"):
        look_at_changes(on, path, row)
    for path, row in on.rows("check"):
        look_at_check(on, path, row)


def names_of_others(on: Sheet) -> Iterator[tuple[str, str, str, Collection[str]]]:
    """Table, key in it, the kind of thing that the key names, and those that there are."""
    for table in ("commitment", "standard", "law", "power"):
        yield table, "source", "source", ids(on, "source")
    yield "check", "sources", "source", ids(on, "source")
    yield "commitment", "by", "setter", SETTERS
    yield "standard", "by", "setter", SETTERS
    yield "standard", "check", "check", ids(on, "check")
    yield "power", "key", "power", vocabulary.field_vocabulary("power").labels
    yield "check", "unit", "unit", UNITS
    yield "check", "commitments", "commitment", ids(on, "commitment")
    yield "check", "law", "law", {str(law.get("law")) for _, law in on.rows("law")}
    yield "check", "fields", "field", functions.NAMES
    yield "check", "also", "field", functions.NAMES
    yield "check", "role", "role", ROLES


def look_at_check(on: Sheet, path: KeyPath, row: dict[str, Any]) -> None:
    look_at_id(on, path, row.get("id"))
    look_at_meanings(on, path, row)
    for key, kind in (("sources", "source"), ("commitments", "commitment")):
        look_at_names(on, (*path, key), kind, row.get(key))
    look_at(on, path, row, functions.OF_UNIT.get(str(row.get("unit")), {}), row)
    applies = row.get("applies")
    for at, one in enumerate(applies if isinstance(applies, list) else ()):
        if isinstance(one, dict):
            look_at(on, (*path, "applies", at), one, functions.APPLICABILITY, row)
    look_at_columns(on, path, row)
    look_at_claim(on, path, row)


def look_at_id(on: Sheet, path: KeyPath, said: Any) -> None:
    if is_text(said) and not CHECK_ID.fullmatch(said):
        on.wrong((*path, "id"), "the id of a check has to be a capital letter and two digits, such as R07")
    elif is_text(said) and said.startswith(FLAGS):
        on.wrong((*path, "id"), f"{FLAGS} is the letter of the grounds flags: give the check another")


def look_at_names(on: Sheet, path: KeyPath, kind: str, said: Any) -> None:
    """At least one, and none twice."""
    if said == []:
        on.wrong(path, f"the check has to name at least one [[{kind}]]")
    for at, name in enumerate(said if isinstance(said, list) else ()):
        if name in said[:at]:
            on.wrong(path, f"the {kind} {name} stands here a second time")


def look_at_meanings(on: Sheet, path: KeyPath, row: dict[str, Any]) -> None:
    means = row.get("means", {})
    if row.get("unit") in (RECORD, REVIEW_ITEM) and isinstance(means, dict):
        for key, missing in (("fields", not row.get("fields")), ("means", PASS not in means)):
            if missing:
                on.wrong(path, f"check {row.get('id')} measures records: it needs {key}")
    for state in means if isinstance(means, dict) else ():
        check_known_names(on, (*path, "means", state), "state", state, STATES)
        if state in STATES and state not in OWN_MEANING:
            on.wrong((*path, "means", state), f"{state} means the same in every check: leave it out")


def look_at_changes(on: Sheet, path: KeyPath, version: dict[str, Any]) -> None:
    """What a version of a law changes: parameters of checks that go by this law, as their functions take them."""
    changes = version.get("changes")
    checks = {str(row.get("id")): row for _, row in on.rows("check")}
    for name, changed in changes.items() if isinstance(changes, dict) else ():
        here = (*path, "changes", name)
        check = checks.get(name, {})
        given = check.get("parameters", {})
        if not check or check.get("law") != version.get("law"):
            on.wrong(here, f"there is no check {name} that goes by the law {version.get('law')}")
        elif isinstance(changed, dict) and isinstance(given, dict):
            row = {**check, "parameters": {**given, **changed}}
            look_at(on, here, row, functions.OF_UNIT.get(str(check.get("unit")), {}), row)


def look_at_standards(on: Sheet) -> None:
    """Where several standards stand side by side, the check holds to one of them and says to which."""
    given: dict[str, list[tuple[KeyPath, bool]]] = {}
    for path, row in on.rows("standard"):
        given.setdefault(str(row.get("check")), []).append((path, row.get("used") is True))
    for check in ids(on, "check") & given.keys():
        used = [path for path, is_used in given[check] if is_used]
        if not used:
            on.wrong(given[check][0][0], f"no standard of {check} is used: write used = true under the one it holds to")
        for path in used[1:]:
            on.wrong((*path, "used"), f"{check} holds to another standard already: leave used = true under one of them")


def look_at_roles(on: Sheet) -> None:
    """A page that looks for the check of a role has to find one at most, but for the roles that several may have."""
    holders: dict[str, str] = {}
    for path, row in on.rows("check"):
        role = row.get("role")
        if not isinstance(role, str) or role in SHARED_ROLES:
            continue
        if role in holders:
            on.wrong((*path, "role"), f"{holders[role]} has the role {role} already")
        holders.setdefault(role, f"check {row.get('id')}")


def one_after_another(on: Sheet, table: str, group: str, *, may_pause: bool) -> None:
    """Versions of one thing end after they begin, and before the next begins; both days are included.

    A power may pause. A law may not: a check would not apply on the days between, and nobody would see why.
    """
    spans: dict[str, list[tuple[date, date, KeyPath]]] = {}
    for path, row in on.rows(table):
        first, last = row.get("valid_from", date.min), row.get("valid_until", date.max)
        if type(first) is date and type(last) is date:
            spans.setdefault(str(row.get(group)), []).append((first, last, path))
            if last < first:
                on.wrong((*path, "valid_until"), f"this {table} ends before it begins")
    for name, found in spans.items():
        for (_, ends, _), (begins, _, path) in pairwise(sorted(found, key=lambda span: span[:2])):
            if begins <= ends:
                on.wrong((*path, "valid_from"), f"two versions of the {table} {name} are in force on {begins}")
            elif not may_pause and ends + timedelta(days=1) < begins:
                first, last = ends + timedelta(days=1), begins - timedelta(days=1)
                on.wrong((*path, "valid_from"), f"no version of the {table} {name} is in force from {first} to {last}")


def check_known_names(on: Sheet, path: KeyPath, kind: str, said: Any, among: Collection[str]) -> None:
    """A fault for each name, one or a list of them, that is not among those known."""
    for name in said if isinstance(said, list) else [said]:
        if isinstance(name, str) and name and name not in among:
            on.wrong(path, f"there is no {kind} {name}")


def ids(on: Sheet, table: str) -> set[str]:
    return {str(row.get("id")) for _, row in on.rows(table)}


__all__ = ["BadCharter", "CharterFault", "published_charter", "read_charter"]


def read_charter(path: Path) -> Charter:
    """The charter in the file. BadCharter, with every fault found, where it cannot be used."""
    on = read_toml_sheet(path)
    charter = build_from_toml(
        on,
        Charter,
        {key: value for key, value in on.raw.items() if key not in TABLES},
        (),
        sources=build_toml_list(on, Source, "source"),
        commitments=build_toml_list(on, Commitment, "commitment"),
        standards=build_toml_list(on, Standard, "standard", known_by=None),
        laws=build_toml_list(on, LawVersion, "law"),
        powers=build_toml_list(on, Power, "power", known_by=None),
        checks=build_toml_list(on, Check, "check"),
    )
    for table in ("source", "commitment", "check"):
        if not on.raw.get(table):
            on.wrong((), f"the file has no [[{table}]]")
    find_faults(on)
    on.must_be_sound()
    assert charter is not None
    return charter


TABLES = ("source", "commitment", "standard", "law", "power", "check")


@cache
def published_charter() -> Charter:
    """The charter that travels with the code."""
    return read_charter(shipped.data("charter", "casey-2023.toml"))
