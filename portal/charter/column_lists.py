"""Whether the columns that a check lists, in `fields` and in `also`, are those that its functions read.

Only a column in `fields` can make an answer "not published". One that is read and not listed would show what nobody
published as 0% or 100%; one that is listed and not read would hide what was published.
"""

from collections.abc import Iterator
from typing import Any

from portal.charter import columns, names
from portal.charter.building import Sheet, texts
from portal.charter.lines import Path
from portal.charter.names import EXCUSE, JUDGED, Takes

Row = dict[str, Any]


def look_at_columns(on: Sheet, path: Path, check: Row) -> None:
    """Nothing is said of a check with an unknown function, nor of lists that are none: those have their own faults."""
    fields, also = check.get("fields", []), check.get("also", [])
    calls = [(row, takes_of(row, functions)) for row, functions in rows_that_call(on, check)]
    if not (texts(fields) and texts(also)) or any(takes is None for _, takes in calls):
        return
    known = [(row, takes) for row, takes in calls if takes is not None]
    look_for_unlisted(on, path, known, fields, also)
    read = {name for row, takes in known for name in (*takes.fields, *takes.also, *named(row, takes))}
    listed = [("fields", name) for name in fields] + [("also", name) for name in also]
    for at, (key, name) in enumerate(listed):
        if name in columns.NAMES and name not in read:
            on.wrong((*path, key), f"nothing in the check reads {name}: take it out of {key}")
        if name in [other for _, other in listed[:at]]:
            on.wrong((*path, key), f"the column {name} stands here a second time")


def look_for_unlisted(
    on: Sheet, path: Path, calls: list[tuple[Row, Takes]], fields: list[str], also: list[str]
) -> None:
    """Columns that functions read without being told; those that parameters name are looked at there."""
    needed = {name: row["function"] for row, takes in calls for name in takes.fields}
    beside = {name: row["function"] for row, takes in calls for name in takes.also if name not in needed}
    for name, function in needed.items():
        if name not in fields:
            on.wrong((*path, "fields"), f"{function} cannot answer without {name}: it has to stand in fields")
    for name, function in beside.items():
        if name not in (*fields, *also):
            on.wrong((*path, "also"), f"{function} looks at {name} too: add it to also")


def rows_that_call(on: Sheet, check: Row) -> Iterator[tuple[Row, dict[str, Takes]]]:
    """The check, its applicability, and the check as each version of its law changes it: each with its functions."""
    functions = names.OF_UNIT.get(str(check.get("unit")), {})
    yield check, functions
    applies = check.get("applies", [])
    for one in applies if isinstance(applies, list) else [None]:
        yield one if isinstance(one, dict) else {}, names.APPLICABILITY
    for _, version in on.rows("law"):
        changes = version.get("changes")
        if isinstance(changes, dict) and version.get("law") == check.get("law"):
            yield {**check, "parameters": changes.get(str(check.get("id")))}, functions


def takes_of(row: Row, functions: dict[str, Takes]) -> Takes | None:
    function = row.get("function")
    return functions.get(function) if isinstance(function, str) else None


def named(row: Row, takes: Takes) -> list[str]:
    """The columns that parameters name."""
    given = row.get("parameters")
    pairs = given.items() if isinstance(given, dict) else ()
    return [value for name, value in pairs if takes.every.get(name) in (*JUDGED, EXCUSE) and isinstance(value, str)]
