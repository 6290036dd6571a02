"""What is published of the person searched, wherever it stands: every number in any document or table of the demo."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.demo.counted_again.searches import flags_of_people
from tests.disclosure.published.recount import OF_PEOPLE

IDS = (*OF_PEOPLE, *(flag for flag, is_person in flags_of_people().items() if is_person))
YEAR = "2024-25"
ROUNDED = "to the nearest 5"
REPLACED = ("1 to 7", "held back")
"""What the rule before this one said of figures."""

FIGURES = ("searches", "of", "value", "low", "high")
Found = tuple[str, str, str, dict[str, Any]]
"""File, kind of place, check or flag, and the numbers that stand there under their names."""


def in_documents(published: Path) -> Iterator[Found]:
    """Every number of a check or a flag about people. Beside a year in which no return came, `not_published` is the

    number of all its searches, which is public: where it stands alone, it is no figure about people.
    """
    for path in sorted(published.rglob("*.json")):
        raw = path.read_bytes()
        if any(f'"{each}"'.encode() in raw for each in IDS):
            name = str(path.relative_to(published))
            for kind, each, numbers in numbers_of(json.loads(raw), ""):
                if numbers and (name.startswith(YEAR) or numbers.keys() != {"not_published"}):
                    yield name, kind, each, numbers


def numbers_of(node: Any, kind: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """`kind`: of the place that the node is about."""
    if isinstance(node, dict):
        place = node.get("place")
        kind = place["kind"] if isinstance(place, dict) else kind
        names = {value for value in node.values() if isinstance(value, str) and value in IDS}
        yield from ((kind, each, {name: value for name, value in node.items() if is_figure(value)}) for each in names)
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from numbers_of(child, kind)


def rule_named(published: Path) -> Iterator[tuple[str, str, str, str]]:
    """Where a document says that figures are rounded: (file, key, kind of place, check or flag that it is said of)."""
    for path in sorted(published.rglob("*.json")):
        raw = path.read_bytes()
        if ROUNDED.encode() in raw:
            for said in sentences_of(json.loads(raw), ""):
                yield str(path.relative_to(published)), *said


def sentences_of(node: Any, kind: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(node, dict):
        place = node.get("place")
        kind = place["kind"] if isinstance(place, dict) else kind
        for key, value in node.items():
            if isinstance(value, str) and ROUNDED in value:
                yield key, kind, next((str(node[name]) for name in ("check", "flag") if name in node), "")
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from sentences_of(child, kind)


def is_figure(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def in_tables(published: Path) -> Iterator[Found]:
    """The same of tables, a line at a time: its measure and key stand with the figures."""
    for path in sorted(published.rglob("*.csv")):
        raw = path.read_bytes()
        if any(each.encode() in raw for each in IDS):
            name = str(path.relative_to(published))
            for line in csv.DictReader(raw.decode("ascii").splitlines()):
                for each in {line.get("breakdown"), line.get("key")} & set(IDS):
                    figures = {column: line[column] for column in FIGURES if line.get(column)}
                    if figures and (name.startswith(YEAR) or line["key"] != "not_published"):
                        told = {name: line[name] for name in ("period", "measure", "key")}
                        yield name, line["place_kind"], str(each), told | figures


def as_lines(checks: Mapping[str, Mapping[str, Any]], flags: Mapping[str, Mapping[str, Any]]) -> set[tuple[str, ...]]:
    """Every line that tables may have: (measure, check or flag, key, searches, of), of London's entries and flags."""
    found: set[tuple[str, ...]] = set()
    for check, entry in checks.items():
        for state in ("pass", "fail", "not_recorded"):
            found.add(("check", check, state, text(entry[state]), ""))
        found.add(("check_rate", check, "", text(entry["pass"]), text(entry["judged"])))
    for flag, figure in flags.items():
        for measure in ("grounds", "grounds_share"):
            found.add((measure, flag, flag, text(figure["searches"]), text(figure["of"])))
    return found


def text(number: int | None) -> str:
    return "" if number is None else str(number)
