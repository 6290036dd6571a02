"""The published grounds rules, as read from data/grounds/rules.toml and checked once."""

import inspect
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from portal.return_standard import PERSON, POLICE

Built = TypeVar("Built")
Functions = dict[str, Callable[..., bool]]

KINDS: dict[str, set[str]] = {"family": {"weak"}, "topic": {"objects"}, "list": set()}
"""The kinds of word lists, and the key that each has of its own."""

PHRASE = re.compile(r"[a-z0-9]+\*?(?: [a-z0-9]+\*?)*")
FITS: dict[object, Callable[[Any], bool]] = {
    str: lambda value: isinstance(value, str) and bool(value.strip()),
    int: lambda value: type(value) is int and value > 0,
    float: lambda value: type(value) is float and 0 < value <= 1,
    bool: lambda value: type(value) is bool,
    tuple[str, ...]: lambda value: isinstance(value, list) and all(isinstance(word, str) for word in value),
    dict[str, str]: lambda value: isinstance(value, dict) and all(isinstance(to, str) for to in value.values()),
    dict[str, Any]: lambda value: isinstance(value, dict),
}


class BadRules(ValueError):
    """The rules cannot be used; the text says where and why."""


@dataclass(frozen=True)
class Words:
    """A list of phrases and patterns: a factor family, a topic (with words of its objects), or any other."""

    kind: str
    id: str
    title: str
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    weak: bool = False
    objects: tuple[str, ...] = ()

    @cached_property
    def found(self) -> re.Pattern[str]:
        return compile_whole_words([*self.patterns, *phrase_patterns(self.words)])

    @cached_property
    def sought(self) -> re.Pattern[str]:
        return compile_whole_words(phrase_patterns(self.objects))


@dataclass(frozen=True)
class Flag:
    """`rule` is a function, `given` what it takes; `alone`: a record with this flag is asked nothing else.

    `about`: whom the flag tells of, `police` or `person`; one that does not say tells of a person.
    """

    given: dict[str, Any]
    id: str
    title: str
    asks: str
    rule: str
    alone: bool = False
    about: str = PERSON


@dataclass(frozen=True)
class Negation:
    words: tuple[str, ...]
    reach: int
    after: tuple[str, ...]
    ends: tuple[str, ...]
    excepted: tuple[str, ...]


@dataclass(frozen=True)
class Typos:
    """`near`: what is left of a word that is right when it loses one letter, or none -> the word."""

    listed: frozenset[str]
    shortest: int
    keep: tuple[str, ...]
    spelt: dict[str, str]

    @cached_property
    def near(self) -> dict[str, str]:
        right = sorted(word for word in self.listed | {*self.keep} if len(word) >= self.shortest)
        return {cut: word for word in right for cut in cuts(word)} | {word: word for word in right}


@dataclass(frozen=True)
class Rules:
    lists: dict[str, Words]
    flags: tuple[Flag, ...]
    negation: Negation
    typos: Typos
    version: str
    says: str
    sources: str

    def of_kind(self, kind: str) -> list[Words]:
        return [words for words in self.lists.values() if words.kind == kind]


def load(path: Path, functions: Functions) -> Rules:
    """The rules in the file. BadRules when anything in it is missing, unknown or of no use."""
    try:
        return build_grounds_rules(tomllib.loads(path.read_text("utf-8")), functions)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, BadRules) as wrong:
        raise BadRules(f"{path.name}: {wrong}") from wrong


def build_grounds_rules(raw: dict[str, Any], functions: Functions) -> Rules:
    parts = raw.pop("parts", {})
    lists = by_id([build_word_list(kind, row, parts) for kind in KINDS for row in raw.pop(kind, [None])])
    flags = by_id([flag_of(row, lists, functions) for row in raw.pop("flag", [None])])
    listed = frozenset(word for words in lists.values() for word in " ".join(words.words).replace("*", "").split())
    negation = build_rules_table(Negation, raw.pop("negation", None), "[negation]")
    typos = build_rules_table(Typos, raw.pop("typos", None), "[typos]", listed=listed)
    ready = {"lists": lists, "flags": tuple(flags.values()), "negation": negation, "typos": typos}
    return build_rules_table(Rules, raw, "the file", **ready)


def by_id(entries: list[Any]) -> dict[str, Any]:
    known = {entry.id: entry for entry in entries}
    if len(known) < len(entries):
        raise BadRules(f"one of these ids stands twice: {', '.join(known)}")
    return known


def build_rules_table(into: type[Built], row: Any, where: str, **ready: object) -> Built:
    """The table as a value, with what is ready. Refused if a key is missing, unknown or of the wrong type."""
    if not isinstance(row, dict):
        raise BadRules(f"{where}: there is no such table")
    wanted = {field.name: field for field in fields(into) if field.name not in ready}  # type: ignore[arg-type]
    if lacking := [name for name, one in wanted.items() if name not in row and one.default is MISSING]:
        raise BadRules(f"{where}: the key {lacking[0]} is missing")
    for key, value in row.items():
        if key not in wanted or not FITS[wanted[key].type](value):
            raise BadRules(f"{where}: there is no key {key}, or its value does not fit")
    return into(**ready, **{key: tuple(to) if isinstance(to, list) else to for key, to in row.items()})


def build_word_list(kind: str, row: Any, parts: dict[str, str]) -> Words:
    words = build_rules_table(Words, row, f"[[{kind}]]", kind=kind)
    if KINDS[kind] != set(row) & {"weak", "objects"} or not words.patterns + words.words:
        raise BadRules(f"{words.id}: a family says if it is weak, a topic has objects, and no list is empty")
    if idle := [one for one in (*words.words, *words.objects) if not PHRASE.fullmatch(one)]:
        raise BadRules(f"{words.id}: {idle[0]!r} can never match: write small letters and single spaces")
    return replace(words, patterns=tuple(pattern_of(one, parts, words.id) for one in words.patterns))


def pattern_of(pattern: str, parts: dict[str, str], where: str) -> str:
    """The pattern with its <parts> filled in, once it is known to be one and to need some text."""
    try:
        filled = re.sub(r"<(\w+)>", lambda name: parts[name[1]], pattern)
        if not re.fullmatch(filled, ""):
            return filled
    except (KeyError, re.error) as wrong:
        raise BadRules(f"{where}: the pattern {pattern!r} is wrong: {wrong}") from wrong
    raise BadRules(f"{where}: the pattern {pattern!r} matches an empty text")


def flag_of(row: Any, lists: dict[str, Words], functions: Functions) -> Flag:
    """The flag, with what it gives its rule in the types that the rule's function asks for."""
    flag = build_rules_table(Flag, row, "[[flag]]")
    if flag.about not in (POLICE, PERSON):
        raise BadRules(f"{flag.id}: about is {POLICE} or {PERSON}, not {flag.about!r}")
    if flag.rule not in functions:
        raise BadRules(f"{flag.id}: there is no rule {flag.rule}")
    takes = list(inspect.signature(functions[flag.rule]).parameters.values())[1:]
    if set(flag.given) != {one.name for one in takes}:
        raise BadRules(f"{flag.id}: the rule {flag.rule} takes {[one.name for one in takes]}")
    return replace(flag, given={one.name: argument(one, flag.given[one.name], lists, flag.id) for one in takes})


def argument(wanted: inspect.Parameter, value: Any, lists: dict[str, Words], where: str) -> Any:
    """The value, or the list or lists it names. A parameter called `weak` takes a weak family only."""
    names: dict[object, object] = {Words: str, tuple[Words, ...]: tuple[str, ...]}
    kind = names.get(wanted.annotation, wanted.annotation)
    if not FITS[kind](value):
        raise BadRules(f"{where}: {wanted.name} has a value that does not fit")
    if kind is wanted.annotation:
        return value
    named = [lists.get(name) for name in (value if kind is not str else [value])]
    if not all(words and (words.weak or wanted.name != "weak") for words in named):
        raise BadRules(f"{where}: {wanted.name} names an unknown list, or a family that is not weak")
    return tuple(named) if kind is not str else named[0]


def cuts(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


def phrase_patterns(phrases: Iterable[str]) -> list[str]:
    """The phrases as patterns, the longest first so that it is the one found."""
    return [phrase.replace("*", r"\w*") for phrase in sorted(phrases, key=len, reverse=True)]


def compile_whole_words(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(patterns)})(?!\S)")
