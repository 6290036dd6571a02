"""What one table of a charter says of another: every name must be known, no two versions of a law may overlap."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from portal import vocabulary
from portal.charter import columns, names
from portal.charter.building import Sheet
from portal.charter.definitions import RECORD, REVIEW_ITEM, SETTERS, UNITS
from portal.charter.lines import Path
from portal.charter.parameters import look_at
from portal.charter.states import CANNOT_TELL, FAIL, NOT_APPLICABLE, PASS, STATES

OWN_MEANING = (PASS, FAIL, CANNOT_TELL, NOT_APPLICABLE)
"""States that mean something else in every check; the others mean the same in all."""


def find_faults(on: Sheet) -> None:
    """Every fault between the tables goes onto the sheet; what is wrong within one was told when it was built."""
    for table, key, kind, among in names_of_others(on):
        for path, row in on.rows(table):
            known(on, (*path, key), kind, row.get(key), among)
    one_after_another(on, "law", "law")
    one_after_another(on, "power", "key")
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
    yield "power", "key", "power", vocabulary.of("power").labels
    yield "check", "unit", "unit", UNITS
    yield "check", "commitments", "commitment", ids(on, "commitment")
    yield "check", "law", "law", {str(law.get("law")) for _, law in on.rows("law")}
    yield "check", "fields", "field", columns.NAMES
    yield "check", "also", "field", columns.NAMES


def look_at_check(on: Sheet, path: Path, row: dict[str, Any]) -> None:
    look_at_meanings(on, path, row)
    look_at(on, path, row, names.OF_UNIT.get(str(row.get("unit")), {}), row)
    applies = row.get("applies")
    for at, one in enumerate(applies if isinstance(applies, list) else ()):
        if isinstance(one, dict):
            look_at(on, (*path, "applies", at), one, names.APPLICABILITY, row)


def look_at_meanings(on: Sheet, path: Path, row: dict[str, Any]) -> None:
    means = row.get("means", {})
    if row.get("unit") in (RECORD, REVIEW_ITEM) and isinstance(means, dict):
        for key, missing in (("fields", not row.get("fields")), ("means", PASS not in means)):
            if missing:
                on.wrong(path, f"check {row.get('id')} measures records: it needs {key}")
    for state in means if isinstance(means, dict) else ():
        known(on, (*path, "means", state), "state", state, STATES)
        if state in STATES and state not in OWN_MEANING:
            on.wrong((*path, "means", state), f"{state} means the same in every check: leave it out")


def look_at_changes(on: Sheet, path: Path, version: dict[str, Any]) -> None:
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
            look_at(on, here, row, names.OF_UNIT.get(str(check.get("unit")), {}), row)


def one_after_another(on: Sheet, table: str, group: str) -> None:
    """Versions of one thing end after they begin, and before the next begins; both days are included."""
    spans: dict[str, list[tuple[date, date, Path]]] = {}
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


def known(on: Sheet, path: Path, kind: str, said: Any, among: Collection[str]) -> None:
    """A fault for each name, one or a list of them, that is not among those known."""
    for name in said if isinstance(said, list) else [said]:
        if isinstance(name, str) and name and name not in among:
            on.wrong(path, f"there is no {kind} {name}")


def ids(on: Sheet, table: str) -> set[str]:
    return {str(row.get("id")) for _, row in on.rows(table)}
