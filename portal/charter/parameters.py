"""Whether a function that a check names is there, and its parameters are what it takes."""

from collections.abc import Callable
from typing import Any

from portal import vocabulary
from portal.charter import columns, names
from portal.charter.building import Sheet, is_text, texts
from portal.charter.lines import Path
from portal.charter.names import COUNT, EXCUSE, JUDGED, PAIRS, SOME, VALUES, Takes
from portal.charter.value_lists import look_at_lists

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


def look_at(on: Sheet, path: Path, row: dict[str, Any], functions: dict[str, Takes], check: dict[str, Any]) -> None:
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
    on: Sheet, path: Path, function: str, given: dict[str, Any], takes: Takes, check: dict[str, Any]
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


def look_within(on: Sheet, path: Path, kind: str, value: Any, field: Any, check: dict[str, Any]) -> None:
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
        powers, objects = vocabulary.of("power").labels, vocabulary.of("object").labels
        for power, listed in value.items():
            unknown = [word for word in (power,) if word not in powers] + [one for one in listed if one not in objects]
            for word in unknown:
                on.wrong((*path, power), f"the vocabulary has no {word}")


def lists(check: dict[str, Any], key: str, column: str) -> bool:
    found = check.get(key)
    return isinstance(found, list) and column in found


def look_at_values(on: Sheet, path: Path, values: list[str], field: str) -> None:
    allowed = columns.values(field)
    for one in values:
        if allowed is not None and one not in allowed:
            on.wrong(path, f"{field} never holds {one}; it holds {', '.join(sorted(allowed)) or 'numbers'}")
