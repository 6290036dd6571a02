"""requirements-run.lock: of requirements.lock what running and building need, and nothing for tests.

`python -m tests.locks` writes it anew, after requirements.lock was resolved and installed (`make lock`).
"""

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.required import ROOT

WHOLE, RUN = ROOT / "requirements.lock", ROOT / "requirements-run.lock"
HEAD = "# What running needs, and the build of our own wheel, with hashes. From requirements.lock by `make lock`.\n"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")


def pins(text: str) -> dict[str, list[str]]:
    """Name -> its entries (one for each range of Pythons): the pin, its marker and its hashes."""
    entries = re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    found: dict[str, list[str]] = {}
    for entry in entries:
        if pin := PIN.match(entry):
            found.setdefault(canonicalize_name(pin[1]), []).append(entry.strip())
    return found


def wanted() -> list[Requirement]:
    """What pyproject.toml names for running and for the build."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return [Requirement(text) for text in (*project["project"]["dependencies"], *project["build-system"]["requires"])]


def closure(requirements: Iterable[Requirement], known: Iterable[str]) -> set[str]:
    """The names of all that is needed, whatever the platform; `known`: what was resolved for any of them."""
    found: set[str] = set()
    left = [(requirement, frozenset(requirement.extras)) for requirement in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while left:
        requirement, extras = left.pop()
        name = canonicalize_name(requirement.name)
        if name not in known or (name, extras) in seen:
            continue  # not needed on any platform that was resolved for
        found.add(name)
        seen.add((name, extras))
        left += [(need, frozenset(need.extras)) for need in needs(name) if is_asked(need, extras)]
    return found


def needs(name: str) -> list[Requirement]:
    """What the installed package names; of one for another platform only, nothing can be asked."""
    try:
        return [Requirement(text) for text in distribution(name).requires or []]
    except PackageNotFoundError:
        return []


def is_asked(need: Requirement, extras: frozenset[str]) -> bool:
    """Whether a requirement counts: always but for an extra that nobody asked for."""
    extra = re.search(r"""extra == ["']([^"']+)["']""", str(need.marker or ""))
    return extra is None or extra[1] in extras


def run_lock() -> str:
    known = pins(WHOLE.read_text("utf-8"))
    names = sorted(closure(wanted(), known))
    return HEAD + "".join(f"{entry}\n" for name in names for entry in known[name])


if __name__ == "__main__":
    RUN.write_text(run_lock(), "utf-8")
