"""One vocabulary for what the sources write: label as written -> key, from data/vocabulary/*.toml.

A label nobody has listed is kept as written under a key of its own, `unlisted_...`.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from portal import shipped, teams

NOT_RECORDED = "not_recorded"
NOT_PUBLISHED = "not_published"
UNLISTED = "unlisted_"
LABELS = {NOT_RECORDED: "Not recorded", NOT_PUBLISHED: "Not published"}


@dataclass(frozen=True)
class Term:
    """One entry; `group` is the broad group it counts in, where the field has groups."""

    key: str
    label: str
    written: tuple[str, ...]
    group: str = ""
    person: bool = False
    action: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """`is_open`: codes that are not listed stand for themselves, as those of teams do."""

    name: str
    title: str
    terms: tuple[Term, ...]
    groups: dict[str, str] = field(repr=False)
    keys: dict[str, str] = field(repr=False)
    is_open: bool = False

    def key(self, written: str) -> str:
        if self.is_open and not self.knows(written):
            return slug(written).replace("_", "-")
        return self.keys.get(folded(written)) or UNLISTED + slug(written)

    def knows(self, written: str) -> bool:
        return folded(written) in self.keys

    def counted_as(self, written: str) -> str:
        """The key a label counts under in a breakdown: its broad group where the field has groups."""
        key = self.key(written)
        return next((term.group for term in self.terms if term.key == key and term.group), key)

    def keys_where(self, claim: Callable[[Term], bool]) -> list[str]:
        return [term.key for term in self.terms if claim(term)]

    @property
    def labels(self) -> dict[str, str]:
        """Key -> label, in the order of pages, of what a breakdown counts."""
        return self.groups or {term.key: term.label for term in self.terms}


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_") or "unreadable"


@cache
def of(name: str) -> Vocabulary:
    """The vocabulary of one field, such as `object`."""
    with shipped.data("vocabulary", f"{name}.toml").open("rb") as file:
        raw = tomllib.load(file)
    terms = tuple(Term(**{**entry, "written": tuple(entry["written"])}) for entry in raw["entry"])
    if name == "team":
        terms = tuple(Term(team.id, team.name, team.aliases) for team in teams.listed().values())
    written = [(folded(label), term.key) for term in terms for label in {*term.written, term.key}]
    keys = dict(written)
    if any(keys[label] != key for label, key in written):
        raise ValueError(f"data/vocabulary/{name}.toml lists one label under two keys")
    groups = {row["key"]: row["label"] for row in raw.get("group", [])}
    return Vocabulary(raw["field"], raw["title"], terms, groups, keys, raw.get("is_open", False))
