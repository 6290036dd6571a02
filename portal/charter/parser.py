"""Tables of a TOML file as the values they mean. Every fault is kept with its line; reading goes on to the next."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from portal import file_sizes
from portal.charter.definitions import Applicability, Target
from portal.file_sizes import NotTaken, read_whole_file

# Where in a TOML file a table or a key stands: tomllib does not say, and a fault without its line helps nobody.

KeyPath = tuple[str | int, ...]

OPAQUE = re.compile(r'"""(?:\\.|[^\\])*?"""|' r"'''.*?'''|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'|#[^\n]*", re.DOTALL)
HEADER = re.compile(r"\s*(?P<list>\[?)\[\s*(?P<name>[\w.-]+)\s*\]\]?\s*")
KEY = re.compile(r"\s*(?P<key>[\w-]+)\s*=")


@dataclass
class Lines:
    """Path of a table or key, such as ("check", 3, "parameters", "field") -> its line, the first being 1."""

    at: dict[KeyPath, int] = field(default_factory=dict)

    def of(self, path: KeyPath) -> int:
        """The line of the path, or of the nearest thing that holds it."""
        while path and path not in self.at:
            path = path[:-1]
        return self.at.get(path, 1)


def toml_line_numbers(text: str) -> Lines:
    """Every table and every plain key of a text that tomllib takes; keys inside an inline table count with it."""
    found = Lines()
    table: KeyPath = ()
    depth = 0
    for number, line in enumerate(without_texts(text).split("\n"), start=1):
        if depth == 0 and (header := HEADER.fullmatch(line)):
            table = toml_table_path(found, header["name"].split("."), is_list=bool(header["list"]))
            found.at[table] = number
            if header["list"]:
                found.at.setdefault(table[:-1], number)
            continue
        if depth == 0 and (key := KEY.match(line)):
            found.at[(*table, key["key"])] = number
        depth += sum(line.count(bracket) for bracket in "[{") - sum(line.count(bracket) for bracket in "]}")
    return found


def without_texts(text: str) -> str:
    """The same lines, with every string and comment taken out."""
    return OPAQUE.sub(lambda met: "\n" * met[0].count("\n"), text)


def toml_table_path(found: Lines, names: list[str], *, is_list: bool) -> KeyPath:
    """The path of the table that a header opens: a name that is a list means its newest member."""
    path: KeyPath = ()
    for at, name in enumerate(names):
        path = (*path, name)
        members = sum(1 for known in found.at if known[:-1] == path and isinstance(known[-1], int))
        if is_list and at == len(names) - 1:
            return (*path, members)
        path = (*path, members - 1) if members else path
    return path


Built = TypeVar("Built")
AT = re.compile(r" \(at line (\d+), column \d+\)$|\(at end of document\)$")


class CharterFault(ValueError):
    """One thing that is wrong with a file, and its line."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"line {line}: {sentence}")
        self.line = line
        self.sentence = sentence


class BadCharter(ValueError):
    """A file that cannot be used; `faults`, in the order of lines, say all that is wrong with it."""

    def __init__(self, name: str, faults: list[CharterFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__(f"{name}: {'; '.join(map(str, self.faults))}")


@dataclass
class Sheet:
    """A file being read: its tables, where they stand, and what was found wrong so far."""

    name: str
    raw: dict[str, Any]
    at: Lines
    faults: list[CharterFault] = field(default_factory=list)

    def wrong(self, path: KeyPath, sentence: str) -> None:
        self.faults.append(CharterFault(self.at.of(path), sentence))

    def rows(self, table: str) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
        """Every `[[table]]` as written, with its path; what is no table is passed over."""
        found = self.raw.get(table)
        for at, row in enumerate(found if isinstance(found, list) else ()):
            if isinstance(row, dict):
                yield (table, at), row

    def must_be_sound(self) -> None:
        """BadCharter where anything was found wrong."""
        if self.faults:
            raise BadCharter(self.name, self.faults)


def read_toml_sheet(path: Path) -> Sheet:
    """The file's tables. BadCharter, with the one line that tomllib names, where it is no TOML."""
    try:
        raw = read_whole_file(path, file_sizes.allowed().words, "a charter is text, written by hand")
        text = raw.decode("utf-8").replace("\r\n", "\n")
        return Sheet(path.name, tomllib.loads(text), toml_line_numbers(text))
    except NotTaken as why:
        raise BadCharter(path.name, [CharterFault(1, str(why))]) from why
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise BadCharter(path.name, [CharterFault(line, "this is not UTF-8 text")]) from wrong
    except tomllib.TOMLDecodeError as wrong:
        where = AT.search(str(wrong))
        line = int(where[1]) if where and where[1] else text.count("\n") + 1
        fault = CharterFault(line, f"this is not TOML: {AT.sub('', str(wrong)).strip()}")
        raise BadCharter(path.name, [fault]) from wrong


def build_from_toml(on: Sheet, into: type[Built], row: Any, path: KeyPath, **ready: object) -> Built | None:
    """The table as a value, with what is `ready`. None, and faults, if a key is missing, unknown or does not fit."""
    if not isinstance(row, dict):
        on.wrong(path, f"{toml_table_title(path)} has to be a table")
        return None
    wanted = {one.name: one for one in fields(into) if one.name not in ready}  # type: ignore[arg-type]
    before = len(on.faults)
    for name, one in wanted.items():
        if name not in row and one.default is MISSING and one.default_factory is MISSING:
            on.wrong(path, f"{toml_table_title(path, row)} has no {name}")
    values = {
        key: convert_toml_value(on, wanted[key].type, value, (*path, key))
        for key, value in row.items()
        if key in wanted
    }
    for key in row:
        if key not in wanted:
            on.wrong((*path, key), f"{toml_table_title(path, row)} has no use for a key {key}")
    return into(**ready, **values) if len(on.faults) == before else None


def build_toml_list(on: Sheet, into: type[Built], table: str, known_by: str | None = "id") -> tuple[Built, ...]:
    """Every `[[table]]` that could be built; no two may have one id, or whatever each is `known_by`, if anything."""
    rows = on.raw.get(table, [])
    if not isinstance(rows, list):
        on.wrong((table,), f"{table} has to be a list of tables: [[{table}]]")
        return ()
    seen: set[str] = set()
    for at, row in enumerate(rows):
        name = row.get(known_by) if known_by and isinstance(row, dict) else None
        if isinstance(name, str) and name in seen:
            on.wrong((table, at), f"the {table} {name} stands here a second time")
        seen |= {name} if isinstance(name, str) else set()
    found = [build_from_toml(on, into, row, (table, at)) for at, row in enumerate(rows)]
    return tuple(one for one in found if one is not None)


def convert_toml_value(on: Sheet, kind: object, value: Any, path: KeyPath) -> Any:
    """The value as the dataclass holds it; a fault where it is of another kind."""
    if kind in NESTED and isinstance(value, dict):
        return build_from_toml(on, NESTED[kind], value, path)
    if kind == tuple[Applicability, ...] and isinstance(value, list):
        return tuple(build_from_toml(on, Applicability, one, (*path, at)) for at, one in enumerate(value))
    fits, says = KINDS.get(kind, (lambda _: False, "a table"))
    if not fits(value):
        on.wrong(path, f"{path[-1]} has to be {says}")
    return tuple(value) if isinstance(value, list) else value


def is_toml_date(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_moment(value: Any) -> bool:
    return isinstance(value, datetime) and value.tzinfo is None


def texts(value: Any) -> bool:
    return isinstance(value, list) and all(is_text(one) for one in value)


NESTED: dict[object, type] = {Target | None: Target}
DAY = (is_toml_date, "a day, such as 2023-12-20 without quotation marks")
KINDS: dict[object, tuple[Callable[[Any], bool], str]] = {
    str: (is_text, "a text that is not empty"),
    bool: (lambda value: type(value) is bool, "true or false"),
    float: (lambda value: type(value) is float and 0 < value <= 1, "a share above 0 and up to 1.0"),
    int: (lambda value: type(value) is int and value >= 0, "a whole number"),
    date: DAY,
    date | None: DAY,
    datetime: (is_moment, "a London day and time, such as 2024-08-26T14:00:00 without quotation marks"),
    tuple[str, ...]: (texts, "a list of texts"),
    dict[str, str]: (lambda value: isinstance(value, dict) and all(map(is_text, value.values())), "a table of texts"),
    dict[str, Any]: (lambda value: isinstance(value, dict), "a table"),
    dict[str, dict[str, Any]]: (
        lambda value: isinstance(value, dict) and all(isinstance(one, dict) for one in value.values()),
        "a table of tables",
    ),
}


def toml_table_title(path: KeyPath, row: Mapping[str, Any] | None = None) -> str:
    """How a sentence calls the table: `check R07`, or only `check` where it has no id."""
    if not path:
        return "the file"
    kind = next(str(part) for part in reversed(path) if isinstance(part, str))
    name = (row or {}).get("id") or (row or {}).get("key")
    return f"{kind} {name}" if isinstance(name, str) else kind
