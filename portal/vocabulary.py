"""One vocabulary for what the sources write: label as written -> key, from data/vocabulary/*.toml.

A label nobody has listed is kept as written under a key of its own, `unlisted_...`: it says nothing that a figure
could use, so it is unknown to every figure of its field (is_unknown).
"""

import hashlib
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from portal import places, shipped
from portal.fields import title_of_field

NOT_RECORDED = "not_recorded"
NOT_PUBLISHED = "not_published"
UNLISTED = "unlisted_"
LABELS = {NOT_RECORDED: "Not recorded", NOT_PUBLISHED: "Not published"}
NOT_STATED = "not_stated"
NO_GROUP = "no_group"
"""In place of a team: a search of a return that is told by no team (accounts.counting.grouped)."""
NO_ANSWER = (NOT_RECORDED, NOT_PUBLISHED, NOT_STATED)
"""Keys that are no answer: a blank, a column that the file lacks, somebody who would not say."""
LONGEST = 120
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Term:
    """One entry; `group` is the broad group it counts in, where the field has groups.

    `whole_numbers`: the first and last of the numbers that mean it too, such as ages in years; none where empty.
    """

    key: str
    label: str
    written: tuple[str, ...]
    group: str = ""
    person: bool = False
    action: bool = False
    whole_numbers: tuple[int, ...] = ()


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
        listed = self.listed_key(written)
        if listed is None and self.is_open:
            return code_key(written)
        return listed or unlisted_key(written)

    def knows(self, written: str) -> bool:
        return self.listed_key(written) is not None

    def listed_key(self, written: str) -> str | None:
        """The key of a label that is listed, or of a number that is listed as one of a range."""
        text = fold_label(written)
        return self.keys.get(text) or self.number_key(text)

    def number_key(self, text: str) -> str | None:
        """`15` and `15.0` (as pandas writes it) are fifteen; anything else is no number."""
        if not (found := re.fullmatch(r"(\d{1,3})(\.0+)?", text)):
            return None
        number = int(found[1])
        return next(
            (t.key for t in self.terms if t.whole_numbers and number in range(*range_bounds(t.whole_numbers))), None
        )

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


def fold_label(text: str) -> str:
    return " ".join(text.split()).casefold()


def range_bounds(numbers: tuple[int, ...]) -> tuple[int, int]:
    return numbers[0], numbers[1] + 1


def is_unknown_key(key: str) -> bool:
    """Not stated, blank, not published, or a label that nobody has listed."""
    return key in NO_ANSWER or key.startswith(UNLISTED)


def unlisted_key(written: str) -> str:
    """A key for a label that nobody has listed, another one for every other label; read back by `written_of`.

    Spaces become `_`, any other character than a letter or digit of ASCII its number between hyphens (`-2013-`), so
    that labels which differ in punctuation or alphabet alone never become one. One that is too long is cut, and ends
    in `__` and a part of its SHA-256 (two spaces never stand together in a folded label).
    """
    text = fold_label(written)
    coded = [coded_character(character) for character in text]
    whole = "".join(coded)
    if len(whole) <= LONGEST:
        return UNLISTED + whole
    return f"{UNLISTED}{''.join(coded[: LONGEST // 8])}__{short_hash(text)}"


def coded_character(character: str) -> str:
    if character == " ":
        return "_"
    return character if character.isascii() and character.isalnum() else f"-{ord(character):x}-"


def written_of(key: str) -> str:
    """The label, in lower case, that an `unlisted_...` key stands for; one that was cut ends in three dots."""
    coded, cut, _ = key.removeprefix(UNLISTED).partition("__")
    text = re.sub(r"-([0-9a-f]+)-", lambda found: chr(int(found[1], 16)), coded.replace("_", " "))
    return f"{text} ..." if cut else text


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def code_key(written: str) -> str:
    """The key of a code that stands for itself: the code, or a plainer spelling with a part of the code's SHA-256."""
    text = fold_label(written)
    if CODE.fullmatch(text):
        return text
    plainer = re.sub(r"[^a-z0-9]+", "-", text).strip("-") or "code"
    return f"{plainer}-{short_hash(text)}"


def term_of(entry: dict[str, Any]) -> Term:
    lists: dict[str, Any] = {name: tuple(entry[name]) for name in ("written", "whole_numbers") if name in entry}
    return Term(**(entry | lists))


@cache
def field_vocabulary(name: str) -> Vocabulary:
    """The vocabulary of one field, such as `object`."""
    with shipped.data("vocabulary", f"{name}.toml").open("rb") as file:
        raw = tomllib.load(file)
    terms = tuple(term_of(entry) for entry in raw["entry"])
    if name == "team":
        terms = tuple(Term(team.id, team.name, team.aliases) for team in places.listed_teams().values())
    written = [(fold_label(label), term.key) for term in terms for label in {*term.written, term.key}]
    keys = dict(written)
    if any(keys[label] != key for label, key in written):
        raise ValueError(f"data/vocabulary/{name}.toml lists one label under two keys")
    groups = {row["key"]: row["label"] for row in raw.get("group", [])}
    return Vocabulary(raw["field"], title_of_field(name), terms, groups, keys, raw.get("is_open", False))
