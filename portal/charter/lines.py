"""Where in a TOML file a table or a key stands: tomllib does not say, and a fault without its line helps nobody."""

import re
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

OPAQUE = re.compile(r'"""(?:\\.|[^\\])*?"""|' r"'''.*?'''|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'|#[^\n]*", re.DOTALL)
HEADER = re.compile(r"\s*(?P<list>\[?)\[\s*(?P<name>[\w.-]+)\s*\]\]?\s*")
KEY = re.compile(r"\s*(?P<key>[\w-]+)\s*=")


@dataclass
class Lines:
    """Path of a table or key, such as ("check", 3, "parameters", "field") -> its line, the first being 1."""

    at: dict[Path, int] = field(default_factory=dict)

    def of(self, path: Path) -> int:
        """The line of the path, or of the nearest thing that holds it."""
        while path and path not in self.at:
            path = path[:-1]
        return self.at.get(path, 1)


def lines(text: str) -> Lines:
    """Every table and every plain key of a text that tomllib takes; keys inside an inline table count with it."""
    found = Lines()
    table: Path = ()
    depth = 0
    for number, line in enumerate(without_texts(text).split("\n"), start=1):
        if depth == 0 and (header := HEADER.fullmatch(line)):
            table = opened(found, header["name"].split("."), is_list=bool(header["list"]))
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


def opened(found: Lines, names: list[str], *, is_list: bool) -> Path:
    """The path of the table that a header opens: a name that is a list means its newest member."""
    path: Path = ()
    for at, name in enumerate(names):
        path = (*path, name)
        members = sum(1 for known in found.at if known[:-1] == path and isinstance(known[-1], int))
        if is_list and at == len(names) - 1:
            return (*path, members)
        path = (*path, members - 1) if members else path
    return path
