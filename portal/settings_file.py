"""A file of settings: `NAME=value` lines as systemd's EnvironmentFile has them, read strictly.

What systemd, a shell and a reader would each take for something else is refused with file and line, never guessed.
"""

import re
from collections.abc import Iterator
from pathlib import Path

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
BLANKS = " \t"
COMMENTS = ("#", ";")
ESCAPED = frozenset('"\\$`')
"""What a backslash takes its meaning from, between double quotes."""
IN_QUOTES = "put the value between double quotes"


class BadLine(ValueError):
    """A line that cannot be read, or that can be read in two ways."""


def read_lines(path: Path) -> Iterator[tuple[str, str, str]]:
    """Each setting as (where, name, value). BadLine naming file and line; OSError if the file cannot be read."""
    for number, raw in enumerate(path.read_bytes().split(b"\n"), 1):
        where = f"{path}:{number}"
        try:
            line = raw.decode("utf-8").removesuffix("\r").strip(BLANKS)
            if line and not line.startswith(COMMENTS):
                yield where, *name_and_value(line)
        except UnicodeDecodeError as wrong:
            raise BadLine(f"{where}: this is not UTF-8") from wrong
        except BadLine as wrong:
            raise BadLine(f"{where}: {wrong}") from wrong


def name_and_value(line: str) -> tuple[str, str]:
    name, equals, rest = line.partition("=")
    if not equals or not NAME.fullmatch(name):
        raise BadLine("a line reads NAME=value, without a blank before the =")
    if CONTROL.search(rest):
        raise BadLine(f"the value of {name} holds a control character")
    if rest[:1] in ("'", '"'):
        return name, quoted(rest)
    return name, plain_value(rest)


def quoted(rest: str) -> str:
    """What stands between the quote that `rest` begins with and its fellow."""
    mark, found, at = rest[0], "", 1
    while at < len(rest) and rest[at] != mark:
        if mark == '"' and rest[at] == "\\" and rest[at + 1 : at + 2] in ESCAPED:
            at += 1
        found += rest[at]
        at += 1
    if at >= len(rest):
        raise BadLine(f"the quote {mark} is not closed on this line")
    if rest[at + 1 :].strip(BLANKS):
        raise BadLine("something follows the closing quote; a comment needs a line of its own")
    return found


def plain_value(rest: str) -> str:
    """A value without quotes, to the end of the line."""
    if rest[:1] in (" ", "\t"):
        raise BadLine("a line reads NAME=value, without a blank after the =")
    if "\\" in rest or '"' in rest:
        raise BadLine(f"a backslash or a double quote in it is read in two ways; {IN_QUOTES}")
    if re.search(r"[ \t]#", rest):
        raise BadLine(f"a # after a blank may be meant as a comment; {IN_QUOTES}, or give the comment its own line")
    return rest


def in_quotes(value: str) -> str:
    """The value as we write it: between double quotes, the same for systemd, a shell and `read_lines`."""
    return '"' + "".join(f"\\{one}" if one in ESCAPED else one for one in value) + '"'
