"""Whether the lists of values that a function is given tell anything apart."""

from collections.abc import Mapping, Sequence

from portal.charter import columns
from portal.charter.building import Sheet
from portal.charter.lines import Path

YES = "yes"


def look_at_lists(on: Sheet, path: Path, lists: Mapping[str, Sequence[str]], field: str, *, blank_fails: bool) -> None:
    """A fault for each value that stands twice, and one where every value of the column `field` stands in a list.

    `blank_fails`: a blank counts as not met, so where the question is whether something was written down at all,
    `yes` may hold every value: a search can still fail.
    """
    stood: dict[str, str] = {}
    for name, values in lists.items():
        for value in values:
            if value in stood:
                on.wrong((*path, name), twice(value, stood[value], name))
            stood.setdefault(value, name)
    every = columns.values(field)
    if every and every <= set(stood) and not (YES in lists and blank_fails):
        on.wrong(path, nothing_fails(field) if YES in lists else f"this is every value of {field}: leave some out")


def twice(value: str, first: str, second: str) -> str:
    if first == second:
        return f"{value} stands twice in {first}: leave it there once"
    return f"{value} stands in {first} and in {second}: leave it in one of them"


def nothing_fails(field: str) -> str:
    return f"every value of {field} passes or is left out, so no search can fail: take out what is a failure"
