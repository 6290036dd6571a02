"""Whether a function that a check names is there, and its parameters are what it takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from portal import vocabulary
from portal.charter import functions
from portal.charter import functions as columns
from portal.charter import functions as names
from portal.charter.functions import COUNT, EXCUSE, JUDGED, PAIRS, SOME, VALUES, Takes
from portal.charter.parser import KeyPath, Sheet, is_text, texts

# Whether the lists of values that a function is given tell anything apart.

YES = "yes"


def look_at_lists(
    on: Sheet, path: KeyPath, lists: Mapping[str, Sequence[str]], field: str, *, blank_fails: bool
) -> None:
    """A fault for each value that stands twice, and one where every value of the column `field` stands in a list.

    `blank_fails`: a blank counts as not met, so where the question is whether something was written down at all,
    `yes` may hold every value: a search can still fail.
    """
    stood: dict[str, str] = {}
    for name, values in lists.items():
        for value in values:
            if value in stood:
                on.wrong((*path, name), repeated_value_fault(value, stood[value], name))
            stood.setdefault(value, name)
    every = functions.values(field)
    if every and every <= set(stood) and not (YES in lists and blank_fails):
        on.wrong(path, nothing_fails(field) if YES in lists else f"this is every value of {field}: leave some out")


def repeated_value_fault(value: str, first: str, second: str) -> str:
    if first == second:
        return f"{value} stands twice in {first}: leave it there once"
    return f"{value} stands in {first} and in {second}: leave it in one of them"


def nothing_fails(field: str) -> str:
    return f"every value of {field} passes or is left out, so no search can fail: take out what is a failure"


# Whether the columns that a check lists, in `fields` and in `also`, are those that its functions read.
#
# Only a column in `fields` can make an answer "not published". One that is read and not listed would show what nobody
# published as 0% or 100%; one that is listed and not read would hide what was published.

Row = dict[str, Any]


def look_at_columns(on: Sheet, path: KeyPath, check: Row) -> None:
    """Nothing is said of a check with an unknown function, nor of lists that are none: those have their own faults."""
    fields, also = check.get("fields", []), check.get("also", [])
    calls = [(row, takes_of(row, functions)) for row, functions in rows_that_call(on, check)]
    if not (texts(fields) and texts(also)) or any(takes is None for _, takes in calls):
        return
    known = [(row, takes) for row, takes in calls if takes is not None]
    look_for_unlisted(on, path, known, fields, also)
    read = {name for row, takes in known for name in (*takes.fields, *takes.also, *parameter_columns(row, takes))}
    listed = [("fields", name) for name in fields] + [("also", name) for name in also]
    for at, (key, name) in enumerate(listed):
        if name in columns.NAMES and name not in read:
            on.wrong((*path, key), f"nothing in the check reads {name}: take it out of {key}")
        if name in [other for _, other in listed[:at]]:
            on.wrong((*path, key), f"the column {name} stands here a second time")


def look_for_unlisted(
    on: Sheet, path: KeyPath, calls: list[tuple[Row, Takes]], fields: list[str], also: list[str]
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


def parameter_columns(row: Row, takes: Takes) -> list[str]:
    """The columns that parameters name."""
    given = row.get("parameters")
    pairs = given.items() if isinstance(given, dict) else ()
    return [value for name, value in pairs if takes.every.get(name) in (*JUDGED, EXCUSE) and isinstance(value, str)]


YES_AND_NO = frozenset({"yes", "no"})

FITS: dict[str, Callable[[Any], bool]] = {
    names.FIELD: lambda value: isinstance(value, str) and value in columns.NAMES,
    names.WORDS: lambda value: isinstance(value, str) and value in columns.NAMES.difference(columns.NUMBERS),
    names.NUMBER: lambda value: isinstance(value, str) and value in columns.NUMBERS,
    EXCUSE: lambda value: isinstance(value, str) and value in columns.NAMES and columns.values(value) == YES_AND_NO,
    VALUES: texts,
    SOME: lambda value: texts(value) and bool(value),
    names.BLANK: lambda value: isinstance(value, str) and value in names.BLANKS,
    names.LETTERS: lambda value: is_text(value) and len(value) == len(set(value)) and set(value) <= set(names.GOWISELY),
    names.LETTER: lambda value: isinstance(value, str) and value in tuple(names.GOWISELY),
    names.PLACES: lambda value: isinstance(value, str) and value in names.KINDS_WITH_ACCOUNTS,
    COUNT: lambda value: type(value) is int and value >= 0,
    names.DAYS: lambda value: type(value) is int and 1 <= value <= names.MOST_DAYS,
    names.HOURS: lambda value: type(value) is int and 1 <= value <= names.MOST_HOURS,
    names.SHARE: lambda value: type(value) is float and 0 <= value <= 1,
    names.TRUTH: lambda value: type(value) is bool,
    PAIRS: lambda value: isinstance(value, dict) and bool(value) and all(texts(one) and one for one in value.values()),
}


def look_at(on: Sheet, path: KeyPath, row: dict[str, Any], functions: dict[str, Takes], check: dict[str, Any]) -> None:
    """`row` names a function and gives it parameters; `check` says which columns the check looks at."""
    function, given = row.get("function"), row.get("parameters", {})
    if not isinstance(function, str) or not isinstance(given, dict):
        return
    if function not in functions:
        if functions:
            on.wrong((*path, "function"), f"there is no function {function} here; there are {', '.join(functions)}")
        return
    takes = functions[function]
    for name in sorted(set(takes.needs) - set(given)):
        on.wrong((*path, "function"), f"the function {function} needs a parameter {name}")
    for name, value in given.items():
        here = (*path, "parameters", name)
        if name not in takes.every:
            on.wrong(here, f"the function {function} takes no parameter {name}")
        elif not FITS[takes.every[name]](value):
            on.wrong(here, f"{name} has to be {takes.every[name]}")
        else:
            look_within(on, here, takes.every[name], value, given.get("field", names.IMPLIED.get(function)), check)
    look_across(on, (*path, "parameters"), function, given, takes, check)


def look_across(
    on: Sheet, path: KeyPath, function: str, given: dict[str, Any], takes: Takes, check: dict[str, Any]
) -> None:
    """What one parameter of a function says beside another."""
    one, other = names.APART.get(function, ("", ""))
    if one in given and given[one] == given.get(other):
        on.wrong((*path, other), f"{one} and {other} have to differ")
    field = given.get("field", names.IMPLIED.get(function))
    if not isinstance(field, str):
        return
    if given.get("listed") is True and field in columns.NAMES.difference(columns.KEYED):
        on.wrong((*path, "listed"), f"there is no vocabulary of {field} for it to be listed in: leave listed out")
    lists = {name: some for name, some in given.items() if takes.every.get(name) in (VALUES, SOME) and texts(some)}
    look_at_lists(on, path, lists, field, blank_fails=check.get("counts_not_recorded") is True)


def look_within(on: Sheet, path: KeyPath, kind: str, value: Any, field: Any, check: dict[str, Any]) -> None:
    """A column must be one of the check's own; a value, one that the column may hold."""
    if kind in JUDGED and not lists(check, "fields", value):
        on.wrong(path, f"the column {value} is not among the fields of the check, where what is judged has to stand")
    if kind == EXCUSE and not (lists(check, "fields", value) or lists(check, "also", value)):
        on.wrong(path, f"the column {value} is not among the fields of the check, nor in its also: add it there")
    if kind in (VALUES, SOME) and isinstance(field, str):
        look_at_values(on, path, value, field)
    if kind == COUNT and isinstance(field, str) and value > columns.MOST.get(field, value):
        on.wrong(path, f"{field} never goes above {columns.MOST[field]}: a limit above that limits nothing")
    if kind == PAIRS:
        powers, objects = vocabulary.field_vocabulary("power").labels, vocabulary.field_vocabulary("object").labels
        for power, listed in value.items():
            unknown = [word for word in (power,) if word not in powers] + [one for one in listed if one not in objects]
            for word in unknown:
                on.wrong((*path, power), f"the vocabulary has no {word}")


def lists(check: dict[str, Any], key: str, column: str) -> bool:
    found = check.get(key)
    return isinstance(found, list) and column in found


def look_at_values(on: Sheet, path: KeyPath, values: list[str], field: str) -> None:
    allowed = columns.values(field)
    for one in values:
        if allowed is not None and one not in allowed:
            on.wrong(path, f"{field} never holds {one}; it holds {', '.join(sorted(allowed)) or 'numbers'}")
