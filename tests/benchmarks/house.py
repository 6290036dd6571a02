"""The measures of the house: `python -m tests.benchmarks.house [FOLDER]` prints them of the source in a checkout.

What docs/decisions.md says of the rooms before and after was measured by this, on both commits.
"""

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOMS = ("portal", "ingest", "geo")


@dataclass(frozen=True)
class Module:
    """A source file: its dotted name, and the names it imports as (module, name or None)."""

    name: str
    path: Path
    tree: ast.Module

    @classmethod
    def read(cls, root: Path, path: Path) -> "Module":
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        return cls(name, path, ast.parse(path.read_text("utf-8")))

    @property
    def room(self) -> str:
        return self.name.rpartition(".")[0]

    def imported(self) -> Iterator[tuple[str, str | None]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((each.name, None) for each in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((node.module, each.name) for each in node.names)

    def functions(self) -> list[str]:
        return [each.name for each in self.tree.body if isinstance(each, ast.FunctionDef)]


def modules(root: Path) -> dict[str, Module]:
    paths = (path for room in ROOMS for path in (root / room).rglob("*.py"))
    return {module.name: module for module in (Module.read(root, path) for path in sorted(paths))}


def edges(house: dict[str, Module]) -> Iterator[tuple[Module, Module, str | None]]:
    """Who imports whom, and which name of it (None: the module itself)."""
    for module in house.values():
        for whom, name in module.imported():
            if name and f"{whom}.{name}" in house:
                yield module, house[f"{whom}.{name}"], None
            elif whom in house and house[whom].path.name != "__init__.py":
                yield module, house[whom], name


def used_attributes(module: Module) -> dict[str, set[str]]:
    """Local name -> attributes that are asked of it: `rates.of_frame` gives rates -> {of_frame}."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found[node.value.id].add(node.attr)
    return found


def offered(house: dict[str, Module]) -> dict[str, set[str]]:
    """Package -> the names that modules outside it use."""
    found: dict[str, set[str]] = defaultdict(set)
    for module, whom, name in edges(house):
        if is_inside(module.name, whom.room):
            continue
        if name:
            found[whom.room].add(name)
        else:
            short = whom.name.rpartition(".")[2]
            attributes = used_attributes(module)
            for local in (short, *aliases(module, whom)):
                found[whom.room] |= {f"{short}.{each}" for each in attributes.get(local, set())}
    return found


def aliases(module: Module, whom: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module == whom.room:
            yield from (each.asname for each in node.names if each.asname and each.name == whom.name.rpartition(".")[2])


def is_inside(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def measured(root: Path) -> Iterator[tuple[str, object]]:
    house = modules(root)
    pairs = {(module.name, whom.name) for module, whom, _ in edges(house) if module is not whom}
    importers = Counter(whom for _, whom in pairs)
    functions = Counter(name for module in house.values() for name in module.functions())
    shared = sum(number for number in functions.values() if number > 1)
    lines = [line for module in house.values() for line in module.path.read_text("utf-8").splitlines()]
    folders = Counter(module.path.parent for module in house.values())
    widest, most = folders.most_common(1)[0]
    doors = sorted(((len(names), room) for room, names in offered(house).items() if "." in room), reverse=True)
    yield "files", len(house)
    yield "lines", len(lines)
    yield "import edges between files", len(pairs)
    yield "files with one importer", sum(number == 1 for number in importers.values())
    yield "functions at the top of a file", functions.total()
    yield "of them sharing a name, percent", round(100 * shared / functions.total(), 1)
    yield "widest folder", f"{most} ({widest.relative_to(root)})"
    yield "comment lines per 1,000", round(1000 * sum(line.lstrip().startswith("#") for line in lines) / len(lines), 1)
    yield "names offered by packages, the most", ", ".join(f"{room} {number}" for number, room in doors[:8])


if __name__ == "__main__":
    for what, figure in measured(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()):
        print(f"{what}: {figure}")
