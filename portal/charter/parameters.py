"""Whether a function that a check names is there, and its parameters are what it takes."""

from collections.abc import Callable
from typing import Any

from portal import vocabulary
from portal.charter import columns, names
from portal.charter.building import Sheet, is_text, texts
from portal.charter.lines import Path
from portal.charter.names import COUNT, FIELD, NUMBER, PAIRS, SHARE, STATE, TEXT, TRUTH, VALUES, Takes
from portal.charter.states import STATES

FITS: dict[str, Callable[[Any], bool]] = {
    FIELD: lambda value: isinstance(value, str) and value in columns.NAMES,
    NUMBER: lambda value: isinstance(value, str) and value in columns.NUMBERS,
    VALUES: texts,
    STATE: lambda value: isinstance(value, str) and value in STATES,
    TEXT: is_text,
    COUNT: lambda value: type(value) is int and value >= 0,
    SHARE: lambda value: type(value) is float and 0 <= value <= 1,
    TRUTH: lambda value: type(value) is bool,
    PAIRS: lambda value: isinstance(value, dict) and all(texts(one) for one in value.values()),
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
    every = {**takes.needs, **takes.may}
    for name in sorted(set(takes.needs) - set(given)):
        on.wrong((*path, "function"), f"the function {function} needs a parameter {name}")
    for name, value in given.items():
        here = (*path, "parameters", name)
        if name not in every:
            on.wrong(here, f"the function {function} takes no parameter {name}")
        elif not FITS[every[name]](value):
            on.wrong(here, f"{name} has to be {every[name]}")
        else:
            look_within(on, here, every[name], value, given.get("field", names.IMPLIED.get(function)), check)


def look_within(on: Sheet, path: Path, kind: str, value: Any, field: Any, check: dict[str, Any]) -> None:
    """A column must be one of the check's own; a value, one that the column may hold."""
    looked_at = [check.get(key) for key in ("fields", "also")]
    if kind in (FIELD, NUMBER) and not any(isinstance(some, list) and value in some for some in looked_at):
        on.wrong(path, f"the column {value} is not among the fields of the check")
    if kind == VALUES and isinstance(field, str):
        allowed = columns.values(field)
        for one in value:
            if allowed is not None and one not in allowed:
                on.wrong(path, f"{field} never holds {one}")
    if kind == PAIRS:
        powers, objects = vocabulary.of("power").labels, vocabulary.of("object").labels
        for power, listed in value.items():
            unknown = [word for word in (power,) if word not in powers] + [one for one in listed if one not in objects]
            for word in unknown:
                on.wrong((*path, power), f"the vocabulary has no {word}")
